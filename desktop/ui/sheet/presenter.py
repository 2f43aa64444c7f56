"""补录 without a window: the sheet as far as it was typed, which outlives its view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from desktop.core.errors import Refused
from desktop.core.sheet_pages import (
    COLUMNS,
    Book,
    EnteredSheet,
    SheetsPage,
    TypedSheet,
    clock_text,
    is_blank,
    people_of,
    rows_of,
)
from desktop.ui.stage import Desk, trouble_sentence


@dataclass
class Draft:
    """`values` are the head and foot by name, `cells` the lines; `refused` a sentence, at the line `row` from 1 (0: at
    the foot).
    """

    values: dict[str, str] = field(default_factory=dict)
    cells: list[list[str]] = field(default_factory=list)
    refused: str = ""
    row: int = 0


class SheetShown(Protocol):
    def show_sheet(self, page: SheetsPage, book: Book | None, draft: Draft) -> None: ...
    def show_sums(self, lines: int, people: int) -> None: ...
    def show_refused(self, row: int, sentence: str) -> None: ...


class SheetPresenter:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: SheetShown | None = None
        self._page: SheetsPage | None = None
        self._book = ""
        self._draft = Draft()
        self._asked = 0
        self._busy = False

    def attach(self, view: SheetShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        """A subject is a register."""
        if subject:
            self._take(subject)
        self.refresh()

    def keep_draft(self) -> dict[str, Any] | None:
        """A sheet on which something was typed."""
        draft = self._draft
        if all(is_blank(tuple(line)) for line in draft.cells):
            return None
        return {"book": self._book, "values": dict(draft.values), "cells": [list(line) for line in draft.cells]}

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        """Unless another sheet was begun by then, or the paper has other columns."""
        values, cells = kept.get("values"), kept.get("cells")
        if self._draft.cells or not isinstance(values, dict) or not isinstance(cells, list):
            return False
        lines = [[str(cell) for cell in line] for line in cells if isinstance(line, list)]
        kind = next((each for each in COLUMNS if [len(COLUMNS[each])] * rows_of(each) == [*map(len, lines)]), "")
        if not kind:
            return False
        self._book = str(kept.get("book") or "")
        self._draft = Draft({str(name): str(value) for name, value in values.items()}, lines)
        return True

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked

        def then(page: SheetsPage) -> None:
            if asked == self._asked:
                self._page = page
                self.show()

        self._desk.tasks.run_read(self._desk.counter.sheet.page, then, self._desk.stage.show_trouble)

    @property
    def book(self) -> Book | None:
        """The register that was chosen, else the newest with a sheet left."""
        books = self._page.books if self._page else ()
        chosen = next((each for each in books if each.book == self._book), None)
        return chosen or next((each for each in books if each.left), None)

    def show(self) -> None:
        if self._view is None or self._page is None:
            return
        book = self.book
        if book is not None:
            self._book = book.book
            if not self._draft.cells:
                self._begin(book)
        self._view.show_sheet(self._page, book, self._draft)
        self._sums()

    def choose_book(self, book: str) -> None:
        self._take(book)
        self.show()

    def type(self, name: str, value: str) -> None:
        self._draft.values[name] = value

    def type_cell(self, row: int, at: int, value: str) -> None:
        self._draft.cells[row][at] = value
        if self._draft.row == row + 1:
            self._tell(0, "")
        self._sums()

    def save(self) -> None:
        """The whole sheet at once. What is refused is told at its line, and nothing typed is lost."""
        book = self.book
        if book is None or self._busy:
            return
        self._busy = True
        typed, draft = self._typed(book), self._draft

        def then(done: EnteredSheet) -> None:
            self._busy = False
            words = self._desk.stage.words
            values = {"sheet": done.sheet, "rows": done.rows, "joined": done.joined, "held": done.held}
            self._desk.stage.show_toast(words.say("sheet.entered", **values))
            if self._draft is draft:
                self._draft = Draft({"day": draft.values.get("day", "")})
            self.refresh()

        def failed(error: Exception) -> None:
            self._busy = False
            if isinstance(error, Refused):
                row = error.values.get("row", 0)
                self._tell(row if isinstance(row, int) else 0, trouble_sentence(self._desk.stage.words, error))
            else:
                self._desk.stage.show_trouble(error)

        self._desk.tasks.run_write(lambda: self._desk.counter.sheet.enter(typed), then, failed)

    # --- within -------------------------------------------------------------------------------------------------

    def _take(self, book: str) -> None:
        """Another register: a sheet that nothing was typed on is put away."""
        if book != self._book:
            kept = self._draft.values.get("day", "")
            self._book, self._draft = book, Draft({"day": kept})

    def _begin(self, book: Book) -> None:
        assert self._page is not None
        self._draft.cells = [[""] * len(COLUMNS[book.kind]) for _ in range(rows_of(book.kind))]
        values = self._draft.values
        values["sheet"] = values.get("sheet") or next(iter(book.left), "")
        values["day"] = values.get("day") or self._page.day

    def _typed(self, book: Book) -> TypedSheet:
        values = self._draft.values
        return TypedSheet(
            book.kind,
            values.get("sheet", ""),
            values.get("day", ""),
            values.get("merchant", "") or self._only_merchant(),
            values.get("photo", ""),
            values.get("signed") == "yes",
            values.get("total", ""),
            tuple(tuple(line) for line in self._draft.cells),
        )

    def _only_merchant(self) -> str:
        merchants = self._page.merchants if self._page else ()
        return merchants[0][0] if merchants else ""

    def _sums(self) -> None:
        book = self.book
        if self._view is not None and book is not None:
            typed = self._typed(book)
            self._view.show_sums(sum(not is_blank(line) for line in typed.lines), people_of(typed))

    def _tell(self, row: int, sentence: str) -> None:
        self._draft.row, self._draft.refused = row, sentence
        if self._view is not None:
            self._view.show_refused(row, sentence)


def tidy(column: str, text: str) -> str:
    """What a cell shows once it is left: a time as on a clock."""
    return clock_text(text) if column == "time" else text
