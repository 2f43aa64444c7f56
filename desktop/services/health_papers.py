"""Freezes the papers of health checks. Taking out the booking list is a fact before a page of it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.health_papers import (
    AttendancePaper,
    BatchHead,
    BookedLine,
    BookingListPaper,
    ChaseLine,
    ChasePaper,
    ExpectedLine,
)
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.attendance import Attendance
from desktop.services.booking_lists import BookingLists
from desktop.services.chase import Chase
from desktop.services.desk import Desk
from desktop.services.operators import operator_name

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted


@dataclass(frozen=True)
class Appointment:
    """The booked slot as a slip says it: its day and time, and what to bring; all empty without one."""

    day: str = ""
    time: str = ""
    note: str = ""


def appointment(connection: Connection, desk: Desk, words: Words, referral: str) -> Appointment:
    """The slot that a referral is booked on."""
    row = connection.exec_driver_sql(
        "SELECT s.day, s.begins, s.ends, b.bring, b.fasting FROM bookings k JOIN checkup_slots s ON s.slot = k.slot"
        " JOIN checkup_batches b ON b.batch = k.batch WHERE k.referral = ? AND k.standing = 'booked'",
        (referral,),
    ).fetchone()
    if row is None:
        return Appointment()
    day, begins, ends, bring, fasting = row
    things = words.say("list.comma").join(
        desk.rules.health.bring.get(code, {}).get(words.language, code) for code in bring.split(",") if code
    )
    notes = [words.say("slip.fasting")] if fasting else []
    if things:
        notes.append(words.say("slip.bring", things=things))
    return Appointment(day, f"{clock(begins)}—{clock(ends)}", words.say("slip.between").join(notes))


def clock(minutes: int) -> str:
    """`HH:MM` of minutes of the day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def booking_list(papers: Papers, by: Operator, wanted: Wanted) -> BookingListPaper:
    """The list for the hospital, with full names and ID numbers; guarded and recorded by `take_out`."""
    if wanted.id is None:
        raise Refused("paper_needs_id")
    lines = BookingLists(papers.desk).take_out(by, wanted.id)
    with papers.desk.store.read() as connection:
        head = batch_head(connection, wanted.id)
        printed_by = masked_name(operator_name(connection, by.id))
    destroy = business_day.plus_days(head.last, papers.desk.rules.health.keep_days)
    return BookingListPaper(
        papers.frame("booking-list", subject=wanted.id),
        head,
        destroy,
        printed_by,
        tuple(
            BookedLine(
                line.day,
                clock(line.begins),
                clock(line.ends),
                line.full_name,
                line.id_number,
                line.code,
            )
            for line in lines
        ),
    )


def attendance_list(papers: Papers, by: Operator, wanted: Wanted) -> AttendancePaper:
    """The list to tick, sign and stamp at the hospital, names masked; guarded by the service. Raises `Refused`."""
    if wanted.id is None:
        raise Refused("paper_needs_id")
    expected = Attendance(papers.desk).expected(by, wanted.id)
    with papers.desk.store.read() as connection:
        head = batch_head(connection, wanted.id)
    if not expected:
        raise Refused("paper_empty")
    lines = tuple(
        ExpectedLine(each.day, clock(each.begins), clock(each.ends), each.name, each.group, each.code)
        for each in expected
    )
    return AttendancePaper(papers.frame("attendance-list", subject=wanted.id), head, lines)


def chase_paper(papers: Papers, by: Operator, _wanted: Wanted) -> ChasePaper:
    """What stays open too long today, with full phones and room to write what was said; guarded and recorded by
    `call_list`.
    """
    day = business_day.day_of(papers.desk.now())
    lines = tuple(
        ChaseLine(
            each.why, each.issued, each.number, each.kind, each.code, each.name, each.phone, each.since, each.days
        )
        for each in Chase(papers.desk).call_list(by)
    )
    return ChasePaper(papers.frame("chase-list", subject=day), day, lines)


def batch_head(connection: Connection, batch: str) -> BatchHead:
    """Raises `Refused("batch_unknown")`."""
    row = connection.exec_driver_sql(
        "SELECT b.number, b.opened_day, p.name, b.package, b.first_day, b.last_day, b.payer, b.unit_fen, b.fasting"
        " FROM checkup_batches b LEFT JOIN partners p ON p.partner = b.partner WHERE b.batch = ? AND b.number NOT NULL",
        (batch,),
    ).fetchone()
    if row is None:
        raise Refused("batch_unknown", batch=batch[:40])
    number, opened, hospital, package, first, last, payer, unit, fasting = row
    return BatchHead(number, opened[:4], hospital or "", package, first, last, payer, unit, bool(fasting))
