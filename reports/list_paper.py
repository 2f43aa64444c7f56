"""Papers that are one long table, with sums that are carried over pages 过次页、承前页."""

from __future__ import annotations

from desktop.core.list_papers import FEN, NUMBER, TEXT, ListPaper
from desktop.core.money import yuan
from desktop.core.words import Words
from reports.cover import cover
from reports.dates import long_day
from reports.ink import Align, Weight
from reports.page import Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

SIGNED = SIGN_HEIGHT + 7.0


def list_paper(paper: ListPaper, words: Words) -> bytes:
    """The paper's bytes."""
    drawn = Paper(paper.frame, words, words.say(f"paper.{paper.kind}.title"), paper.period)
    say = drawn.say
    if paper.cover:
        cover(drawn, paper)
        drawn.next_page(header=False)
    drawn.head(
        paper.frame.number or paper.left, paper.centre, say("monthly.made", day=long_day(words, paper.frame.made[:10]))
    )
    for sentence in paper.lead:
        drawn.paragraph(sentence, leading=1.6)
    if paper.lead:
        drawn.y += 2.0
    if paper.rows:
        _table(drawn, paper)
    else:
        drawn.nothing(say(f"{paper.kind}.none"))
    for note in paper.notes:
        drawn.note(note)
    drawn.room(SIGNED)
    drawn.y += 4.0
    station = Party(
        say("sign.station", site=paper.frame.site), (say("sign.head"), say("sign.maker")), say("sign.station_hint")
    )
    street = Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint"))
    sign_off(drawn, (station, street) if paper.sealed else (station,))
    return drawn.finish()


def _table(drawn: Paper, paper: ListPaper) -> None:
    say, columns = drawn.say, paper.columns
    summed = [at for at, column in enumerate(columns) if column.unit not in (TEXT, NUMBER)]
    heads = [
        Column(
            say(f"{paper.kind}.column.{column.key}") if column.key else "",
            column.width,
            Align.LEFT if column.unit == TEXT else Align.RIGHT,
            column.lines if column.unit == TEXT else 1,
        )
        for column in columns
    ]
    running = [[0] * len(columns)]
    for row in paper.rows:
        running.append([so_far + _number(cell) for so_far, cell in zip(running[-1], row, strict=True)])

    def sums(label: str, at: int, weight: Weight) -> Row:
        first = summed[0]
        cells: list[str | Cell] = [Cell(label, weight, span=first, align=Align.LEFT)] if first else []
        for each in range(first, len(columns)):
            cells.append(_shown(columns[each].unit, running[at][each]) if each in summed else "")
        return cells

    def carry(opens: bool, drawn_rows: int) -> Row:
        return sums(say("brought_forward" if opens else "carried_forward"), drawn_rows, Weight.MEDIUM)

    rows: list[Row] = [
        tuple(_shown(column.unit, cell) for column, cell in zip(columns, row, strict=True)) for row in paper.rows
    ]
    after = sum(drawn.note_height(note) for note in paper.notes) + SIGNED
    table = Table(drawn, heads, size=8.5, pad=0.6, fifths=True)
    if not summed:
        table.draw(rows, after=after)
        return
    table.draw(rows, total=sums(say("total"), len(rows), Weight.BOLD), carry=carry, after=after)


def _number(cell: str | int) -> int:
    return cell if isinstance(cell, int) else 0


def _shown(unit: str, cell: str | int) -> str:
    if unit == TEXT:
        return str(cell) if isinstance(cell, str) else ""
    number = _number(cell)
    return yuan(number) if unit == FEN else f"{number:,}"
