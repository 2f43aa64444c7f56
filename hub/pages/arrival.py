"""Where a poster's or a screen's code leads on mobile data: to the pages for phones of the station that hangs it.

What hangs at a merchant's, or nowhere, is told in words how one is checked in; nothing is recorded by that.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop.core import checkin_code
from desktop.core.site import short_site
from hub import page_kit
from hub.denied import Denied, told_denied
from hub.limits import Rate
from hub.pages.phones import AT
from hub.pages.stations import place_words
from hub.pages.visit import Desk, ToldRoute, language_of, moved, switched

TIMES_A_MINUTE = 120  # behind one address of a mobile network stand many phones


@dataclass(frozen=True)
class Hung:
    """The place that hangs a poster; `role` is `station` or `merchant`."""

    name: str
    role: str
    community: str


def hung_by(connection: Connection, code: str) -> Hung | None:
    """The place whose posters bear this code, under whichever name it was printed; None for none of ours."""
    rows = connection.execute(
        text(
            "SELECT site, name, role, community FROM sites"
            " UNION ALL SELECT a.alias, s.name, s.role, s.community FROM site_aliases a JOIN sites s ON s.site = a.site"
            " UNION ALL SELECT merchant, name, 'merchant', NULL FROM merchants"
        )
    )
    for site, name, role, community in rows:
        if short_site(site) == code.upper():
            return Hung(name or "", role, community or "")
    return None


class Arrival:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rate = Rate(desk.office.hub.ground)

    def routes(self) -> list[Route]:
        """Codes are printed in capitals; people who type the address do not."""
        posters = [ToldRoute(f"/{way}/{{code}}", self.page) for way in "PpMm"]
        return [*posters, *(ToldRoute(f"/{way}/{{code}}", self.screen) for way in "Ss")]

    async def screen(self, request: Request) -> Response:
        """A screen's code says itself of which station it is."""
        code = str(request.path_params["code"])
        site = checkin_code.site_in(code)
        return await self._page(request, short_site(site) if site else "", f"s/{code}")

    async def page(self, request: Request) -> Response:
        code = str(request.path_params["code"])
        return await self._page(request, code, f"p/{code}")

    async def _page(self, request: Request, code: str, inner: str) -> Response:
        """The place with this code, or at a station its pages for phones, at their address `inner`."""
        answer = switched(request)
        if answer is not None:
            return answer
        hub = self._desk.office.hub
        words = hub.words[language_of(request)]
        try:
            self._rate.count(request.client.host if request.client else "", TIMES_A_MINUTE)
        except Denied as denied:
            if not denied.quiet:
                told_denied(request, 429, "too_many")
            shown = page_kit.page("arrival.html", words, 429, hung=None, often=True, where="")
            shown.headers["Retry-After"] = str(denied.retry_after)
            return shown
        hung = await run_in_threadpool(self._look, code)
        if hung is not None and hung.role == "station":
            return moved(f"{AT}/{code.upper()}/{inner}")
        where = place_words(hub.divisions, hung.community) if hung else ""
        return page_kit.page("arrival.html", words, 200 if hung else 404, hung=hung, often=False, where=where)

    def _look(self, code: str) -> Hung | None:
        with self._desk.office.hub.ground.read() as connection:
            return hung_by(connection, code)
