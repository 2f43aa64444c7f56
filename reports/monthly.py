"""The station's month 泉新泉驿服务月报: in sentences, in charts, and in tables that can be added up.

人次 and 人数 stand apart throughout: bars, heat map, groups and services are 人次; what counts people says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from desktop.core.figures import Unit
from desktop.core.month_papers import COMPARED, MonthlyPaper
from desktop.core.words import Words
from reports.dates import long_day, long_month
from reports.ink import HEAT, INK_2, LINE, TEAL, Align, Weight
from reports.month_charts import (
    DAYS_HEIGHT,
    ITEM_ROW,
    DayBar,
    day_bars,
    funnel,
    heat_bounds,
    heat_height,
    heat_map,
    sign,
    standard_days,
    swatch,
    tenths,
)
from reports.month_tables import acknowledged, changes, jobs, kept, meals, shares
from reports.monthly_summary import average, span, summary
from reports.page import LEFT, RIGHT, TOP, WIDTH, Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off

KEYS_HEIGHT = 21.0
UNITS = {"visits": Unit.TIMES, "meals": Unit.PORTIONS, "slips": Unit.SLIPS}
SIGNED = SIGN_HEIGHT + 11.0
FIRST_HOUR, LAST_HOUR = 7, 20
"""Hours that the heat map always shows; more where somebody came at others."""


def monthly(paper: MonthlyPaper, words: Words) -> bytes:
    """The paper's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.monthly.title"), long_month(words, paper.month))
    say = drawn.say
    made = say("monthly.made", day=long_day(words, paper.frame.made[:10]))
    drawn.head(paper.frame.number, say("monthly.to"), made)
    _keys(drawn, paper)
    drawn.heading(say("monthly.overview"), keep=12)
    for sentence in summary(drawn, paper):
        drawn.paragraph(sentence, leading=1.6)
    drawn.note(_spans(drawn, paper))
    _visits(drawn, paper)
    drawn.heading(say("monthly.meals"), keep=30)
    meals(drawn, paper)
    _health(drawn, paper)
    drawn.heading(say("monthly.changes"), keep=40)
    changes(drawn, paper, COMPARED)
    _standard(drawn, paper)
    drawn.heading(say("monthly.jobs"), keep=18)
    jobs(drawn, paper)
    drawn.heading(say("monthly.kept"), say("monthly.posted", hours=paper.posted), keep=44)
    kept(drawn, paper)
    keep = 40 if paper.parts else 14 + SIGNED
    drawn.heading(say("monthly.hub"), say("monthly.hub_note", made=paper.frame.made), keep=keep)
    acknowledged(drawn, paper, SIGNED)
    drawn.room(SIGNED)
    if drawn.y > TOP:
        drawn.y += 4.0
    station = Party(
        say("sign.station", site=paper.frame.site), (say("sign.head"), say("sign.maker")), say("sign.station_hint")
    )
    street = Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint"))
    sign_off(drawn, (station, street))
    drawn.note(say("copies_station"))
    return drawn.finish()


def _spans(drawn: Paper, paper: MonthlyPaper) -> str:
    key = "monthly.running" if paper.running else "monthly.whole"
    return drawn.say(key, first=paper.span.first, last=paper.span.last, began=paper.began)


def _keys(drawn: Paper, paper: MonthlyPaper) -> None:
    """The five numbers that the street office asks for first, each with its unit and what it is held against."""
    say, sheet = drawn.say, drawn.sheet
    due = sum(line.due for line in paper.kept if line.state != "unclosed")
    real = sum(line.real for line in paper.kept)
    seen = paper.value("inspected_days")
    nil = say("nil")

    def before(code: str) -> str:
        then = paper.figures[code].before
        part = "_part" if paper.running else ""
        return say(f"monthly.key.before{part}", count=f"{then:,}") if then is not None else say("monthly.key.no_before")

    cells = (
        ("visits", f"{paper.value('visits_times'):,}", before("visits_times")),
        ("meals", f"{paper.value('meals_count'):,}", before("meals_count")),
        (
            "slips",
            f"{paper.slips.issued:,}",
            say("monthly.key.slips_note", attended=paper.slips.attended, closed=paper.slips.closed),
        ),
        (
            "standard",
            tenths(paper.value("compliant_days"), seen) if seen else nil,
            say("monthly.key.standard_note", good=paper.value("compliant_days"), seen=seen),
        ),
        (
            "kept",
            tenths(real, due) if due else nil,
            say("monthly.key.kept_note", real=span(real), due=span(due)),
        ),
    )
    top, each = drawn.y, WIDTH / len(cells)
    sheet.rule(LEFT, top, RIGHT, top, width=0.8)
    for at, (key, value, note) in enumerate(cells):
        x = LEFT + each * at + (3.0 if at else 0.0)
        room = each - (4.0 if at else 1.0)
        if at:
            sheet.rule(LEFT + each * at, top, LEFT + each * at, top + KEYS_HEIGHT, ink=LINE)
        sheet.text(x, top + 5.0, say(f"monthly.key.{key}"), size=9, width=room)
        unit = _unit(drawn, key) if value != nil else ""
        used = sheet.width(unit, size=9)
        long = sheet.text(x, top + 12.6, value, size=20, weight=Weight.BOLD, width=room - used - 1.2)
        sheet.text(x + long + 1.2, top + 12.6, unit, size=9)
        sheet.text(x, top + 17.8, note, size=8, ink=INK_2, width=room)
    drawn.y = top + KEYS_HEIGHT
    sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=0.8)


def _unit(drawn: Paper, key: str) -> str:
    """In English the label over a number has said what is counted."""
    if key not in UNITS:
        return "%"
    return drawn.words.say(f"figures.unit.{UNITS[key]}") if drawn.words.language == "zh" else ""


