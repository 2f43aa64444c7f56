"""A tablet as the visitor's screen: what the window asks (`TabletCounter`), and what the page on the tablet asks
(`TabletDesk`). A link connects one tablet; a connected one stays so until all are let go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.core.pages import ScanAnswer, Tone
from desktop.core.visitor_pages import VisitorPage

LIFE_S = 600
"""How long a link is good."""
PATH = "/screen"
HOLD_MS = 8_000
"""How long a result stands."""


@dataclass(frozen=True)
class TabletLink:
    """`url` is what the code in the window holds; empty where no pages are served. `seconds` it is good for."""

    url: str
    seconds: int = LIFE_S


@dataclass(frozen=True)
class Tablets:
    """`shown` tablets asked for the screen within the last half minute; `known` says whether any was ever connected
    and not let go; `waiting` whether a link is open that nobody took yet.
    """

    shown: int = 0
    known: bool = False
    waiting: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a scan, of nobody: `at` in ms UTC."""

    outcome: str
    tone: Tone
    group: str
    at: int


@dataclass(frozen=True)
class TabletPage:
    """`now` in ms UTC; `result` while it stands."""

    page: VisitorPage
    now: int
    result: Result | None = None


class AnswerTold(Protocol):
    """Hears each answer, on the thread that paints: it waits for nothing."""

    def told(self, answer: ScanAnswer, at: int) -> None: ...


class TabletCounter(AnswerTold, Protocol):
    """The window's side, called on worker threads; each may raise `desktop.core.errors.Trouble`."""

    def begin(self) -> TabletLink:
        """A new link; the one before is void."""

    def state(self) -> Tablets: ...

    def let_go(self) -> None:
        """No tablet that is connected shows anything any more, and no link is good."""


class TabletDesk(Protocol):
    """The tablet's side, called on worker threads."""

    def open_link(self, token: str) -> bool:
        """Whether a link is good, for a page that asks before it is taken."""

    def take_link(self, token: str) -> str:
        """The mark by which a tablet is known from now on, once for each link; empty for a link that is not good."""

    def known(self, mark: str, tablet: str) -> bool:
        """Whether a tablet with this mark may show the screen; `tablet` tells one from another."""

    def screen(self) -> TabletPage: ...
