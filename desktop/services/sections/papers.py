"""报表: every paper by kind, looked at and kept; tables to export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.exports import TABLES, Exports
from desktop.services.papers import KINDS
from desktop.services.sections.section import Given, Section

# What a paper asks for: a month, a day, or one of what it may be about (a query for id and words).
MONTHLY = ("figures", "hours", "settlement", "medicine")
DAILY = ("daily", "handover", "till", "reconciliation", "inspection")
_ABOUT = {
    "settlement": "SELECT merchant, name, '' FROM merchants ORDER BY name",
    "till": "SELECT merchant, name, '' FROM merchants ORDER BY name",
    "callbacks": "SELECT s.sample, coalesce(m.name, ''), s.month FROM samples s LEFT JOIN merchants m USING (merchant)"
    " ORDER BY s.month DESC LIMIT 100",
    "register": "SELECT book, day, kind FROM registers ORDER BY at DESC LIMIT 100",
    "booking-list": "SELECT batch, package, first_day FROM checkup_batches ORDER BY opened_at DESC LIMIT 50",
    "attendance-list": "SELECT batch, package, first_day FROM checkup_batches ORDER BY opened_at DESC LIMIT 50",
    "health": "SELECT referral, code, issued_day FROM referrals ORDER BY issued_at DESC LIMIT 100",
    "closing_notice": "SELECT closing, reason, '' FROM closings ORDER BY begins DESC LIMIT 50",
}
# A single card is printed from the person it belongs to.
FROM_ELSEWHERE = ("card",)
RIGHTS_OF = {
    "cards": "print_cards",
    "callbacks": "sample",
    "health": "print_health",
    "booking-list": "booking_list_print",
    "attendance-list": "attendance_print",
}


class PapersSection(Section):
    CODE = "papers"
    RIGHTS: ClassVar = {"make_paper": "print", **{f"make_{kind}": right for kind, right in RIGHTS_OF.items()}}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        kinds = [kind for kind in KINDS if kind not in FROM_ELSEWHERE]
        rows = tuple(PlainRow(kind, Hint(f"plain.paper.{kind}"), Hint(f"plain.paper_of.{_of(kind)}")) for kind in kinds)
        return PlainSection(self.CODE, rows)

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        if row not in KINDS:
            return None
        fields: list[PlainField] = []
        if row in MONTHLY:
            fields.append(PlainField("month", FieldKind.MONTH, value=self.this_month))
        if row in DAILY:
            fields.append(PlainField("day", FieldKind.DAY, value=self.today if row == "daily" else "", needed=False))
        if row in _ABOUT:
            fields.append(PlainField("about", FieldKind.CHOICE, self._about(row)))
        code = f"make_{row}" if row in RIGHTS_OF else "make_paper"
        act = self.offer(by, code, *fields, icon="papers", weight="primary")
        return PlainDetail(row, Hint(f"plain.paper.{row}"), acts=(act,))

    def _about(self, kind: str) -> tuple[tuple[str, Said], ...]:
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(_ABOUT[kind]).fetchall()
        reasons = self.desk.rules.hours.closing_reasons
        registers = {"visits": Hint("plain.register.visits"), "meals": Hint("plain.register.meals")}
        return tuple((row[0], tuple(registers.get(cell) or reasons.get(cell) or cell or "" for cell in row[1:]))
                     for row in rows)  # fmt: skip

    def act(self, code: str, given: Given) -> PlainDone:
        """All kinds are made alike, each by its own right whatever act was named."""
        if given.row not in KINDS:
            raise Refused("paper_unknown", kind=given.row[:40], kinds=", ".join(sorted(KINDS)))
        for right in (self.RIGHTS[code], RIGHTS_OF.get(given.row, "print")):
            self.desk.rules.roles.require(given.by, right)
        return self.paper(given, given.row, month=given.maybe("month"), day=given.maybe("day"), id=given.maybe("about"))


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
        fields = (
            PlainField("from_", FieldKind.DAY, value=f"{self.this_month}-01", needed=False),
            PlainField("to_day", FieldKind.DAY, value=self.today, needed=False),
            PlainField("output", FieldKind.SAVE, value=f"{row}-{self.today}.xlsx"),
        )
        act = self.offer(by, "export", *fields, icon="save", weight="primary")
        return PlainDetail(row, Hint(f"plain.table.{row}"), acts=(act,))

    def do_export(self, given: Given) -> PlainDone:
        exports = Exports(self.desk, self.desk.printer.words[given.language])
        place = Path(given.needed("output")).expanduser()
        rows = exports.write(given.by, given.row, place, given.maybe("from_"), given.maybe("to_day"))
        return PlainDone(Hint("plain.said.exported", {"count": rows, "file": str(place)}))


def _of(kind: str) -> str:
    if kind in MONTHLY:
        return "month"
    if kind in DAILY:
        return "day"
    return "about" if kind in _ABOUT else "now"