def caption(drawn: Paper, text: str, unit: str, legend: Callable[[float], float] | None = None) -> None:
    """The line over a figure or table: what it is, its unit, and a legend that is drawn at a baseline, right of it."""
    sheet, base = drawn.sheet, drawn.y + 3.0 + 3.2
    right = RIGHT - (legend(base) if legend is not None else 0.0)
    used = sheet.width(unit, size=9)
    if unit:
        sheet.text(right, base, unit, size=9, ink=INK_2, align=Align.RIGHT)
    sheet.text(LEFT, base, text, size=9, weight=Weight.MEDIUM, width=right - LEFT - used - 3)
    drawn.y = base + 1.6


def _visits(drawn: Paper, paper: MonthlyPaper) -> None:
    say, sheet = drawn.say, drawn.sheet
    drawn.heading(say("monthly.visits"), keep=DAYS_HEIGHT + 9)
    mean = average(paper)
    letters = say("monthly.weekday_letters").split()

    def legend(base: float) -> float:
        words = [say("monthly.workday"), say("monthly.day_off")]
        dash = say("monthly.mean", count=f"{mean // 10:,}.{mean % 10}") if mean else ""
        widths = [3.8 + sheet.width(word, size=8) + 3.0 for word in words]
        whole = sum(widths) + (8.5 + sheet.width(dash, size=8) if dash else -3.0)
        x = RIGHT - whole
        for word, fill in zip(words, (TEAL, None), strict=True):
            x += swatch(sheet, x, base, fill, word, TEAL)
        if dash:
            sheet.rule(x, base - 1.0, x + 7.0, base - 1.0, width=0.7, dash=(2.4, 1.8))
            sheet.text(x + 8.5, base, dash, size=8, ink=INK_2)
        return whole + 4.0

    caption(drawn, say("monthly.figure_days"), say("monthly.unit_times"), legend)
    bars = [DayBar(str(int(day[8:])), letters[_weekday(day)], count, day in paper.off) for day, count in paper.days]
    day_bars(sheet, drawn.y, bars, mean)
    drawn.y += DAYS_HEIGHT
    drawn.room(heat_height() + 7.8)
    bounds = heat_bounds(max(max(row) for row in paper.hours))

    def steps(base: float) -> float:
        edges = (0, *bounds)
        labels = [
            say("monthly.from", first=f"{low:,}") if at == len(edges) - 1 else _range(low, edges[at + 1] - 1)
            for at, low in enumerate(edges)
        ]
        whole = sum(3.8 + sheet.width(label, size=8) + 3.0 for label in labels) - 3.0
        x = RIGHT - whole
        for fill, label in zip(HEAT, labels, strict=True):
            x += swatch(sheet, x, base, fill, label)
        return whole + 4.0

    caption(drawn, say("monthly.figure_hours"), say("monthly.unit_times"), steps)
    came = [hour for hour in range(24) if any(row[hour] for row in paper.hours)]
    first, last = min([FIRST_HOUR, *came]), max([LAST_HOUR, *came])
    heat_map(drawn, paper.hours, say("date.weekdays_short").split(), first, last)
    shares(drawn, paper)


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _weekday(day: str) -> int:
    return date.fromisoformat(day).weekday()


def _health(drawn: Paper, paper: MonthlyPaper) -> None:
    say, slips = drawn.say, paper.slips
    drawn.heading(say("monthly.health"), keep=58)
    caption(drawn, say("monthly.figure_slips", made=paper.frame.made[:10]), say("monthly.unit_slips"))
    joiner = drawn.words.say("list.comma")
    waits = joiner.join(
        say("monthly.state_count", state=say(f"monthly.slip.{state}"), count=count) for state, count in slips.standing
    )
    gaps = (slips.issued - slips.booked, slips.booked - slips.attended, slips.attended - slips.closed)
    notes = [""]
    notes += [
        say(f"monthly.gap.{key}", count=gap) if gap else ""
        for key, gap in zip(("booked", "attended", "closed"), gaps, strict=True)
    ]
    labels = [say(f"monthly.stage.{key}") for key in ("issued", "booked", "attended", "closed")]
    funnel(drawn, slips, labels, notes)
    if waits:
        drawn.note(say("monthly.standing", states=waits))
    names = joiner.join(paper.partners)
    drawn.note(say("monthly.slips_rule") + (say("monthly.partners", names=names) if names else ""))


def _standard(drawn: Paper, paper: MonthlyPaper) -> None:
    say, sheet = drawn.say, drawn.sheet
    rule = say("monthly.standard_rule")
    drawn.heading(say("monthly.standard"), keep=9 + 6.4 + ITEM_ROW * len(paper.standard) + 1 + drawn.note_height(rule))
    shown = ("pass", "mended", "fail", "soon", "none")

    def legend(base: float) -> float:
        words = [say(f"monthly.sign.{state}") for state in shown]
        whole = sum(5.0 + sheet.width(word, size=8) for word in words) + 2.5 * (len(words) - 1)
        x = RIGHT - whole
        for state, word in zip(shown, words, strict=True):
            sign(sheet, x + 1.8, base - 1.1, state)
            x += 5.0 + sheet.text(x + 4.4, base, word, size=8, ink=INK_2) + 2.5
        return whole + 4.0

    caption(drawn, say("monthly.figure_standard"), "", legend)
    letters = say("monthly.weekday_letters").split()
    standard_days(drawn, paper.standard, [day for day, _ in paper.days], letters, paper.off)
    drawn.y += 1.0
    drawn.note(rule)
