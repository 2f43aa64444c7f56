"""A calendar and the lists of a walk, without a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from desktop.core import pages
from desktop.core.inspect_pages import CalendarPage, CalendarRow, Cell, DueView, MedicineLine, WalkLists
from desktop.core.standard import Standard
from desktop.core.tools import Tool
from desktop.core.workdays import Counted
from desktop.services.phone_camera import PhoneCamera

MENDED, FAILED, SOON, UNSEEN = 9, 16, 18, 14


def medicines() -> tuple[MedicineLine, ...]:
    rows = (
        ("l1", "风油精", "Medicated oil", "FY2509", "2026-11-18", -3, 2, "bottle", "expired"),
        ("l2", "碘伏棉签", "Iodophor swabs", "DF2511", "2026-11-24", 3, 5, "box", "soon"),
        ("l3", "藿香正气口服液（不含乙醇，每盒十支装）", "Huoxiang Zhengqi oral liquid, without alcohol, box of ten",
         "HX2603", "2027-03-31", 130, 1, "box", "ok"),
        ("l4", "创可贴", "Plasters", "CK2601", "2028-05-20", 546, 30, "piece", "ok"),
    )  # fmt: skip
    return tuple(
        MedicineLine(line, {"zh": zh, "en": en}, batch, until, days, left, unit, state)
        for line, zh, en, batch, until, days, left, unit, state in rows
    )


TOOLS = (
    Tool("pump", {"zh": "打气筒", "en": "Tyre pump"}, 1),
    Tool("spanners", {"zh": "开口扳手", "en": "Spanners"}, 3),
    Tool("pliers", {"zh": "尖嘴钳", "en": "Pliers"}, 1),
)
WEEKEND = (Counted("2026-11-22", 0, "weekend"),)
DUES = (
    DueView("at_once", "2026-11-21", True, ()),
    DueView("days_3", "2026-11-25", True, (*WEEKEND, Counted("2026-11-23", 1), Counted("2026-11-24", 2),
                                           Counted("2026-11-25", 3))),
    DueView("days_7", "2026-12-01", True, (*WEEKEND, *(Counted(f"2026-11-{day}", at + 1)
                                                       for at, day in enumerate((23, 24, 25, 26, 27))),
                                           Counted("2026-11-28", 0, "weekend"), Counted("2026-11-29", 0, "weekend"),
                                           Counted("2026-11-30", 6), Counted("2026-12-01", 7))),
    DueView("days_15", "2026-12-11", True, (*WEEKEND, Counted("2026-12-11", 15))),
)  # fmt: skip


class FakeInspect:
    """Fulfils `inspect_pages.InspectCounter`.

    Attributes:
        months: those that were asked for.
        lists_now: what a walk goes by.
        phone_camera: the real one; where: the pages for phones, empty while they are switched off.
    """

    def __init__(self, standard: Standard, complete: Callable[..., pages.InspectionDone], *, empty: bool) -> None:
        self._standard, self._complete, self._empty = standard, complete, empty
        self.open: tuple[pages.RectificationRow, ...] = ()
        self.months: list[str] = []
        self.phone_camera = PhoneCamera(lambda: self.where, wait_s=0.2)
        self.where = "http://192.168.1.20:8642"
        self.counted: list[Mapping[str, int]] = []
        self.lists_now = WalkLists(() if empty else medicines(), True, TOOLS, DUES)

    def calendar(self, month: str) -> CalendarPage:
        self.months.append(month)
        here = month or "2026-11"
        first = date.fromisoformat(f"{here}-01")
        days = tuple(
            (first + timedelta(days=at)).isoformat()
            for at in range(31)
            if (first + timedelta(days=at)).month == first.month
        )
        rows = tuple(
            CalendarRow(item.code, item.shorts, tuple(self._cell(item.code, day) for day in days), None if self._empty
                        else 95)
            for item in self._standard.items
        )  # fmt: skip
        off = frozenset(day for day in days if date.fromisoformat(day).weekday() >= 5)
        warned = tuple(line for line in self.lists_now.medicines if line.state != "ok")
        return CalendarPage(here, "2026-11-21", "" if self._empty else "2026-09", days, off, rows, self.open, warned)

    def _cell(self, item: str, day: str) -> Cell:
        if day > "2026-11-21":
            return Cell("later")
        if self._empty:
            return Cell("today" if day == "2026-11-21" else "before")
        number = int(day[8:])
        heats = self._standard.checkpoint("microwave.heats")
        assert heats is not None
        if item == "microwave" and number in (MENDED, FAILED):
            return Cell("mended" if number == MENDED else "fail", (heats.titles,))
        if item == "medicine_box" and number >= SOON:
            return Cell("soon", (), 2)
        return Cell("none" if number == UNSEEN else "pass")

    def lists(self) -> WalkLists:
        return self.lists_now

    def complete(
        self, kind: str, begun: int, answers: tuple[pages.GivenAnswer, ...], counted: Mapping[str, int]
    ) -> pages.InspectionDone:
        self.counted.append(counted)
        return self._complete(kind, begun, answers)
