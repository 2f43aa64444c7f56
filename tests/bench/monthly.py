"""How long the paper of a very busy month takes, from the tables to the PDF: 100,000 visits and 30,000 meals."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.app import read_words
from desktop.core import business_day
from desktop.core.fact import Fact
from desktop.core.figures import Named
from desktop.core.meal import MealServed
from desktop.core.month_papers import MonthlyPaper
from desktop.core.periods import Span
from desktop.core.roles import Operator
from desktop.core.visit import SERVICES, VisitRecorded
from desktop.services import station
from desktop.services.figures import evaluate
from desktop.services.monthly import monthly
from desktop.services.office import Office
from desktop.services.papers import Papers, Wanted
from reports.render import pages, render
from tests.bench.million import Person, Writer, make_parts, register_people
from tests.out import Measurement
from tests.stations import COMMUNITY, NAME, OPERATOR, PIN, SetClock, cheap_pins

MONTH, VISITS, MEALS = "2026-10", 100_000, 30_000
LIMIT_SECONDS = 3.0
# All days of the control, a query a figure a day as a page that was not thought through would ask.
TRIED_DAYS = 3
Told = tuple[int, str, Callable[[str, str], Fact]]


def monthly_report() -> Measurement:
    """Wall seconds, and beside them CPU seconds: the machine may have others on it. The control asks figures
    one by one and day by day.
    """
    words = read_words()["zh"]
    with tempfile.TemporaryDirectory(prefix="quanyi-monthly-") as place:
        desk = _station(Path(place))
        try:
            office = Office(desk)
            first = office.operators.choose(OPERATOR)
            by = Operator(first.id, frozenset(first.roles))
            papers = Papers(desk, office, words)
            began, worked = time.perf_counter(), time.process_time()
            paper = monthly(papers, by, Wanted("monthly", MONTH))
            frozen = time.process_time() - worked
            pdf = render(paper, words)
            seconds, worked = time.perf_counter() - began, time.process_time() - worked
            slow = _day_by_day(desk, office) * len(paper.days) / TRIED_DAYS
        finally:
            desk.close()
    whole = _whole(paper)
    return Measurement(
        value=round(seconds, 2),
        unit="s",
        limit=LIMIT_SECONDS,
        holds=seconds <= LIMIT_SECONDS and whole,
        n=VISITS + MEALS,
        control={"what": "every figure asked day by day", "seconds": round(slow, 1), "fails": slow > LIMIT_SECONDS},
        more={
            "cpu_seconds": round(worked, 2),
            "cpu_seconds_of_figures": round(frozen, 2),
            "pages": pages(pdf),
            "bytes": len(pdf),
        },
    )


def _whole(paper: MonthlyPaper) -> bool:
    return paper.value("visits_times") >= VISITS and paper.value("meals_count") == MEALS


def _day_by_day(desk: station.Desk, office: Office) -> float:
    """CPU seconds of `TRIED_DAYS` days."""
    wanted = [named for named in desk.rules.figures.named() if named.figure.source in ("visits", "meals")]
    worked = time.process_time()
    with desk.store.read() as connection:
        for number in range(TRIED_DAYS):
            day = f"{MONTH}-{number + 1:02d}"
            for named in wanted:
                evaluate(connection, [Named(named.figure, named.member)], Span(day, day), office.figures.today())
    return time.process_time() - worked


def _station(place: Path) -> station.Desk:
    clock = SetClock(f"{MONTH}-01T06:00:00")
    parts = make_parts(place, clock)
    made = station.create(parts, place / "data", role="station", name=NAME, community=COMMUNITY)
    cheap_pins(Office(made.desk)).operators.add_first(OPERATOR, PIN)
    made.desk.close()
    desk = station.open_desk(parts, place / "data", synchronous="OFF")
    office = Office(desk)
    first = office.operators.choose(OPERATOR)
    by = Operator(first.id, frozenset(first.roles))
    people, merchants = register_people(office, by, clock)
    Writer(office, by, clock).write(_facts(office, people, merchants))
    clock.set("2026-11-02T09:12:00")
    return desk


def _facts(office: Office, people: list[Person], merchants: list[str]) -> Iterator[Told]:
    """Spread evenly over days and hours; every thirteen facts are ten visits and three meals."""
    chance, programme = random.Random(1), office.desk.rules.programme
    package, issuer = programme.packages[0], office.desk.key.key_id.hex()
    periods = [period.code for period in programme.periods]
    days, count = 31, VISITS + MEALS
    for number in range(count):
        nth, rest = divmod(number * days, count)
        day = f"{MONTH}-{nth + 1:02d}"
        # a clock that never goes back: entries that did would all be flagged
        at = business_day.start_of(day) + 7 * business_day.HOUR_MS + rest * 14 * business_day.HOUR_MS // count
        person = chance.choice(people)
        if number % 13 < 3:
            body: Fact = MealServed(
                rider=person.rider,
                group=person.group,
                merchant=chance.choice(merchants),
                programme=programme.id,
                programme_version=programme.version,
                period=chance.choice(periods),
                package=package.code,
                list_fen=package.list_fen,
                price_fen=programme.price_fen,
                subsidy_fen=500,
                when=at,
                card_issued=person.card.issued,
                issuer=issuer,
                verified="yes",
            )
        else:
            used = chance.sample(SERVICES[:4], 2)
            body = VisitRecorded(person.rider, person.group, 1, "card", used, at, "verified", person.card.issued)
        yield at, day, lambda _visit, _meal, body=body: body  # type: ignore[misc]
