"""Paper for bad days 应急登记本: registers numbered ahead, and 补录 of their sheets as ordinary facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.card import DAY_SECONDS, Card
from desktop.core.card import normalise as card_text
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.hours import MINUTE_MS, parse_minute
from desktop.core.people import GROUPS, masked_name
from desktop.core.programme import DAY_MINUTES, Serving
from desktop.core.register import (
    ROWS,
    SHEETS_MOST,
    RegisterPrinted,
    RegisterTakenOut,
    SheetEntered,
    parse_number,
    prefix_for,
    sheet_number,
)
from desktop.core.roles import Operator
from desktop.core.visit import COUNT_MOST, SERVICES
from desktop.photos import clean_photo
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master
from desktop.services.meals import Meals
from desktop.services.operators import operator_name
from desktop.services.sheet_file import GivenRow, GivenSheet
from desktop.services.visits import Visits
from desktop.store.beside import put_blob
from desktop.store.journal import Txn


def went_out(connection: Connection, register: str) -> bool:
    """Whether a register's numbers went out on paper before."""
    sql = "SELECT 1 FROM registers WHERE book = ? AND out_at NOT NULL"
    return connection.exec_driver_sql(sql, (register,)).fetchone() is not None


@dataclass(frozen=True)
class Printed:
    """Numbers of a register's first and last sheet, as they stand on paper."""

    register: str
    kind: str
    first: str
    last: str
    entry: Entry


@dataclass(frozen=True)
class Entered:
    """A sheet that was entered: `facts` of its rows, how many `joined` a visit in hand, stayed `anonymous`
    although a card or name was written, and are `held`.
    """

    entry: Entry
    sheet: str
    day: str
    rows: int
    joined: int
    anonymous: int
    held: int


@dataclass(frozen=True)
class _Ready:
    """A row that was checked; `card` of somebody found exactly, `serving` for a meal, `at` ms UTC."""

    row: GivenRow
    at: int
    card: Card | None
    serving: Serving | None

    @property
    def named(self) -> bool:
        return bool(self.row.card or self.row.name or self.row.phone_tail)


