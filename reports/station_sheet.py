"""驿站情况一页通: the station on one page of A4 with the code that proves it, for whoever comes to look at it; where
names are long it takes a second one.
"""

from __future__ import annotations

from desktop.core.figures import Unit
from desktop.core.standard_papers import StationSheet
from desktop.core.words import Words
from reports.dates import long_day, long_month
from reports.figures import change_text, figure_text
from reports.form import Field, form
from reports.ink import INK_2, Align, Weight
from reports.page import LEFT, WIDTH, Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

NAMES_MOST = 12


def station_sheet(paper: StationSheet, words: Words) -> bytes:
    """The page's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.overview.title"), long_day(words, paper.today))
    say = drawn.say
    state = say("overview.compliant" if paper.compliant else "overview.not_compliant")
    drawn.head(say("overview.began", day=paper.began), state, paper.standard)
    _facts(drawn, paper)
    _items(drawn, paper)
    _figures(drawn, paper)
    if drawn.fits(SIGN_HEIGHT + 3.0):
        drawn.y += 3.0
        station = Party(
            say("sign.station", site=paper.frame.site), (say("sign.head"), say("sign.maker")), say("sign.station_hint")
        )
        sign_off(drawn, (station,))
    else:
        drawn.y += 1.6
    return drawn.finish()


def _facts(drawn: Paper, paper: StationSheet) -> None:
    say, joiner = drawn.say, drawn.words.say("list.comma")

    def named(names: tuple[str, ...]) -> str:
        if not names:
            return say("nil")
        more = say("overview.more", count=len(names) - NAMES_MOST) if len(names) > NAMES_MOST else ""
        return joiner.join(names[:NAMES_MOST]) + more

    hub = say(
        "overview.hub_joined" if paper.joined else "overview.hub_apart",
        entries=f"{paper.entries:,}",
        waiting=f"{paper.waiting:,}",
    )
    jobs = say("overview.jobs_value", open=paper.open_jobs, late=paper.late_jobs)
    people = say("overview.people_value", people=f"{paper.people:,}", verified=f"{paper.verified:,}",
                 cards=f"{paper.cards:,}")  # fmt: skip
    staff = say("overview.staff_value", operators=paper.operators, supervisors=paper.supervisors)
    rows = (
        (6.4, (Field(say("overview.place"), " ".join(paper.place) or say("nil"), 1.5),
               Field(say("overview.phone"), paper.phone or say("nil")))),
        (6.4, (Field(say("overview.hours"), paper.hours),)),
        (6.4, (Field(say("overview.people"), people),)),
        (9.0, (Field(say("overview.merchants", count=len(paper.merchants)), named(paper.merchants)),)),
        (6.4, (Field(say("overview.partners"), named(paper.partners)),)),
        (6.4, (Field(say("overview.staff"), staff), Field(say("overview.jobs"), jobs))),
        (6.4, (Field(say("overview.hub"), hub),)),
    )  # fmt: skip
    drawn.y += form(drawn.sheet, LEFT, drawn.y, WIDTH, rows, label=30.0)


def _items(drawn: Paper, paper: StationSheet) -> None:
    say = drawn.say
    drawn.heading(say("overview.items"), keep=20.0)
    columns = (
        Column(say("overview.item"), 44, lines=2, weight=Weight.MEDIUM),
        Column(say("overview.state"), 24),
        Column(say("overview.since"), 24, ink=INK_2),
        Column(say("overview.blocked"), 70, lines=2),
    )
    rows: list[Row] = []
    for item in paper.items:
        weight = Weight.BOLD if item.state == "unmet" else None
        state = Cell(say(f"overview.state_{item.state}"), weight)
        rows.append((item.title, state, item.since or say("nil"), item.blocked or say("nil")))
    Table(drawn, columns, size=8.5, pad=0.0).draw(rows)


def _figures(drawn: Paper, paper: StationSheet) -> None:
    say = drawn.say
    drawn.heading(say("overview.figures"), long_month(drawn.words, paper.month), keep=20.0)
    part = "_part" if paper.running else ""
    columns = (
        Column(say("figures.name"), 54, lines=2),
        Column(say("figures.unit"), 16, ink=INK_2),
        Column(say("figures.value"), 24, Align.RIGHT, weight=Weight.MEDIUM),
        Column(say(f"figures.before{part}"), 24, Align.RIGHT),
        Column(say("figures.change"), 18, Align.RIGHT),
        Column(say("figures.year_to_date"), 26, Align.RIGHT),
    )
    rows: list[Row] = [
        (
            line.name,
            drawn.words.say(f"figures.unit.{line.unit}"),
            figure_text(drawn, line.unit, line.value),
            figure_text(drawn, line.unit, line.before),
            change_text(drawn, line.change, points=line.unit is Unit.PER_MILLE),
            figure_text(drawn, line.unit, line.year_to_date),
        )
        for line in paper.figures
    ]
    Table(drawn, columns, size=8.5, pad=0.0).draw(rows)
