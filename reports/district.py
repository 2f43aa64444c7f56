"""Papers over many sites: the stations of a district in a month, and the month's settlements by merchant."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.hub_papers import DistrictLine, DistrictPaper, SettlementList
from desktop.core.money import capitals, yuan
from desktop.core.words import Words
from reports.dates import long_month
from reports.ink import INK_2, Align, Weight
from reports.page import Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

KEEP = SIGN_HEIGHT + 13.0
"""Signatures, the line about copies, and the space before them, mm."""


def district(paper: DistrictPaper, words: Words) -> bytes:
    """The paper's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.district.title"), long_month(words, paper.month))
    say = drawn.say
    drawn.head(paper.scope, "", say("district.stations", count=len(paper.lines)))
    if not paper.lines:
        drawn.nothing(say("district.none"))
    columns = (
        Column(say("district.station"), 48, lines=2),
        Column(say("district.visits"), 19, Align.RIGHT),
        Column(say("district.persons"), 19, Align.RIGHT),
        Column(say("district.meals"), 17, Align.RIGHT),
        Column(say("district.inspections"), 23, Align.RIGHT),
        Column(say("district.opened"), 21, Align.RIGHT),
        Column(say("district.open"), 21, Align.RIGHT),
    )
    rows: list[Row] = []
    drawn_lines = [0]
    place = ""
    for at, line in enumerate(paper.lines):
        if line.place != place:
            place = line.place
            rows.append((Cell(place, Weight.MEDIUM, span=len(columns)),))
            drawn_lines.append(at)
        drawn_lines.append(at + 1)
        rows.append(
            (
                line.station,
                f"{line.visits:,}",
                f"{line.persons:,}",
                f"{line.meals:,}",
                say("district.of", part=line.compliant, all=line.inspections),
                f"{line.opened_jobs:,}",
                f"{line.open_jobs:,}",
            )
        )
    if paper.lines:

        def carry(opens: bool, rows_drawn: int) -> Row:
            label = say("brought_forward" if opens else "carried_forward")
            return _sums(drawn, label, paper.lines[: drawn_lines[rows_drawn]], None)

        total = _sums(drawn, say("district.total"), paper.lines, paper.persons)
        after = KEEP + drawn.note_height(say("district.rule"))
        Table(drawn, columns, size=8.5, pad=0.8).draw(rows, total=total, carry=carry, after=after)
    drawn.y += 2.0
    drawn.note(say("district.rule"))
    _signed(drawn)
    return drawn.finish()


def _sums(drawn: Paper, label: str, lines: Sequence[DistrictLine], persons: int | None) -> Row:
    """Sums of some stations; people cannot be added up, since one may come to several: only the whole knows them."""
    return (
        label,
        f"{sum(line.visits for line in lines):,}",
        f"{persons:,}" if persons is not None else drawn.say("nil"),
        f"{sum(line.meals for line in lines):,}",
        drawn.say(
            "district.of", part=sum(line.compliant for line in lines), all=sum(line.inspections for line in lines)
        ),
        f"{sum(line.opened_jobs for line in lines):,}",
        f"{sum(line.open_jobs for line in lines):,}",
    )


def settlement_list(paper: SettlementList, words: Words) -> bytes:
    """The paper's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.settlement_list.title"), long_month(words, paper.month))
    say = drawn.say
    settled = sum(line.subsidy_fen for line in paper.lines if line.number)
    drawn.head(say("settlement_list.merchants", count=len(paper.lines)), "", "")
    if not paper.lines:
        drawn.nothing(say("settlement_list.none"))
    columns = (
        Column(say("settlement_list.merchant"), 58, lines=2),
        Column(say("settlement_list.number"), 42, ink=INK_2),
        Column(say("settlement_list.meals"), 17, Align.RIGHT),
        Column(say("settlement_list.held"), 14, Align.RIGHT),
        Column(say("settlement_list.due"), 22, Align.RIGHT, weight=Weight.MEDIUM),
        Column(say("settlement_list.state"), 15),
    )
    rows: list[Row] = [
        (
            line.merchant,
            line.number or say("nil"),
            f"{line.meals:,}",
            f"{line.held:,}",
            yuan(line.subsidy_fen),
            line.state,
        )
        for line in paper.lines
    ]

    def sums(label: str, count: int) -> Row:
        lines = paper.lines[:count]
        held, fen = sum(line.held for line in lines), sum(line.subsidy_fen for line in lines)
        return (
            Cell(label, span=2, align=Align.LEFT), f"{sum(line.meals for line in lines):,}", f"{held:,}", yuan(fen), ""
        )  # fmt: skip

    def carry(opens: bool, count: int) -> Row:
        return sums(say("brought_forward" if opens else "carried_forward"), count)

    notes = (
        say("settlement_list.settled", amount=yuan(settled), capitals=capitals(settled)),
        say("settlement_list.rule"),
    )
    if rows:
        total, after = sums(say("total"), len(rows)), KEEP + sum(map(drawn.note_height, notes))
        Table(drawn, columns, size=8.5, pad=0.8).draw(rows, total=total, carry=carry, after=after)
    drawn.y += 2.0
    for note in notes:
        drawn.note(note)
    _signed(drawn)
    return drawn.finish()


def _signed(drawn: Paper) -> None:
    say = drawn.say
    drawn.room(KEEP - 2.0)
    drawn.y += 4.0
    maker = Party(say("district.office"), (say("sign.head"), say("sign.maker")), say("sign.street_hint"))
    reviewer = Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint"))
    sign_off(drawn, (maker, reviewer))
    drawn.note(say("copies_station"))
