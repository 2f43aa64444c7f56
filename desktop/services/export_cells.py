"""Cells of a spreadsheet by what their column holds, and the two ways to write them.

Days are dates, instants are times of Shanghai to the minute, fen are yuan with two decimals, and text that a
spreadsheet would run gets a quote in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum

import xlsxwriter

from desktop.core import business_day
from desktop.core.money import yuan

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection); wide signs are turned into these.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ROWS_MOST = 1_048_575
WIDEST = 40

Cell = str | int


class Sort(Enum):
    """What a column holds; its value is the number format of a spreadsheet."""

    TEXT = ""
    NUMBER = "0"
    DAY = "yyyy-mm-dd"
    TIME = "yyyy-mm-dd hh:mm"
    MONEY = "#,##0.00"


DAYS = frozenset({"day", "due", "until", "verified_until", "forgotten", "first_day", "last_day"})
TIMES = frozenset({"time", "left", "opened_at", "closed_at", "begins_at", "ends_at"})


def sort_of(head: str) -> Sort:
    """By the name of a column. A number in a text column stays a number."""
    if head.endswith("_fen"):
        return Sort.MONEY
    return Sort.DAY if head in DAYS else Sort.TIME if head in TIMES else Sort.TEXT


def neutral(value: Cell) -> Cell:
    """Text that a spreadsheet would run gets a quote in front, also behind spaces; numbers stay numbers."""
    live = isinstance(value, str) and value.lstrip(" \u3000\u00a0\u200b\ufeff").startswith(_LIVE)
    return f"'{value}" if live else value


def csv_bytes(titles: Sequence[str], sorts: Sequence[Sort], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark in front, or Excel shows garbage."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(titles)
    for row in rows:
        writer.writerow([_plain(sort, cell) for sort, cell in zip(sorts, row, strict=True)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(titles: Sequence[str], sorts: Sequence[Sort], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: frozen head with a filter, widths by what stands in the columns."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bottom": 1})
    forms = {sort: book.add_format({"num_format": sort.value} if sort.value else {}) for sort in Sort}
    widths = [_wide(title) for title in titles]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, head)
    count = 0
    for row in rows:
        count += 1
        for column, (sort, cell) in enumerate(zip(sorts, row, strict=True)):
            if cell == "":
                continue
            shown = _plain(sort, cell)
            widths[column] = min(max(widths[column], _wide(str(shown))), WIDEST)
            moment = _moment(sort, cell)
            if moment is not None:
                sheet.write_datetime(count, column, moment, forms[sort])
            elif isinstance(cell, int):
                form = forms[Sort.NUMBER if sort is Sort.TEXT else sort]
                sheet.write_number(count, column, cell / 100 if sort is Sort.MONEY else cell, form)
            else:
                sheet.write_string(count, column, str(shown))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if titles:
        sheet.autofilter(0, 0, max(count, 1), len(titles) - 1)
    book.close()
    return out.getvalue()


def _moment(sort: Sort, cell: Cell) -> date | datetime | None:
    """A day or an instant for a spreadsheet, which knows no zones; None for what is neither."""
    if sort is Sort.TIME and isinstance(cell, int):
        return business_day.local(cell).replace(tzinfo=None, second=0, microsecond=0)
    if sort is Sort.DAY and isinstance(cell, str):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return None
    return None


def _plain(sort: Sort, cell: Cell) -> Cell:
    """As it stands in a CSV."""
    if isinstance(cell, int):
        if sort is Sort.TIME:
            return business_day.stamp(cell)[:16].replace("T", " ")
        return yuan(cell).replace(",", "") if sort is Sort.MONEY else cell
    return neutral(cell)


def _wide(text: str) -> int:
    """Columns of a spreadsheet; a Chinese character takes two."""
    return sum(2 if char > "\u2e7f" else 1 for char in text) + 2
