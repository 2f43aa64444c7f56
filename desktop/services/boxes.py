"""蜂享食光: the day's boxed meals at the station, and the sums of a month."""

from __future__ import annotations

from desktop.core import business_day
from desktop.core.boxes import BoxesCounted, BoxSum, check
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master


class Boxes:
    def __init__(self, desk: Desk, master: Master) -> None:
        self.desk = desk
        self._master = master

    @allowed("boxes")
    def count(
        self,
        by: Operator,
        merchant: str,
        *,
        received: int,
        handed_out: int,
        left_over: int,
        spoiled: int,
        day: str | None = None,
    ) -> tuple[str, str]:
        """Counts a business day's boxes (today's without one); a second count of the day corrects the first.
        Returns the fact and the day. Raises `Refused` when they do not add up.
        """
        self._master.merchant_name(merchant)
        check(received, handed_out, left_over, spoiled)
        today = business_day.day_of(self.desk.now())
        chosen = _day(day, today)
        with self.desk.store.write() as txn:
            body = BoxesCounted(merchant, received, handed_out, left_over, spoiled)
            return txn.append(body, day=chosen, by=by.id).id, chosen

    @allowed("boxes_see")
    def month(self, by: Operator, month: str) -> tuple[BoxSum, ...]:
        """A month's sums, a merchant a line. Raises `Refused("month_wrong")`."""
        try:
            first, last = business_day.month_span(business_day.parse_month(month))
        except ValueError as error:
            raise Refused("month_wrong", month=month[:20]) from error
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT b.merchant, coalesce(m.name, ''), count(*), sum(b.received), sum(b.handed_out),"
                " sum(b.left_over), sum(b.spoiled) FROM boxes b LEFT JOIN merchants m ON m.merchant = b.merchant"
                " WHERE b.site = ? AND b.day >= ? AND b.day <= ?"
                " GROUP BY b.merchant, m.name ORDER BY m.name, b.merchant",
                (self.desk.place.site, first, last),
            ).fetchall()
        return tuple(BoxSum(*row) for row in rows)


def _day(text: str | None, today: str) -> str:
    """A stated day that has come; raises `Refused`."""
    if text is None:
        return today
    try:
        day = business_day.parse_day(text)
    except ValueError as error:
        raise Refused("day_wrong", day=text[:20]) from error
    if day > today:
        raise Refused("day_ahead", day=day)
    return day
