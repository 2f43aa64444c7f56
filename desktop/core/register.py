"""Paper for bad days: numbered registers 应急登记本 printed ahead, and the sheets entered from them 补录.

A sheet's number is `PREFIX-00012`: the first digits of the epoch in which it was printed and a count within
it. A restore opens a new epoch, so that a station whose memory went back never prints a number twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value
from desktop.core.people import GROUPS
from desktop.core.visit import SERVICES

# Rows of a sheet: as many as leave room to write by hand.
ROWS = {"visits": 18, "meals": 14}
SHEETS_MOST = 100
# What is written by hand for a group and for a service, in the order of their lists.
GROUP_MARKS = "123456"
SERVICE_MARKS = "ABCDEFGHJ"
PREFIX_LEAST = 4
_NUMBER = re.compile(r"([0-9A-F]{4,16})-([0-9]{5,9})")


class RegisterPrinted(Fact, frozen=True):
    """Blank sheets numbered `first` to `last` under `prefix`; `register_kind` is `visits` or `meals`."""

    KIND = "register.printed"
    register: str
    register_kind: str
    prefix: str
    first: int
    last: int
    sheets: int


class RegisterTakenOut(Fact, frozen=True):
    """The sheets of a register went out on paper; whoever makes them again gets copies 副本."""

    KIND = "register.taken_out"
    register: str


class SheetEntered(Fact, frozen=True):
    """A sheet with `rows` rows of business day `day`; `photo` the hash of its picture, `facts` what the rows
    became (a row of somebody who was here already became none).
    """

    KIND = "sheet.entered"
    sheet: str
    register: str
    register_kind: str
    rows: int
    photo: str
    day: str
    facts: list[str]


def prefix_for(epoch: str, others: Iterable[str]) -> str:
    """The shortest beginning of an epoch's name, four digits at least, that no other epoch begins with."""
    known = set(others) - {epoch}
    for length in range(PREFIX_LEAST, len(epoch)):
        if not any(other.startswith(epoch[:length]) for other in known):
            return epoch[:length].upper()
    return epoch.upper()


def sheet_number(prefix: str, number: int) -> str:
    return f"{prefix}-{number:05d}"


def parse_number(text: str) -> tuple[str, int]:
    """Prefix and count of a number as typed, whatever its case, width and dash; `ValueError` for none."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"[\s–—−]+", lambda match: "" if match[0].isspace() else "-", plain)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise ValueError("not a sheet's number")
    return match[1], int(match[2])


def group_of(text: str) -> str:
    """A group's code from its mark on the sheet; another text is given back."""
    mark = unicodedata.normalize("NFKC", text).strip()
    return GROUPS[GROUP_MARKS.index(mark)] if len(mark) == 1 and mark in GROUP_MARKS else text


def services_of(texts: Iterable[str]) -> list[str]:
    """Codes of services from marks on the sheet, several in one text too (`AB`); other texts are given back."""
    found: list[str] = []
    for text in texts:
        marks = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
        if text.islower() or not marks or not set(marks) <= set(SERVICE_MARKS):
            found.append(text)
        else:
            found += [SERVICES[SERVICE_MARKS.index(mark)] for mark in marks]
    return found


def printed_rows(entry: Entry, fact: RegisterPrinted) -> list[Put]:
    values: dict[str, Value] = {
        "kind": fact.register_kind,
        "prefix": fact.prefix,
        "first": fact.first,
        "last": fact.last,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
        "site": entry.site,
    }
    return [Put("registers", {"book": fact.register}, values)]


def taken_out_rows(entry: Entry, fact: RegisterTakenOut) -> list[Put]:
    return [Put("registers", {"book": fact.register}, {"out_at": entry.at})]


def entered_rows(entry: Entry, fact: SheetEntered) -> list[Put]:
    """Keyed by the fact: the same sheet entered on two devices stays visible as two."""
    values: dict[str, Value] = {
        "sheet": fact.sheet,
        "book": fact.register,
        "kind": fact.register_kind,
        "rows": fact.rows,
        "photo": fact.photo,
        "day": fact.day,
        "entered_at": entry.at,
        "entered_by": entry.by,
        "site": entry.site,
        "seq": entry.seq,
    }
    return [Put("entered_sheets", {"fact": entry.id}, values)]
