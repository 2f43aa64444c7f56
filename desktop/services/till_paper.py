"""What is left of a till's allotment, and its paper at the end of a shift 交班单."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.settlement import REVIEW
from desktop.core.till_pages import Budget, TillLine, TillPaper
from desktop.services import elsewhere
from desktop.services.desk import Desk, allowed
from desktop.services.operators import operator_name
from desktop.store.home import Home
from desktop.store.standing import unacknowledged
from desktop.tables.meal_states import meal_state

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted


@dataclass(frozen=True)
class _Reader:
    connection: Connection
    home: Home

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        return self.connection.exec_driver_sql(sql, tuple(values)).fetchall()


def budget(connection: Connection, desk: Desk, merchant: str, day: str | None = None) -> Budget | None:
    """Of this device and the month of a business day, the running one without it; None where nothing was granted and
    no hub hands out.
    """
    reader, device = _Reader(connection, desk.store.home), desk.store.device
    day = day or desk.rules.programme.business_day(desk.now())
    month = day[:7]
    granted = elsewhere.granted(reader, merchant, device, month)
    if granted is None and not desk.store.home.joined:
        return None
    spent, today = reader.rows(
        "SELECT coalesce(sum(subsidy_fen), 0), count(*) FILTER (WHERE day = ?) FROM meals"
        " WHERE merchant = ? AND device = ? AND voided IS NULL AND day >= ? AND day <= ?",
        (day, merchant, device, month, month + "~"),
    )[0]
    fen, portions = granted or (0, 0)
    return Budget(month, fen, spent, portions, today)


@allowed("print")
def till(papers: Papers, by: Operator, wanted: Wanted) -> TillPaper:
    """A merchant's business day on this device, the running one without a day. Raises `Refused`."""
    desk, words = papers.desk, papers.words
    merchant = wanted.id or next((known for known, _ in papers.office.master.merchants()), "")
    if not merchant:
        raise Refused("paper_empty")
    name = papers.office.master.merchant_name(merchant)
    day = wanted.day or desk.rules.programme.business_day(desk.now())
    titles = {period.code: period.titles for period in desk.rules.programme.periods}
    with desk.store.read() as connection:
        where = "merchant = ? AND day = ? AND device = ?"
        values = (merchant, day, desk.store.device)
        sums = connection.exec_driver_sql(
            "SELECT period, count(*), coalesce(sum(price_fen), 0),"
            f" coalesce(sum(subsidy_fen) FILTER (WHERE {meal_state()} = 'counted'), 0),"
            f" count(*) FILTER (WHERE {meal_state()} = 'held')"
            f" FROM meals WHERE {where} AND {meal_state()} <> 'voided' GROUP BY period ORDER BY min(at)",
            values,
        ).fetchall()
        voids = connection.exec_driver_sql(
            f"SELECT coalesce(voided, '{REVIEW}') AS why, count(*) FROM meals WHERE {where}"
            f" AND {meal_state()} = 'voided' GROUP BY why ORDER BY why",
            values,
        ).fetchall()
        left = budget(connection, desk, merchant, day)
        return TillPaper(
            frame=papers.frame("till", words.say("till.number", year=day[:4], day=day[5:7] + day[8:]), merchant + day),
            day=day,
            time=business_day.clock_time(desk.now()),
            merchant=name,
            operator=masked_name(operator_name(connection, by.id)),
            lines=tuple(
                TillLine(titles.get(code, {"zh": code, "en": code}), count, taken, subsidy)
                for code, count, taken, subsidy, _ in sums
            ),
            held=sum(row[4] for row in sums),
            voids=tuple((row[0], row[1]) for row in voids),
            waiting=unacknowledged(connection),
            left_fen=left.left_fen if left is not None else None,
        )
