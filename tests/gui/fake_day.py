"""The day's panels without services: a station in the midst of its day, told what to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop.core.brief import Brief
from desktop.core.day_pages import (
    FLOWS,
    Before,
    Check,
    Closed,
    DayPage,
    HandedOver,
    Opened,
    ReviewPage,
    SeenItem,
    SeenJob,
    SeenPaper,
    Sums,
)
from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer, Hint, Todo
from desktop.core.standard import Standard

DAY = "2026-11-21"
ROWS = (Sums("visits", 43, 40, 3, 0), Sums("meals", 18, 17, 0, 1), Sums("day", 2, 1, 1, 0))
WHOLE = Sums("", 63, 58, 4, 1)
BRIEF = Brief("曲水亭驿站", DAY, "07:58", "", 43, 31, 18, 17_820, 1, 6, False, 3, 1, 2)
LEFT = (
    Todo("inside", Hint("left.inside", {"count": 7}, "people"), Hint("left.inside_why"), "visits", "", "attention"),
    Todo("held", Hint("left.held", {"count": 1}, "meals"), Hint("left.held_why"), "meals.held", "", "attention"),
)
TAKERS = (("op2", "欧阳建国（夜班）"), ("op3", "收银 刘芳"))


def page(standard: Standard) -> DayPage:
    asked = standard.asked("opening")
    return DayPage(
        day=DAY,
        operator="王秀兰",
        posted=(("07:00", "21:00"),),
        opened="07:58",
        closed="",
        checks=tuple(Check(point.code, item.code, point.titles) for item in asked for point in item.checkpoints),
        left=LEFT,
        before=Before("2026-11-20 21:00", "欧阳建国（夜班）", "王秀兰", 3, "", "热水器报修了，明天来人"),
        takers=TAKERS,
        on_hand=(("problems", 3), ("chase", 2), ("loans", 0), ("medicine", 2), ("waiting", 4)),
        closing=DAY,
        rows=ROWS,
        whole=WHOLE,
        brief=BRIEF,
        may=frozenset(FLOWS),
        roles=dict.fromkeys(FLOWS, ("caretaker",)),
    )


def review(standard: Standard) -> ReviewPage:
    states = ("met", "met", "met", "unmet", "met", "met", "met", "open")
    items = tuple(
        SeenItem(item.code, state, "" if state == "open" else "2026-11-18", int(state == "unmet"))
        for item, state in zip(standard.items, states, strict=True)
    )
    titles = {"zh": "冷水、热水各接一杯", "en": "Draw a cup of cold and a cup of hot"}
    jobs = (SeenJob(31, titles, "awaiting", DAY, False), SeenJob(30, titles, "open", "2026-11-19", True))
    papers = (SeenPaper("daily", day=DAY), SeenPaper("figures", "2026-11"), SeenPaper("medicine", "2026-11"))
    return ReviewPage(
        DAY, "曲水亭驿站", (("07:00", "21:00"),), "07:58", "", False, items, jobs, 2, BRIEF, papers, 4_080, 4
    )


class FakeDay:
    """Attributes:
    shown, seen: the pages as they stand.
    opened, pdf: what an opening comes to; what a paper is.
    """

    def __init__(self, standard: Standard, write: Callable[..., None], told: Callable[[str], None]) -> None:
        self._write, self._told = write, told
        self.shown = page(standard)
        self.seen = review(standard)
        self.opened = Opened(0, 8, 1)
        self.pdf = b""

    def page(self) -> DayPage:
        return self.shown

    def review_page(self) -> ReviewPage:
        return self.seen

    def brief(self) -> Brief:
        return self.shown.brief

    def open_day(self, answers: tuple[GivenAnswer, ...], begun: int) -> Opened:
        self._write("open_day", answers)
        self._told("open")
        return self.opened

    def hand_over(self, to: str, pin: str, keys: int, lost_property: str, note: str) -> HandedOver:
        self._write("hand_over", to, keys, lost_property, note)
        if pin != "1234":
            raise Refused("pin_wrong", left=4)
        return HandedOver("h1", dict(TAKERS)[to])

    def close_day(self) -> Closed:
        self._write("close_day")
        self._told("close")
        self.shown = replace(self.shown, closed="21:05")
        return Closed(DAY, WHOLE)

    def paper(self, kind: str, month: str, day: str, fact: str, language: str) -> bytes:
        self._write("paper", kind, month, day, fact, language)
        return self.pdf
