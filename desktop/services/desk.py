"""The desk: what every use case works with, and the guard that asks the roles before anything is done."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from desktop.core import business_day, keys
from desktop.core.divisions import Divisions
from desktop.core.errors import Refused, Trouble
from desktop.core.paper_check import Looked
from desktop.core.paper_seal import sealing
from desktop.core.roles import Operator
from desktop.core.rulebook import Rulebook
from desktop.core.words import Words
from desktop.store.beside import setting
from desktop.store.folder import End, Folder
from desktop.store.journal import Store
from desktop.store.membership import CLOCK_OFF
from desktop.tables.rules_in_force import rules_in_force

# A stated time further ahead than this is a slip of the pen.
AHEAD_MOST_MS = business_day.DAY_MS
# `rules`: further from the hub's clock than this, dates are marked.
CLOCK_OFF_MOST_MS = 5 * 60_000


@dataclass(frozen=True)
class Place:
    """This device's site; `role` is `station` or `merchant`."""

    site: str
    role: str
    name: str
    community: str


Render = Callable[[object, str], bytes]


def nothing_seen(_data: bytes) -> Looked:
    """Stands where nothing draws pages: a file is judged by what it says of itself."""
    return Looked()


def no_renderer(data: object, language: str) -> bytes:
    """Stands where no renderer was handed in: a settlement cannot be frozen without its paper."""
    raise RuntimeError(f"no renderer for {type(data).__name__} in {language}")


@dataclass(frozen=True)
class Printer:
    """What papers are made with: the words of both languages, the renderer of paper data to PDF bytes, that of
    practice papers, and what reads the pages of a paper's file (it raises `Trouble`)."""

    words: Mapping[str, Words] = field(default_factory=dict)
    render: Render = no_renderer
    marked: Render = no_renderer
    look: Callable[[bytes], Looked] = nothing_seen

    def in_practice(self, practice: bool) -> Printer:
        """The same, with the mark 练习 across every page where somebody practises."""
        return replace(self, render=self.marked) if practice else self

    def signing(self, key: keys.DeviceKey) -> Printer:
        """The same, with papers signed by this device: their codes and their files."""
        return replace(self, render=sealing(key, self.render))


def no_note(_end: End) -> None:
    """Stands where nothing is kept beside the key."""


@dataclass
class Desk:
    """A data folder that is open. `issuers` maps key ids on cards to the public keys known here, `revoked` to the
    second (UTC) from which on their cards do not hold. `remember` keeps what the hub last acknowledged beside
    the key. `practice`: nothing made here counts anywhere else.
    """

    folder: Folder
    store: Store
    secrets: keys.Secrets
    key: keys.DeviceKey
    place: Place
    rules: Rulebook
    divisions: Divisions
    printer: Printer
    issuers: dict[bytes, bytes] = field(default_factory=dict)
    revoked: dict[bytes, int] = field(default_factory=dict)
    remember: Callable[[End], None] = no_note
    practice: bool = False

    def now(self) -> int:
        return self.store.clock.now()

    def moment(self, stated: int | None) -> int:
        """The time something happened, ms UTC: the stated one, else the machine's. Raises `Refused`."""
        now = self.now()
        if stated is None:
            return now
        if stated > now + AHEAD_MOST_MS and not self.store.clock_behind():
            raise Refused("time_ahead", time=business_day.stamp(stated))
        return stated

    def learn_issuers(self) -> None:
        """Reads the public keys of all epochs and of the hub's devices; called when the folder is opened, after
        an epoch begins, and when the hub told of devices.
        """
        with self.store.read() as connection:
            rows = connection.exec_driver_sql('SELECT DISTINCT "key", 0 FROM epochs').fetchall()
            known = connection.exec_driver_sql('SELECT "key", revoked FROM known_devices').fetchall()
        publics = {public: revoked for text, revoked in (*rows, *known) if (public := _public(text)) is not None}
        self.issuers = {keys.key_id(public): public for public in publics}
        self.revoked = {keys.key_id(public): revoked for public, revoked in publics.items() if revoked}

    def clock_suspect(self) -> bool:
        """Behind the latest entry, or further than five minutes from the hub's clock when last told."""
        with self.store.read() as connection:
            off = int(setting(connection, CLOCK_OFF) or 0)
        return self.store.clock_behind() > 0 or abs(off) > CLOCK_OFF_MOST_MS

    def learn_rules(self) -> None:
        """Takes the newest programme and standard that the hub handed down; called when the folder is opened and
        after entries were received.
        """
        with self.store.read() as connection:
            self.rules = rules_in_force(connection, self.rules)

    def learn(self) -> None:
        """What the hub told: keys of devices, programmes and standards."""
        self.learn_issuers()
        self.learn_rules()

    def close(self) -> None:
        head = self.store.head
        self.store.close()
        # a disk that is full must not keep anybody from closing
        with contextlib.suppress(Trouble):
            self.folder.note_end(End(head.epoch, head.seq, head.hash))
        self.folder.release()


def _public(text: str | None) -> bytes | None:
    """A public key of 32 bytes; None for what is none."""
    try:
        public = bytes.fromhex(text or "")
    except ValueError:
        return None
    return public if len(public) == 32 else None


class Service(Protocol):
    @property
    def desk(self) -> Desk: ...


S = TypeVar("S", bound=Service)
P = ParamSpec("P")
R = TypeVar("R")
Method = Callable[Concatenate[S, Operator, P], R]


def allowed(action: str) -> Callable[[Method[S, P, R]], Method[S, P, R]]:
    """Marks a method of a service as the action `action`: its first argument is the operator, who is asked
    for by `roles.toml` before the body runs. Raises `Refused("not_allowed")`.
    """

    def mark(method: Method[S, P, R]) -> Method[S, P, R]:
        @functools.wraps(method)
        def guarded(self: S, by: Operator, /, *args: P.args, **kwargs: P.kwargs) -> R:
            self.desk.rules.roles.require(by, action)
            return method(self, by, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return mark
