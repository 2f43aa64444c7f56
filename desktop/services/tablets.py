"""Tablets as the visitor's screen: a one-time link from the window, and what such a screen shows.

What vouches for a visit is that somebody stood before the screen. So only a tablet that was connected at the counter
shows its code; anybody else on the station's network is refused. The mark by which it is known is the folder's own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from desktop.core.pages import ScanAnswer, Tone
from desktop.core.roles import Operator
from desktop.core.tablet_pages import HOLD_MS, LIFE_S, PATH, Result, TabletLink, TabletPage, Tablets
from desktop.core.visitor_pages import VisitorCounter
from desktop.services.office import Office
from desktop.services.one_time import new_token, same_token

SEEN_S = 30.0
TABLETS_MOST = 50


class TabletScreens:
    """Fulfils `TabletCounter`, `TabletDesk` and `AnswerTold`. `where` says where pages are served, `ticks` are seconds
    of a clock that only goes forward.
    """

    def __init__(
        self,
        office: Office,
        by: Callable[[], Operator],
        where: Callable[[], str],
        visitor: VisitorCounter,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._office, self._by, self._where = office, by, where
        self._visitor, self._ticks = visitor, ticks
        self._lock = threading.Lock()
        self._token, self._until = "", 0.0
        self._seen: dict[str, float] = {}
        self._result: Result | None = None

    # --- the window's side ---------------------------------------------------------------------------------

    def begin(self) -> TabletLink:
        """Raises `Refused` for whoever may not switch on the pages for phones."""
        self._office.phone_settings.let_tablets(self._by())
        base = self._where()
        if not base:
            return TabletLink("", 0)
        token = new_token()
        with self._lock:
            self._token, self._until = token, self._ticks() + LIFE_S
        return TabletLink(f"{base}{PATH}/{token}", LIFE_S)

    def state(self) -> Tablets:
        known = bool(self._office.phone_settings.tablet_mark())
        with self._lock:
            now = self._ticks()
            shown = sum(now - at <= SEEN_S for at in self._seen.values())
            return Tablets(shown, known, bool(self._token) and now < self._until)

    def let_go(self) -> None:
        self._office.phone_settings.forget_tablets(self._by())
        with self._lock:
            self._token = ""
            self._seen.clear()

    def told(self, answer: ScanAnswer, at: int) -> None:
        """Of the answer it keeps what names nobody."""
        self._result = Result(answer.outcome, answer.tone, answer.group, at)

    # --- the tablet's side ---------------------------------------------------------------------------------

    def open_link(self, token: str) -> bool:
        with self._lock:
            return self._good(token)

    def take_link(self, token: str) -> str:
        with self._lock:
            if not self._good(token):
                return ""
            self._token = ""
        return self._office.phone_settings.make_tablet_mark()

    def known(self, mark: str, tablet: str) -> bool:
        if not same_token(self._office.phone_settings.tablet_mark(), mark):
            return False
        with self._lock:
            if len(self._seen) >= TABLETS_MOST:
                self._seen.clear()
            self._seen[tablet] = self._ticks()
        return True

    def screen(self) -> TabletPage:
        page, now = self._visitor.page(), self._office.desk.now()
        result = self._result
        if page.came_at > (result.at if result else 0):
            # whoever checked in on their own phone sees it here too
            result = Result("checked_in", Tone.SUCCESS, page.came, page.came_at)
        stands = result is not None and 0 <= now - result.at < HOLD_MS
        return TabletPage(page, now, result if stands else None)

    def _good(self, token: str) -> bool:
        """Whether the link is the one that is open. The lock is held."""
        return same_token(self._token, token) and self._ticks() < self._until
