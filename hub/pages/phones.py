"""The pages for phones at the hub: those that a desk serves on its own network, under an address for each station.

`/at/<station>/…`, the station as its poster spells it. A phone is known over all stations of a hub: one seal, and
cookies for all of `/at`. Limits and the turn to write are one for all stations of a worker.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import structlog
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from desktop.core.phone_pages import PhoneDesk
from desktop.core.site import short_site
from desktop.web.app import app_of
from desktop.web.house import House, address_of
from desktop.web.limits import Limits, Rate, TooMany
from desktop.web.pages import Mounted, Pages
from desktop.web.seal import Seal
from desktop.web.turn import Turn
from hub import page_kit
from hub.office import Office
from hub.pages.visit import ToldRoute, language_of

AT = "/at"
_CODES = ("/p/{site}", "/P/{site}", "/s/{code}", "/S/{code}")
_PAGES = ("/", "/phone.css", "/name", "/done", "/card", "/card.png", "/lost", "/mine", "/mine/forget", "/forgotten")
_FORMS = ("/not-me", "/mine/all", "/mine/copy", "/mine/forgotten")
# By method and address below a station, the fields of its form. What the pages themselves serve, no more and no less.
ADDRESSES: dict[tuple[str, str], tuple[str, ...]] = {
    **{("GET", each): () for each in (*_CODES, *_PAGES)},
    **{("POST", each): ("form",) for each in _FORMS},
    ("POST", "/in"): ("ticket", "digits", "group", "keep", "name", "phone", "consent"),
}
# Behind one address of a mobile network stand many phones, and before one worker the stations of a city.
LIMITS = Limits(acts_all=6_000)
STATIONS_MOST = 256


class Phones:
    """`desk` makes the station's side of the pages for a site of this hub; `secret` is 32 bytes for all of them."""

    def __init__(self, office: Office, desk: Callable[[str], PhoneDesk], secret: bytes) -> None:
        self._office, self._desk = office, desk
        self._seal, self._turn = Seal(secret), Turn()
        self._now = office.hub.ground.now
        self._rate = Rate(self._now, LIMITS)
        self._apps: OrderedDict[str, ASGIApp] = OrderedDict()

    def routes(self) -> list[Route]:
        return [ToldRoute(f"{AT}/{{at}}{address}", self, methods=[method]) for method, address in ADDRESSES]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        code = str(scope["path_params"]["at"])
        try:
            app = self._apps.get(code.upper()) or await self._find(Request(scope), code)
        except TooMany as error:
            answer = self._nowhere(Request(scope), 429, often=True)
            answer.headers["Retry-After"] = str(error.seconds)
            await answer(scope, receive, send)
            return
        if app is None:
            await self._nowhere(Request(scope), 404)(scope, receive, send)
            return
        self._apps.move_to_end(code.upper())
        root = f"{scope.get('root_path', '')}{AT}/{code}"
        await app({**scope, "root_path": root, "path_params": {}}, receive, send)

    async def _find(self, request: Request, code: str) -> ASGIApp | None:
        """The pages of the station with this code; None for none of ours. Raises `TooMany`."""
        # whoever tries codes looks through all stations each time
        self._rate.count("acts", address_of(request))
        site = await run_in_threadpool(self._site, code.upper())
        if site is None:
            return None
        mounted = Mounted(f"{AT}/{code.upper()}", AT, distant=True)
        words = self._office.hub.words
        house = House(self._desk(site), self._seal, Pages(words, mounted), self._rate, self._now, self._turn)
        app = self._apps[code.upper()] = app_of(house, _told)
        if len(self._apps) > STATIONS_MOST:
            self._apps.popitem(last=False)
        return app

    def _site(self, code: str) -> str | None:
        with self._office.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT site, site AS named FROM sites WHERE role = 'station' UNION ALL SELECT s.site, a.alias"
                    " FROM site_aliases a JOIN sites s ON s.site = a.site WHERE s.role = 'station'"
                )
            )
            return next((str(row[0]) for row in rows if short_site(row[1]) == code), None)

    def _nowhere(self, request: Request, status: int, *, often: bool = False) -> Response:
        words = self._office.hub.words[language_of(request)]
        return page_kit.page("arrival.html", words, status, hung=None, often=often, where="")


def _told(error: Exception) -> None:
    structlog.get_logger().error("mistake", exc_info=error)
