"""A check-up batch as a supervisor writes it in TOML, read strictly: a field that is not known is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.people import clean_group

NAME_MOST = 60
PLACES_MOST = 2_000
SLOTS_MOST = 400
FEN_MOST = 10_000_000
_KNOWN = frozenset(
    ("hospital", "package", "first", "last", "groups", "unit_price_fen", "payer", "bring", "fasting", "quota", "slots")
)
_SLOT = frozenset(("day", "from", "to", "places"))
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class DraftSlot:
    """`begin` and `end` in minutes of the day."""

    day: str
    begin: int
    end: int
    places: int


@dataclass(frozen=True)
class Draft:
    """A batch before it has an id; `quotas` by street code; `first` and `last` days."""

    hospital: str
    package: str
    first: str
    last: str
    slots: tuple[DraftSlot, ...]
    quotas: tuple[tuple[str, int], ...]
    groups: tuple[str, ...]
    unit_fen: int
    payer: str
    bring: tuple[str, ...]
    fasting: bool


def parse_batch(text: str, streets: Collection[str], bring: Collection[str]) -> Draft:
    """The batch in a file, given the known street codes and things to bring. Raises `Refused`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("batch_not_toml", detail=str(error)[:120]) from error
    return draft_of(table, streets, bring)


def draft_of(table: Mapping[str, Any], streets: Collection[str], bring: Collection[str]) -> Draft:
    """The batch in a table such as a file or a form gives. Raises `Refused`."""
    _no_other(table, _KNOWN)
    slots = tuple(slot_of(each) for each in _rows(table.get("slots")))
    if len({(slot.day, slot.begin) for slot in slots}) < len(slots):
        raise _wrong("slots")
    first, last = min(slot.day for slot in slots), max(slot.day for slot in slots)
    first, last = (_day(table.get(name, found), name) for name, found in (("first", first), ("last", last)))
    if any(not first <= slot.day <= last for slot in slots):
        raise _wrong("day")
    return Draft(
        hospital=_title(table, "hospital"),
        package=_title(table, "package"),
        first=first,
        last=last,
        slots=tuple(sorted(slots, key=lambda slot: (slot.day, slot.begin))),
        quotas=_quotas(table.get("quota", {}), streets),
        groups=tuple(dict.fromkeys(clean_group(each) for each in _texts(table, "groups"))),
        unit_fen=_whole(table.get("unit_price_fen", 0), "unit_price_fen", 0, FEN_MOST),
        payer=_title(table, "payer"),
        bring=_codes(table, "bring", bring),
        fasting=_truth(table.get("fasting", False), "fasting"),
    )


def _wrong(field: str) -> Refused:
    return Refused("batch_field_wrong", field=field)


def _no_other(table: Mapping[str, Any], known: Collection[str]) -> None:
    for name in sorted(set(table) - set(known)):
        raise Refused("batch_field_unknown", field=name[:40], fields=", ".join(sorted(known)))


def _rows(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not 1 <= len(value) <= SLOTS_MOST:
        raise _wrong("slots")
    if not all(isinstance(each, Mapping) for each in value):
        raise _wrong("slots")
    return value


def slot_of(table: Mapping[str, Any]) -> DraftSlot:
    """A slot given as `day`, `from`, `to` and `places`. Raises `Refused`."""
    _no_other(table, _SLOT)
    begin, end = _minutes(table.get("from"), "from"), _minutes(table.get("to"), "to")
    if not begin < end:
        raise _wrong("to")
    return DraftSlot(_day(table.get("day"), "day"), begin, end, _whole(table.get("places"), "places", 1, PLACES_MOST))


def _minutes(value: Any, field: str) -> int:
    read = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if read is None:
        raise _wrong(field)
    return int(read[1]) * 60 + int(read[2])


def _day(value: Any, field: str) -> str:
    """A day as TOML writes it, with quotes or without."""
    try:
        return business_day.parse_day(value.isoformat() if type(value) is date else value)
    except (ValueError, AttributeError, TypeError) as error:
        raise _wrong(field) from error


def _whole(value: Any, field: str, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise _wrong(field)
    return value


def _truth(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field)
    return value


def _title(table: Mapping[str, Any], field: str) -> str:
    value = table.get(field)
    clean = " ".join(value.split()) if isinstance(value, str) else ""
    if not clean or len(clean) > NAME_MOST or not clean.isprintable():
        raise _wrong(field)
    return clean


def _texts(table: Mapping[str, Any], field: str) -> list[str]:
    value = table.get(field, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(field)
    return value


def _codes(table: Mapping[str, Any], field: str, known: Collection[str]) -> tuple[str, ...]:
    for code in (found := _texts(table, field)):
        if code not in known:
            raise Refused("bring_unknown", thing=code[:40], codes=", ".join(known))
    return tuple(dict.fromkeys(found))


def _quotas(value: Any, streets: Collection[str]) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, Mapping):
        raise _wrong("quota")
    for street in value:
        if street not in streets:
            raise Refused("street_unknown", street=street[:40])
    return tuple((street, _whole(places, "quota", 0, PLACES_MOST)) for street, places in sorted(value.items()))
