"""Where a poster's code leads on mobile data: which place hangs it, and how somebody is checked in there.

Nothing is recorded and nobody is asked: who is far away with a photograph of the poster is told the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop.core.site import short_site
from hub import page_kit
from hub.denied import Denied, told_denied
from hub.limits import Rate
from hub.pages.stations import place_words
from hub.pages.visit import Desk, ToldRoute, language_of, switched

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
        return [ToldRoute(f"/{way}/{{code}}", self.page) for way in "PpMm"]

    async def page(self, request: Request) -> Response:
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
        hung = await run_in_threadpool(self._look, request.path_params["code"])
        where = place_words(hub.divisions, hung.community) if hung else ""
        return page_kit.page("arrival.html", words, 200 if hung else 404, hung=hung, often=False, where=where)

    def _look(self, code: str) -> Hung | None:
        with self._desk.office.hub.ground.read() as connection:
            return hung_by(connection, code)
