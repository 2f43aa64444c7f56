"""A merchant's settlement of a month 商户补贴结算单.

The first page bridges 采集 − 作废 − 待核 − 不予补贴 = 应结 in count, price, paid and subsidy, adds what is
adjusted of earlier months, and says the amount in figures and capitals; then every meal is a line; the last page
says the amount again beside the signatures. Voided, held and refused meals are in no sum. Money is integer fen
throughout; an amount below nothing is what the merchant gives back.
"""

from __future__ import annotations

from desktop.core.money import capitals, yuan, yuan_sign
from desktop.core.papers import MealLine, SettlementPaper
from desktop.core.words import Words
from reports.dates import long_day, long_month, month_span
from reports.form import Field, form
from reports.ink import INK, TINT, Align, Weight
from reports.meals import draw_lines
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.sums import Bridge, Sums, bridge
from reports.table import Cell, Column, Row, Table

AMOUNT_HEIGHT = 22.0
LONG_NAME = 100.0
"""A name longer than this at 10 points (mm) has a higher row."""


def settlement(paper: SettlementPaper, words: Words) -> bytes:
    """The settlement's bytes; a draft has no number and carries 草稿 across every page."""
    drawn = Paper(
        paper.frame,
        words,
        words.say("paper.settlement.title"),
        long_month(words, paper.month),
        draft=paper.draft,
    )
    say = drawn.say
    sums = bridge(paper.lines)
    drawn.head(
        say("no_number") if paper.draft else say("number", number=paper.frame.number),
        say("settlement.programme", programme=paper.programme),
        say("settlement.made", day=long_day(words, paper.frame.made[:10])),
        issuer=say("settlement.issuer"),
    )
    _parties(drawn, paper)
    _bridge(drawn, paper, sums)
    total = sums.due.subsidy_fen + _adjusted(paper)
    _payable(drawn, total)
    drawn.heading(say("settlement.lines"), say("settlement.lines_note"))
    if paper.lines:
        draw_lines(drawn, paper.lines, sums)
    else:
        drawn.nothing(say("settlement.no_lines"))
    _set_aside(drawn, paper, sums)
    _adjustments(drawn, paper)
    for sentence in (paper.sample, *paper.doubts):
        if sentence:
            drawn.note(sentence)
    _amount(drawn, paper, sums.due, total)
    return drawn.finish()


def _parties(drawn: Paper, paper: SettlementPaper) -> None:
    say = drawn.say
    dash = say("nil")
    tail = say("settlement.account_tail", tail=paper.account_tail) if paper.account_tail else dash
    funds = "　".join(part for part in (paper.funding, paper.document) if part) or dash

    def high(text: str) -> float:
        return 12.6 if drawn.sheet.width(text, size=10) > LONG_NAME else 9.0

    rows = (
        (
            high(paper.merchant),
            (
                Field(say("settlement.merchant"), paper.merchant, 1.2),
                Field(say("settlement.licence_code"), paper.licence_code or dash),
            ),
        ),
        (
            high(paper.payer),
            (
                Field(say("settlement.payer"), paper.payer or dash, 1.2),
                Field(say("settlement.period"), month_span(drawn.words, paper.month)),
            ),
        ),
        (
            high(funds),
            (Field(say("settlement.document"), funds, 1.2), Field(say("settlement.account"), tail)),
        ),
    )
    drawn.y += form(drawn.sheet, LEFT, drawn.y, WIDTH, rows, label=29.0, label_size=9)


def _bridge(drawn: Paper, paper: SettlementPaper, sums: Bridge) -> None:
    say = drawn.say
    drawn.heading(
        say("settlement.due"), say("settlement.due_note_refused" if sums.refused.count else "settlement.due_note")
    )
    listed = any(line.list_fen for line in paper.lines)
    figures = [
        Column(say("settlement.count"), 17, Align.RIGHT),
        Column(say("settlement.list_price"), 27, Align.RIGHT),
        Column(say("settlement.paid"), 27, Align.RIGHT),
        Column(say("settlement.subsidy"), 27, Align.RIGHT),
    ]
    columns = [
        Column(say("settlement.bridge_kind"), 26),
        *figures,
        Column("", 6),
        Column(say("settlement.bridge_note"), 52),
    ]

    def row(key: str, part: Sums, note: str) -> Row:
        price = yuan(part.list_fen) if listed else say("nil")
        return (
            say(f"settlement.{key}"),
            f"{part.count:,}",
            price,
            yuan(part.price_fen),
            yuan(part.subsidy_fen),
            "",
            note,
        )

    def note(key: str, part: Sums) -> str:
        return say(f"settlement.{key}_note") if part.count else ""

    rows = [
        row("collected", sums.collected, say("settlement.collected_note")),
        row("less_voided", sums.voided, note("less_voided", sums.voided)),
        row("less_held", sums.held, note("less_held", sums.held)),
    ]
    if sums.refused.count:
        rows.append(row("less_refused", sums.refused, say("settlement.less_refused_note")))
    due, total = row("due_row", sums.due, ""), None
    if paper.adjustments:
        rows.append([Cell(str(cell), Weight.BOLD) for cell in due])
        changed = _adjusted(paper)
        count = f"{len(paper.adjustments):,}"
        rows.append((say("settlement.plus_adjusted"), count, "", "", yuan(changed), "", say("settlement.listed")))
        total = (say("settlement.payable_row"), "", "", "", yuan(sums.due.subsidy_fen + changed), "", "")
    Table(drawn, columns).draw(rows, total=total or due)


