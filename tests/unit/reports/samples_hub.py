"""Data of the papers over many sites, plain, long and empty."""

from __future__ import annotations

from desktop.core.hub_papers import DistrictLine, DistrictPaper, SettledLine, SettlementList
from tests.unit.reports.samples import FRAME, LONG
from tests.unit.reports.samples_day import LONG_FRAME


def district(count: int = 6, *, long: bool = False) -> DistrictPaper:
    lines = tuple(
        DistrictLine(
            f"历下区 · 街道{number // 3}",
            LONG if long else f"驿站{number}",
            *((123_456, 98_765, 12_345, 310, 299, 120, 40) if long else (305, 49, 177, 23, 15, 11, 1)),
        )
        for number in range(count)
    )
    return DistrictPaper(LONG_FRAME if long else FRAME, "2026-10", "历下区", lines, sum(line.persons for line in lines))


def settlements(count: int = 6, *, long: bool = False) -> SettlementList:
    lines = tuple(
        SettledLine(
            LONG if long else f"泉香快餐{number}店",
            f"JS-7K2M-2026-10-{number:04d}" if number % 2 else "",
            123_456 if long else 297,
            number % 3,
            98_765_432_10 if long else 148_500,
            "商户确认" if number % 2 else "",
        )
        for number in range(count)
    )
    return SettlementList(LONG_FRAME if long else FRAME, "2026-10", lines)
