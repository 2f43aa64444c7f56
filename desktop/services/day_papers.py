"""The data of the day's papers: 交接班单, 日终对账单, closing notice, a month's hours, blank registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core import entry as entries
from desktop.core.day_papers import (
    BlankRegister,
    ClosingNotice,
    CountedLine,
    FlaggedLine,
    HandoverPaper,
    HoursLine,
    HoursPaper,
    Problem,
    ReconciliationPaper,
)
from desktop.core.entry import Entry
from desktop.core.errors import Broken, Refused
from desktop.core.hours import MINUTE_MS
from desktop.core.kinds import fact_of
from desktop.core.people import GROUPS, masked_name
from desktop.core.register import ROWS, sheet_number
from desktop.core.roles import Operator
from desktop.core.shift import DayClosed, part_of, signature_holds
from desktop.core.visit import SERVICES
from desktop.core.words import Words
from desktop.services.desk import Desk, allowed
from desktop.services.hours import posted_text, spans_of
from desktop.services.operators import operator_name
from desktop.services.sheets import went_out
from desktop.store.beside import note_text, setting

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted

FLAGGED_MOST = 20
SOONEST_DAYS = 30
# A reason whose own words say nothing to who stands before the door.
OTHER = "other"


@allowed("print")
def handover(papers: Papers, _by: Operator, wanted: Wanted) -> HandoverPaper:
    """A hand-over by its fact, else the latest (of the day)."""
    desk, words = papers.desk, papers.words
    where, values = ("fact = ?", wanted.id) if wanted.id else ("day = ?", wanted.day) if wanted.day else ("?", 1)
    with desk.store.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT fact, day, at, number, giver, taker, problems, chase, loans, medicine, waiting, keys,"
            f" lost_property, note FROM hand_overs WHERE {where} ORDER BY day DESC, at DESC LIMIT 1",
            (values,),
        ).fetchone()
        if row is None:
            raise Refused("hand_over_unknown")
        fact, day, at, number = row[:4]
        problems = _problems(connection, desk, words, row[6].split(",") if row[6] else [], day)
        title = words.say("handover.number", year=day[:4], day=day[5:7] + day[8:], number=f"{number:02d}")
        return HandoverPaper(
            frame=papers.frame("handover", title, fact),
            day=day,
            time=business_day.clock_time(at),
            giver=masked_name(operator_name(connection, row[4])),
            taker=masked_name(operator_name(connection, row[5])),
            problems=problems,
            chase=row[7],
            loans=row[8],
            medicine=row[9],
            waiting=row[10],
            keys=row[11],
            lost_property=note_text(connection, row[12]),
            note=note_text(connection, row[13]),
        )


@allowed("print")
def reconciliation(papers: Papers, _by: Operator, wanted: Wanted) -> ReconciliationPaper:
    """A day's closing, the latest without a day. Raises `Broken` where the signature does not hold."""
    desk, words = papers.desk, papers.words
    with desk.store.read() as connection:
        entry, fact = _closing(connection, desk, wanted.day)
        opened = connection.exec_driver_sql(
            "SELECT opened_at FROM days WHERE site = ? AND day = ? AND device = ?",
            (entry.site, entry.day, entry.device),
        ).scalar()
        title = words.say("reconciliation.number", year=entry.day[:4], day=entry.day[5:7] + entry.day[8:])
        return ReconciliationPaper(
            frame=papers.frame("reconciliation", title, entry.id),
            day=entry.day,
            opened=business_day.clock_time(opened) if opened else "",
            closed=business_day.clock_time(fact.when),
            operator=masked_name(operator_name(connection, entry.by)),
            device=entry.device[:4].upper(),
            lines=tuple(CountedLine(p.part, p.captured, p.acknowledged, p.waiting, p.flagged) for p in fact.parts),
            whole=CountedLine("", fact.captured, fact.acknowledged, fact.waiting, fact.flagged),
            first=fact.first,
            last=fact.last,
            earlier=fact.earlier,
            head=fact.head,
            signature=fact.signature,
            meals=fact.meals,
            held=fact.held,
            voided=fact.voided,
            taken_fen=fact.taken_fen,
            subsidy_fen=fact.subsidy_fen,
            flagged=_flagged(connection, entry, fact),
            problems=_problems(connection, desk, words, fact.problems, entry.day),
        )


