"""Who and what is let in: codes for devices, revocations, supervisors and what they answer for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import text

from desktop.core.errors import Refused
from hub.supervision import Supervision, Supervisor, allowed

CASHIER = "till"
LEVELS = {4: "city", 6: "district", 9: "street"}


class Porter(Protocol):
    """What the hub's core does about devices and people. All raise `Refused`."""

    def new_code(self, role: str, name: str, community: str, by: str) -> str:
        """A one-time code for a new place."""

    def another_code(self, site: str, by: str) -> str:
        """A one-time code for another PC of a place."""

    def revoke(self, device: str, reason: str, by: str) -> None: ...

    def add_supervisor(self, name: str, pin: str, by: str, roles: tuple[str, ...]) -> str: ...


@dataclass(frozen=True)
class Account:
    operator: str
    name: str
    roles: tuple[str, ...]
    scope: str


class Doors:
    def __init__(self, hub: Supervision, porter: Porter) -> None:
        self.hub = hub
        self._porter = porter

    @allowed("enrol")
    def code(self, by: Supervisor, role: str, name: str, community: str) -> str:
        """A code for a new station or merchant, valid for 48 hours and shown once."""
        if role not in ("station", "merchant"):
            raise Refused("site_role_unknown", role=role[:20])
        return self._porter.new_code(role, name, community.strip(), by.id)

    @allowed("enrol")
    def another(self, by: Supervisor, site: str) -> str:
        return self._porter.another_code(site, by.id)

    @allowed("revoke")
    def revoke(self, by: Supervisor, device: str, reason: str) -> None:
        """Its batches are stored and held from now on. Raises `Refused`."""
        if not reason.strip():
            raise Refused("reason_needed")
        with self.hub.ground.read() as connection:
            known = connection.execute(
                text("SELECT revoked_at FROM devices WHERE device = :device"), {"device": device}
            ).fetchone()
        if known is None or known[0] is not None:
            raise Refused("device_unknown", device=device[:40])
        self._porter.revoke(device, reason.strip(), by.id)

    @allowed("accounts_see")
    def accounts(self, by: Supervisor) -> tuple[Account, ...]:
        """All supervisors in order of name, at most 500."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT o.operator, o.name, o.roles, p.scope FROM supervisors o"
                    " LEFT JOIN supervisor_scopes p ON p.operator = o.operator ORDER BY o.name, o.operator LIMIT 500"
                )
            ).fetchall()
        return tuple(Account(row[0], row[1], tuple(row[2].split(",")), row[3] or "") for row in rows)

    @allowed("account_add")
    def add(self, by: Supervisor, name: str, pin: str, role: str, scope: str) -> str:
        """A new supervisor; a street's answers for one street. Raises `Refused`."""
        # who serves by phone is no supervisor, and is let in by `phone_tills`
        if role not in self.hub.roles.titles or role == CASHIER:
            raise Refused("hub_role_unknown", role=role[:20])
        scope = scope.strip()
        division = self.hub.divisions.by_code.get(scope)
        level = LEVELS.get(len(scope), "")
        if (scope or role == "street") and (division is None or division.level != level):
            raise Refused("scope_wrong", scope=scope[:20])
        if (role == "street") != (level == "street"):
            raise Refused("scope_wrong", scope=scope[:20])
        operator = self._porter.add_supervisor(name, pin, by.id, (role,))
        with self.hub.ground.side() as connection:
            connection.execute(
                text("INSERT INTO supervisor_scopes (operator, scope) VALUES (:operator, :scope)"),
                {"operator": operator, "scope": scope},
            )
        return operator
