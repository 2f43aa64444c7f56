"""All pages, as routes of a worker's application."""

from __future__ import annotations

from starlette.routing import Route

from desktop.web.seal import Seal
from hub.clinic import Clinic
from hub.office import Office
from hub.pages import checks, devices, escrow, handing, held, persons, phone_tills, samples, settlements, stations
from hub.pages.arrival import Arrival
from hub.pages.check_photos import CheckPhotos
from hub.pages.checking import Checking
from hub.pages.clinic import ClinicPage
from hub.pages.entrance import Entrance
from hub.pages.phones import Phones
from hub.pages.till import TillPages
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
    *phone_tills.PAGES,
)


def routes(office: Office, sessions: Sessions, clinic: Clinic, phones: Phones, seal: Seal) -> list[Route]:
    """`seal` closes what pages outside a supervisor's own hold."""
    desk = Desk(office, sessions)
    outside = (Entrance(desk), Checking(desk), Arrival(desk), CheckPhotos(desk), ClinicPage(desk, clinic), phones)
    cashiers = TillPages(seal).pages()
    return [*(route for each in outside for route in each.routes()), *desk.routes(PAGES), *desk.routes(cashiers)]
