"""The frozen data of 补录: sheets of the emergency registers that are still to be typed in, and one as it was typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Protocol

from desktop.core.register import ROWS

# The columns of a sheet, as on paper.
COLUMNS = {"visits": ("time", "group", "who", "count", "services"), "meals": ("time", "who")}


@dataclass(frozen=True)
class Book:
    """A register: its `kind`, how its numbers begin and end, and those of `left` that were not entered yet."""

    book: str
    kind: str
    first: str
    last: str
    printed: str
    left: tuple[str, ...]


@dataclass(frozen=True)
class SheetsPage:
    """`merchants` are (id, name); at a merchant's own till there is none to choose."""

    day: str
    operator: str
    books: tuple[Book, ...]
    merchants: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TypedSheet:
    """A sheet as typed: `lines` of cells by column, empty ones where a line was left blank or struck out; `photo` the
    place of its picture; `total` what stands at its foot, empty where nothing does.
    """

    kind: str
    sheet: str
    day: str
    merchant: str
    photo: str
    signed: bool
    total: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EnteredSheet:
    """`joined` a visit in hand, `anonymous` although somebody was named, `held` meals."""

    sheet: str
    rows: int
    joined: int
    anonymous: int
    held: int


class SheetCounter(Protocol):
    """Raises `Trouble`; a refusal about a line has `row`, from 1. All lines are kept, or none."""

    def page(self) -> SheetsPage: ...
    def enter(self, typed: TypedSheet) -> EnteredSheet: ...


def clock_text(text: str) -> str:
    """`0930`, `930`, `9.30` or full-width digits as `09:30`; anything else is given back as it is."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(".", ":")
    digits = plain.replace(":", "")
    if not (digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 4 and plain.count(":") < 2):
        return plain
    hours, minutes = plain.split(":") if ":" in plain else (digits[:-2], digits[-2:])
    return f"{int(hours):02d}:{minutes}" if hours and len(minutes) == 2 else plain


def is_blank(cells: tuple[str, ...]) -> bool:
    """A line left blank, or struck out with dashes."""
    return not "".join(cells).strip(" \t-–—/")


def people_of(typed: TypedSheet) -> int:
    """How many people the lines name; a count left empty is one, one that is no number counts as nothing."""
    if typed.kind != "visits":
        return sum(not is_blank(line) for line in typed.lines)
    at = COLUMNS["visits"].index("count")
    counts = (line[at].strip() or "1" for line in typed.lines if not is_blank(line))
    plain = (unicodedata.normalize("NFKC", count) for count in counts)
    return sum(int(count) for count in plain if count.isascii() and count.isdigit())


def rows_of(kind: str) -> int:
    """Lines of a sheet of a kind."""
    return ROWS[kind]
