"""Stations for tests: a real data folder with real SQLCipher, real services, a clock set by hand.

Making a folder costs a third of a second (schema, first operator's PIN); a template is made once a session
and copied. Keys lie in a plain file beside the folder: the keyring of whoever runs the tests is never asked.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from argon2 import PasswordHasher

import resources
from desktop.app import read_words
from desktop.core import entry as entries
from desktop.core.business_day import parse_time
from desktop.core.consent import Consents
from desktop.core.divisions import Divisions, parse_divisions
from desktop.core.entry import Entry
from desktop.core.errors import EnvironmentFailed
from desktop.core.keys import Secrets
from desktop.core.roles import Operator
from desktop.core.rulebook import Rulebook, read_rulebook
from desktop.services import station
from desktop.services.desk import Desk, Printer
from desktop.services.office import Office
from desktop.services.people import Registered
from desktop.store.database import key_pragma
from desktop.store.journal import RandomIds
from reports.mark import marked
from reports.render import render

# A Monday morning with the counter open and no meal period about to end.
START = "2026-11-16T09:00:00"
COMMUNITY = "370102005001"
NAME, OPERATOR, PIN = "曲水亭驿站", "王秀兰", "000000"
# A text of consent of before, made for tests: the station's own data has had only one so far.
OLDER = "2020.1"
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


class SetClock:
    """A machine's clock that stands where it was set, ms UTC."""

    def __init__(self, text: str = START) -> None:
        self._now = parse_time(text)

    def now(self) -> int:
        return self._now

    def set(self, text: str) -> int:
        """To a local time such as `2026-11-16T12:00:00`; returns it in ms UTC."""
        self._now = parse_time(text)
        return self._now

    def pass_by(self, ms: int) -> int:
        """Forwards, or backwards with less than nothing."""
        self._now += ms
        return self._now


class FileKeys:
    """A keyring that is a folder of plain files."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def save(self, folder: Path, name: str, secrets: Secrets) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"seed": secrets.seed.hex(), "database": secrets.database.hex()})
        (self.place / name).write_text(text, "ascii")

    def note(self, folder: Path, name: str, text: str) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        (self.place / f"{name}.acknowledged").write_text(text, "ascii")

    def noted(self, folder: Path, name: str) -> str:
        place = self.place / f"{name}.acknowledged"
        return place.read_text("ascii") if place.exists() else ""

    def load(self, folder: Path, name: str) -> Secrets:
        try:
            table = json.loads((self.place / name).read_text("ascii"))
        except FileNotFoundError as error:
            raise EnvironmentFailed("key_missing", folder=str(folder)) from error
        return Secrets(bytes.fromhex(table["seed"]), bytes.fromhex(table["database"]))


@functools.cache
def rulebook() -> Rulebook:
    return read_rulebook(functools.partial(resources.read_text, "rules"))


def with_older_text(rules: Rulebook, *, in_force: bool) -> Rulebook:
    """Rules that know an older text of consent beside today's."""
    today = rules.consents.current
    older = dataclasses.replace(
        today, version=OLDER, since="2020-01-01", texts={"zh": "旧版文字", "en": "the text of before"}
    )
    current = older if in_force else today
    consents = Consents(current, {OLDER: older, today.version: today})
    return dataclasses.replace(rules, consents=consents, choices=dataclasses.replace(rules.choices, consent=current))


@functools.cache
def divisions() -> Divisions:
    return parse_divisions(resources.read_text("divisions.csv"))


def mark_papers(data: object, language: str) -> bytes:
    """As papers of a practice station are made."""
    words = read_words()[language]
    with marked(words.say("paper.practice_mark")):
        return render(data, words)


@functools.cache
def printer() -> Printer:
    """The real one: a settlement cannot be frozen without its paper."""
    words = read_words()
    return Printer(words, lambda data, language: render(data, words[language]), mark_papers)


def parts(keys: Path, clock: SetClock) -> station.Parts:
    return station.Parts(rulebook(), divisions(), clock, RandomIds(), FileKeys(keys), printer())


def cheap_pins(office: Office) -> Office:
    """PINs hashed at the least cost; argon2 itself stays the real one."""
    office.operators.__dict__["_hasher"] = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return office