@allowed("print")
def closing_notice(papers: Papers, _by: Operator, wanted: Wanted) -> ClosingNotice:
    """The notice of a planned closing: the one with this id, else the next that is not over."""
    desk, words = papers.desk, papers.words
    now = desk.now()
    where, values = ("closing = ?", wanted.id) if wanted.id else ("ends > ?", now)
    with desk.store.read() as connection:
        row = connection.exec_driver_sql(
            f"SELECT closing, begins, ends, reason, note FROM closings WHERE site = ? AND {where}"
            " AND cancelled_at IS NULL AND begins NOT NULL ORDER BY begins LIMIT 1",
            (desk.place.site, values),
        ).fetchone()
        if row is None:
            raise Refused("closing_unknown", closing=(wanted.id or "")[:40])
        closing, begins, ends, reason, note = row
        back, hours = _back(connection, desk, ends)
        text = note_text(connection, note)
        plain = reason == OTHER and bool(text)
        whole = all((at + 8 * business_day.HOUR_MS) % business_day.DAY_MS == 0 for at in (begins, ends))
        return ClosingNotice(
            frame=papers.frame("closing_notice", "", closing),
            first=business_day.day_of(begins) if whole else _stamp(begins),
            last=business_day.day_of(ends - 1) if whole else _stamp(ends),
            reason=text if plain else desk.rules.hours.closing_reasons[reason][words.language],
            note="" if plain else text,
            back=back,
            back_hours=hours,
            hours=posted_text(desk, words, business_day.day_of(ends)),
            phone=setting(connection, "phone") or "",
            today=business_day.day_of(now),
        )


@allowed("print")
def hours(papers: Papers, by: Operator, wanted: Wanted) -> HoursPaper:
    """Posted and real hours of a month, this one without one."""
    desk, words = papers.desk, papers.words
    today = business_day.day_of(desk.now())
    month = papers.office.hours.month(by, wanted.month or business_day.month_of(today))
    lines = [
        HoursLine(
            day.day,
            desk.rules.hours.kinds[day.kind][words.language],
            day.due,
            day.planned,
            day.added,
            business_day.clock_time(day.opened) if day.opened else "",
            business_day.clock_time(day.closed) if day.closed else "",
            day.real,
            day.late,
            day.short,
            day.state,
        )
        for day in month.days
    ]
    return HoursPaper(
        frame=papers.frame("hours", "", month.month),
        month=month.month,
        hours=posted_text(desk, words, min(today, business_day.month_span(month.month)[1])),
        version=desk.rules.hours.version,
        grace=desk.rules.hours.grace,
        lines=tuple(lines),
    )


@allowed("print")
def register(papers: Papers, _by: Operator, wanted: Wanted) -> BlankRegister:
    """The sheets of a register: the one with this id, else the latest. Its numbers were given when it was made; they
    are marked as a copy once they went out on paper.
    """
    desk = papers.desk
    where, values = ("book = ?", (wanted.id,)) if wanted.id else ("1 = 1", ())
    with desk.store.read() as connection:
        row = connection.exec_driver_sql(
            f"SELECT book, kind, prefix, first, last FROM registers WHERE {where} AND prefix NOT NULL"
            " ORDER BY at DESC, last DESC LIMIT 1",
            values,
        ).fetchone()
        if row is None:
            raise Refused("register_unknown", register=(wanted.id or "")[:40])
        book, kind, prefix, first, last = row
        copy = went_out(connection, book)
    numbers = tuple(sheet_number(prefix, number) for number in range(first, last + 1))
    return BlankRegister(papers.frame("register", "", book), kind, numbers, ROWS[kind], GROUPS, SERVICES, book, copy)


