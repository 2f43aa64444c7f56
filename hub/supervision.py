"""What a supervisor's act works with: the hub's store, its rules, who acts, and the guard that asks the roles."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, text

from desktop.core.divisions import Divisions
from desktop.core.errors import Refused
from desktop.core.fact import Fact
from desktop.core.roles import Operator, Roles
from desktop.core.rulebook import Rulebook
from desktop.core.words import Words
from desktop.tables.rules_in_force import rules_in_force

STREET_DIGITS = 9
COMMUNITY_DIGITS = 12


@dataclass(frozen=True)
class Supervisor(Operator):
    """A named person of a street or district; `scope` the code of the division that they answer for."""

    name: str
    scope: str

    @property
    def span(self) -> tuple[str, str]:
        """First and last code of a community in the scope."""
        return self.scope.ljust(COMMUNITY_DIGITS, "0"), self.scope.ljust(COMMUNITY_DIGITS, "9")

    @property
    def street_only(self) -> bool:
        """A merchant's own till stands in no community: only whoever answers for more than a street sees it."""
        return len(self.scope) >= STREET_DIGITS


class Writer(Protocol):
    """One transaction of the hub: facts of its own journal, and what lies beside the chain."""

    @property
    def connection(self) -> Connection: ...

    def append(self, body: Fact, *, by: str, site: str, fact: str = "", day: str = "") -> str:
        """Appends a fact about `site` and its rows; returns the fact's id: the one that was given out before, if any.
        `day` is its business day where that is not today.
        """

    def note(self, text: str, subject: str | None = None) -> str | None:
        """Keeps free text beside the chain; its salted hash, None for nothing."""

    def blob(self, media: str, data: bytes) -> str:
        """Keeps a file; its SHA-256."""


class Ground(Protocol):
    """The hub's store as the supervisor's side sees it. `site` is the hub's own id."""

    @property
    def site(self) -> str: ...

    @property
    def name(self) -> str: ...

    def now(self) -> int: ...

    def other_id(self) -> str: ...

    def read(self) -> AbstractContextManager[Connection]: ...

    def write(self) -> AbstractContextManager[Writer]: ...

    def side(self) -> AbstractContextManager[Connection]:
        """A transaction that appends nothing: sessions, tries."""

    def blob(self, connection: Connection, digest: str) -> bytes | None: ...

    def note(self, connection: Connection, digest: str) -> str:
        """The text of a note; empty for one that is not here."""

    def head(self, connection: Connection) -> tuple[str, int, str]:
        """Epoch, seq and hash of the hub's last own entry."""

    @property
    def public(self) -> bytes:
        """The hub's own public key, by which its papers are checked."""

    def contacts(self, connection: Connection, devices: Sequence[str]) -> Mapping[str, int]:
        """When each device was last heard of, ms UTC."""

    def verdicts(self, connection: Connection, devices: Sequence[str]) -> Mapping[str, int]:
        """How many verdicts are open about each device's facts."""

    def phones(self, connection: Connection, riders: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(full name, full phone) of those riders whose sheets the hub can open."""


@dataclass(frozen=True)
class Supervision:
    """`render` turns paper data into PDF bytes in a language; `rulebook` is the one that came with the program."""

    ground: Ground
    roles: Roles
    rulebook: Rulebook
    divisions: Divisions
    words: Mapping[str, Words]
    render: Callable[[object, str], bytes]

    def rules(self, connection: Connection) -> Rulebook:
        """What is in force: the newest published programme and standard."""
        return rules_in_force(connection, self.rulebook)


class Service(Protocol):
    @property
    def hub(self) -> Supervision: ...


S = TypeVar("S", bound=Service)
P = ParamSpec("P")
R = TypeVar("R")
Method = Callable[Concatenate[S, Supervisor, P], R]


def allowed(action: str) -> Callable[[Method[S, P, R]], Method[S, P, R]]:
    """Marks a method as the action `action` of `hub_roles.toml`. Raises `Refused("not_allowed")`."""

    def mark(method: Method[S, P, R]) -> Method[S, P, R]:
        @functools.wraps(method)
        def guarded(self: S, by: Supervisor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            self.hub.roles.require(by, action)
            return method(self, by, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return mark


def station_in_scope(connection: Connection, by: Supervisor, site: str) -> tuple[str, str, str]:
    """Id, name and community of a station that somebody answers for. Raises `Refused("site_unknown")`."""
    low, high = by.span
    row = connection.execute(
        text(
            "SELECT site, name, community FROM sites WHERE site = :site AND role = 'station'"
            " AND community >= :low AND community <= :high"
        ),
        {"site": site, "low": low, "high": high},
    ).fetchone()
    if row is None:
        raise Refused("site_unknown", site=site[:40])
    return row[0], row[1] or "", row[2] or ""
