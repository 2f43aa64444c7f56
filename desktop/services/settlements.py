"""A month's settlement 补贴结算 as a draft: worked out, never appended (freezing comes with its own facts)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.settlement import Draft, SettledMeal, draft
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master

PAGE = 2_000


class Settlements:
    def __init__(self, desk: Desk, master: Master) -> None:
        self.desk = desk
        self._master = master

    @allowed("settle")
    def draft(self, by: Operator, merchant: str, month: str) -> Draft:
        """The draft of a merchant's month; raises `Refused` for an unknown merchant or a month to come."""
        self._master.merchant_name(merchant)
        month = self.past_month(month)
        with self.desk.store.read() as connection:
            return draft(meals_of(connection, merchant, month))

    def past_month(self, text: str) -> str:
        """A month that has begun, `YYYY-MM`; raises `Refused`."""
        try:
            month = business_day.parse_month(text)
        except ValueError as error:
            raise Refused("month_wrong", month=text[:20]) from error
        if month > business_day.month_of(business_day.day_of(self.desk.now())):
            raise Refused("month_ahead", month=month)
        return month


def meals_of(connection: Connection, merchant: str, month: str) -> Iterator[SettledMeal]:
    """A merchant's meals of a month in order of day and time, read in pages."""
    after: tuple[str, int, str] = (month, 0, "")
    while True:
        rows = connection.exec_driver_sql(
            "SELECT fact, day, at, period, list_fen, price_fen, subsidy_fen, voided, held FROM meals"
            " WHERE merchant = ? AND day >= ? AND day <= ? AND (day, at, fact) > (?, ?, ?)"
            " ORDER BY day, at, fact LIMIT ?",
            (merchant, month, month + "~", *after, PAGE),
        ).fetchall()
        for row in rows:
            yield SettledMeal(*row)
        if len(rows) < PAGE:
            return
        after = (rows[-1][1], rows[-1][2], rows[-1][0])
