"""Values of figures, all from the one dictionary, and the few counts that are no figure of a span.

人次 and 人数 are never mixed: visits count uses, persons count registered people once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from desktop.core.figures import EACH, FigureBook, Named, Take
from desktop.core.papers import DayFigures
from desktop.core.people import GROUPS
from desktop.core.periods import Span, per_mille
from desktop.core.visit import SERVICES
from desktop.core.watch import watch_now
from desktop.store.standing import unacknowledged
from desktop.tables.figure_sources import last_total, split_total, totals

MEDICINE = "medicine"


def evaluate(connection: Connection, wanted: Iterable[Named], span: Span, today: str) -> dict[str, int | None]:
    """Values by code, one pass over each source; `today` decides what is overdue. Money in fen, ratios per
    mille (None where there is nothing to take a part of). Raises `Halted` between sources.
    """
    chosen = list(wanted)
    values: dict[str, int | None] = {}
    by_source: dict[str, list[Named]] = {}
    bound = {"first": span.first, "last": span.last, "today": today}
    for named in chosen:
        if named.figure.take is Take.LAST:
            sql, terms = last_total(named)
            values[named.code] = int(connection.exec_driver_sql(sql, {**bound, **terms}).scalar_one())
        elif named.figure.take is not Take.RATIO:
            by_source.setdefault(named.figure.source, []).append(named)
    for several in by_source.values():
        watch_now().check()
        sql, terms = totals(several)
        row = connection.exec_driver_sql(sql, {**bound, **terms}).one()
        values |= {named.code: int(value) for named, value in zip(several, row, strict=True)}
    return values


def all_values(
    connection: Connection, book: FigureBook, wanted: Iterable[Named], span: Span, today: str
) -> dict[str, int | None]:
    """As `evaluate`, with ratios worked out from their two figures."""
    chosen = list(wanted)
    ratios = [named.figure for named in chosen if named.figure.take is Take.RATIO]
    needed = {code for ratio in ratios for code in (ratio.part, ratio.whole)} - {named.code for named in chosen}
    more = [_named(book, code) for code in sorted(needed)]
    values = evaluate(connection, [*chosen, *more], span, today)
    for ratio in ratios:
        part, whole = values[ratio.part], values[ratio.whole]
        values[ratio.code] = per_mille(part or 0, whole) if whole else None
    return {named.code: values[named.code] for named in chosen}


def apart(
    connection: Connection, book: FigureBook, code: str, keys: Sequence[str], span: Span, today: str
) -> dict[tuple[str, ...], int]:
    """A figure taken apart by columns of its source, by their values; the same rows and filters as the whole."""
    sql, terms = split_total(_named(book, code), keys)
    bound = {"first": span.first, "last": span.last, "today": today, **terms}
    rows = connection.exec_driver_sql(sql, bound).fetchall()
    return {tuple(str(key) for key in row[:-1]): int(row[-1]) for row in rows}


def _named(book: FigureBook, code: str) -> Named:
    found = book.find(code)
    if found is None:
        raise KeyError(code)
    return found


_DAY = ("visits_times", "visits_persons", "medicine_uses", "meals_count", "meals_voided", "meals_held")
_MONEY = ("meals_subsidy_fen", "meals_taken_fen")
_SPLIT = ("visits_by_how", "visits_by_group", "visits_by_service", "visits_by_hour")


def day_figures(connection: Connection, book: FigureBook, day: str) -> DayFigures:
    """What stands of a business day; money in fen. A held meal is counted, its subsidy is not."""
    wanted = [_named(book, code) for code in (*_DAY, *_MONEY)]
    wanted += [Named(book.figures[code], member) for code in _SPLIT for member in EACH[book.figures[code].each]]
    values = {code: value or 0 for code, value in evaluate(connection, wanted, Span(day, day), day).items()}
    return DayFigures(
        day=day,
        visits=values["visits_times"],
        persons=values["visits_persons"],
        by_hour=tuple(values[f"visits_by_hour.{hour}"] for hour in EACH["hour"]),
        by_group=tuple((group, values[f"visits_by_group.{group}"]) for group in GROUPS),
        by_how=tuple((how, values[f"visits_by_how.{how}"]) for how in EACH["how"]),
        by_service=tuple((service, _service(values, service)) for service in SERVICES),
        meals=values["meals_count"],
        meals_voided=values["meals_voided"],
        meals_held=values["meals_held"],
        subsidy_fen=values["meals_subsidy_fen"],
        taken_fen=values["meals_taken_fen"],
        open_rectifications=open_rectifications(connection),
        waiting=unacknowledged(connection),
    )


def _service(values: Mapping[str, int], service: str) -> int:
    return values["medicine_uses"] if service == MEDICINE else values[f"visits_by_service.{service}"]


def hours_of(connection: Connection, book: FigureBook, day: str) -> list[int]:
    """Visits of a day by hour, 24 of them."""
    hours = [Named(book.figures["visits_by_hour"], hour) for hour in EACH["hour"]]
    values = evaluate(connection, hours, Span(day, day), day)
    return [values[named.code] or 0 for named in hours]


def open_rectifications(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM rectifications WHERE state IN ('open', 'awaiting', 'returned') AND number NOT NULL"
        ).scalar_one()
    )
