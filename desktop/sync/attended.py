"""The line of an open window: its rounds are those of the background, so that two never run at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from desktop.core.enrolment import Request
from desktop.core.keys import DeviceKey
from desktop.core.signed import Signed
from desktop.store.rounds import Packed, RoundResult
from desktop.sync import joining, stick
from desktop.sync.background import Background
from desktop.sync.line import Line

MOVED_S = 0.7
"""Seconds between two looks at how far a round has come."""


class Seldom:
    """Passes a call on, at most once in so many seconds; what comes in between is dropped."""

    def __init__(self, act: Callable[[], None], every: float = MOVED_S) -> None:
        self._act, self._every = act, every
        self._last = -every

    def __call__(self) -> None:
        if time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            self._act()


class Attended:
    """Carries for the Hub page."""

    def __init__(self, line: Line, background: Background) -> None:
        self._line, self._background = line, background

    def ask_to_join(self, url: str, key: DeviceKey, request: Request) -> Signed:
        return joining.ask_to_join(url, key, request)

    def wake(self) -> None:
        self._background.nudge()

    def round(self) -> None:
        """Raises `Trouble`; before joining `Refused("hub_none")`."""
        self._line.member()
        self._background.round_now()

    def pack(self, place: Path) -> Packed:
        return stick.pack(self._line, place)

    def unpack(self, place: Path) -> RoundResult:
        return stick.unpack(self._line, place)
