"""All pages, as routes of a worker's application."""

from __future__ import annotations

from starlette.routing import Route

from hub.clinic import Clinic
from hub.office import Office
from hub.pages import devices, escrow, handing, held, persons, samples, settlements, stations
from hub.pages.arrival import Arrival
from hub.pages.checking import Checking
from hub.pages.clinic import ClinicPage
from hub.pages.entrance import Entrance
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


def routes(office: Office, sessions: Sessions, clinic: Clinic) -> list[Route]:
    desk = Desk(office, sessions)
    outside = (Entrance(desk), Checking(desk), Arrival(desk), ClinicPage(desk, clinic))
    return [*(route for each in outside for route in each.routes()), *desk.routes(PAGES)]
