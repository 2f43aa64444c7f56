"""A station for the tests of the day: two operators, a registered rider, a merchant, and a clock set by hand.

Making one takes a third of a second; it is made once and copied.
"""

from __future__ import annotations

import functools
import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from PIL import Image

import resources
from desktop.core import card
from desktop.core import entry as entries
from desktop.core.business_day import parse_time
from desktop.core.divisions import parse_divisions
from desktop.core.entry import Entry
from desktop.core.keys import Secrets
from desktop.core.roles import Operator
from desktop.core.rulebook import read_rulebook
from desktop.services import station
from desktop.services.office import Office
from desktop.services.sheet_file import GivenRow, GivenSheet
from desktop.store.journal import RandomIds

START = "2026-11-16T06:55:00"
PIN, PIN_TO = "000000", "111111"


class SetClock:
    """A machine's clock that stands where it was set, ms UTC."""

    def __init__(self) -> None:
        self.at = parse_time(START)

    def now(self) -> int:
        return self.at

    def set(self, text: str) -> None:
        self.at = parse_time(text)


class MemoryKeys:
    """A keyring that forgets with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, Secrets] = {}
        self._notes: dict[str, str] = {}

    def save(self, folder: Path, name: str, secrets: Secrets) -> None:
        self._kept[name] = secrets

    def load(self, folder: Path, name: str) -> Secrets:
        return self._kept[name]

    def note(self, folder: Path, name: str, text: str) -> None:
        self._notes[name] = text

    def noted(self, folder: Path, name: str) -> str:
        return self._notes.get(name, "")


_KEYS = MemoryKeys()


def _parts(clock: SetClock) -> station.Parts:
    return station.Parts(*_rules(), clock, RandomIds(), _KEYS)


@functools.cache
def _rules() -> tuple[Any, Any]:
    rules = read_rulebook(functools.partial(resources.read_text, "rules"))
    return rules, parse_divisions(resources.read_text("divisions.csv"))


def _cheap(office: Office) -> Office:
    office.operators.__dict__["_hasher"] = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return office


@dataclass
class DayStation:
    """An open station. `by` its first operator (caretaker and supervisor), `second` another caretaker."""

    clock: SetClock
    office: Office
    by: Operator
    second: str
    cashier: Operator
    rider: str
    card: str
    number: str
    merchant: str
    recovery: str

    @property
    def store(self) -> Any:
        return self.office.desk.store

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self.store.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql, values).fetchall()]

    def count(self) -> int:
        """Entries in the journal."""
        return int(self.rows("SELECT count(*) FROM journal")[0][0])

    def entries(self, kind: str) -> list[Entry]:
        rows = self.rows("SELECT data FROM journal WHERE kind = ? ORDER BY arrived", (kind,))
        return [entries.from_bytes(bytes(row[0])) for row in rows]

    def sound(self) -> bool:
        """Whether `verify` finds nothing."""
        return self.office.upkeep.verify().ok

    def sheet(self, number: str, *rows: dict[str, Any], **changes: Any) -> GivenSheet:
        """A sheet as typed in, of today and with a photo where nothing else is said."""
        given: dict[str, Any] = {"day": "2026-11-16", "merchant": "", "photo": photo()} | changes
        typed = tuple(GivenRow(at, **row) for at, row in enumerate(rows, 1))
        return GivenSheet(number, given["day"], given["merchant"], given["photo"], typed)


@functools.cache
def photo() -> bytes:
    """A picture as a phone takes one, with where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    Image.new("RGB", (640, 480), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


@functools.cache
def _template() -> tuple[Path, dict[str, Any]]:
    place = Path(tempfile.mkdtemp(prefix="quanyi-day-")) / "data"
    clock = SetClock()
    made = station.create(_parts(clock), place, role="station", name="甸柳一社区站", community="370102005001")
    office = _cheap(Office(made.desk))
    first = office.operators.add_first("刘桂兰", PIN)
    by = office.operators.sign_in(first, PIN)
    second = office.operators.add(by, "张伟国", "caretaker", PIN_TO)
    cashier = office.operators.add(by, "刘芳", "merchant", PIN_TO)
    rider = office.people.register(by, "马向阳", "13812340427", "delivery_rider", proof="badge", consent=True)
    merchant = office.master.add_merchant(by, "泉香快餐")
    made.desk.close()
    known = {
        "by": by,
        "second": second,
        "cashier": Operator(cashier, frozenset({"merchant"})),
        "rider": rider.rider,
        "card": rider.card,
        "number": card.read(rider.card)[0].number,
        "merchant": merchant,
        "recovery": made.recovery,
    }
    return place, known


def open_station(place: Path, *, restored_from: Path | None = None) -> DayStation:
    """A copy of the station under `place`; or the one of a backup."""
    source, known = _template()
    clock = SetClock()
    if restored_from is not None:
        desk = station.restore(_parts(clock), place, restored_from, None)
    else:
        shutil.copytree(source, place)
        desk = station.open_desk(_parts(clock), place)
    return DayStation(clock, _cheap(Office(desk)), **known)
