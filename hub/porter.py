"""What the hub's core does about devices and people, for the supervisors' pages."""

from __future__ import annotations

from hub.decisions import Decisions
from hub.parts import Parts
from hub.supervisors import Supervisor, Supervisors


class HubPorter:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def new_code(self, role: str, name: str, community: str, by: str) -> str:
        enrolment = self._parts.enrolment
        if role == "merchant":
            return enrolment.new_merchant(name, by).code
        return enrolment.new_station(name, community, by).code

    def another_code(self, site: str, by: str) -> str:
        return self._parts.enrolment.another(site).code

    def revoke(self, device: str, reason: str, by: str) -> None:
        Decisions(self._parts).revoke(Supervisor(by, "", ()), device, reason)

    def add_supervisor(self, name: str, pin: str, by: str, roles: tuple[str, ...]) -> str:
        supervisors = Supervisors(self._parts.database, self._parts.journal)
        with self._parts.database.write() as session:
            return supervisors.add(session, name, pin, by, roles)
