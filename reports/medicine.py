"""The medicine box on paper: the register of a month 药箱登记表, and a disposal 药品处置单 with two signatures."""

from __future__ import annotations

from desktop.core.medicine_papers import DisposalPaper, MedicineRegister, MoveLine
from desktop.core.words import Words
from reports.dates import long_day, long_month
from reports.form import Field, form
from reports.ink import INK_2, Align, Weight
from reports.page import LEFT, WIDTH, Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

MINUS = "−"
URGENT = frozenset({"expired", "odd"})
"""States that stand in bold: a paper says nothing by colour."""


def medicine_register(paper: MedicineRegister, words: Words) -> bytes:
    """The register's bytes: the month by product, every movement, and what is in the box."""
    drawn = Paper(paper.frame, words, words.say("paper.medicine.title"), long_month(words, paper.month))
    say = drawn.say
    as_of = say("medicine.as_of", day=long_day(words, paper.as_of))
    drawn.head(say("medicine.listed", version=paper.listed), "", as_of)
    _sums(drawn, paper)
    _holdings(drawn, paper)
    _moves(drawn, paper)
    drawn.room(SIGN_HEIGHT + 19.0)
    drawn.note(say("medicine.rule"))
    drawn.y += 3.0
    sign_off(
        drawn,
        (
            Party(
                say("sign.station", site=paper.frame.site),
                (say("sign.head"), say("sign.maker")),
                say("sign.station_hint"),
            ),
            Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint")),
        ),
    )
    drawn.note(say("copies_station"))
    return drawn.finish()


def _sums(drawn: Paper, paper: MedicineRegister) -> None:
    say = drawn.say
    drawn.heading(say("medicine.sums"), say("medicine.sums_note"))
    right = Align.RIGHT
    columns = (
        Column(say("medicine.product"), 46, lines=2),
        Column(say("medicine.unit"), 16),
        Column(say("medicine.before"), 20, right),
        Column(say("medicine.stocked"), 16, right),
        Column(say("medicine.taken"), 16, right),
        Column(say("medicine.difference"), 17, right),
        Column(say("medicine.disposed"), 16, right),
        Column(say("medicine.after"), 15, right),
    )
    rows: list[Row] = [
        (
            each.name,
            each.unit,
            f"{each.before:,}",
            f"{each.stocked:,}",
            f"{each.taken:,}",
            signed(each.difference),
            f"{each.disposed:,}",
            Cell(f"{each.after:,}", Weight.MEDIUM),
        )
        for each in paper.sums
    ]
    Table(drawn, columns).draw(rows)


def signed(number: int) -> str:
    """`+2`, `−1`, `0`."""
    return f"+{number:,}" if number > 0 else f"{MINUS}{-number:,}" if number else "0"


def _holdings(drawn: Paper, paper: MedicineRegister) -> None:
    say = drawn.say
    drawn.heading(say("medicine.holdings"), say("medicine.holdings_note"))
    if not paper.holdings:
        drawn.nothing(say("medicine.no_holdings"))
        return
    columns = (
        Column(say("medicine.product"), 36, lines=2),
        Column(say("medicine.form"), 17, lines=2),
        Column(say("medicine.batch"), 23, lines=2),
        Column(say("medicine.expiry"), 19),
        Column(say("medicine.opened"), 19),
        Column(say("medicine.until"), 19, weight=Weight.MEDIUM),
        Column(say("medicine.quantity"), 15, Align.RIGHT),
        Column(say("medicine.state"), 18, lines=3),
    )
    rows: list[Row] = [
        (
            each.name,
            each.form,
            each.batch,
            each.expiry,
            each.opened or say("nil"),
            each.until,
            f"{each.left:,} {each.unit}",
            Cell(
                drawn.words.say(f"medicine_state.{each.state}"),
                Weight.BOLD if each.state in URGENT else Weight.REGULAR,
            ),
        )
        for each in paper.holdings
    ]
    Table(drawn, columns, size=8.5).draw(rows)


