"""Lists, rectifications and the station on a page to try: plain, empty, and with names as long as they come."""

from __future__ import annotations

from desktop.core.figures import Unit
from desktop.core.figures_papers import FigureLine
from desktop.core.list_papers import COLUMNS, ListPaper
from desktop.core.standard_papers import JobStep, RectificationPaper, StandingItem, StationSheet
from tests.unit.reports.samples import FRAME, LONG, LONG_FRAME, RARE


def publicity(count: int = 3, *, long: bool = False) -> ListPaper:
    name = LONG if long else f"泉香快餐{RARE}"
    rows = tuple(
        (name, f"JS-370102-2026-10-{at:04d}", 219 + at, 109_500 + 501 * at, "公示", "2026-11-03 至 2026-11-10")
        for at in range(count)
    )
    frame = LONG_FRAME if long else FRAME
    return ListPaper(
        frame, "publicity", "2026年10月", COLUMNS["publicity"], rows, (f"公示如下：{LONG if long else ''}",), ("口径",)
    )


def doubts(count: int = 4, *, long: bool = False) -> ListPaper:
    said = LONG * 2 if long else "2026-10-03 同一收银台两份只隔 7 秒"
    rows = tuple((str(at), said, 2 + at, "", "") for at in range(count))
    frame = LONG_FRAME if long else FRAME
    return ListPaper(frame, "doubts", "2026年10月", COLUMNS["doubts"], rows, ("共几条",), ("规则",),
                     centre=LONG if long else "", sealed=False)  # fmt: skip


def card_list(count: int = 9, *, long: bool = False) -> ListPaper:
    name = LONG if long else "王**"
    rows = tuple(
        (str(at), f"QY-4K7M-{at:04d}", name, "网约车司机", "2026-10-12", "2028-10-10", "有效")
        for at in range(1, count + 1)
    )
    frame = LONG_FRAME if long else FRAME
    return ListPaper(
        frame, "card-list", "2026年10月", COLUMNS["card-list"], rows, ("发出的卡。",), ("口径",), sealed=False
    )


def binder(*, long: bool = False) -> ListPaper:
    numbers = ("1 – 17", "JS-370102-2026-10-0001 – JS-370102-2026-10-0012")
    rows = tuple(
        (
            *(str(at), LONG if long else "用餐核销登记", LONG if long else "巡查报告、走查单"),
            *(31 * at, "", numbers[at == 3], "＿＿＿", "＿＿＿"),
        )
        for at in range(1, 13)
    )
    said = (
        ("立卷单位", LONG if long else "甸柳一社区站"),
        ("起止日期", "2026-10-01 至 2026-10-31"),
        ("册内台账", "12 类"),
    )
    blank = tuple((label, "") for label in ("卷号", "保管期限", "立卷人", "立卷日期"))
    lead, notes, frame = ("按下列顺序装订成册。",), ("条数按业务日期计。",), LONG_FRAME if long else FRAME
    return ListPaper(frame, "binder", "2026年10月", COLUMNS["binder"], rows, lead, notes, cover=(*said, *blank))


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
