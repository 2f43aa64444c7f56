"""A seat without a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class FakeSeat:
    """Attributes:
    minutes: until it locks. kept: drafts by operator.
    """

    def __init__(self, operator: Callable[[], str]) -> None:
        self._operator = operator
        self.minutes = 10
        self.kept: dict[str, str] = {}

    def lock_minutes(self) -> int:
        return self.minutes

    def set_lock_minutes(self, minutes: int) -> None:
        self.minutes = minutes

    def drafts(self) -> str:
        return self.kept.get(self._operator(), "")

    def keep_drafts(self, drafts: Mapping[str, str]) -> None:
        self.kept |= drafts
