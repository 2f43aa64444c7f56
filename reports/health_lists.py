"""The lists of health checks: 预约名单 for the hospital, 到检名单 to tick and stamp, 催办名单 to telephone from."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.health_papers import AttendancePaper, BatchHead, BookingListPaper, ChaseLine, ChasePaper
from desktop.core.money import yuan
from desktop.core.words import Words
from reports.dates import long_day, short_day
from reports.ink import HINT, INK, INK_2, Align, Weight
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.proof import HEIGHT as PROOF
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import TAIL, Cell, Column, Row, Table

WRITE_ROW = 2.1
"""Padding of a row that somebody writes in, mm: the row is 8.4 high."""
SECTIONS = ("not_booked", "not_attended", "no_stub")
KEEP = SIGN_HEIGHT + 11.0


def booking_list(paper: BookingListPaper, words: Words) -> bytes:
    """The booking list's bytes; a line without a number says so."""
    drawn = _begin(paper, words, "booking_list", paper.batch, len(paper.lines))
    say = drawn.say
    _warning(drawn, say("booking_list.warning", day=long_day(words, paper.destroy)))
    drawn.heading(say("booking_list.lines"), say("booking_list.lines_note", name=paper.printed_by), keep=30)
    columns = (
        Column(say("health_list.nth"), 9, Align.RIGHT, ink=INK_2),
        Column(say("health_list.slot"), 38),
        Column(say("health_list.full_name"), 44, lines=3, weight=Weight.MEDIUM),
        Column(say("booking_list.id_number"), 44, weight=Weight.MEDIUM),
        Column(say("health_list.code"), 27),
    )
    rows: list[Row] = [
        (
            f"{nth}",
            _slot(words, line.day, line.begins, line.ends),
            line.full_name,
            line.id_number or Cell(say("booking_list.missing"), Weight.REGULAR, HINT),
            line.code,
        )
        for nth, line in enumerate(paper.lines, 1)
    ]
    Table(drawn, columns, fifths=True).draw(rows, after=KEEP)
    return _end(drawn, "booking_list")


def attendance_list(paper: AttendancePaper, words: Words) -> bytes:
    """The attendance list's bytes: a box to tick and a line to sign for each, nothing about results."""
    drawn = _begin(paper, words, "attendance_list", paper.batch, len(paper.lines))
    say = drawn.say
    _warning(drawn, say("attendance_list.warning"))
    drawn.heading(say("attendance_list.lines"), say("attendance_list.lines_note"), keep=30)
    columns = (
        Column(say("health_list.nth"), 9, Align.RIGHT, ink=INK_2),
        Column(say("health_list.slot"), 38),
        Column(say("health_list.name"), 20),
        Column(say("health_list.group"), 25, lines=2),
        Column(say("health_list.code"), 25),
        Column(say("attendance_list.came"), 17),
        Column(say("attendance_list.signed"), 30),
    )
    rows: list[Row] = [
        (
            f"{nth}",
            _slot(words, line.day, line.begins, line.ends),
            line.name,
            words.say(f"group.{line.group}"),
            line.code,
            say("attendance_list.box"),
            "",
        )
        for nth, line in enumerate(paper.lines, 1)
    ]
    Table(drawn, columns, pad=WRITE_ROW).draw(rows, after=KEEP + 8.0)
    drawn.note(say("attendance_list.sum", price=yuan(paper.batch.unit_fen), payer=paper.batch.payer))
    return _end(drawn, "attendance_list")