def _closing(connection: Connection, desk: Desk, day: str | None) -> tuple[Entry, DayClosed]:
    """The stored fact of a closing, signature checked."""
    where, values = ("day = ?", (day,)) if day else ("1 = 1", ())
    row = connection.exec_driver_sql(
        f"SELECT closing FROM day_papers WHERE site = ? AND {where} AND device = ? AND closing NOT NULL"
        " ORDER BY day DESC LIMIT 1",
        (desk.place.site, *values, desk.store.device),
    ).fetchone()
    if row is None:
        raise Refused("day_not_closed", day=day or business_day.day_of(desk.now()))
    data = connection.exec_driver_sql("SELECT data FROM journal WHERE fact = ?", (UUID(row[0]).bytes,)).scalar_one()
    entry = entries.from_bytes(bytes(data))
    fact = fact_of(entry)
    key = connection.exec_driver_sql(
        'SELECT "key" FROM epochs WHERE device = ? AND epoch = ?', (entry.device, entry.epoch)
    ).scalar()
    if not isinstance(fact, DayClosed) or not signature_holds(entry, fact, bytes.fromhex(key or "")):
        raise Broken("reconciliation_not_signed", day=entry.day)
    return entry, fact


def _flagged(connection: Connection, entry: Entry, fact: DayClosed) -> tuple[FlaggedLine, ...]:
    """The flagged entries of the closing's run in its own epoch, oldest first."""
    if not fact.flagged:
        return ()
    rows = connection.exec_driver_sql(
        "SELECT j.seq, j.fact, j.kind, j.data FROM journal j JOIN logs l ON l.log = j.log"
        " WHERE l.device = ? AND l.epoch = ? AND j.seq BETWEEN ? AND ? ORDER BY j.seq",
        (entry.device, entry.epoch, fact.first, fact.last),
    )
    found: list[FlaggedLine] = []
    for seq, raw, kind, data in rows:
        codes = connection.exec_driver_sql("SELECT code FROM flags WHERE fact = ?", (str(UUID(bytes=raw)),)).fetchall()
        at = business_day.clock_time(entries.from_bytes(bytes(data)).at) if codes else ""
        found.extend(FlaggedLine(seq, at, part_of(kind), code) for (code,) in codes)
        if len(found) >= FLAGGED_MOST:
            break
    return tuple(found[:FLAGGED_MOST])


def _problems(connection: Connection, desk: Desk, words: Words, jobs: Iterable[str], day: str) -> tuple[Problem, ...]:
    """The rectifications with these ids, soonest due first, overdue as of a day."""
    found = []
    for job in jobs:
        row = connection.exec_driver_sql(
            "SELECT number, checkpoint, coalesce(extended_due, due), state FROM rectifications"
            " WHERE rectification = ? AND number NOT NULL",
            (job,),
        ).fetchone()
        if row is not None:
            point = desk.rules.standard.checkpoint(row[1])
            what = point.titles[words.language] if point else row[1]
            found.append(Problem(f"{row[0]:03d}", what, row[2], row[2] < day, row[3]))
    return tuple(sorted(found, key=lambda problem: (problem.due, problem.number)))


def _back(connection: Connection, desk: Desk, ends: int) -> tuple[str, str]:
    """The first day with open hours after a closing, and those hours (`07:00—21:00`); empty when far."""
    day = business_day.day_of(ends)
    for _ in range(SOONEST_DAYS):
        spans = [(max(begin, ends), end) for begin, end in spans_of(connection, desk, day) if end > ends]
        if spans:
            begin, end = spans[0][0], spans[-1][1]
            return day, f"{business_day.clock_time(begin)}—{business_day.clock_time(end)}"
        day = business_day.plus_days(day, 1)
    return "", ""


def _stamp(at: int) -> str:
    return business_day.stamp(at // MINUTE_MS * MINUTE_MS)[:16].replace("T", " ")
