"""A sheet of an emergency register as typed in (TOML), read into what the sheet says.

sheet = "7F3A-00012"        # the printed number
day = "2026-11-20"          # as written at the head of the sheet
photo = "sheet.jpg"         # beside this file
merchant = "泉香快餐"        # meals only: name or id
[[rows]]
time = "12:03"
card = "QY-4K7M-82XD"       # or name and phone_tail; else group, and count for several at once
services = ["rest"]         # visits only; group and services also by the sheet's marks ("2", "AB")
signature = true            # meals only: there is one on the paper
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.card import normalise
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.register import group_of, services_of
from desktop.services.answers import read_photo


@dataclass(frozen=True)
class GivenRow:
    """A row as written; `number` counts from 1, what was left free is empty."""

    number: int
    time: str
    card: str = ""
    name: str = ""
    phone_tail: str = ""
    group: str = ""
    count: int = 1
    services: tuple[str, ...] = ()
    signature: bool = False


@dataclass(frozen=True)
class GivenSheet:
    """A sheet as written; `photo` the raw bytes of its picture, None where none is named."""

    sheet: str
    day: str
    merchant: str
    photo: bytes | None
    rows: tuple[GivenRow, ...]


_TYPES: Mapping[str, type] = {
    "time": str,
    "card": str,
    "name": str,
    "phone_tail": str,
    "group": str,
    "count": int,
    "services": list,
    "signature": bool,
}


def read_sheet(file: Path) -> GivenSheet:
    """The sheet in a file; raises `Refused` for one that cannot be read as above."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(file), detail=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("sheet_not_toml", file=file.name, detail=str(error)[:120]) from error
    odd = set(table) - {"sheet", "day", "photo", "merchant", "rows"}
    if odd:
        raise Refused("sheet_field_unknown", field=sorted(odd)[0][:40])
    rows = table.get("rows")
    if not isinstance(rows, list):
        raise Refused("sheet_empty")
    photo = str(table.get("photo", ""))
    return GivenSheet(
        str(table.get("sheet", "")),
        str(table.get("day", "")),
        str(table.get("merchant", "")),
        read_photo(file.parent / photo) if photo else None,
        tuple(_row(number, row) for number, row in enumerate(rows, 1)),
    )


def typed_row(number: int, cells: Sequence[str], columns: Sequence[str], signature: bool = False) -> GivenRow:
    """A row as it was typed in from paper, a cell a column. `who` is a card's number, or a name and the phone's last
    four digits; a count left empty is one. Raises `Refused` for a count that is none.
    """
    given = dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))
    count = unicodedata.normalize("NFKC", given.get("count", "")) or "1"
    if not (count.isascii() and count.isdigit() and len(count) < 4):
        raise Refused("row_wrong", row=number, field="count")
    who = unicodedata.normalize("NFKC", given.get("who", "")).strip()
    number_of_card = normalise(who)
    name, tail = who[:-4].strip(), who[-4:]
    carded = number_of_card.startswith("QY-")
    if who and not carded and not (name and tail.isascii() and tail.isdigit()):
        raise Refused("row_who_wrong", row=number)
    return GivenRow(
        number,
        unicodedata.normalize("NFKC", given.get("time", "")),
        number_of_card if carded else "",
        name if who and not carded else "",
        tail if who and not carded else "",
        group_of(given.get("group", "")),
        int(count),
        tuple(services_of([given["services"].upper()] if given.get("services") else [])),
        signature,
    )


def _row(number: int, row: Any) -> GivenRow:
    if not isinstance(row, Mapping):
        raise Refused("row_wrong", row=number, field="rows")
    given: dict[str, Any] = {}
    for field, value in row.items():
        if type(value) is not _TYPES.get(field):
            raise Refused("row_wrong", row=number, field=field[:40])
        if isinstance(value, list) and not all(isinstance(each, str) for each in value):
            raise Refused("row_wrong", row=number, field=field)
        given[field] = tuple(services_of(value)) if isinstance(value, list) else value
    given["group"] = group_of(given.get("group", ""))
    return GivenRow(number, **({"time": ""} | given))