class Sheets:
    def __init__(self, desk: Desk, visits: Visits, meals: Meals, master: Master) -> None:
        self.desk = desk
        self._visits = visits
        self._meals = meals
        self._master = master

    @allowed("print_register")
    def add_register(self, by: Operator, kind: str, sheets: int) -> Printed:
        """Numbers for so many blank sheets; no number is given twice, also after a restore. Raises `Refused`."""
        if kind not in ROWS:
            raise Refused("register_kind_unknown", kind=kind[:40], kinds=", ".join(ROWS))
        if not 1 <= sheets <= SHEETS_MOST:
            raise Refused("register_sheets_wrong", most=SHEETS_MOST)
        with self.desk.store.write() as txn:
            epochs = [row[0] for row in txn.rows("SELECT epoch FROM epochs")]
            prefix = prefix_for(txn.head.epoch, epochs)
            newest = txn.rows("SELECT coalesce(max(last), 0) FROM registers WHERE prefix = ?", (prefix,))[0][0]
            register = self.desk.store.ids.other()
            body = RegisterPrinted(register, kind, prefix, newest + 1, newest + sheets, sheets)
            entry = txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)
        return Printed(register, kind, sheet_number(prefix, body.first), sheet_number(prefix, body.last), entry)

    @allowed("print")
    def note_out(self, by: Operator, register: str) -> None:
        """A register went out on paper: who makes its sheets again gets copies 副本. Raises `Refused`."""
        with self.desk.store.write() as txn:
            if not txn.rows("SELECT 1 FROM registers WHERE book = ? AND prefix NOT NULL", (register,)):
                raise Refused("register_unknown", register=register[:40])
            txn.append(RegisterTakenOut(register), day=business_day.day_of(self.desk.now()), by=by.id)

    @allowed("enter_sheet")
    def enter(self, by: Operator, given: GivenSheet) -> Entered:
        """补录: all rows are checked before anything is kept; a sheet is entered once. Raises `Refused`."""
        with self.desk.store.write() as txn:
            sheet, register, kind, printed = self._sheet(txn, given.sheet)
            day = self._day(given.day, printed)
            if not 1 <= len(given.rows) <= ROWS[kind]:
                raise Refused("sheet_rows_wrong", most=ROWS[kind], rows=len(given.rows))
            if given.photo is None:
                raise Refused("sheet_photo_needed")
            photo = clean_photo(given.photo)
            merchant = self._merchant(given.merchant) if kind == "meals" else ""
            check: Callable[[Txn, GivenRow, str], _Ready] = self._meal_row if kind == "meals" else self._visit_row
            ready = [check(txn, row, day) for row in given.rows]
            facts: list[str] = []
            joined = 0
            for each in ready:
                fact = self._meal(by, each, merchant) if kind == "meals" else self._visit(by, each)
                joined += fact is None
                facts += [fact] if fact is not None else []
            body = SheetEntered(sheet, register, kind, len(ready), put_blob(txn, "image/jpeg", photo), day, facts)
            entry = txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)
        lost = sum(each.named and each.card is None for each in ready)
        return Entered(entry, sheet, day, len(ready), joined, lost, len(facts) if kind == "meals" else 0)

    def _sheet(self, txn: Txn, text: str) -> tuple[str, str, str, str]:
        """Number, register, kind and day of printing of a sheet that is not entered yet; raises `Refused`."""
        try:
            prefix, number = parse_number(text)
        except ValueError as error:
            raise Refused("sheet_number_wrong", sheet=text[:40]) from error
        row = txn.rows(
            "SELECT book, kind, day FROM registers WHERE prefix = ? AND last >= ? AND first <= ? LIMIT 1",
            (prefix, number, number),
        )
        if not row:
            raise Refused("sheet_unknown", sheet=sheet_number(prefix, number))
        sheet = sheet_number(prefix, number)
        before = txn.rows("SELECT entered_at, entered_by FROM entered_sheets WHERE sheet = ?", (sheet,))
        if before:
            at, operator = before[0]
            raise Refused(
                "sheet_entered",
                sheet=sheet,
                time=business_day.stamp(at)[:16].replace("T", " "),
                by=masked_name(operator_name(txn.connection, operator)),
            )
        return sheet, row[0][0], row[0][1], row[0][2]

    def _day(self, text: str, printed: str) -> str:
        """The day written at the sheet's head: not to come, and not before the sheet was printed."""
        try:
            day = business_day.parse_day(text)
        except ValueError as error:
            raise Refused("day_wrong", day=text[:20]) from error
        if self.desk.store.clock_behind():
            return day
        if day > business_day.day_of(self.desk.now()):
            raise Refused("sheet_day_ahead", day=day)
        if day < printed:
            raise Refused("sheet_day_before", day=day, printed=printed)
        return day

    def _merchant(self, text: str) -> str:
        """A merchant's id by id or name."""
        if self.desk.place.role == "merchant" and not text.strip():
            return self.desk.place.site
        for merchant, name in self._master.merchants():
            if text.strip() in (merchant, name):
                return merchant
        raise Refused("merchant_unknown", merchant=text[:40])

    # rows, checked

    def _visit_row(self, txn: Txn, row: GivenRow, day: str) -> _Ready:
        if row.signature:
            raise Refused("row_wrong", row=row.number, field="signature")
        for service in row.services:
            if service not in SERVICES:
                raise Refused("row_service_unknown", row=row.number, service=service[:40], services=", ".join(SERVICES))
        if row.group and row.group not in GROUPS:
            raise Refused("row_group_unknown", row=row.number, group=row.group[:40], groups=", ".join(GROUPS))
        at = business_day.start_of(day) + self._minute(row) * MINUTE_MS
        self._past(row, at)
        ready = _Ready(row, at, self._known(txn.connection, row, at), None)
        if not 1 <= row.count <= (1 if ready.named else COUNT_MOST):
            raise Refused("row_count_wrong", row=row.number, most=COUNT_MOST)
        if ready.card is None and not row.group:
            raise Refused("row_group_needed", row=row.number)
        return ready

    def _meal_row(self, txn: Txn, row: GivenRow, day: str) -> _Ready:
        if row.count != 1 or row.services:
            raise Refused("row_wrong", row=row.number, field="services" if row.services else "count")
        if not row.signature:
            raise Refused("row_signature_needed", row=row.number)
        at = business_day.start_of(day) + self._minute(row) * MINUTE_MS
        serving = self.desk.rules.programme.serving(at)
        if serving is not None and serving.day != day:
            # after midnight on the sheet of the evening before
            at += business_day.DAY_MS
            serving = self.desk.rules.programme.serving(at)
        if serving is None or serving.day != day:
            raise Refused("row_out_of_hours", row=row.number, time=row.time[:20])
        self._past(row, at)
        card = self._known(txn.connection, row, at)
        if card is None:
            raise Refused("row_rider_unknown", row=row.number)
        return _Ready(row, at, card, serving)

    def _minute(self, row: GivenRow) -> int:
        try:
            minute = parse_minute(row.time)
        except ValueError as error:
            raise Refused("row_time_wrong", row=row.number, time=row.time[:20]) from error
        if minute >= DAY_MINUTES:
            raise Refused("row_time_wrong", row=row.number, time=row.time[:20])
        return minute

    def _past(self, row: GivenRow, at: int) -> None:
        if at > self.desk.now() and not self.desk.store.clock_behind():
            raise Refused("row_ahead", row=row.number, time=row.time[:20])

    def _known(self, connection: Connection, row: GivenRow, at: int) -> Card | None:
        """The card of somebody who is found exactly, by card number or by name and phone tail, else None."""
        columns = 'c.rider, c."group", c.issuer, c.issued, c.valid_days, c.withdrawn_at'
        standing = " JOIN riders r ON r.rider = c.rider AND r.forgotten_day IS NULL AND r.registered_day NOT NULL"
        if row.card:
            rows = connection.exec_driver_sql(
                f"SELECT {columns} FROM cards c{standing} WHERE c.number = ?", (card_text(row.card),)
            ).fetchall()
        elif row.name and row.phone_tail:
            riders = connection.exec_driver_sql(
                "SELECT p.rider FROM person_terms t JOIN persons p USING (rider) WHERE t.term = ? AND p.name = ?",
                (row.phone_tail.strip(), " ".join(row.name.split())),
            ).fetchall()
            if len(riders) != 1 or len(row.phone_tail.strip()) != 4:
                return None
            rows = connection.exec_driver_sql(
                f"SELECT {columns} FROM cards c{standing} WHERE c.rider = ? ORDER BY c.issued DESC LIMIT 1",
                (riders[0][0],),
            ).fetchall()
        else:
            return None
        if len(rows) != 1:
            return None
        rider, group, issuer, issued, days, withdrawn = rows[0]
        by_card = bool(row.card)
        if by_card and (at // 1000 >= issued + days * DAY_SECONDS or (withdrawn is not None and withdrawn <= at)):
            return None
        return Card(rider, group, bytes.fromhex(issuer), issued, days, "")

    # rows, kept

    def _visit(self, by: Operator, ready: _Ready) -> str | None:
        """The visit's fact, None where it joined the one in hand."""
        row, card = ready.row, ready.card
        rider, group = (card.rider, card.group) if card else (None, row.group)
        done = self._visits.on_paper(by, rider, group, list(row.services), row.count, ready.at)
        return None if done.outcome == "already_here" else done.fact

    def _meal(self, by: Operator, ready: _Ready, merchant: str) -> str:
        assert ready.card is not None
        assert ready.serving is not None
        served = self._meals.on_paper(by, ready.card, merchant, ready.serving, ready.at)
        if served.fact is None:
            raise Refused("row_not_in_programme", row=ready.row.number)
        return served.fact
