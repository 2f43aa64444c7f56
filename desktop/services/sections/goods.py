"""物资发放: what is handed out in a heat wave or a cold spell, counted only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.people import GROUPS
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.sections.section import Given, Section, choice, words_of


class GoodsSection(Section):
    CODE = "goods"
    SEES = "goods_see"
    RIGHTS: ClassVar = {"goods": "goods"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        month = self.months(picked)
        kinds = self.desk.rules.goods.kinds
        sums = self.office.goods.month(by, month.here)
        rows = tuple(
            PlainRow(each.goods, kinds[each.goods].titles if each.goods in kinds else each.name, "", end=Hint(
                "plain.goods_count", {"count": each.count, "unit": kinds[each.goods].units if each.goods in kinds
                                      else each.unit}))
            for each in sums
        )  # fmt: skip
        groups = (("", Hint("plain.not_asked")), *words_of("group", GROUPS))
        fields = (
            choice("goods", tuple((code, kind.titles) for code, kind in kinds.items())),
            PlainField("count", FieldKind.NUMBER, value="1"),
            PlainField("group", FieldKind.CHOICE, groups, needed=False),
        )
        act = self.offer(by, "goods", *fields, icon="plus", weight="primary")
        return PlainSection(self.CODE, rows, (month,), acts=(act,))

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        sums = self.office.goods.month(by, self.this_month)
        found = next((each for each in sums if each.goods == row), None)
        kind = self.desk.rules.goods.kinds.get(row)
        if found is None or kind is None:
            return None
        pairs = tuple(Pair("of_group", (Hint(f"group.{group}"), str(count))) for group, count in found.by_group)
        return PlainDetail(row, kind.titles, (Pair("this_month", str(found.count)), *pairs))

    def do_goods(self, given: Given) -> PlainDone:
        count, group = given.number("count"), given.maybe("group")
        _, total = self.office.goods.hand_out(given.by, given.needed("goods"), count, group)
        return PlainDone(Hint("plain.said.handed_out", {"total": total}))
