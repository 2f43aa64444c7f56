"""Rows of the counter's pages, as they are read: names masked, phones by their tails."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import business_day, pages
from desktop.core.people import masked_name
from desktop.tables.meal_states import meal_state

ROWS_MOST = 200


def person_of(connection: Connection, rider: str | None) -> tuple[str, str]:
    """Masked name and phone tail; empty for the anonymous and for riders of other stations."""
    if rider is None:
        return "", ""
    row = connection.exec_driver_sql("SELECT name, phone FROM persons WHERE rider = ?", (rider,)).fetchone()
    return (masked_name(row[0]), row[1][-4:]) if row else ("", "")


def visit_row(
    fact: str,
    at: int,
    name: str | None,
    phone: str | None,
    group: str,
    services: str,
    count: int,
    how: str,
    trust: str,
    ended: int | None,
    voided: str | None,
) -> pages.VisitRow:
    return pages.VisitRow(
        fact,
        business_day.clock_time(at),
        masked_name(name) if name else "",
        group,
        phone[-4:] if phone else "",
        tuple(code for code in services.split(",") if code),
        count,
        how,
        trust,
        business_day.clock_time(ended) if ended else "",
        voided or "",
    )


def meals_of_day(
    connection: Connection, merchant: str, day: str
) -> tuple[tuple[pages.MealRow, ...], tuple[int, int, int, int], tuple[tuple[str, int], ...]]:
    """A merchant's meals, newest first; count, fen taken, fen of subsidy and held; counts by period."""
    rows = connection.exec_driver_sql(
        f'SELECT m.fact, m.at, p.name, m."group", m.period, m.voided, m.held, {meal_state("m")} FROM meals m'
        " LEFT JOIN persons p USING (rider) WHERE m.merchant = ? AND m.day = ? ORDER BY m.at DESC LIMIT ?",
        (merchant, day, ROWS_MOST),
    ).fetchall()
    sums = connection.exec_driver_sql(
        "SELECT count(*), coalesce(sum(price_fen), 0),"
        f" coalesce(sum(subsidy_fen) FILTER (WHERE {meal_state()} = 'counted'), 0),"
        f" count(*) FILTER (WHERE {meal_state()} = 'held') FROM meals"
        " WHERE merchant = ? AND day = ? AND voided IS NULL",
        (merchant, day),
    ).one()
    by_period = connection.exec_driver_sql(
        "SELECT period, count(*) FROM meals WHERE merchant = ? AND day = ? AND voided IS NULL GROUP BY period",
        (merchant, day),
    ).fetchall()
    shown = tuple(
        pages.MealRow(
            fact,
            business_day.clock_time(at),
            masked_name(name) if name else "",
            group,
            period,
            voided or "",
            held if state == "held" else "",
            state == "refused",
        )
        for fact, at, name, group, period, voided, held, state in rows
    )
    return shown, (sums[0], sums[1], sums[2], sums[3]), tuple((row[0], row[1]) for row in by_period)
