"""Whether a paper is genuine: what its code says, whether its file is as it was made, and whether the figures printed
are those of the code.

A file that still has its last line (`paper_seal`) is judged by it, byte by byte, and nothing need be drawn. One that
has lost it, because it was printed and scanned or saved by another program, is looked at: its code is read from its
pages, and the main figures must stand in its words, where it has any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.core import paper_code
from desktop.core.money import yuan
from desktop.core.paper_code import NotAPaper, PaperCode, Trust
from desktop.core.paper_seal import FileState, code_in, file_state

PDF = b"%PDF-"
# Figures that every paper which has them prints as they are.
PRINTED = ("visits", "persons", "meals", "taken_fen", "subsidy_fen")


class Verdict(StrEnum):
    """`revoked_device`: signed by a device after it was revoked, which whoever has its key can do."""

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    UNKNOWN_DEVICE = "unknown_device"
    REVOKED_DEVICE = "revoked_device"


class Why(StrEnum):
    """What was altered: the code, the file's bytes, the figures printed, or the paper bears codes of two papers."""

    NOTHING = ""
    CODE = "code"
    FILE = "file"
    FIGURES = "figures"
    TWO_CODES = "two_codes"


@dataclass(frozen=True)
class Known:
    """Public keys by key id, and the second (UTC) from which on a key was revoked."""

    keys: Mapping[bytes, bytes]
    revoked: Mapping[bytes, int]


@dataclass(frozen=True)
class Looked:
    """What is seen on a paper's pages: the texts of its QR codes, and its words (empty for a scan)."""

    codes: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class CheckedPaper:
    """`compared` figures were looked for in the words and `missing` of them do not stand there; `file` is None for a
    code alone."""

    verdict: Verdict
    code: PaperCode | None = None
    why: Why = Why.NOTHING
    file: FileState | None = None
    compared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def check_code(text: str, known: Known) -> CheckedPaper:
    """What a code says. Never raises for what is in it."""
    try:
        code, trust = paper_code.check(text, dict(known.keys))
    except NotAPaper as error:
        return CheckedPaper(Verdict.ALTERED, why=Why.CODE) if error.altered else CheckedPaper(Verdict.NOT_OURS)
    if trust is Trust.UNKNOWN_DEVICE:
        return CheckedPaper(Verdict.UNKNOWN_DEVICE, code)
    revoked = known.revoked.get(code.device)
    if revoked is not None and code.origin.made >= revoked:
        return CheckedPaper(Verdict.REVOKED_DEVICE, code)
    return CheckedPaper(Verdict.GENUINE, code)


def check_file(data: bytes, known: Known, look: Callable[[], Looked]) -> CheckedPaper:
    """What a file says: a PDF, or a picture of a paper. `look` is asked only where bytes do not tell."""
    if not data.startswith(PDF):
        return _seen(look(), known, FileState.UNSIGNED, "")
    state, signer = file_state(data, known.keys)
    told = code_in(data)
    if state is FileState.UNSIGNED:
        return _seen(look(), known, state, told)
    if not told:
        return CheckedPaper(Verdict.NOT_OURS, file=state)
    found = replace(check_code(told, known), file=state)
    if state is FileState.CHANGED:
        return replace(found, verdict=Verdict.ALTERED, why=found.why or Why.FILE)
    if found.code is not None and found.code.device != signer:
        return replace(found, verdict=Verdict.ALTERED, why=Why.FILE)
    return found


def _seen(looked: Looked, known: Known, state: FileState, told: str) -> CheckedPaper:
    """By what is drawn on the pages, which is what people read; what the file says of itself must be the same."""
    codes = list(dict.fromkeys(code for code in looked.codes if paper_code.looks_like_paper(code)))
    if len(codes) > 1 or (codes and told and codes[0] != told):
        return CheckedPaper(Verdict.ALTERED, why=Why.TWO_CODES, file=state)
    text = codes[0] if codes else told
    if not text:
        return CheckedPaper(Verdict.NOT_OURS, file=state)
    found = replace(check_code(text, known), file=state)
    if found.code is None or not looked.text.strip():
        return found
    compared, missing = compare(found.code, looked.text)
    found = replace(found, compared=compared, missing=missing)
    if missing and found.verdict is Verdict.GENUINE:
        return replace(found, verdict=Verdict.ALTERED, why=Why.FIGURES)
    return found


def compare(code: PaperCode, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names of the figures looked for, those that do not stand in the words of a paper)."""
    compared = [(name, value) for name, value in code.about.figures if name in PRINTED and value]
    missing = [name for name, value in compared if not _stands(_printed(name, value), text)]
    return tuple(name for name, _ in compared), tuple(missing)


def _printed(name: str, value: int) -> str:
    return yuan(abs(value)) if name.endswith("_fen") else f"{value:,}"


def _stands(number: str, text: str) -> bool:
    """As a number of its own, not as a part of a longer one."""
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", text) is not None
