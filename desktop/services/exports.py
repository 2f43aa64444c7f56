"""Tables as CSV or XLSX: Chinese heads, personal data masked, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.desk import Desk, allowed
from desktop.services.dictionary import Figures
from desktop.services.figure_exports import HEADS as FIGURE_HEADS
from desktop.services.figure_exports import figure_rows, figures_period
from desktop.services.outputs import write_output
from desktop.services.stock_exports import TABLES as STOCK
from desktop.services.stock_exports import TITLES
from desktop.tables.meal_states import meal_state

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int
Source = Callable[[Connection, str, str], Iterator[tuple[Cell, ...]]]


# Columns of codes, and where their words stand in the catalogue.
_VOCABULARY = {
    "group": "group",
    "how": "how",
    "services": "service",
    "voided": "void",
    "held": "held",
    "severity": "severity",
    "item": "item",
    "movement": "medicine_move",
    "medicine_unit": "medicine_unit",
    "disposal_reason": "medicine_reason",
}


def neutral(value: Cell) -> Cell:
    """Text that a spreadsheet would run gets a quote in front; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and value.startswith(_LIVE) else value


def _rows(sql: str, shape: Callable[..., tuple[Cell, ...]]) -> Source:
    def read(connection: Connection, first: str, last: str) -> Iterator[tuple[Cell, ...]]:
        for row in connection.exec_driver_sql(sql, (first, last)):
            yield shape(*row)

    return read


def _time(at: int | None) -> str:
    return business_day.stamp(at)[:16].replace("T", " ") if at is not None else ""


TABLES: dict[str, tuple[tuple[str, ...], Source]] = {
    "visits": (
        ("fact", "day", "time", "name", "group", "count", "how", "services", "left", "voided"),
        _rows(
            'SELECT v.fact, v.day, v.at, p.name, v."group", v.count, v.how, coalesce(v.services, v.first_services),'
            " v.ended_at, v.voided FROM visits v LEFT JOIN persons p USING (rider) WHERE v.day >= ? AND v.day <= ?"
            " ORDER BY v.day, v.at",
            lambda fact, day, at, name, group, count, how, services, ended, voided: (
                fact,
                day,
                _time(at),
                masked_name(name or ""),
                group,
                count,
                how,
                services,
                _time(ended),
                voided or "",
            ),
        ),
    ),
    "meals": (
        (
            "fact",
            "day",
            "time",
            "name",
            "group",
            "merchant",
            "period",
            "price_fen",
            "subsidy_fen",
            "held",
            "voided",
            "state",
            "due_fen",
        ),
        _rows(
            'SELECT m.fact, m.day, m.at, p.name, m."group", coalesce(t.name, s.name, m.merchant), m.period,'
            f" m.price_fen, m.subsidy_fen, m.held, m.voided, {meal_state('m')} FROM meals m"
            " LEFT JOIN persons p USING (rider)"
            " LEFT JOIN merchants t ON t.merchant = m.merchant LEFT JOIN sites s ON s.site = m.merchant"
            " WHERE m.day >= ? AND m.day <= ? ORDER BY m.day, m.at",
            lambda fact, day, at, name, group, merchant, period, price, subsidy, held, voided, state: (
                fact,
                day,
                _time(at),
                masked_name(name or ""),
                group,
                merchant,
                period,
                price,
                subsidy,
                held if state == "held" else "",
                voided or "",
                state,
                subsidy if state == "counted" else 0,
            ),
        ),
    ),
    "inspections": (
        ("inspection", "day", "time", "kind", "compliant", "passed", "failed", "na"),
        _rows(
            "SELECT inspection, day, ended, kind, compliant, passed, failed, na FROM inspections"
            " WHERE day >= ? AND day <= ? ORDER BY day, ended",
            lambda inspection, day, at, kind, compliant, passed, failed, na: (
                inspection,
                day,
                _time(at),
                kind,
                compliant,
                passed,
                failed,
                na,
            ),
        ),
    ),
    "rectifications": (
        ("rectification", "number", "day", "item", "checkpoint", "severity", "due", "state"),
        _rows(
            "SELECT rectification, number, opened_day, item, checkpoint, severity, coalesce(extended_due, due), state"
            " FROM rectifications"
            " WHERE opened_day >= ? AND opened_day <= ? ORDER BY opened_day, number",
            lambda *row: tuple(row),
        ),
    ),
    "referrals": (
        ("referral", "day", "name", "kind", "partner", "code", "until", "state"),
        _rows(
            "SELECT r.referral, r.issued_day, p.name, r.kind, t.name, r.code, r.until, r.state FROM referrals r"
            " LEFT JOIN persons p USING (rider) LEFT JOIN partners t ON t.partner = r.partner"
            " WHERE r.issued_day >= ? AND r.issued_day <= ? ORDER BY r.issued_day, r.issued_at",
            lambda referral, day, name, kind, partner, code, until, state: (
                referral,
                day,
                masked_name(name or ""),
                kind,
                partner or "",
                code,
                until,
                state,
            ),
        ),
    ),
    "riders": (
        ("rider", "day", "name", "phone", "group", "verified_until", "forgotten"),
        _rows(
            "SELECT r.rider, r.registered_day, p.name, substr(p.phone, 1, 3) || '****' || substr(p.phone, 8),"
            ' r."group", r.verified_until, r.forgotten_day FROM riders r LEFT JOIN persons p USING (rider)'
            " WHERE r.registered_day >= ? AND r.registered_day <= ? ORDER BY r.registered_day, r.rider",
            lambda rider, day, name, phone, group, until, forgotten: (
                rider,
                day,
                masked_name(name or ""),
                phone or "",
                group,
                until or "",
                forgotten or "",
            ),
        ),
    ),
    "medicine": (
        ("fact", "day", "group"),
        _rows(
            'SELECT fact, day, "group" FROM medicine_uses WHERE day >= ? AND day <= ? ORDER BY day, fact',
            lambda *row: tuple(row),
        ),
    ),
    **STOCK,
}


