"""All pages, as routes of a worker's application."""

from __future__ import annotations

from starlette.routing import Route

from hub.office import Office
from hub.pages import devices, escrow, handing, held, persons, samples, settlements, stations
from hub.pages.arrival import Arrival
from hub.pages.checking import Checking
from hub.pages.entrance import Entrance
from hub.pages.phones import Phones
from hub.pages.visit import Desk
from hub.signin import Sessions

PAGES = (
    *stations.PAGES,
    *held.PAGES,
    *settlements.PAGES,
    *samples.PAGES,
    *handing.PAGES,
    *devices.PAGES,
    *escrow.PAGES,
    *persons.PAGES,
)


def routes(office: Office, sessions: Sessions, phones: Phones) -> list[Route]:
    desk = Desk(office, sessions)
    doors = (*Entrance(desk).routes(), *Checking(desk).routes(), *Arrival(desk).routes(), *phones.routes())
    return [*doors, *desk.routes(PAGES)]
