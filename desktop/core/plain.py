"""The data of plain pages: a page is a few tables, and acts on a row or on nothing, each with a few fields.

Parts of the rules get such a page first; a page of their own comes when it is worth its own look. Words are
given as keys of the catalogue, but cells and titles of choices are words already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class FieldKind(StrEnum):
    """How a field is typed: free text, whole number, day `YYYY-MM-DD`, month, one of choices, a file, a PIN."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    CHOICE = "choice"
    FILE = "file"
    SAVE = "save"
    PIN = "pin"
    YES = "yes"


@dataclass(frozen=True)
class PlainField:
    """A field of an act; `choices` are (code, words) pairs, `value` what stands in it at first."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    needed: bool = True


@dataclass(frozen=True)
class PlainAct:
    """Something to do: on the marked row (`on` names its table) or, with `on` empty, on nothing."""

    code: str
    title: str
    fields: tuple[PlainField, ...] = ()
    on: str = ""
    icon: str = "plus"


@dataclass(frozen=True)
class PlainRow:
    """A row: its id, its cells in words, and a tone (`plain`, `good`, `attention`, `wrong`)."""

    id: str
    cells: tuple[str, ...]
    tone: str = "plain"


@dataclass(frozen=True)
class PlainTable:
    """A table with a title, heads, rows, and a sentence for when there are none (keys of the catalogue)."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[PlainRow, ...]
    empty: str
    note: str = ""


@dataclass(frozen=True)
class PlainPage:
    code: str
    tables: tuple[PlainTable, ...]
    acts: tuple[PlainAct, ...]


class PlainCounter(Protocol):
    """What plain pages ask, on worker threads. `plain_act` returns the key of what to say and its values."""

    def plain_page(self, code: str, language: str) -> PlainPage: ...
    def plain_act(self, page: str, act: str, row: str, values: Mapping[str, str]) -> tuple[str, dict[str, object]]: ...
