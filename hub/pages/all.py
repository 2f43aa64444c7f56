"""All pages, as routes of a worker's application."""

from __future__ import annotations

from starlette.routing import Route

from hub.office import Office
from hub.pages import checks, devices, escrow, handing, held, persons, samples, settlements, stations
from hub.pages.arrival import Arrival
from hub.pages.check_photos import CheckPhotos
from hub.pages.checking import Checking
from hub.pages.entrance import Entrance
from hub.pages.visit import Desk
from hub.signin import Sessions

PAGES = (
    *stations.PAGES,
    *checks.PAGES,
    *held.PAGES,
    *settlements.PAGES,
    *samples.PAGES,
    *handing.PAGES,
    *devices.PAGES,
    *escrow.PAGES,
    *persons.PAGES,
)


def routes(office: Office, sessions: Sessions) -> list[Route]:
    desk = Desk(office, sessions)
    own = (Entrance(desk), Checking(desk), Arrival(desk), CheckPhotos(desk))
    return [*(route for each in own for route in each.routes()), *desk.routes(PAGES)]
