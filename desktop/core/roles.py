"""Who may do what: roles and actions as data.

Each action names its roles, so that a new action is refused to everybody until somebody decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.entry import THE_APP
from desktop.core.errors import Refused


@dataclass(frozen=True)
class Operator:
    """A named person at the counter; an operator may hold several roles (a small station's first one does)."""

    id: str
    roles: frozenset[str]

    @property
    def leading_role(self) -> str:
        """The role that a finding is recorded under when nothing else says: supervisor before caretaker."""
        return next(role for role in ("supervisor", "caretaker", "merchant") if role in self.roles)


# Who stands behind what the app does by itself, or people do on their own phones: nobody at the counter.
APP = Operator(THE_APP, frozenset())


@dataclass(frozen=True)
class Roles:
    version: str
    titles: Mapping[str, Mapping[str, str]]
    actions: Mapping[str, frozenset[str]]

    def allows(self, operator: Operator, action: str) -> bool:
        """False for an action that the data does not name."""
        return not operator.roles.isdisjoint(self.actions.get(action, frozenset()))

    def require(self, operator: Operator, action: str) -> None:
        """Raises `Refused("not_allowed")`."""
        if not self.allows(operator, action):
            raise Refused("not_allowed", action=action)


def parse_roles(text: str) -> Roles:
    """From TOML as in `resources/rules/roles.toml`."""
    table = tomllib.loads(text)
    return Roles(
        table["version"],
        {code: {"zh": value["zh"], "en": value["en"]} for code, value in table["roles"].items()},
        {action: frozenset(roles) for action, roles in table["actions"].items()},
    )