FIGURES = "figures"
NAMES = (*TABLES, FIGURES)


class Exports:
    def __init__(self, desk: Desk, words: Words) -> None:
        self.desk = desk
        self._words = words

    @allowed("export")
    def write(self, by: Operator, table: str, place: Path, first: str | None, last: str | None) -> int:
        """Writes a table's rows of a span of days (both ends included); returns how many."""
        if place.suffix not in (".csv", ".xlsx"):
            raise Refused("export_suffix", file=place.name)
        if table == FIGURES:
            figures = Figures(self.desk)
            period = figures_period(figures, first, last)
            return self._put(place, FIGURE_HEADS, figure_rows(figures, self._words, period))
        heads, source = TABLES[table]
        begin, end = self._day(first, "0000-00-00"), self._day(last, "9999-99-99")
        with self.desk.store.read() as connection:
            return self._put(
                place, heads, (self._in_words(table, heads, row) for row in source(connection, begin, end))
            )

    def _put(self, place: Path, heads: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> int:
        titles = [self._words.say(f"column.{head}") for head in heads]
        data, count = (_csv if place.suffix == ".csv" else _xlsx)(titles, rows)
        write_output(place, data)
        return count

    def _in_words(self, table: str, heads: tuple[str, ...], row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A row as people read it: codes of the contract in the words of the catalogue."""
        kinds = {"inspections": "inspection_kind", "referrals": "referral_kind"}
        states = {"meals": "meal_state", "rectifications": "rectification_state", "referrals": "referral_state"}
        sources = {**_VOCABULARY, "kind": kinds.get(table, ""), "state": states.get(table, "")}
        return tuple(
            TITLES[head](self.desk.rules, str(cell)) if head in TITLES else self._said(sources.get(head, ""), cell)
            for head, cell in zip(heads, row, strict=True)
        )

    def _said(self, vocabulary: str, cell: Cell) -> Cell:
        if not vocabulary or not isinstance(cell, str):
            return cell
        found = [f"{vocabulary}.{code}" for code in cell.split(",") if code]
        comma = self._words.say("list.comma")
        return comma.join(self._words.say(key) if self._words.has(key) else key.split(".")[1] for key in found)

    def _day(self, text: str | None, default: str) -> str:
        try:
            return business_day.parse_day(text) if text else default
        except ValueError as error:
            raise Refused("day_wrong", day=(text or "")[:20]) from error


def _csv(titles: list[str], rows: Iterator[tuple[Cell, ...]]) -> tuple[bytes, int]:
    """UTF-8 with a mark in front, or Excel shows garbage."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(titles)
    count = 0
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
        count += 1
    return b"\xef\xbb\xbf" + out.getvalue().encode(), count


def _xlsx(titles: list[str], rows: Iterator[tuple[Cell, ...]]) -> tuple[bytes, int]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bottom": 1})
    widths = [len(title) * 2 + 2 for title in titles]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, head)
    count = 0
    for row in rows:
        count += 1
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(count, column, cell)
            else:
                sheet.write_string(count, column, str(neutral(cell)))
            widths[column] = min(max(widths[column], len(str(cell)) + 2), 40)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    book.close()
    return out.getvalue(), count