@dataclass
class Station:
    """An open station; `by` its first operator, caretaker and supervisor."""

    parts: station.Parts
    folder: Path
    clock: SetClock
    desk: Desk
    recovery: str
    office: Office = field(init=False)
    by: Operator = field(init=False)

    def __post_init__(self) -> None:
        self.take(self.desk)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """As hypothesis prints it: the whole rulebook would bury what fails (it warns, and a warning is an error that
        comes before the failed assertion).
        """
        printer.text(f"<station in {self.folder}>")

    def take(self, desk: Desk) -> None:
        """Goes on with another open desk, after a restore."""
        self.desk, self.folder = desk, desk.folder.path
        self.office = cheap_pins(Office(desk))
        first = self.office.operators.choose(OPERATOR)
        self.by = Operator(first.id, frozenset(first.roles))

    def close(self) -> None:
        self.desk.close()

    def reopen(self, *, synchronous: str = "FULL") -> None:
        self.close()
        self.take(station.open_desk(self.parts, self.folder, synchronous=synchronous))

    @property
    def key(self) -> bytes:
        return self.desk.secrets.database

    @property
    def database(self) -> Path:
        return self.desk.folder.database

    def operator(self, *roles: str) -> Operator:
        """An operator with these roles who is known to the journal under the first one's id."""
        return Operator(self.by.id, frozenset(roles))

    def register(self, name: str = "", **changes: Any) -> Registered:
        """A verified rider with a phone of their own."""
        number = self.rows("SELECT count(*) + 1 FROM riders")[0][0]
        given: dict[str, Any] = {
            "name": name or f"骑手{number}",
            "phone": f"139{number:08d}",
            "group": "delivery_rider",
            "proof": "badge",
            "consent": True,
        } | changes
        return self.office.people.register(self.by, given.pop("name"), given.pop("phone"), given.pop("group"), **given)

    @contextlib.contextmanager
    def older_text(self) -> Iterator[None]:
        """While it lasts, the older text of consent is in force; afterwards it is still known."""
        rules = self.desk.rules
        self.desk.rules = with_older_text(rules, in_force=True)
        yield
        self.desk.rules = with_older_text(rules, in_force=False)

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows as the station reads them."""
        with self.desk.store.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql, values).fetchall()]

    def journal(self) -> list[bytes]:
        """The bytes of all entries in the order in which they arrived."""
        return [bytes(row[0]) for row in self.rows("SELECT data FROM journal ORDER BY arrived")]

    def entries(self, kind: str | None = None) -> list[Entry]:
        found = [entries.from_bytes(data) for data in self.journal()]
        return [entry for entry in found if kind in (None, entry.kind)]

    def faults(self) -> list[str]:
        """Codes of what `verify` finds."""
        return [str(fault["fault"]) for fault in self.office.upkeep.verify().faults]

    @contextlib.contextmanager
    def raw(self) -> Iterator[Any]:
        """A keyed connection past the store, for tampering. Commits at the end."""
        connection = raw_connection(self.database, self.key)
        try:
            yield connection
            connection.commit()
        finally:
            connection.close()


def raw_connection(place: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(place), timeout=3)
    connection.execute(f"PRAGMA key = {key_pragma(key)}")
    return connection


@dataclass(frozen=True)
class Template:
    """A closed folder to copy: where it lies, its recovery code, and the clock when it was closed."""

    place: Path
    recovery: str
    now: int

    def open(self, place: Path, clock: SetClock | None = None, *, synchronous: str = "FULL") -> Station:
        """An open copy under `place`."""
        shutil.copytree(self.place, place, dirs_exist_ok=True)
        if clock is None:
            clock = SetClock()
            clock.pass_by(self.now - clock.now())
        known = parts(place / "keys", clock)
        desk = station.open_desk(known, place / "data", synchronous=synchronous)
        return Station(known, place / "data", clock, desk, self.recovery)


class Yard:
    """Where the stations of a test run come from: templates under `place`, made once, and copies of them; the
    first facts are of `start`.
    """

    def __init__(self, place: Path, start: str = START) -> None:
        self.place = place
        self.start = start
        self._made: dict[str, Template] = {}

    @functools.cached_property
    def fresh(self) -> Template:
        """A station with its first operator and nothing else."""
        place = self.place / "fresh"
        clock = SetClock(self.start)
        made = station.create(
            parts(place / "keys", clock), place / "data", role="station", name=NAME, community=COMMUNITY
        )
        cheap_pins(Office(made.desk)).operators.add_first(OPERATOR, PIN)
        made.desk.close()
        return Template(place, made.recovery, clock.now())

    def after(self, name: str, happening: Callable[[Station], object]) -> Template:
        """A station after something happened, which is told once and kept under this name."""
        if name not in self._made:
            place = self.place / name
            told = self.fresh.open(place)
            happening(told)
            told.close()
            self._made[name] = Template(place, told.recovery, told.clock.now())
        return self._made[name]
