"""What an inspection's answers must be before anything of them is kept: asked by the desk and the hub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desktop.core.errors import Refused
from desktop.core.inspection import RESULTS
from desktop.core.standard import Standard


class Answered(Protocol):
    """An answer to one checkpoint, as somebody gave it."""

    @property
    def checkpoint(self) -> str: ...

    @property
    def result(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def severity(self) -> str: ...


def check_answers(standard: Standard, answers: Sequence[Answered]) -> None:
    """Raises `Refused` for none at all, a checkpoint that is unknown or answered twice, a result or severity that is
    not the standard's, and for 不涉及 without a reason.
    """
    if not answers:
        raise Refused("answers_empty", file="")
    seen: set[str] = set()
    for given in answers:
        code = given.checkpoint
        if standard.checkpoint(code) is None:
            raise Refused("checkpoint_unknown", checkpoint=code[:60])
        if code in seen:
            raise Refused("checkpoint_twice", checkpoint=code)
        seen.add(code)
        if given.result not in RESULTS:
            raise Refused("answer_result_wrong", checkpoint=code, result=given.result[:20])
        if given.result == "na" and not given.reason.strip():
            raise Refused("na_needs_reason", checkpoint=code)
        if given.severity and given.severity not in standard.severities:
            raise Refused(
                "severity_unknown",
                severity=given.severity[:20],
                severities=", ".join(standard.severities),
            )


def severity_of(standard: Standard, given: Answered) -> str:
    """How grave a fail is: as it was said, else as the standard says of the checkpoint."""
    point = standard.checkpoint(given.checkpoint)
    assert point is not None
    return given.severity or point.severity
