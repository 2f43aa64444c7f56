"""The frozen data of papers that are one long table: doubts, cards, what is published, what lies in a binder.

Numbers are integers of their column's unit; a column of counts or fen has a sum, and 过次页 and 承前页 over pages, one
of plain numbers has none, since they are of different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop.core.papers import Frame

TEXT, NUMBER, COUNT, FEN = "text", "number", "count", "fen"


@dataclass(frozen=True)
class ListColumn:
    """`key` names its head under the paper's kind (a gap has none); `width` is a share of the page."""

    key: str
    width: int
    unit: str = TEXT
    lines: int = 2


@dataclass(frozen=True)
class ListPaper:
    """A paper of a `kind` about `period` (a month, a day); words under `paper.<kind>`.

    `lead` are sentences over the table and `notes` under it; `left` and `centre` stand in the head. A `sealed` paper
    is signed by station and street, another one by the station alone. `cover` are labels and values of a page before
    all others, values that are empty to be written in by hand.
    """

    frame: Frame
    kind: str
    period: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str | int, ...], ...]
    lead: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left: str = ""
    centre: str = ""
    sealed: bool = True
    cover: tuple[tuple[str, str], ...] = ()


COLUMNS: Mapping[str, tuple[ListColumn, ...]] = MappingProxyType(
    {
        "publicity": (
            ListColumn("merchant", 42),
            ListColumn("number", 41, lines=1),
            ListColumn("meals", 15, COUNT),
            ListColumn("subsidy", 27, FEN),
            ListColumn("state", 16, lines=1),
            ListColumn("span", 31),
        ),
        "doubts": (
            ListColumn("row", 10, lines=1),
            ListColumn("rule", 84, lines=3),
            ListColumn("meals", 20, NUMBER),
            ListColumn("", 4),
            ListColumn("found", 44),
        ),
        "card-list": (
            ListColumn("row", 12, lines=1),
            ListColumn("number", 32, lines=1),
            ListColumn("name", 28),
            ListColumn("group", 34),
            ListColumn("issued", 22, lines=1),
            ListColumn("until", 22, lines=1),
            ListColumn("state", 18, lines=1),
        ),
        "binder": (
            ListColumn("row", 9, lines=1),
            ListColumn("register", 34),
            ListColumn("papers", 45),
            ListColumn("records", 18, NUMBER),
            ListColumn("", 3),
            ListColumn("numbers", 43),
            ListColumn("pages", 15, lines=1),
            ListColumn("years", 22, lines=1),
        ),
    }
)
"""What stands in the columns of each kind of list."""
