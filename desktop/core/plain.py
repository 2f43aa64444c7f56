"""The data of plain sections: a list of rows, what is known of the marked one, and acts with a few fields.

Each part of the rules has a section of a page of the window; `pages.Counter` gives them. What is said is a
`Said`: words as they are, a day or month (`YYYY-MM-DD`, `YYYY-MM`, a minute `YYYY-MM-DD HH:MM`) that the window
writes out, a hint of the catalogue, a title by language, or several of these on one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.pages import Hint

# Before the code of an act: what a section is asked about when that act's form is to stand open.
OPENS_ACT = "act:"

Said = str | Hint | Mapping[str, str] | tuple["Said", ...]


class FieldKind(StrEnum):
    """How a field is filled in. `MONEY` is typed in yuan and given in fen, `CARD` may be scanned, `PRIVATE` is seen
    as it is typed and, like `PIN`, never kept. `ROWS` is a small table: cells parted by tabs, rows by line feeds.
    """

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MONTH = "month"
    CHOICE = "choice"
    FILE = "file"
    SAVE = "save"
    PIN = "pin"
    PRIVATE = "private"
    YES = "yes"
    CARD = "card"
    ROWS = "rows"


@dataclass(frozen=True)
class PlainField:
    """A field of an act, labelled `said`, else `plain.field.<label or name>`; `choices` are (code, said), `value`
    what stands in it at first. Of `ROWS` the `columns` are as many `wide` as they say, and there are `most` rows.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[tuple[str, Said], ...] = ()
    value: str = ""
    needed: bool = True
    label: str = ""
    said: Said = ""
    columns: tuple[PlainField, ...] = ()
    wide: int = 1
    most: int = 0


@dataclass(frozen=True)
class PlainAct:
    """Something to do, titled `plain.act.<code>`. `weight` is `primary`, `plain`, `asked` (once more) or `danger`
    (asked too, and in red). `roles` are those that may, where the operator may not.
    """

    code: str
    fields: tuple[PlainField, ...] = ()
    icon: str = ""
    weight: str = "plain"
    note: Said = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainRow:
    """A row of two lines; `tag` in a tone (`plain`, `good`, `attention`, `wrong`, `accent`), `end` a figure."""

    id: str
    title: Said
    detail: Said = ""
    tag: Said = ""
    tone: str = "plain"
    end: Said = ""


@dataclass(frozen=True)
class Pair:
    """A label `plain.pair.<label>` and what stands beside it."""

    label: str
    said: Said
    tone: str = ""


@dataclass(frozen=True)
class Pick:
    """What the section is about, of a few choices: a merchant, a month."""

    name: str
    choices: tuple[tuple[str, Said], ...]
    here: str


@dataclass(frozen=True)
class PlainDetail:
    """A row looked at: what is known of it, lines of its own, and what may be done with it."""

    row: str
    title: Said
    pairs: tuple[Pair, ...] = ()
    lines: tuple[PlainRow, ...] = ()
    acts: tuple[PlainAct, ...] = ()


@dataclass(frozen=True)
class PlainSection:
    """A section as it stands. `figures` stand large above; with `adds_up` the first is the sum of the others.
    `notes` are sentences with a tone, `acts` work on no row, `opens` says whether a row can be looked at. With
    `roles` the operator may not see it, and nothing else is given.
    """

    code: str
    rows: tuple[PlainRow, ...] = ()
    picks: tuple[Pick, ...] = ()
    figures: tuple[Pair, ...] = ()
    notes: tuple[tuple[str, Said], ...] = ()
    acts: tuple[PlainAct, ...] = ()
    searches: bool = False
    opens: bool = True
    adds_up: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainDone:
    """What came of an act: a sentence, perhaps lines to read, perhaps a paper (PDF) to look at."""

    said: Said
    lines: tuple[PlainRow, ...] = ()
    paper: bytes = b""
