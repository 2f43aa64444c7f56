"""Tables as CSV or XLSX: Chinese heads, people masked, and who took what is a fact before the file is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.exported import TableExported
from desktop.core.people import masked_name, masked_phone
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.desk import Desk, allowed
from desktop.services.dictionary import Figures
from desktop.services.export_cells import ROWS_MOST, Cell, csv_bytes, neutral, sort_of, xlsx_bytes
from desktop.services.export_tables import TABLES, rows_of
from desktop.services.figure_exports import HEADS as FIGURE_HEADS
from desktop.services.figure_exports import figure_rows, figures_period
from desktop.services.outputs import may_write, write_output
from desktop.services.stock_exports import TITLES
from desktop.store.beside import put_note

__all__ = ["FIGURES", "NAMES", "TABLES", "Exports", "neutral"]

# Columns of codes, and where their words stand in the catalogue.
_VOCABULARY = {
    "group": "group",
    "how": "how",
    "presence": "presence",
    "services": "service",
    "voided": "void",
    "held": "held",
    "severity": "severity",
    "item": "item",
    "movement": "medicine_move",
    "medicine_unit": "medicine_unit",
    "disposal_reason": "medicine_reason",
    "table": "plain.table",
}
_KINDS = {"inspections": "inspection_kind", "referrals": "referral_kind"}
_STATES = {
    "meals": "meal_state",
    "rectifications": "rectification_state",
    "referrals": "referral_state",
    "settlements": "settlement_state",
}
# Columns with 1 for yes and 0 for no.
_YES = frozenset({"compliant", "unmasked"})
_MASKS = {"name": masked_name, "giver": masked_name, "taker": masked_name, "phone": masked_phone}

FIGURES = "figures"
NAMES = (*TABLES, FIGURES)
Rows = list[tuple[Cell, ...]]


class Exports:
    def __init__(self, desk: Desk, words: Words) -> None:
        self.desk = desk
        self._words = words

    @allowed("export")
    def write(
        self,
        by: Operator,
        table: str,
        place: Path,
        first: str | None,
        last: str | None,
        *,
        unmasked: bool = False,
        reason: str = "",
    ) -> int:
        """Writes a table's rows of a span of days (both ends included); returns how many. `unmasked` shows names and
        phones in full, to whom the roles allow it and with a reason. Raises `Refused`, `EnvironmentFailed`.
        """
        if place.suffix not in (".csv", ".xlsx"):
            raise Refused("export_suffix", file=place.name)
        if unmasked:
            self.desk.rules.roles.require(by, "export_unmasked")
            if not reason.strip():
                raise Refused("reason_needed")
        first, last = self._day(first), self._day(last)
        heads, rows = self._figures(first, last) if table == FIGURES else self._table(table, first, last, unmasked)
        if place.suffix == ".xlsx" and len(rows) > ROWS_MOST:
            raise Refused("export_rows", most=ROWS_MOST)
        titles, sorts = [self._title(head) for head in heads], [sort_of(head) for head in heads]
        if table == FIGURES:
            sorts = [sort_of("") for _ in heads]
        data = (csv_bytes if place.suffix == ".csv" else xlsx_bytes)(titles, sorts, rows)
        may_write(place)
        with self.desk.store.write() as txn:
            note = put_note(txn, reason) if unmasked else None
            told = TableExported(table, place.suffix[1:], len(rows), first, last, unmasked, note)
            txn.append(told, day=business_day.day_of(self.desk.now()), by=by.id)
        write_output(place, data)
        return len(rows)

    def _table(self, table: str, first: str | None, last: str | None, unmasked: bool) -> tuple[Sequence[str], Rows]:
        heads = TABLES[table][0]
        with self.desk.store.read() as connection:
            found = rows_of(table, connection, first or "0000-00-00", last or "9999-99-99")
            return heads, [self._in_words(table, heads, row, unmasked) for row in found]

    def _figures(self, first: str | None, last: str | None) -> tuple[Sequence[str], Rows]:
        figures = Figures(self.desk)
        return FIGURE_HEADS, list(figure_rows(figures, self._words, figures_period(figures, first, last)))

    def _title(self, head: str) -> str:
        key = f"export.head.{head}"
        return self._words.say(key if self._words.has(key) else f"column.{head}")

    def _in_words(self, table: str, heads: Sequence[str], row: tuple[Cell, ...], unmasked: bool) -> tuple[Cell, ...]:
        """A row as people read it: codes of the contract in the words of the catalogue, people masked."""
        sources = {**_VOCABULARY, "kind": _KINDS.get(table, ""), "state": _STATES.get(table, "")}
        return tuple(self._cell(sources, head, cell, unmasked) for head, cell in zip(heads, row, strict=True))

    def _cell(self, sources: dict[str, str], head: str, cell: Cell, unmasked: bool) -> Cell:
        if cell == "":
            return cell
        if head in _MASKS:
            return cell if unmasked else _MASKS[head](str(cell))
        if head in TITLES:
            return TITLES[head](self.desk.rules, str(cell))
        if head in _YES:
            return self._words.say("export.yes" if cell else "export.no")
        return self._said(sources.get(head, ""), cell)

    def _said(self, vocabulary: str, cell: Cell) -> Cell:
        if not vocabulary or not isinstance(cell, str):
            return cell
        found = [(f"{vocabulary}.{code}", code) for code in cell.split(",") if code]
        comma = self._words.say("list.comma")
        return comma.join(self._words.say(key) if self._words.has(key) else code for key, code in found)

    def _day(self, text: str | None) -> str | None:
        try:
            return business_day.parse_day(text) if text else None
        except ValueError as error:
            raise Refused("day_wrong", day=(text or "")[:20]) from error
