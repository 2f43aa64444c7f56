"""The frozen data of the page of settings, and what it asks: `SettingsCounter`, which the services' side fulfils."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class CodeLook:
    """What a code says when it is only looked at. `outcome` is `good`, `accepted_unverified`, `card_expired`,
    `card_withdrawn` or `not_a_card`; `name` masked, `until` the last day on which it is valid; empty where not known.
    """

    outcome: str
    name: str = ""
    group: str = ""
    until: str = ""


class SettingsCounter(Protocol):
    """Called on worker threads; each may raise `desktop.core.errors.Trouble`. Nothing here writes."""

    def look_at(self, code: str) -> CodeLook:
        """Reads a code and records nothing, not even that it was read."""

    def calibration(self, shift_tenths: tuple[int, int], language: str) -> bytes:
        """The calibration page as PDF, moved right and down by so many tenths of a millimetre."""
