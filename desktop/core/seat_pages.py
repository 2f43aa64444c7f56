"""Who sits at the counter, and what each left unfinished there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

LOCK_MINUTES = 10
"""After so long without a key, a press or a scan the desk locks by itself, unless settings say otherwise."""
LOCK_MOST = 240


class SeatCounter(Protocol):
    """What the window asks about its seat. Every method may raise `desktop.core.errors.Trouble`; called on workers."""

    def lock_minutes(self) -> int:
        """0 for never."""

    def set_lock_minutes(self, minutes: int) -> None:
        """Raises `Refused("lock_minutes_wrong")`."""

    def drafts(self) -> str:
        """What whoever is here left unfinished, as the window wrote it; empty for nothing."""

    def keep_drafts(self, drafts: Mapping[str, str]) -> None:
        """Keeps what each operator (by name) left unfinished; an empty text forgets it. Needs nobody at the counter."""
