"""Rows of the lists of visits, meals and rectifications on their pages; names masked."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import business_day, pages
from desktop.core.people import masked_name
from desktop.core.settlement import REVIEW
from desktop.core.standard import Standard
from desktop.services.rectifications import Job
from desktop.tables.meal_states import meal_state

ROWS_MOST = 200


def visit_row(
    fact: str,
    at: int,
    name: str | None,
    phone: str | None,
    group: str,
    services: str,
    count: int,
    how: str,
    presence: str,
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
        f"self_{presence}" if how == "self" else how,
        trust,
        business_day.clock_time(ended) if ended else "",
        voided or "",
    )


def meal_rows(
    connection: Connection, merchant: str, day: str
) -> tuple[tuple[pages.MealRow, ...], tuple[int, int, int, int], tuple[tuple[str, int], ...]]:
    rows = connection.exec_driver_sql(
        f'SELECT m.fact, m.at, p.name, m."group", m.period, m.voided, m.held, {meal_state("m")} FROM meals m'
        " LEFT JOIN persons p USING (rider) WHERE m.merchant = ? AND m.day = ? ORDER BY m.at DESC LIMIT ?",
        (merchant, day, ROWS_MOST),
    ).fetchall()
    sums = connection.exec_driver_sql(
        "SELECT count(*), coalesce(sum(price_fen), 0),"
        f" coalesce(sum(subsidy_fen) FILTER (WHERE {meal_state()} = 'counted'), 0),"
        f" count(*) FILTER (WHERE {meal_state()} = 'held') FROM meals"
        f" WHERE merchant = ? AND day = ? AND {meal_state()} <> 'voided'",
        (merchant, day),
    ).one()
    by_period = connection.exec_driver_sql(
        f"SELECT period, count(*) FROM meals WHERE merchant = ? AND day = ? AND {meal_state()} <> 'voided'"
        " GROUP BY period",
        (merchant, day),
    ).fetchall()
    shown = tuple(
        pages.MealRow(
            fact,
            business_day.clock_time(at),
            masked_name(name) if name else "",
            group,
            period,
            voided or REVIEW if state == "voided" else "",
            held if state == "held" else "",
            state == "refused",
        )
        for fact, at, name, group, period, voided, held, state in rows
    )
    return shown, (sums[0], sums[1], sums[2], sums[3]), tuple((row[0], row[1]) for row in by_period)


def job_row(standard: Standard, job: Job, today: str) -> pages.RectificationRow:
    point = standard.checkpoint(job.checkpoint)
    return pages.RectificationRow(
        job.rectification,
        job.number,
        job.item,
        job.checkpoint,
        point.titles if point else {"zh": job.checkpoint, "en": job.checkpoint},
        job.severity,
        job.opened,
        job.due,
        job.state,
        job.due < today,
        job.found_role == "supervisor",
    )
