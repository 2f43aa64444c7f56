"""Freezes the medicine box's papers: the register of a month, and a disposal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.medicine_papers import (
    DisposalPaper,
    GoneLine,
    HoldingLine,
    MedicineRegister,
    MoveLine,
    ProductSum,
)
from desktop.core.medicine_rules import Line, good_until
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.operators import operator_name
from desktop.store.beside import note_text

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted

# Movements of the month with their line, in the order in which they were made.
_MOVES = (
    'SELECT m.day, m.kind, m.delta, m."by", m.fact, m.line, l.product, l.batch, l.unit, d.reason'
    " FROM medicine_moves m JOIN medicine_lines l ON l.line = m.line"
    " LEFT JOIN medicine_disposals d ON d.disposal = m.fact"
    " WHERE m.site = ? AND m.day >= ? AND m.day <= ? AND l.product NOT NULL ORDER BY m.day, m.moved_at, m.fact, m.delta"
)
# Lines that may have held something when the month began or ended: those not used up before it. By their movements,
# since two devices that did not know of each other's may have left a line otherwise than the last of them saw.
_HELD = (
    "SELECT l.line, l.product, l.form, l.batch, l.expiry, l.good_days, l.unit, l.opened_day,"
    " (SELECT coalesce(sum(m.delta), 0) FROM medicine_moves m WHERE m.line = l.line AND m.day < ?),"
    " (SELECT coalesce(sum(m.delta), 0) FROM medicine_moves m WHERE m.line = l.line AND m.day <= ?)"
    " FROM medicine_lines l WHERE l.line IN (SELECT line FROM medicine_moves WHERE site = ?"
    " GROUP BY line HAVING sum(delta) <> 0 UNION SELECT line FROM medicine_moves WHERE site = ? AND day >= ?)"
    " AND l.product NOT NULL"
)


class _Words:
    """Titles of the list in one language; what has left the list is called by its code."""

    def __init__(self, desk: Desk, language: str) -> None:
        self._listed = desk.rules.medicine
        self._language = language

    def product(self, code: str) -> str:
        return self._listed.titled(code, self._language)

    def code(self, table: str, code: str | None) -> str:
        titles = getattr(self._listed, table).get(code or "")
        return titles[self._language] if titles else code or ""


@allowed("print")
def medicine_register(papers: Papers, _by: Operator, wanted: Wanted) -> MedicineRegister:
    """药箱登记 of a month, of this one without one; a month to come is refused."""
    desk = papers.desk
    today = business_day.day_of(desk.now())
    try:
        month = business_day.parse_month(wanted.month) if wanted.month else business_day.month_of(today)
    except ValueError as error:
        raise Refused("month_wrong", month=(wanted.month or "")[:20]) from error
    if month > business_day.month_of(today):
        raise Refused("month_ahead", month=month)
    first, last = business_day.month_span(month)
    as_of = min(last, today)
    frame = papers.frame("medicine", subject=month)
    words = _Words(desk, frame.lang)
    site = desk.place.site
    with desk.store.read() as connection:
        moves = connection.exec_driver_sql(_MOVES, (site, first, last)).fetchall()
        held = connection.exec_driver_sql(_HELD, (first, last, site, site, first)).fetchall()
        lines = _move_lines(connection, words, moves, {row[0]: row[8] for row in held})
    if not moves and not any(row[9] for row in held):
        raise Refused("paper_empty")
    return MedicineRegister(
        frame=frame,
        month=month,
        as_of=as_of,
        listed=desk.rules.medicine.version,
        sums=_sums(words, moves, held),
        moves=lines,
        holdings=_holdings(desk, words, held, as_of),
    )


def _move_lines(
    connection: Connection, words: _Words, moves: Sequence[Any], before: dict[str, int]
) -> tuple[MoveLine, ...]:
    """Every movement with the balance of its batch after it."""
    balance = defaultdict(int, before)
    found = []
    for day, kind, delta, by, _fact, line, product, batch, _unit, reason in moves:
        balance[line] += delta
        found.append(
            MoveLine(
                day=day,
                name=words.product(product),
                batch=batch,
                kind=kind,
                came=max(delta, 0),
                went=max(-delta, 0),
                left=balance[line],
                by=masked_name(operator_name(connection, by)),
                note=words.code("reasons", reason) if reason else "",
            )
        )
    return tuple(found)


def _sums(words: _Words, moves: Sequence[Any], held: Sequence[Any]) -> tuple[ProductSum, ...]:
    """Each product's month; containers that became a line of their own are in no column."""
    before: dict[str, int] = defaultdict(int)
    after: dict[str, int] = defaultdict(int)
    called: dict[str, tuple[str, str]] = {}
    for _line, product, _form, _batch, _expiry, _days, unit, _opened, first, last in held:
        before[product] += first
        after[product] += last
        called[product] = (words.product(product), words.code("units", unit))
    moved: dict[tuple[str, str], int] = defaultdict(int)
    for move in moves:
        moved[move[6], move[1]] += move[2]
    return tuple(
        ProductSum(
            *called[product],
            before=before[product],
            stocked=moved[product, "stocked"],
            taken=-moved[product, "taken"],
            difference=moved[product, "counted"],
            disposed=-moved[product, "disposed"],
            after=after[product],
        )
        for product in sorted(called, key=lambda code: called[code])
        if before[product] or after[product] or any(key[0] == product for key in moved)
    )


