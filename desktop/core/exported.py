"""Tables that were taken out as a file: who took which, of which days, how many rows, and whether names stand whole."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


class TableExported(Fact, frozen=True):
    """`first` and `last` day, None where there was no end; `form` is `csv` or `xlsx`. `unmasked`: names and phones in
    full, which a supervisor asked for; `reason` is then the hash of a note. No row of the table stands here.
    """

    KIND = "table.exported"
    table: str
    form: str
    rows: int
    first: str | None = None
    last: str | None = None
    unmasked: bool = False
    reason: str | None = None


def exported_rows(entry: Entry, fact: TableExported) -> list[Put]:
    values: dict[str, Value] = {
        "table": fact.table,
        "form": fact.form,
        "rows": fact.rows,
        "first": fact.first,
        "last": fact.last,
        "unmasked": int(fact.unmasked),
        "reason": fact.reason,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
    }
    return [Put("exports", {"fact": entry.id}, values)]
