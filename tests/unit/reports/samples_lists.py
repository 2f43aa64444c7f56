"""Lists, rectifications and the station on a page to try: plain, empty, and with names as long as they come."""

from __future__ import annotations

from desktop.core.figures import Unit
from desktop.core.figures_papers import FigureLine
from desktop.core.list_papers import COUNT, FEN, NUMBER, ListColumn, ListPaper
from desktop.core.standard_papers import JobStep, RectificationPaper, StandingItem, StationSheet
from tests.unit.reports.samples import FRAME, LONG, LONG_FRAME, RARE

PUBLIC = (ListColumn("merchant", 52), ListColumn("number", 34, lines=1), ListColumn("meals", 16, COUNT),
          ListColumn("subsidy", 24, FEN), ListColumn("state", 16, lines=1), ListColumn("span", 30))  # fmt: skip
DOUBTS = (ListColumn("row", 10, lines=1), ListColumn("rule", 84, lines=3), ListColumn("meals", 20, NUMBER),
          ListColumn("", 4), ListColumn("found", 44))  # fmt: skip


def publicity(count: int = 3, *, long: bool = False) -> ListPaper:
    name = LONG if long else f"泉香快餐{RARE}"
    rows = tuple(
        (name, f"4-2026-10-{at:04d}", 219 + at, 109_500 + 501 * at, "公示", "2026-11-03 至 2026-11-10")
        for at in range(count)
    )
    frame = LONG_FRAME if long else FRAME
    return ListPaper(frame, "publicity", "2026年10月", PUBLIC, rows, (f"公示如下：{LONG if long else ''}",), ("口径",))


def doubts(count: int = 4, *, long: bool = False) -> ListPaper:
    said = LONG * 2 if long else "2026-10-03 同一收银台两份只隔 7 秒"
    rows = tuple((str(at), said, 2 + at, "", "") for at in range(count))
    return ListPaper(LONG_FRAME if long else FRAME, "doubts", "2026年10月", DOUBTS, rows, ("共几条",), ("规则",),
                     centre=LONG if long else "", sealed=False)  # fmt: skip


def rectification(*, closing: bool = False, long: bool = False) -> RectificationPaper:
    text = LONG * 2 if long else "加热两分钟后一杯水仍是凉的"
    steps = tuple(
        JobStep(f"2026-10-{13 + at % 17} 09:20", ("awaiting", "returned")[at % 2], LONG if long else "王**", text)
        for at in range(30 if long else 1)
    )
    return RectificationPaper(
        frame=LONG_FRAME if long else FRAME,
        closing=closing,
        day="2026-10-12",
        inspection=f"周巡查 {LONG if long else '泉驿检〔2026〕286号'}",
        item=LONG if long else "一台微波炉",
        point=text,
        hint=text,
        veto=long,
        problem=text,
        standard=LONG if long else "泉新泉驿达标标准（2026年第1版）",
        found="2026-10-12 08:21",
        finder=LONG if long else f"刘{RARE}",
        severity="3个工作日",
        due="2026-10-15",
        first_due="2026-10-14" if long else "",
        steps=steps,
        closed="2026-10-14 07:35" if closing else "",
        minutes=2_834 if closing else None,
        late=long,
    )


def station_sheet(*, long: bool = False, empty: bool = False) -> StationSheet:
    name = LONG if long else "泉香快餐"
    items = tuple(
        StandingItem(f"{LONG if long else '一台微波炉'}", ("met", "unmet", "open")[at % 3], "2026-10-12", name)
        for at in range(8)
    )
    line = FigureLine(name, "", Unit.FEN, 123_456_789_00, 1_443, 58, None, None, 123_456_789_00)
    nothing = FigureLine("入站人次", "", Unit.TIMES, 0, None, None, None, None, 0)
    return StationSheet(
        frame=LONG_FRAME if long else FRAME,
        today="2026-11-21",
        place=() if empty else ("历下区", "甸柳新村街道", "甸柳一社区居民委员会"),
        hours="周一至周五 7:00—21:00；周六、周日 8:00—20:00",
        phone="" if empty else "0531-88880000",
        began="2026-01-02",
        compliant=not empty,
        standard="泉新泉驿达标标准（2026年第1版）",
        items=tuple(StandingItem(item.title, "open", "", "") for item in items) if empty else items,
        running=empty,
        month="2026-10",
        figures=(nothing if empty else line,) * 10,
        people=0 if empty else 1_312,
        verified=0 if empty else 640,
        cards=0 if empty else 1_290,
        merchants=() if empty else (name,) * (15 if long else 3),
        partners=() if empty else (name,) * (15 if long else 1),
        operators=4,
        supervisors=1,
        open_jobs=0 if empty else 3,
        late_jobs=0 if empty else 1,
        joined=not empty,
        entries=17_714,
        waiting=3,
    )
