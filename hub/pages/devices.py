"""Devices with their codes and revocations, and the supervisors themselves."""

from __future__ import annotations

from starlette.responses import Response

from hub.doors import CASHIER
from hub.figures import DEVICES_MOST
from hub.pages.stations import ago
from hub.pages.visit import Page, Visit, moved


def devices(visit: Visit, code: str = "") -> Response:
    lines = visit.office.figures.devices(visit.by, visit.after())
    last = lines[-1] if len(lines) == DEVICES_MOST else None
    return visit.page(
        "devices.html", lines=lines, ago=ago(visit), code=code, next=(last.site, last.device) if last else None
    )


def enrol(visit: Visit) -> Response:
    """The code stands on the answer to the form and nowhere else: loading the page again does not show it."""
    doors, site = visit.office.doors, visit.typed("site")
    if site:
        return devices(visit, doors.another(visit.by, site))
    return devices(visit, doors.code(visit.by, visit.typed("role"), visit.typed("name"), visit.typed("community")))


def asked(visit: Visit) -> Response:
    return visit.page("revoke.html", device=visit.places["device"])


def revoke(visit: Visit) -> Response:
    visit.office.doors.revoke(visit.by, visit.places["device"], visit.typed("reason")[:1000])
    return moved("/devices", done="revoked")


def accounts(visit: Visit) -> Response:
    divisions = visit.office.hub.divisions

    def answers_for(scope: str) -> str:
        return " · ".join(divisions.path(scope))

    roles = {role: title for role, title in visit.office.hub.roles.titles.items() if role != CASHIER}
    return visit.page("accounts.html", accounts=visit.office.doors.accounts(visit.by), path_of=answers_for, roles=roles)


def add(visit: Visit) -> Response:
    visit.office.doors.add(visit.by, visit.typed("name"), visit.typed("pin"), visit.typed("role"), visit.typed("scope"))
    return moved("/supervisors", done="added")


PAGES = (
    Page("/devices", "devices_see", devices, enrol, "enrol", ("site", "role", "name", "community"), ("after", "then")),
    Page("/devices/{device}/revoke", "revoke", asked, revoke, "revoke", ("reason",)),
    Page("/supervisors", "accounts_see", accounts, add, "account_add", ("name", "pin", "role", "scope")),
)