def _moves(drawn: Paper, paper: MedicineRegister) -> None:
    say = drawn.say
    drawn.heading(say("medicine.moves"), say("medicine.moves_note", count=f"{len(paper.moves):,}"))
    if not paper.moves:
        drawn.nothing(say("medicine.no_moves"))
        return
    right = Align.RIGHT
    columns = (
        Column(say("medicine.day"), 16),
        Column(say("medicine.product"), 44, lines=2),
        Column(say("medicine.batch"), 24, lines=2),
        Column(say("medicine.what"), 32, lines=2),
        Column(say("medicine.came"), 10, right),
        Column(say("medicine.went"), 10, right),
        Column(say("medicine.left"), 15, right),
        Column(say("medicine.by"), 15, ink=INK_2),
    )
    rows: list[Row] = [
        (
            each.day[5:],
            each.name,
            each.batch,
            _what(drawn, each),
            f"{each.came:,}" if each.came else "",
            f"{each.went:,}" if each.went else "",
            f"{each.left:,}",
            each.by or say("nil"),
        )
        for each in paper.moves
    ]
    Table(drawn, columns, size=8.5, pad=0.6, fifths=True).draw(rows, after=SIGN_HEIGHT + 19.0)


def _what(drawn: Paper, move: MoveLine) -> str:
    what = drawn.words.say(f"medicine_move.{move.kind}")
    return drawn.say("medicine.what_note", what=what, note=move.note) if move.note else what


def disposal(paper: DisposalPaper, words: Words) -> bytes:
    """The disposal's bytes: what went and why, two signatures, and the receiver's seal."""
    drawn = Paper(paper.frame, words, words.say("paper.disposal.title"), long_day(words, paper.day))
    say = drawn.say
    drawn.head(say("number", number=paper.frame.number), "", say("disposal.at", time=paper.time))
    receiver = paper.receiver or say("disposal.receiver_open")
    rows = [
        (9.0, (Field(say("disposal.reason"), paper.reason), Field(say("disposal.receiver"), receiver))),
        (9.0, (Field(say("disposal.operator"), paper.operator), Field(say("disposal.witness"), paper.witness))),
        (9.0, (Field(say("disposal.how"), say("disposal.how_value")),)),
    ]
    if paper.note:
        rows.append((12.6, (Field(say("disposal.note"), paper.note),)))
    drawn.y += form(drawn.sheet, LEFT, drawn.y, WIDTH, rows, label=26.0, label_size=9)
    statement, copies = drawn.paragraph_height(say("disposal.statement")), drawn.note_height(say("disposal.copies"))
    keep = 2.0 + statement + 3.0 + SIGN_HEIGHT + 2.0 + copies
    _gone(drawn, paper, keep)
    drawn.room(keep)
    drawn.y += 2.0
    drawn.paragraph(say("disposal.statement"))
    drawn.y += 3.0
    sign_off(
        drawn,
        (
            Party(
                say("disposal.station", site=paper.frame.site),
                (say("disposal.witness_sign"), say("disposal.operator_sign")),
                say("sign.station_hint"),
            ),
            Party(
                say("disposal.receiver_unit", name=paper.receiver),
                (say("disposal.receiver_sign"),),
                say("disposal.receiver_hint"),
            ),
        ),
    )
    drawn.note(say("disposal.copies"))
    return drawn.finish()


def _gone(drawn: Paper, paper: DisposalPaper, keep: float) -> None:
    say = drawn.say
    drawn.heading(say("disposal.lines"), say("disposal.lines_note", count=f"{len(paper.lines):,}"))
    columns = (
        Column(say("disposal.row"), 9, Align.RIGHT),
        Column(say("disposal.product"), 37, lines=2),
        Column(say("disposal.form"), 18, lines=2),
        Column(say("disposal.batch"), 24, lines=2),
        Column(say("disposal.expiry"), 20),
        Column(say("disposal.until"), 20, weight=Weight.MEDIUM),
        Column(say("disposal.quantity"), 18, Align.RIGHT, weight=Weight.MEDIUM),
        Column(say("disposal.source"), 20, lines=2),
    )
    rows: list[Row] = [
        (
            str(number),
            each.name,
            each.form,
            each.batch,
            each.expiry,
            each.until,
            f"{each.quantity:,} {each.unit}",
            each.source,
        )
        for number, each in enumerate(paper.lines, 1)
    ]
    Table(drawn, columns).draw(rows, after=keep)
