"""补录 at the counter: which sheets are still to come, and one entered as it was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.register import sheet_number
from desktop.core.roles import Operator
from desktop.core.sheet_pages import (
    COLUMNS,
    Book,
    EnteredSheet,
    SheetsPage,
    TypedSheet,
    clock_text,
    is_blank,
    people_of,
)
from desktop.services.answers import read_photo
from desktop.services.office import Office
from desktop.services.operators import operator_name
from desktop.services.sheet_file import GivenSheet, typed_row

BOOKS_MOST = 20
LEFT_MOST = 100


class SheetDesk:
    """Fulfils `sheet_pages.SheetCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by

    def page(self) -> SheetsPage:
        by, desk = self._by(), self._desk
        desk.rules.roles.require(by, "enter_sheet")
        with desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT book, kind, prefix, first, last, day FROM registers WHERE prefix NOT NULL"
                " ORDER BY at DESC, last DESC LIMIT ?",
                (BOOKS_MOST,),
            ).fetchall()
            entered = {
                row[0]: frozenset(
                    each[0]
                    for each in connection.exec_driver_sql("SELECT sheet FROM entered_sheets WHERE book = ?", (row[0],))
                )
                for row in rows
            }
            name = operator_name(connection, by.id)
        books = (
            Book(
                book, kind, sheet_number(prefix, first), sheet_number(prefix, last), printed,
                tuple(number for at in range(first, last + 1)
                      if (number := sheet_number(prefix, at)) not in entered[book])[:LEFT_MOST],
            )
            for book, kind, prefix, first, last, printed in rows
            if kind in COLUMNS
        )  # fmt: skip
        merchants = () if desk.place.role == "merchant" else self._office.master.merchants()
        return SheetsPage(business_day.day_of(desk.now()), name, tuple(books), tuple(merchants))

    def enter(self, typed: TypedSheet) -> EnteredSheet:
        """Raises `Refused`: `sheet_total_differs` where the sheet's own total is another one, and as `Sheets.enter`."""
        columns = COLUMNS[typed.kind]
        rows = tuple(
            typed_row(number, (clock_text(cells[0]), *cells[1:]), columns, typed.signed)
            for number, cells in enumerate(typed.lines, 1)
            if not is_blank(cells)
        )
        if not rows:
            raise Refused("sheet_empty")
        total = unicodedata.normalize("NFKC", typed.total).strip()
        if total and total != str(people_of(typed)):
            raise Refused("sheet_total_differs", total=total[:10], counted=people_of(typed))
        photo = read_photo(Path(typed.photo).expanduser()) if typed.photo.strip() else None
        given = GivenSheet(typed.sheet, typed.day.strip(), typed.merchant, photo, rows)
        done = self._office.sheets.enter(self._by(), given)
        return EnteredSheet(done.sheet, done.rows, done.joined, done.anonymous, done.held)
