"""导出: tables to take along."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.exports import TABLES, Exports
from desktop.services.sections.section import Given, Section


class ExportsSection(Section):
    CODE = "exports"
    SEES = "export"
    RIGHTS: ClassVar = {"export": "export"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        rows = tuple(PlainRow(table, Hint(f"plain.table.{table}")) for table in TABLES)
        return PlainSection(self.CODE, rows, notes=(("plain", Hint("plain.note.export")),))

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        if row not in TABLES:
            return None
        fields: tuple[PlainField, ...] = (
            PlainField("from_", FieldKind.DAY, value=f"{self.this_month}-01", needed=False),
            PlainField("to_day", FieldKind.DAY, value=self.today, needed=False),
            PlainField("output", FieldKind.SAVE, value=f"{row}-{self.today}.xlsx"),
        )
        if self.desk.rules.roles.allows(by, "export_unmasked"):
            full = PlainField("unmasked", FieldKind.YES, needed=False)
            fields = (*fields, full, PlainField("why_unmasked", needed=False))
        act = self.offer(by, "export", *fields, icon="save", weight="primary")
        return PlainDetail(row, Hint(f"plain.table.{row}"), acts=(act,))

    def do_export(self, given: Given) -> PlainDone:
        exports = Exports(self.desk, self.desk.printer.words[given.language])
        place = Path(given.needed("output")).expanduser()
        days = (given.maybe("from_"), given.maybe("to_day"))
        full, why = bool(given.text("unmasked")), given.text("why_unmasked")
        rows = exports.write(given.by, given.row, place, *days, unmasked=full, reason=why)
        return PlainDone(Hint("plain.said.exported", {"count": rows, "file": str(place)}))