def _payable(drawn: Paper, total: int) -> None:
    """The amount in capitals and figures, framed so that it holds without the tint."""
    sheet, y = drawn.sheet, drawn.y + 1.6
    sheet.box(LEFT, y, WIDTH, 11.4, fill=TINT, ink=INK, line=0.9)
    label = drawn.say("settlement.payable")
    used = sheet.text(LEFT + 3, y + 7.1, label, size=9.5, width=50)
    figures = yuan_sign(total)
    right = sheet.text(RIGHT - 3, y + 7.4, figures, size=14, weight=Weight.BOLD, align=Align.RIGHT, width=40)
    room = WIDTH - 6 - used - right - 8
    sheet.text(
        LEFT + 3 + used + 4 + room / 2,
        y + 7.5,
        capitals(total),
        size=14,
        weight=Weight.BOLD,
        align=Align.CENTRE,
        spacing=0.1,
        width=room,
    )
    drawn.y = y + 11.4


def _set_aside(drawn: Paper, paper: SettlementPaper, sums: Bridge) -> None:
    """Voided, held and refused meals once more, each with its reason."""
    say = drawn.say
    numbered = list(enumerate(paper.lines, 1))
    voids = [(number, line) for number, line in numbered if line.state == "voided"]
    helds = [(number, line) for number, line in numbered if line.state == "held"]
    refusals = [(number, line) for number, line in numbered if line.state == "refused"]
    common = (
        Column(say("settlement.row"), 12, Align.RIGHT),
        Column(say("settlement.eaten"), 26),
        Column(say("settlement.card"), 22),
        Column(say("settlement.why"), 64, lines=3),
    )
    if voids:
        drawn.heading(say("settlement.voids", count=sums.voided.count))
        columns = (
            *common,
            Column(say("settlement.void_at"), 26),
            Column(say("settlement.void_by"), 12, lines=2),
        )
        Table(drawn, columns).draw(
            [(*_eaten(number, line), line.voided or say("nil"), line.voided_by) for number, line in voids]
        )
    for key, part, lines in (("helds", sums.held, helds), ("refusals", sums.refused, refusals)):
        if not lines:
            continue
        drawn.heading(say(f"settlement.{key}", count=part.count), say(f"settlement.{key}_note"))
        columns = (*common, Column("", 14), Column(say("settlement.subsidy_at_stake"), 24, Align.RIGHT))
        Table(drawn, columns).draw(
            [(*_eaten(number, line), "", yuan(line.subsidy_fen)) for number, line in lines],
            total=(Cell(say("total"), Weight.BOLD, span=5, align=Align.LEFT), yuan(part.subsidy_fen)),
        )


def _adjustments(drawn: Paper, paper: SettlementPaper) -> None:
    """以前月份调整: what an earlier settled month was too high or too low by, in the open."""
    if not paper.adjustments:
        return
    say = drawn.say
    drawn.heading(say("settlement.adjustments", count=len(paper.adjustments)), say("settlement.adjustments_note"))
    columns = (
        Column(say("settlement.eaten"), 34),
        Column(say("settlement.card"), 24),
        Column(say("settlement.why"), 62, lines=3),
        Column(say("settlement.seq"), 18, Align.RIGHT),
        Column(say("settlement.subsidy"), 24, Align.RIGHT),
    )
    Table(drawn, columns).draw(
        [
            (f"{line.day} {line.time}", f"****{line.card}", line.why, str(line.seq), yuan(line.fen))
            for line in paper.adjustments
        ],
        total=(
            Cell(say("total"), Weight.BOLD, span=4, align=Align.LEFT),
            yuan(_adjusted(paper)),
        ),
    )


def _adjusted(paper: SettlementPaper) -> int:
    """The sum of the adjustments, fen."""
    return sum(line.fen for line in paper.adjustments)


def _eaten(number: int, line: MealLine) -> tuple[str, str, str, str]:
    return str(number), f"{line.day[5:]} {line.time}", f"****{line.card}", line.why


def _amount(drawn: Paper, paper: SettlementPaper, due: Sums, total: int) -> None:
    """The amount again, with signatures and seals: one block that is never torn apart."""
    say = drawn.say
    drawn.heading(say("settlement.amount"), keep=AMOUNT_HEIGHT + 4 + SIGN_HEIGHT + 12)
    each = {line.subsidy_fen for line in paper.lines if line.state == "counted"}
    portions = (
        say("settlement.portions_each", count=f"{due.count:,}", each=yuan(next(iter(each))))
        if len(each) == 1
        else say("settlement.portions", count=f"{due.count:,}")
    )
    if paper.adjustments:
        changed = _adjusted(paper)
        sign = "−" if changed < 0 else "+"
        portions = say("settlement.portions_adjusted", portions=portions, sign=sign, fen=yuan(abs(changed)))
    bold = Weight.BOLD
    rows = (
        (
            11.0,
            (
                Field(say("settlement.figures"), yuan_sign(total), size=14, weight=bold),
                Field(say("settlement.count"), portions, size=11),
            ),
        ),
        (11.0, (Field(say("settlement.capitals"), capitals(total), size=14, weight=bold),)),
    )
    drawn.y += form(drawn.sheet, LEFT, drawn.y, WIDTH, rows) + 4.0
    sign_off(
        drawn,
        (
            Party(
                f"{say('sign.merchant')}{say('colon')}{paper.merchant}",
                (say("sign.head"), say("sign.accountant")),
                say("sign.merchant_hint"),
            ),
            Party(
                f"{say('sign.payer')}{say('colon')}{paper.payer}",
                (say("sign.head"), say("sign.reviewer"), say("sign.maker")),
                say("sign.payer_hint"),
            ),
        ),
    )
    if paper.draft:
        drawn.note(say("settlement.draft_note"))
    drawn.note(f"{say('copies')} {say('settlement.disagree')}")
