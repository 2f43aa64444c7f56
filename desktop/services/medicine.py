"""The medicine box 药箱: stock in, open, take, count, dispose of by two. Nothing is linked to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.medicine import (
    DisposedLine,
    MedicineCounted,
    MedicineDisposed,
    MedicineOpened,
    MedicineStocked,
    MedicineTaken,
    Parted,
)
from desktop.core.medicine_rules import Line, State, clean_batch, good_until, parse_expiry
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.duties import require_apart
from desktop.services.medicine_stock import find_line, line_of, live_lines
from desktop.services.operators import Operators
from desktop.store.beside import put_note
from desktop.store.journal import Txn

QUANTITY_MOST = 9_999
GOOD_DAYS_MOST = 3_650


@dataclass(frozen=True)
class Moved:
    """What an act did: the fact, the line as it stands now, and its state; `before` what it held until then."""

    fact: str
    line: Line
    state: State
    before: int


@dataclass(frozen=True)
class Disposed:
    """A disposal: its fact, its number of the year, and (line, quantity) of what went."""

    fact: str
    number: int
    lines: tuple[tuple[str, int], ...]


class Medicine:
    def __init__(self, desk: Desk, operators: Operators) -> None:
        self.desk = desk
        self._operators = operators

    @allowed("medicine_see")
    def lines(self, by: Operator) -> tuple[tuple[Line, State], ...]:
        """What is in the box and its state today, the soonest to expire first."""
        today = business_day.day_of(self.desk.now())
        with self.desk.store.read() as connection:
            lines = live_lines(connection, self.desk.rules.medicine, self.desk.place.site)
        return tuple((line, self._state(line, today)) for line in lines)

    @allowed("medicine_add")
    def stock(
        self,
        by: Operator,
        name: str,
        *,
        batch: str,
        expiry: str,
        quantity: int,
        source: str = "street",
        contains_alcohol: bool = False,
        good_days: int | None = None,
        note: str = "",
    ) -> Moved:
        """A new line of the box. Raises `Refused` for what is not on the list, oral medicine with alcohol, a
        line that is expired already, and wrong input.
        """
        listed = self.desk.rules.medicine
        product = listed.to_stock(name)
        if contains_alcohol and product.use == "oral":
            raise Refused("medicine_alcohol", name=product.titles["zh"], instead=listed.instead_of(product))
        if source not in listed.sources:
            raise Refused("medicine_source_unknown", source=source[:40], sources=", ".join(listed.sources))
        if good_days is not None and not 1 <= good_days <= GOOD_DAYS_MOST:
            raise Refused("medicine_good_days_wrong", most=GOOD_DAYS_MOST)
        self._check_quantity(quantity)
        batch, last = clean_batch(batch), parse_expiry(expiry)
        today = business_day.day_of(self.desk.now())
        if last < today:
            raise Refused("medicine_came_expired", name=product.titles["zh"], day=last)
        with self.desk.store.write() as txn:
            body = MedicineStocked(
                line=self.desk.store.ids.other(),
                product=product.code,
                form=product.form,
                batch=batch,
                expiry=last,
                quantity=quantity,
                unit=product.unit,
                source=source,
                contains_alcohol=contains_alcohol,
                good_days=product.good_days if good_days is None else good_days,
                listed=listed.version,
                note=put_note(txn, note),
            )
            entry = txn.append(body, day=today, by=by.id)
            return self._moved(txn, entry, body.line, 0, today)

    @allowed("medicine_open")
    def open(self, by: Operator, text: str, *, whole: bool = False) -> Moved:
        """Opens a container today. Of a line of several that keep only so long once opened, one becomes a line
        of its own (unless `whole`): its fellows are still sealed. Raises `Refused`.
        """
        now = self.desk.now()
        today = business_day.day_of(now)
        with self.desk.store.write() as txn:
            line = self._good(self._find(txn, text, today), today)
            if line.opened is not None:
                raise Refused("medicine_open_already", name=line.name, day=line.opened)
            target, left = line.line, line.left
            if line.good_days is not None and line.left > 1 and not whole:
                target, left = self._part(txn, by, line, today), 1
            until = good_until(line.expiry, today, line.good_days)
            entry = txn.append(MedicineOpened(target, now, until, left), day=today, by=by.id)
            return self._moved(txn, entry, target, left, today)

    def _part(self, txn: Txn, by: Operator, line: Line, today: str) -> str:
        """One container of a line as a line of its own; returns the new line."""
        body = MedicineStocked(
            line=self.desk.store.ids.other(),
            product=line.product,
            form=line.form,
            batch=line.batch,
            expiry=line.expiry,
            quantity=1,
            unit=line.unit,
            source=line.source,
            contains_alcohol=line.contains_alcohol,
            good_days=line.good_days,
            listed=self.desk.rules.medicine.version,
            out_of=Parted(line.line, line.left - 1),
        )
        txn.append(body, day=today, by=by.id)
        return body.line

    @allowed("medicine_take")
    def take(self, by: Operator, text: str, quantity: int = 1) -> Moved:
        """A movement of stock, for nobody in particular. Raises `Refused` when there is less, or it is expired."""
        self._check_quantity(quantity)
        today = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            line = self._good(self._find(txn, text, today, take=True), today)
            if line.left < quantity:
                raise Refused("medicine_short", name=line.name, batch=line.batch, left=line.left, quantity=quantity)
            entry = txn.append(MedicineTaken(line.line, quantity, line.left - quantity), day=today, by=by.id)
            return self._moved(txn, entry, line.line, line.left, today)

    @allowed("medicine_count")
    def count(self, by: Operator, text: str, counted: int, note: str = "") -> Moved:
        """What was really there; the difference stands in the register. Raises `Refused`."""
        if not 0 <= counted <= QUANTITY_MOST:
            raise Refused("medicine_count_wrong", most=QUANTITY_MOST)
        today = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            line = self._find(txn, text, today)
            body = MedicineCounted(line.line, counted, line.left, put_note(txn, note))
            return self._moved(txn, txn.append(body, day=today, by=by.id), line.line, line.left, today)

    @allowed("medicine_dispose")
    def dispose(
        self,
        by: Operator,
        lines: Sequence[tuple[str, int | None]],
        reason: str,
        witness: str,
        pin: str,
        *,
        receiver: str | None = None,
        note: str = "",
    ) -> Disposed:
        """Takes lines out for good (None: all that is left), with a second operator whose PIN is checked here.

        With no lines and `expired`, everything that is expired. Raises `Refused`.
        """
        listed = self.desk.rules.medicine
        if reason not in listed.reasons:
            raise Refused("medicine_reason_unknown", reason=reason[:40], reasons=", ".join(listed.reasons))
        if receiver is not None and receiver not in listed.receivers:
            raise Refused("medicine_receiver_unknown", receiver=receiver[:40], receivers=", ".join(listed.receivers))
        second = self._operators.choose(witness)
        require_apart(self.desk, second.id, "dispose_witness", {"dispose": {by.id}})
        # before the transaction: a wrong PIN is counted even though nothing is disposed of
        self.desk.rules.roles.require(self._operators.sign_in(second.id, pin), "medicine_dispose")
        today = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            gone = self._gone(txn, lines, reason, today)
            newest = txn.rows(
                "SELECT coalesce(max(number), 0) FROM medicine_disposals WHERE site = ? AND day >= ? AND day <= ?",
                (self.desk.place.site, today[:4], today[:4] + "~"),
            )
            body = MedicineDisposed(
                number=int(newest[0][0]) + 1,
                lines=gone,
                reason=reason,
                witness=second.id,
                receiver=receiver,
                listed=listed.version,
                note=put_note(txn, note),
            )
            entry = txn.append(body, day=today, by=by.id)
        return Disposed(entry.id, body.number, tuple((each.line, each.quantity) for each in gone))

    def _gone(self, txn: Txn, lines: Sequence[tuple[str, int | None]], reason: str, today: str) -> list[DisposedLine]:
        """The lines to dispose of, each once, with what stays. Raises `Refused`."""
        asked = list(lines)
        if not asked and reason == "expired":
            live = live_lines(txn.connection, self.desk.rules.medicine, self.desk.place.site)
            asked = [(line.line, None) for line in live if self._state(line, today) is State.EXPIRED]
        if not asked:
            raise Refused("medicine_nothing_to_dispose")
        gone: dict[str, DisposedLine] = {}
        for text, wanted in asked:
            line = self._find(txn, text, today)
            quantity = line.left if wanted is None else wanted
            if line.line in gone:
                raise Refused("medicine_line_twice", name=line.name, batch=line.batch)
            if reason == "expired" and line.until >= today:
                raise Refused("medicine_not_expired", name=line.name, batch=line.batch, day=line.until)
            if line.left <= 0:
                raise Refused("medicine_used_up", name=line.name, batch=line.batch)
            self._check_quantity(quantity)
            if quantity > line.left:
                raise Refused("medicine_short", name=line.name, batch=line.batch, left=line.left, quantity=quantity)
            gone[line.line] = DisposedLine(line.line, quantity, line.left - quantity)
        return list(gone.values())

    def _find(self, txn: Txn, text: str, today: str, *, take: bool = False) -> Line:
        return find_line(txn.connection, self.desk.place.site, self.desk.rules.medicine, text, today, take=take)

    def _good(self, line: Line, today: str) -> Line:
        """The line if it may be used today. Raises `Refused`."""
        if line.left <= 0:
            raise Refused("medicine_used_up", name=line.name, batch=line.batch)
        if self._state(line, today) is State.EXPIRED:
            raise Refused("medicine_expired", name=line.name, batch=line.batch, day=line.until)
        return line

    def _state(self, line: Line, today: str) -> State:
        return line.state(today, self.desk.rules.medicine.soon_days)

    def _moved(self, txn: Txn, entry: Entry, line: str, before: int, today: str) -> Moved:
        now = line_of(txn.connection, self.desk.rules.medicine, line)
        assert now is not None
        return Moved(entry.id, now, self._state(now, today), before)

    def _check_quantity(self, quantity: int) -> None:
        if not 1 <= quantity <= QUANTITY_MOST:
            raise Refused("medicine_quantity_wrong", most=QUANTITY_MOST)
