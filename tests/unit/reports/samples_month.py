"""The month's paper to try: plain, with nothing in it, with names and numbers as long as they come."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.day_papers import CountedLine, HoursLine
from desktop.core.figures import EACH, Unit
from desktop.core.figures_papers import FigureLine
from desktop.core.month_papers import FIGURES, ItemDays, MerchantMonth, MonthJob, MonthlyPaper, SlipsMonth
from desktop.core.periods import Span
from desktop.core.visit import SERVICES
from tests.unit.reports.samples import FRAME, GROUPS, LONG, LONG_FRAME, RARE

ITEMS = ("桌椅", "微波炉", "手机充电", "饮水机", "冷暖电器", "共享药箱", "维修工具", "基础管理")
UNITS = {"meals_subsidy_fen": Unit.FEN, "meals_taken_fen": Unit.FEN, "open_minutes": Unit.MINUTES,
         "compliant_rate": Unit.PER_MILLE, "rectifications_on_time_rate": Unit.PER_MILLE}  # fmt: skip
DAYS = tuple(f"2026-10-{day:02d}" for day in range(1, 32))
STATES = ("pass", "pass", "pass", "mended", "fail", "soon", "expired", "na", "none")
_NOTHING = FigureLine("", "", Unit.TIMES, 0, None, None, None, None, 0)


def monthly(*, empty: bool = False, long: bool = False) -> MonthlyPaper:
    most = 99_999 if long else 33
    hours = tuple(
        tuple((row * 7 + hour * 5) % most if 7 <= hour <= 20 else 0 for hour in range(24)) for row in range(7)
    )
    visits = sum(map(sum, hours))
    share, rest = divmod(visits, len(DAYS))
    name = LONG if long else f"泉香快餐{RARE}"
    merchants = tuple(
        MerchantMonth(name, (128, 51, 40, 9, 3), 231, 3, 2, 1, 228_690, 115_000 if not long else 98_765_432_100)
        for _ in range(60 if long else 3)
    )
    figures = {code: _figure(code, visits, long=long) for code in FIGURES}
    paper = MonthlyPaper(
        frame=replace(LONG_FRAME if long else FRAME, number="泉驿月报〔2026〕10号"),
        month="2026-10",
        running=False,
        span=Span("2026-10-01", "2026-10-31"),
        before=Span("2026-09-01", "2026-09-30"),
        began="2026-01-02",
        figures=figures,
        days=tuple((day, share + (rest if at == 22 else 0)) for at, day in enumerate(DAYS)),
        off=frozenset(DAYS[:7]),
        hours=hours,
        groups=tuple((group, visits if group == "courier" else 0) for group in GROUPS),
        services=tuple((service, visits // (2 + at)) for at, service in enumerate(SERVICES)),
        periods=tuple(zip("abcde", ("早餐", "午餐", "错峰", "晚餐", "夜宵"), strict=True)),
        merchants=merchants,
        slips=SlipsMonth(18, 15, 12, 11, (("booked", 1), ("issued", 2), ("no_show", 2), ("expired", 1))),
        partners=(LONG,) * 4 if long else ("济南市第四人民医院",),
        standard=tuple(_item(at, long=long) for at in range(len(ITEMS))),
        jobs=tuple(_job(at, long=long) for at in range(70 if long else 3)),
        posted="周一至周五 7:00—21:00；周六、周日 8:00—20:00",
        hours_version="2026.1",
        grace=5,
        kept=tuple(HoursLine(day, "工作日", 840, 0, 0, "07:12", "20:40", 808, 12, 32, "late") for day in DAYS),
        joined=True,
        parts=tuple(
            CountedLine(part, 1_526, 1_500, 20, 6) for part in ("visits", "meals", "voids", "standard", "other")
        ),
    )
    return _nothing(paper) if empty else paper


def _figure(code: str, visits: int, *, long: bool) -> FigureLine:
    value = visits if code == "visits_times" else 123_456_789 if long else 431
    unit = UNITS.get(code, Unit.TIMES)
    return FigureLine(f"{code} {LONG}" if long else code, "", unit, value, 1_443, 58, 1_000, -123, value)


def _item(at: int, *, long: bool) -> ItemDays:
    cells = tuple(STATES[(at * 3 + day) % len(STATES)] if long or not (at + day) % 9 else "pass" for day in range(31))
    good = sum(cell in ("pass", "mended", "soon") for cell in cells)
    return ItemDays("site" if at == 7 else f"item{at}", LONG if long else ITEMS[at], cells, good, 31)


def _job(at: int, *, long: bool) -> MonthJob:
    found, due = f"2026-10-{at % 27 + 1:02d} 08:21", f"2026-10-{at % 27 + 3:02d}"
    what = LONG * 3 if long else "不加热"
    if at % 3 == 2:
        return MonthJob(f"{at:03d}", ITEMS[at % 8], what, found, due, "", None, "awaiting", True)
    return MonthJob(f"{at:03d}", ITEMS[at % 8], what, found, due, f"{due} 07:35", 2_834, "closed", False)


def _nothing(paper: MonthlyPaper) -> MonthlyPaper:
    """A station that was set up on the last day of the month and did nothing yet."""
    return replace(
        paper,
        figures={code: replace(_NOTHING, name=code, unit=UNITS.get(code, Unit.TIMES)) for code in FIGURES},
        days=tuple((day, 0 if at < 3 else None) for at, day in enumerate(DAYS)),
        running=True,
        hours=tuple((0,) * 24 for _ in range(7)),
        groups=tuple((group, 0) for group in GROUPS),
        services=tuple((service, 0) for service in EACH["service"]),
        periods=(),
        merchants=(),
        slips=SlipsMonth(0, 0, 0, 0, ()),
        partners=(),
        standard=tuple(ItemDays(item.item, item.title, ("before",) * 31, 0, 0) for item in paper.standard),
        jobs=(),
        kept=(),
        joined=False,
        parts=(),
    )
