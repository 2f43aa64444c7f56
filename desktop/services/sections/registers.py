"""应急登记本: numbered blank sheets for bad days, and 补录 of one that was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.register import ROWS, sheet_number
from desktop.core.roles import Operator
from desktop.core.sheet_pages import COLUMNS
from desktop.services.answers import read_photo
from desktop.services.sections.section import Given, Section, choice, counted, minute
from desktop.services.sheet_file import GivenSheet, read_sheet, typed_row

SHOWN = 100
KINDS = ("visits", "meals")
WIDE = {"time": 4, "group": 3, "who": 7, "count": 3, "services": 5}


class Registers(Section):
    CODE = "registers"
    SEES = "print_register"
    RIGHTS: ClassVar = {
        "register_add": "print_register",
        "register_paper": "print",
        "enter_sheet": "enter_sheet",
        "enter_rows": "enter_sheet",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        with self.desk.store.read() as connection:
            books = connection.exec_driver_sql(
                "SELECT r.book, r.kind, r.prefix, r.first, r.last, r.day, (SELECT count(*) FROM entered_sheets e"
                " WHERE e.book = r.book) FROM registers r ORDER BY r.at DESC LIMIT ?",
                (SHOWN,),
            ).fetchall()
        rows = tuple(
            PlainRow(
                book,
                (Hint(f"plain.register.{kind}"), f"{sheet_number(prefix, first)} – {sheet_number(prefix, last)}"),
                (day, counted("sheets", last - first + 1)),
                counted("entered", entered),
                "accent" if entered else "plain",
            )
            for book, kind, prefix, first, last, day, entered in books
        )
        kinds = tuple((kind, Hint(f"plain.register.{kind}")) for kind in KINDS)
        fields = (choice("register_kind", kinds), PlainField("sheets", FieldKind.NUMBER, value="10"))
        acts = (
            self.offer(by, "enter_sheet", PlainField("file", FieldKind.FILE), icon="save",
                       note=Hint("plain.note.enter_sheet")),
            self.offer(by, "register_add", *fields, icon="plus", note=Hint("plain.note.register_add")),
        )  # fmt: skip
        return PlainSection(self.CODE, rows, acts=acts)

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        with self.desk.store.read() as connection:
            book = connection.exec_driver_sql(
                "SELECT kind, prefix, first, last, day FROM registers WHERE book = ?", (row,)
            ).fetchone()
            entered = connection.exec_driver_sql(
                "SELECT fact, sheet, day, rows, entered_at FROM entered_sheets WHERE book = ? ORDER BY sheet", (row,)
            ).fetchall()
        if book is None:
            return None
        kind, prefix, first, last, day = book
        pairs = (
            Pair("kind", Hint(f"plain.register.{kind}")),
            Pair("numbers", f"{sheet_number(prefix, first)} – {sheet_number(prefix, last)}"),
            Pair("printed", day),
            Pair("entered", counted("sheets", len(entered))),
        )
        lines = tuple(
            PlainRow(fact, sheet, (of, counted("rows", count)), minute(at)) for fact, sheet, of, count, at in entered
        )
        done = {line[1] for line in entered}
        numbers = (sheet_number(prefix, number) for number in range(first, last + 1))
        left = next((number for number in numbers if number not in done), "")
        acts = (
            self.offer(by, "enter_rows", *self._sheet_fields(kind, left), icon="save", weight="primary",
                       note=Hint(f"plain.note.enter_{kind}")),
            self.offer(by, "register_paper", icon="papers"),
        )  # fmt: skip
        return PlainDetail(row, Hint(f"plain.register.{kind}"), pairs, lines, acts)

    def _sheet_fields(self, kind: str, sheet: str) -> tuple[PlainField, ...]:
        """A sheet as it lies on the counter: its head, its picture, and its rows."""
        columns = tuple(PlainField(name, label=f"row_{name}", wide=WIDE[name]) for name in COLUMNS[kind])
        head = (PlainField("sheet", value=sheet), PlainField("day", FieldKind.DAY, value=self.today))
        rows = PlainField("rows", FieldKind.ROWS, columns=columns, most=ROWS[kind])
        photo = PlainField("photo", FieldKind.FILE, label="sheet_photo")
        if kind == "visits":
            return (*head, rows, photo)
        merchants = choice("merchant", self.office.master.merchants())
        return (*head, merchants, rows, PlainField("signatures", FieldKind.YES), photo)

    def do_register_add(self, given: Given) -> PlainDone:
        made = self.office.sheets.add_register(given.by, given.needed("register_kind"), given.number("sheets"))
        paper = self.paper(given, "register", id=made.register)
        return PlainDone(Hint("plain.said.register", {"first": made.first, "last": made.last}), paper=paper.paper)

    def do_register_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "register", id=given.row)

    def do_enter_sheet(self, given: Given) -> PlainDone:
        return self._enter(given, read_sheet(Path(given.needed("file"))))

    def do_enter_rows(self, given: Given) -> PlainDone:
        with self.desk.store.read() as connection:
            kind = connection.exec_driver_sql("SELECT kind FROM registers WHERE book = ?", (given.row,)).scalar()
        if kind not in COLUMNS:
            raise Refused("register_unknown", register=given.row[:40])
        sheet, signed = given.needed("sheet"), given.yes("signatures")
        rows = tuple(typed_row(number, cells, COLUMNS[kind], signed) for number, cells in given.rows("rows"))
        if not rows:
            raise Refused("sheet_empty")
        photo = read_photo(Path(given.text("photo"))) if given.text("photo") else None
        return self._enter(given, GivenSheet(sheet, given.needed("day"), given.text("merchant"), photo, rows))

    def _enter(self, given: Given, sheet: GivenSheet) -> PlainDone:
        done = self.office.sheets.enter(given.by, sheet)
        values = {"rows": done.rows, "joined": done.joined, "held": done.held, "sheet": done.sheet}
        return PlainDone(Hint("plain.said.entered", values))
