"""Goods handed out 物资发放: counted by kind, for a group or for nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.goods import GoodsHandedOut
from desktop.core.people import clean_group
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed


@dataclass(frozen=True)
class GoodsSum:
    """Pieces of one kind handed out; `name` and `unit` in Chinese, `by_group` of those who said."""

    goods: str
    name: str
    unit: str
    count: int
    by_group: tuple[tuple[str, int], ...]


class Goods:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("goods")
    def hand_out(
        self, by: Operator, kind: str, count: int, group: str | None = None, at: int | None = None
    ) -> tuple[str, int]:
        """Counts pieces handed out; returns the fact and how many of the kind went that day. Raises `Refused`."""
        listed = self.desk.rules.goods
        goods = listed.kind(kind)
        if not 1 <= count <= listed.most:
            raise Refused("goods_count_wrong", most=listed.most)
        when = self.desk.moment(at)
        day = business_day.day_of(when)
        body = GoodsHandedOut(
            goods=goods.code,
            count=count,
            group=clean_group(group) if group is not None else None,
            when=when,
            listed=listed.version,
        )
        with self.desk.store.write() as txn:
            entry = txn.append(body, day=day, by=by.id)
            total = txn.rows(
                "SELECT sum(count) FROM goods_handed WHERE site = ? AND day = ? AND goods = ?",
                (self.desk.place.site, day, goods.code),
            )
        return entry.id, int(total[0][0])

    @allowed("goods_see")
    def month(self, by: Operator, month: str) -> tuple[GoodsSum, ...]:
        """A month's sums by kind. Raises `Refused("month_wrong")`."""
        try:
            first, last = business_day.month_span(business_day.parse_month(month))
        except ValueError as error:
            raise Refused("month_wrong", month=month[:20]) from error
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                'SELECT goods, "group", sum(count) FROM goods_handed'
                ' WHERE site = ? AND day >= ? AND day <= ? GROUP BY goods, "group" ORDER BY goods, "group"',
                (self.desk.place.site, first, last),
            ).fetchall()
        sums: dict[str, list[tuple[str | None, int]]] = {}
        for goods, group, count in rows:
            sums.setdefault(goods, []).append((group, count))
        return tuple(self._sum(goods, parts) for goods, parts in sums.items())

    def _sum(self, goods: str, parts: list[tuple[str | None, int]]) -> GoodsSum:
        kind = self.desk.rules.goods.kinds.get(goods)
        name, unit = (kind.titles["zh"], kind.units["zh"]) if kind else (goods, "")
        named = tuple((group, count) for group, count in parts if group)
        return GoodsSum(goods, name, unit, sum(count for _, count in parts), named)
