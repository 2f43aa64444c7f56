"""The frozen data of papers that are one long table: doubts, cards, what is published, what lies in a binder.

Numbers are integers of their column's unit; a column of counts or fen has a sum, and 过次页 and 承前页 over pages, one
of plain numbers has none, since they are of different things.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    is signed by station and street, another one by the station alone.
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
