"""The Hub page's counter without a hub: stands where it is told to, and can be told to fail."""

from __future__ import annotations

import threading
from dataclasses import replace

from desktop.core.errors import Trouble
from desktop.core.hub_pages import Carried, HubPage, HubStatus, KindLine, RoundRow, TrayRow

# 2026-11-21 11:51 in Shanghai, a quarter of an hour before the fake counter's now.
LAST = 1_795_233_060_000
KINDS = (
    KindLine("inspection.completed", 30, 30, 0, 0),
    KindLine("meal.served", 190, 188, 2, 0),
    KindLine("rider.registered", 76, 76, 0, 0),
    KindLine("visit.recorded", 950, 940, 10, 0),
)
ROUNDS = (RoundRow(LAST, "network", "done", 12, 3), RoundRow(LAST - 180_000, "stick", "done", 0, 40))
DOUBLE = TrayRow(
    "v1",
    "m1",
    "double_meal",
    "meal.served",
    "2026-11-20",
    LAST,
    {"beside": "x", "other_place": "泉香快餐", "other_time": "11:32"},
    name="马**",
    place="老街面馆",
    time="11:47",
)
CLOCK = TrayRow("", "c1", "clock_skewed", "", "2026-11-18", LAST, {}, count=128, last_day="2026-11-20")
SAME = TrayRow("v2", "r1", "same_person", "rider.registered", "2026-11-19", LAST, {}, name="孙*", subject="rider1")


def whole(kinds: tuple[KindLine, ...]) -> KindLine:
    names = ("captured", "acknowledged", "waiting", "flagged")
    return KindLine("", *(sum(getattr(line, name) for line in kinds) for name in names))


def page(
    kinds: tuple[KindLine, ...] = KINDS,
    *,
    url: str = "https://hub.example",
    tray: tuple[TrayRow, ...] = (),
    rounds: tuple[RoundRow, ...] = ROUNDS,
    agrees: bool | None = True,
) -> HubPage:
    """A page whose sums are right."""
    done = next(((row.at, row.outcome) for row in rounds if row.outcome == "done"), None)
    failed = next(((row.at, row.outcome) for row in rounds if row.outcome != "done"), None)
    return HubPage(url, "hub", "site", whole(kinds), kinds, 0, agrees, done, failed, tray, rounds)


def all_sent() -> HubPage:
    return page(tuple(replace(line, acknowledged=line.captured, waiting=0) for line in KINDS))


def flagged() -> HubPage:
    kinds = (*KINDS[:1], KindLine("meal.served", 190, 187, 2, 1), KindLine("rider.registered", 76, 75, 0, 1))
    kinds = (*kinds, KindLine("visit.recorded", 950, 812, 10, 128))
    return page(kinds, tray=(CLOCK, DOUBLE, SAME))


def failing(outcome: str = "hub_unreachable") -> HubPage:
    return page(rounds=(RoundRow(LAST + 60_000, "network", outcome, 0, 0), *ROUNDS))


def apart() -> HubPage:
    kinds = tuple(replace(line, acknowledged=0, waiting=line.captured) for line in KINDS)
    return page(kinds, url="", rounds=(), agrees=None)


class FakeHub:
    """Attributes:
    shown: the page as it stands.
    trouble: what the next act comes to.
    gate: closed, an act takes until it is opened.
    """

    def __init__(self) -> None:
        self.shown = page()
        self.trouble: Trouble | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.calls: list[tuple[object, ...]] = []
        self.threads: list[str] = []
        self.carried = Carried("/media/stick/quanyi.qys", 12)

    @property
    def status(self) -> HubStatus:
        shown = self.shown
        outcome = shown.rounds[0].outcome if shown.rounds else "done"
        done = shown.last_done[0] if shown.last_done else 0
        return HubStatus(bool(shown.url), done, "" if outcome == "done" else outcome, shown.agrees, len(shown.tray))

    def _act(self, *call: object) -> None:
        self.threads.append(threading.current_thread().name)
        self.gate.wait(10)
        self.calls.append(call)
        if self.trouble is not None:
            error, self.trouble = self.trouble, None
            raise error

    def page(self) -> HubPage:
        return self.shown

    def join(self, url: str, code: str) -> None:
        self._act("join", url, code)
        self.shown = page()

    def sync(self) -> None:
        self._act("sync")

    def pack(self, place: str) -> Carried:
        self._act("pack", place)
        return self.carried

    def unpack(self, places: tuple[str, ...]) -> Carried:
        self._act("unpack", places)
        return self.carried

    def put_aside(self, verdict: str, code: str) -> None:
        self._act("put_aside", verdict, code)
        left = tuple(row for row in self.shown.tray if (row.verdict, row.code) != (verdict, code))
        self.shown = replace(self.shown, tray=left)
