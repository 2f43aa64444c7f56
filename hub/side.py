"""The supervisors' side put together over a hub: its use cases, and its pages beside the API."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import Route

import resources
from desktop.core.divisions import parse_divisions
from desktop.core.paper_seal import sealing
from desktop.core.roles import parse_roles
from desktop.core.rulebook import read_rulebook
from desktop.core.words import Words
from desktop.web.seal import Seal
from hub.clinic import Clinic
from hub.ground import HubGround
from hub.office import Office, open_office
from hub.pages.all import routes
from hub.pages.phones import Phones
from hub.parts import Parts
from hub.phone_desk import HubPhoneDesk
from hub.porter import HubPorter
from hub.signin import Sessions
from hub.supervision import Supervision
from hub.supervisors import Supervisors
from reports.render import render


def put_together(parts: Parts, words: Mapping[str, Words]) -> Office:
    ground = HubGround(parts)
    return open_office(
        Supervision(
            ground,
            parse_roles(resources.read_text("rules", "hub_roles.toml")),
            read_rulebook(lambda name: resources.read_text("rules", name)),
            parse_divisions(resources.read_text("divisions.csv")),
            words,
            sealing(parts.keys.device, lambda data, language: render(data, words[language])),
        ),
        HubPorter(parts),
    )


def pages(parts: Parts, words: Mapping[str, Words]) -> list[Route]:
    """The supervisors' pages and those for phones, to be served beside the API."""
    office = put_together(parts, words)
    supervisors = Supervisors(parts.database, parts.journal)

    def check(name: str, pin: str) -> tuple[str, str, tuple[str, ...]]:
        found = supervisors.sign_in(name, pin)
        return found.id, found.name, found.roles

    def phone_desk(site: str) -> HubPhoneDesk:
        return HubPhoneDesk(parts, office.hub.rules, site)

    sessions = Sessions(office.hub.ground, check, parts.keys.purpose("forms"))
    phones = Phones(office, phone_desk, parts.keys.purpose("phones"))
    return routes(office, sessions, Clinic(parts, office.hub), phones, Seal(parts.keys.purpose("till")))
