"""补录 without services: two registers, and whatever a sheet is to come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop.core.sheet_pages import Book, EnteredSheet, SheetsPage, TypedSheet

VISITS = Book("b1", "visits", "7F3A-00001", "7F3A-00003", "2026-11-01", ("7F3A-00001", "7F3A-00002", "7F3A-00003"))
MEALS = Book("b2", "meals", "7F3A-00004", "7F3A-00004", "2026-11-01", ("7F3A-00004",))


class FakeSheet:
    """Attributes:
    shown: the page as it stands.
    """

    def __init__(self, write: Callable[..., None]) -> None:
        self._write = write
        merchants = (("M1", "泉香快餐（县西巷店）"), ("M2", "老街面馆"))
        self.shown = SheetsPage("2026-11-21", "王秀兰", (VISITS, MEALS), merchants)

    def page(self) -> SheetsPage:
        return self.shown

    def enter(self, typed: TypedSheet) -> EnteredSheet:
        self._write("enter", typed)
        books = tuple(
            replace(each, left=tuple(number for number in each.left if number != typed.sheet))
            for each in self.shown.books
        )
        self.shown = replace(self.shown, books=books)
        return EnteredSheet(typed.sheet, sum(bool("".join(line)) for line in typed.lines), 1, 0, 0)