def _holdings(desk: Desk, words: _Words, held: Sequence[Any], as_of: str) -> tuple[HoldingLine, ...]:
    """What was in the box at the end of `as_of`, the soonest to expire first."""
    found = []
    for line, product, form, batch, expiry, good_days, unit, opened, _before, left in held:
        if left == 0:
            continue
        opened_then = opened if opened and opened <= as_of else None
        until = good_until(expiry, opened_then, good_days)
        as_then = Line(line, product, "", form, batch, expiry, good_days, unit, "", False, "", opened_then, until, left)
        found.append(
            HoldingLine(
                name=words.product(product),
                form=words.code("forms", form),
                batch=batch,
                expiry=expiry,
                opened=opened_then or "",
                until=until,
                left=left,
                unit=words.code("units", unit),
                state=str(as_then.state(as_of, desk.rules.medicine.soon_days)),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.until, each.name, each.batch)))


@allowed("print")
def disposal(papers: Papers, _by: Operator, wanted: Wanted) -> DisposalPaper:
    """药品处置单: the one with this id, else the latest (of the day)."""
    desk = papers.desk
    site = desk.place.site
    with desk.store.read() as connection:
        where, values = ("disposal = ?", (wanted.id,)) if wanted.id else ("day <= ?", (wanted.day or "9999",))
        if wanted.day and not wanted.id:
            where = "day = ?"
        row = connection.exec_driver_sql(
            'SELECT disposal, day, number, reason, "by", witness, receiver, note, disposed_at FROM medicine_disposals'
            f" WHERE site = ? AND {where} ORDER BY day DESC, number DESC LIMIT 1",
            (site, *values),
        ).fetchone()
        if row is None:
            raise Refused("paper_empty")
        fact, day, number, reason, maker, witness, receiver, note, at = row
        frame = papers.frame("disposal", subject=fact)
        words = _Words(desk, frame.lang)
        said = desk.rules.medicine.number[frame.lang].format(year=day[:4], number=number)
        lines = connection.exec_driver_sql(
            "SELECT l.product, l.form, l.batch, l.expiry, l.opened_until, -m.delta, l.unit, l.source"
            " FROM medicine_moves m JOIN medicine_lines l ON l.line = m.line WHERE m.fact = ?"
            " ORDER BY l.expiry, l.product, l.batch",
            (fact,),
        ).fetchall()
        return DisposalPaper(
            frame=replace(frame, number=said),
            day=day,
            time=business_day.clock_time(at),
            reason=words.code("reasons", reason),
            receiver=words.code("receivers", receiver),
            note=note_text(connection, note),
            operator=masked_name(operator_name(connection, maker)),
            witness=masked_name(operator_name(connection, witness)),
            lines=tuple(
                GoneLine(
                    name=words.product(product),
                    form=words.code("forms", form),
                    batch=batch,
                    expiry=expiry,
                    until=min(expiry, opened_until or expiry),
                    quantity=quantity,
                    unit=words.code("units", unit),
                    source=words.code("sources", source),
                )
                for product, form, batch, expiry, opened_until, quantity, unit, source in lines
            ),
        )


KINDS = {"medicine": medicine_register, "disposal": disposal}
