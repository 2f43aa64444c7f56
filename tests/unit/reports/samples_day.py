"""The day's papers to try: plain, with long names over many lines, and with nothing in them."""

from __future__ import annotations

from desktop.core.day_papers import (
    BlankRegister,
    ClosingNotice,
    CountedLine,
    FlaggedLine,
    HandoverPaper,
    HoursLine,
    HoursPaper,
    Problem,
    ReconciliationPaper,
)
from desktop.core.people import GROUPS
from desktop.core.shift import PARTS
from desktop.core.till_pages import TillLine, TillPaper
from desktop.core.visit import SERVICES
from tests.unit.reports.samples import FRAME, LONG, LONG_FRAME

WHAT = ("饮水机：接一杯热水，不出热水", "药箱：碘伏棉签已过期")
CODES = ("clock_behind", "unknown_kind")
VOIDS = ("mis_scan", "returned", "not_collected", "duplicate", "other")
STATES = ("kept", "late", "short", "missing", "unclosed", "planned", "none")


def problems(count: int, *, long: bool = False) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            f"2026-{number + 1:02d}",
            LONG if long and number % 2 else WHAT[number % len(WHAT)],
            f"2026-11-{number % 28 + 1:02d}",
            number % 3 == 0,
            ("open", "awaiting", "returned")[number % 3],
        )
        for number in range(count)
    )


def handover(*, long: bool = False, empty: bool = False) -> HandoverPaper:
    count = 0 if empty else 12 if long else 2
    whole = 0 if empty else 99_999 if long else 3
    return HandoverPaper(
        LONG_FRAME if long else FRAME,
        "2026-11-21",
        "16:00",
        LONG if long else "王秀兰",
        LONG if long else "李建国",
        problems(count, long=long),
        *(whole, whole, whole, whole, whole),
        "" if empty else LONG * 2 if long else "黑色雨伞一把",
        "" if empty else LONG * 5 if long else "东墙第二个插座松了，先别用。",
    )


def till(*, long: bool = False, empty: bool = False) -> TillPaper:
    names = (("早餐", "Breakfast"), ("午餐", "Lunch"), ("错峰", "Off-peak"), ("晚餐", "Dinner"), ("夜宵", "Night meal"))
    count = 0 if empty else 5 if long else 2
    whole = 99_999 if long else 38
    voids = () if empty else tuple((reason, whole) for reason in VOIDS[: 5 if long else 1])
    return TillPaper(
        LONG_FRAME if long else FRAME,
        "2026-11-21",
        "16:00",
        LONG if long else "泉香快餐（县西巷店）",
        LONG if long else "刘*",
        tuple(TillLine({"zh": zh, "en": en}, whole, whole * 990, whole * 500) for zh, en in names[:count]),
        0 if empty else whole,
        voids,
        0 if empty else whole,
        None if empty else whole * 500,
    )


def counted(part: str, number: int, *, long: bool) -> CountedLine:
    waiting, flagged = (9_999_999, 9_999) if long else (number * 3, number % 2)
    acknowledged = 99_999_999 if long else number
    return CountedLine(part, acknowledged + waiting + flagged, acknowledged, waiting, flagged)


def reconciliation(*, long: bool = False, empty: bool = False) -> ReconciliationPaper:
    lines = tuple(counted(part, 0 if empty else number, long=long) for number, part in enumerate(PARTS))
    whole = CountedLine(
        "whole",
        sum(line.captured for line in lines),
        sum(line.acknowledged for line in lines),
        sum(line.waiting for line in lines),
        sum(line.flagged for line in lines),
    )
    flagged = tuple(
        FlaggedLine(number + 1, "12:06", PARTS[number % len(PARTS)], CODES[number % len(CODES)])
        for number in range(0 if empty else 40 if long else 2)
    )
    fen = 0 if empty else 9_999_999_999 if long else 17_820
    return ReconciliationPaper(
        LONG_FRAME if long else FRAME,
        *("2026-11-21", "" if empty else "07:58", "21:05"),
        LONG if long else "王秀兰",
        *("C342", lines, whole),
        *(1, max(1, whole.captured), 0 if empty else 12_000),
        *("ab" * 32, "cd" * 64),
        *(0 if empty else 18, 0 if empty else 1, 0 if empty else 2, fen, fen // 2),
        flagged,
        problems(0 if empty else 30 if long else 2, long=long),
    )


def notice(*, long: bool = False, empty: bool = False) -> ClosingNotice:
    return ClosingNotice(
        LONG_FRAME if long else FRAME,
        *(("2026-11-23 14:00", "2026-11-23 18:30") if long else ("2027-02-15", "2027-02-21")),
        "停电检修" if long else "春节放假",
        "" if empty else LONG * 3 if long else "放假期间请到甸柳二社区站，走路六分钟。",
        *(("", "") if empty else ("2027-02-22", "07:00—21:00")),
        "周一至周五 07:00—21:00，周六、周日 08:00—20:00",
        "" if empty else "0531-86018888",
        "2026-11-21",
    )


def hours(*, long: bool = False, empty: bool = False) -> HoursPaper:
    def line(number: int) -> HoursLine:
        state = STATES[number % len(STATES)] if long else STATES[0]
        times = ("07:00", "21:00") if state not in ("missing", "planned", "none") else ("", "")
        extra = 60 if long else 0
        return HoursLine(
            *(f"2026-11-{number + 1:02d}", "延时" if number % 2 else "全时", 840, extra, extra),
            *(*times, 840, extra, extra, state),
        )

    lines = tuple(line(number) for number in range(0 if empty else 30))
    posted = "周一至周五 07:00—21:00，周六、周日 08:00—20:00"
    return HoursPaper(LONG_FRAME if long else FRAME, "2026-11", posted, "2026.1", 10, lines)


def register(kind: str = "visits", sheets: int = 2, rows: int = 15, *, long: bool = False) -> BlankRegister:
    numbers = tuple(f"{'D' if kind == 'visits' else 'C'}2026-{number + 1:04d}" for number in range(sheets))
    return BlankRegister(LONG_FRAME if long else FRAME, kind, numbers, rows, GROUPS, SERVICES)