def chase_list(paper: ChasePaper, words: Words) -> bytes:
    """The chase list's bytes: a section for each reason, with room to write what was said. It shows full phones, so
    making it is a named operator's act.
    """
    title = words.say("paper.chase_list.title")
    drawn = Paper(paper.frame, words, title, long_day(words, paper.day, weekday=True))
    say = drawn.say
    drawn.head("", say("chase_list.rule"), say("health_list.count", count=len(paper.lines)))
    if paper.lines:
        drawn.note(say("chase_list.how"))
    for why in SECTIONS:
        lines = [line for line in paper.lines if line.why == why]
        after = PROOF + 2.0 if why == SECTIONS[-1] else 0.0
        short = after and len(lines) <= TAIL
        keep = 7.0 * (1 + max(1, len(lines))) + 2 * WRITE_ROW * len(lines) + after if short else 22
        drawn.heading(say(f"chase_list.{why}"), say(f"chase_list.{why}_note"), keep=keep)
        if lines:
            _chased(drawn, why, lines, after)
        else:
            drawn.nothing(say("chase_list.none"))
    return drawn.finish()


def _chased(drawn: Paper, why: str, lines: Sequence[ChaseLine], after: float) -> None:
    say = drawn.say
    columns = (
        Column(say("health_list.number"), 31),
        Column(say("health_list.name"), 15),
        Column(say("chase_list.phone"), 26),
        Column(say("chase_list.kind"), 22, lines=2),
        Column(say(f"chase_list.{why}_since"), 20),
        Column(say("chase_list.days"), 12, Align.RIGHT, weight=Weight.MEDIUM),
        Column(say("chase_list.answer"), 40),
    )
    rows: list[Row] = [
        (
            drawn.words.say(
                "slip.number", year=line.issued[:4], day=line.issued[5:7] + line.issued[8:], number=f"{line.number:02d}"
            ),
            line.name,
            line.phone,
            drawn.words.say(f"referral_kind.{line.kind}"),
            short_day(drawn.words, line.since),
            f"{line.days}",
            "",
        )
        for line in lines
    ]
    Table(drawn, columns, pad=WRITE_ROW).draw(rows, after=after)


def _begin(paper: BookingListPaper | AttendancePaper, words: Words, name: str, batch: BatchHead, count: int) -> Paper:
    """A list of a batch: its title, its days, and what the batch is."""
    days = long_day(words, batch.first)
    if batch.last != batch.first:
        days = words.say("paper.health_list.days", first=days, last=long_day(words, batch.last))
    drawn = Paper(paper.frame, words, words.say(f"paper.{name}.title"), days)
    say = drawn.say
    number = say("health_list.batch", year=batch.year, number=batch.number)
    drawn.head(number, say("health_list.hospital", hospital=batch.hospital), say("health_list.count", count=count))
    fasting = say("health_list.fasting") if batch.fasting else ""
    package = say("health_list.package", package=batch.package, fasting=fasting)
    drawn.y += 1.6
    drawn.sheet.text(LEFT, drawn.y + 3.4, package, size=10, weight=Weight.MEDIUM, width=WIDTH)
    drawn.y += 5.4
    return drawn


def _warning(drawn: Paper, text: str) -> None:
    """A framed line that has to be read first."""
    drawn.sheet.box(LEFT, drawn.y, RIGHT - LEFT, 10.4, ink=INK, line=0.9)
    drawn.sheet.block(
        LEFT + 3, drawn.y, text, width=WIDTH - 6, height=10.4, size=9.5, weight=Weight.MEDIUM, middle=True
    )
    drawn.y += 11.4


def _slot(words: Words, day: str, begins: str, ends: str) -> str:
    return f"{short_day(words, day)}　{begins}—{ends}"


def _end(drawn: Paper, name: str) -> bytes:
    """Sign-off of station and hospital."""
    say = drawn.say
    drawn.room(KEEP)
    drawn.y += 4.0
    sign_off(
        drawn,
        (
            Party(
                say("sign.station", site=drawn.frame.site),
                (say("sign.head"), say("sign.maker")),
                say("sign.station_hint"),
            ),
            Party(say(f"{name}.hospital_unit"), (say(f"{name}.hospital_signer"),), say("health_list.hospital_hint")),
        ),
    )
    drawn.note(say(f"{name}.copies"))
    return drawn.finish()
