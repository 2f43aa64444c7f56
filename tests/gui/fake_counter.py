"""A counter without a store: holds a plausible day in memory, and can be told to fail."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

from desktop.core import pages
from desktop.core.errors import EnvironmentFailed, Trouble
from desktop.core.pages import Hint, ScanAnswer, Tone
from desktop.core.plain import (
    FieldKind,
    Pair,
    Pick,
    PlainAct,
    PlainDetail,
    PlainDone,
    PlainField,
    PlainRow,
    PlainSection,
)
from desktop.core.standard import Standard
from tests.gui.fake_day import FakeDay
from tests.gui.fake_health import FakeHealth
from tests.gui.fake_hub import FakeHub
from tests.gui.fake_inspect import FakeInspect
from tests.gui.fake_papers import FakePapers
from tests.gui.fake_people import FakePeople
from tests.gui.fake_practice import FakePractice
from tests.gui.fake_seat import FakeSeat
from tests.gui.fake_serving import FakeServing, FakeTablets
from tests.gui.fake_settings import FakeSettings
from tests.gui.fake_sheet import FakeSheet
from tests.gui.fake_till import FakeTill
from tests.gui.fake_visitor import FakeVisitor
from tests.gui.fake_visits import FakeVisits

DAY = "2026-11-21"
NOW = 1_795_234_000_000  # 2026-11-21 12:06:40 in Shanghai
GOOD = "QY1" + "A" * 156
OTHER = "QY1" + "B" * 156
EXPIRED = "QY1" + "C" * 156
UNKNOWN = "QY1" + "D" * 156
STATION = "曲水亭驿站"


def visits() -> tuple[pages.VisitRow, ...]:
    rows = (
        ("v1", "12:03", "马**", "delivery_rider", "0427", ("rest", "charging"), 1, "card", "verified", "", ""),
        ("v2", "11:58", "孙**", "courier", "1188", ("water",), 1, "card", "verified", "", ""),
        ("v3", "11:52", "", "delivery_rider", "", ("rest",), 3, "anonymous", "verified", "", ""),
        (
            "v4",
            "11:47",
            "赵**",
            "ride_hailing_driver",
            "5520",
            ("rest", "water", "meal_heating"),
            1,
            "search",
            "verified",
            "",
            "",
        ),
        (
            "v5",
            "11:41",
            "阿卜****",
            "delivery_rider",
            "9031",
            ("meal_heating", "charging", "rest", "water", "warm_or_cool", "handover"),
            1,
            "card",
            "unverified",
            "",
            "",
        ),
        ("v6", "11:30", "", "other_outdoor", "", ("water", "warm_or_cool"), 12, "anonymous", "verified", "", ""),
        ("v7", "11:26", "王**", "delivery_rider", "7719", ("rest", "water"), 1, "self_self", "verified", "", ""),
        ("v8", "11:20", "陈**", "truck_driver", "3301", ("water",), 1, "card", "verified", "12:01", ""),
        ("v9", "11:08", "周**", "live_streamer", "4416", ("charging",), 1, "card", "verified", "", "mis_scan"),
        ("v10", "10:55", "刘*", "delivery_rider", "8124", ("rest",), 1, "paper", "verified", "11:30", ""),
    )
    return tuple(pages.VisitRow(*row) for row in rows)


def meals() -> tuple[pages.MealRow, ...]:
    rows = (
        ("m1", "12:06", "马**", "delivery_rider", "lunch", "", ""),
        ("m2", "12:05", "孙**", "courier", "lunch", "", ""),
        ("m3", "12:05", "李**", "ride_hailing_driver", "lunch", "", ""),
        ("m4", "12:03", "", "courier", "lunch", "", "unknown_issuer"),
        ("m5", "11:58", "周**", "live_streamer", "lunch", "mis_scan", ""),
        ("m6", "11:49", "欧***", "delivery_rider", "lunch", "", ""),
    )
    return tuple(pages.MealRow(*row) for row in rows)


PERIODS = (
    pages.PeriodTab("breakfast", {"zh": "早餐", "en": "Breakfast"}, "6:30", "10:30", False),
    pages.PeriodTab("lunch", {"zh": "午餐", "en": "Lunch"}, "10:30", "13:30", True),
    pages.PeriodTab("off_peak", {"zh": "错峰", "en": "Off-peak"}, "13:30", "16:30", False),
    pages.PeriodTab("dinner", {"zh": "晚餐", "en": "Dinner"}, "17:00", "21:00", False),
    pages.PeriodTab("night", {"zh": "夜宵", "en": "Night meal"}, "21:00", "2:00", False),
)

OPEN = (
    pages.RectificationRow(
        "r1",
        31,
        "water_dispenser",
        "water_dispenser.hot_and_cold",
        {"zh": "冷水、热水各接一杯", "en": "Draw a cup of cold and a cup of hot"},
        "at_once",
        "2026-11-21",
        "2026-11-21",
        "awaiting",
        False,
        False,
    ),
    pages.RectificationRow(
        "r2",
        30,
        "repair_tools",
        "repair_tools.pump",
        {"zh": "用打气筒打几下", "en": "Give the pump a few strokes"},
        "days_7",
        "2026-11-10",
        "2026-11-19",
        "open",
        True,
        True,
    ),
    pages.RectificationRow(
        "r3",
        29,
        "heating_and_cooling",
        "heating_and_cooling.filter",
        {"zh": "拆下滤网对着光看", "en": "Hold the filter against the light"},
        "days_3",
        "2026-11-18",
        "2026-11-23",
        "returned",
        False,
        False,
    ),
)


def _titles(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def todo() -> tuple[pages.Todo, ...]:
    water = _titles("冷水、热水各接一杯", "Draw a cup of cold and a cup of hot")
    pump = _titles("用打气筒打几下", "Give the pump a few strokes")
    return (
        pages.Todo(
            "recheck",
            Hint("todo.recheck", {"what": water}, "water"),
            Hint("todo.due_today", {"day": DAY}),
            "inspect",
            "r1",
            "wrong",
        ),
        pages.Todo(
            "rectification",
            Hint("todo.rectification", {"what": pump}, "warn"),
            Hint("todo.overdue", {"day": "2026-11-19"}),
            "inspect",
            "r2",
            "wrong",
        ),
        pages.Todo(
            "referral",
            Hint("todo.not_booked", {"name": "李**"}, "phone"),
            Hint("todo.not_booked_since", {"day": "2026-11-18"}),
            "health",
            "f1",
            "attention",
        ),
        pages.Todo("inspect", Hint("todo.inspect", {}, "inspect"), Hint("todo.inspect_why"), "inspect", "", "plain"),
    )


class FakeCounter:
    """Fulfils `pages.Counter`.

    Attributes:
        calls: every call in order, with its arguments.
        trouble: raised by the next write.
        gate: writes wait for it; set by default.
    """

    def __init__(self, standard: Standard, roles: tuple[str, ...] = ("caretaker",), *, empty: bool = False) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.trouble: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.roles = roles
        self.paper = b""
        self.operator = "王秀兰"
        self.visit_rows = () if empty else visits()
        self.meal_rows = () if empty else meals()
        self.open_rows = () if empty else OPEN
        self.todo = () if empty else todo()
        self.merchants = (
            pages.Merchant("M1", "泉香快餐（县西巷店）"),
            pages.Merchant("M2", "超意兴快餐连锁有限公司大明湖路第二分店"),
        )
        self.nth_today = 2
        self.day_opened, self.day_closed = True, False
        self.usual = (0,) * 7 + (2, 4, 5, 7, 13, 17, 14, 9, 6, 5, 8, 11, 9, 5, 2, 0, 0)
        self.hours = (0,) * 24 if empty else (0,) * 7 + (2, 3, 4, 6, 15, 13) + (0,) * 11
        self._standard = standard
        self._number = 100
        self.health = FakeHealth(empty=empty)
        self.hub = FakeHub()
        self.sheet = FakeSheet(self._write)
        self.day = FakeDay(standard, self._write, self._day_moved)
        self.visitor = FakeVisitor()
        self.practice = FakePractice()
        self.seat = FakeSeat(lambda: self.operator)
        self.people = FakePeople(0 if empty else 3)
        self.inspecting = FakeInspect(standard, self.complete_inspection, empty=empty)
        self.inspecting.open = self.open_rows
        self.visiting = FakeVisits(empty=empty)
        self.till = FakeTill()
        self.settings = FakeSettings()
        self.serving = FakeServing()
        self.tablets = FakeTablets()
        self.papers = FakePapers()

    def _write(self, *call: object) -> None:
        self.gate.wait(10)
        self.calls.append(call)
        if self.trouble is not None:
            error, self.trouble = self.trouble, None
            raise error

    def made(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of the calls of a name."""
        return [call[1:] for call in self.calls if call[0] == name]

    # --- who is here ------------------------------------------------------------------------

    def operators(self) -> tuple[pages.OperatorRow, ...]:
        return (
            pages.OperatorRow("op1", "王秀兰", ("caretaker",)),
            pages.OperatorRow("op2", "欧阳建国（夜班）", ("caretaker", "supervisor")),
            pages.OperatorRow("op3", "收银 刘芳", ("merchant",)),
        )

    def sign_out(self) -> None:
        self.operator = ""

    def sign_in(self, operator: str, pin: str) -> pages.Status:
        self._write("sign_in", operator)
        if pin != "1234":
            raise Trouble("pin_wrong", left=4)
        row = next(row for row in self.operators() if row.operator == operator)
        self.operator, self.roles = row.name, row.roles
        return self.status()

    def status(self) -> pages.Status:
        whole = self.hub.shown.whole
        return pages.Status(
            STATION, self.operator, self.roles, whole.waiting, whole.flagged, "ok", "station", self.hub.status
        )

    # --- today ---------------------------------------------------------------------------------

    def today_page(self) -> pages.TodayPage:
        steps = (
            pages.Step("open", self.day_opened, "王**", "07:58"),
            pages.Step("inspect", bool(self.visit_rows), "王**", "08:02"),
            pages.Step("close", self.day_closed, "", ""),
        )
        many = bool(self.visit_rows)
        return pages.TodayPage(
            DAY,
            7 if many else 0,
            12,
            43 if many else 0,
            31 if many else 0,
            37,
            self.hours,
            self.usual,
            12,
            18 if many else 0,
            17820 if many else 0,
            self.todo,
            steps,
            self.day_opened,
            self.day_closed,
        )

    def _day_moved(self, what: str) -> None:
        self.day_opened = True
        self.day_closed = self.day_closed or what == "close"

    # --- visits ---------------------------------------------------------------------------------

    def visits_page(self) -> pages.VisitsPage:
        inside = sum(row.count for row in self.visit_rows if not row.ended and not row.voided)
        total = sum(row.count for row in self.visit_rows if not row.voided)
        return pages.VisitsPage(DAY, inside, total, self.visit_rows)

    def _arrive(self, name: str, group: str, tail: str, how: str, count: int = 1) -> ScanAnswer:
        self._number += 1
        fact = f"v{self._number}"
        row = pages.VisitRow(fact, "12:06", name, group, tail, (), count, how, "verified", "", "")
        self.visit_rows = (row, *self.visit_rows)
        period = _titles("午餐", "lunch")
        hints = (Hint("hint.meal_free", {"period": period}, "meals"),) if name else ()
        return ScanAnswer("checked_in", Tone.SUCCESS, name, group, tail, fact, hints, time="12:06")

    def scan_visit(self, text: str) -> ScanAnswer:
        self._write("scan_visit", text)
        if text == EXPIRED:
            hints = (Hint("hint.card_expired", {}, "info"), Hint("hint.never_turned_away", {}, "rest"))
            return ScanAnswer("card_expired", Tone.ATTENTION, "陈**", "truck_driver", "3301", None, hints)
        if text == OTHER:
            since = (Hint("hint.already_here", {"since": "11:58"}, "clock"),)
            return ScanAnswer("already_here", Tone.ALREADY, "孙**", "courier", "1188", "v2", since, time="11:58")
        if text == UNKNOWN:
            hints = (Hint("hint.accepted_unverified", {}, "info"),)
            return replace(
                self._arrive("", "ride_hailing_driver", "", "card"),
                outcome="accepted_unverified",
                tone=Tone.ALREADY,
                hints=hints,
            )
        if text != GOOD:
            hints = (Hint("hint.not_a_card", {}, "info"), Hint("hint.never_turned_away", {}, "rest"))
            return ScanAnswer("not_a_card", Tone.REFUSED, hints=hints)
        return self._arrive("马**", "delivery_rider", "0427", "card")

    def visit_of(self, rider: str) -> ScanAnswer:
        self._write("visit_of", rider)
        return self._arrive("赵**", "courier", "2230", "search")

    def anonymous_visit(self, group: str, count: int) -> ScanAnswer:
        self._write("anonymous_visit", group, count)
        return self._arrive("", group, "", "anonymous", count)

    def set_services(self, fact: str, services: tuple[str, ...]) -> None:
        self._write("set_services", fact, services)
        kept = tuple(code for code in services if code != "medicine")
        self.visit_rows = tuple(replace(row, services=kept) if row.fact == fact else row for row in self.visit_rows)

    def leave(self, fact: str) -> None:
        self._write("leave", fact)
        self.visit_rows = tuple(replace(row, ended="12:06") if row.fact == fact else row for row in self.visit_rows)

    def void_visit(self, fact: str, reason: str) -> None:
        self._write("void_visit", fact, reason)
        self.visit_rows = tuple(replace(row, voided=reason) if row.fact == fact else row for row in self.visit_rows)

    def search_everywhere(self, phone: str) -> tuple[pages.PersonRow, ...]:
        self.calls.append(("search_everywhere", phone))
        if phone.endswith("9"):
            raise EnvironmentFailed("hub_unreachable", detail="ConnectError")
        return () if phone.endswith("0") else (pages.PersonRow("p9", "欧***", "courier", phone[-4:], ""),)

    def search(self, text: str) -> tuple[pages.PersonRow, ...]:
        self.calls.append(("search", text))
        if text.isdigit():
            return ()
        if text.startswith("无"):
            return ()
        return (
            pages.PersonRow("p1", "赵**", "courier", "2230", "2027-03-01"),
            pages.PersonRow("p2", "赵*", "ride_hailing_driver", "5520", ""),
            pages.PersonRow("p3", "赵***", "other_outdoor", "0098", "2026-12-01"),
        )

    # --- meals -----------------------------------------------------------------------------------

    def meals_page(self, merchant: str | None) -> pages.MealsPage:
        chosen = next((each for each in self.merchants if each.id == merchant), None)
        chosen = chosen or (self.merchants[0] if self.merchants else None)
        count = 47 if self.meal_rows else 0
        return pages.MealsPage(
            DAY,
            chosen,
            self.merchants,
            PERIODS,
            count,
            count * 990,
            count * 610,
            1 if count else 0,
            (("breakfast", 9), ("lunch", 38)) if count else (),
            self.meal_rows,
            ("mis_scan", "returned", "not_collected", "duplicate", "other"),
        )

    def scan_meal(self, text: str, merchant: str) -> ScanAnswer:
        self._write("scan_meal", text, merchant)
        if text == OTHER:
            had = Hint("hint.had_before", {"time": "11-21 11:32", "where": "泉香快餐（县西巷店）"}, "clock")
            hints = (had, Hint("hint.next_meal", {"period": _titles("错峰", "Off-peak"), "time": "13:30"}, "info"))
            return ScanAnswer("already_served", Tone.ATTENTION, "孙**", "courier", "1188", None, hints)
        if text != GOOD:
            return ScanAnswer("not_a_card", Tone.REFUSED, hints=(Hint("hint.not_a_card", {}, "info"),))
        self._number += 1
        fact = f"m{self._number}"
        self.meal_rows = (pages.MealRow(fact, "12:06", "马**", "delivery_rider", "lunch", "", ""), *self.meal_rows)
        return ScanAnswer("served", Tone.SUCCESS, "马**", "delivery_rider", "0427", fact, (), 990, 610, 1600, "12:06")

    def void_meal(self, fact: str, reason: str) -> None:
        self._write("void_meal", fact, reason)
        self.meal_rows = tuple(replace(row, voided=reason) if row.fact == fact else row for row in self.meal_rows)

    # --- plain sections -------------------------------------------------------------------------

    def plain_section(self, code: str, picked: Mapping[str, str]) -> PlainSection:
        """The same rows everywhere; `held` is a supervisor's."""
        self.calls.append(("plain_section", code, dict(picked)))
        if code == "held" and "supervisor" not in self.roles:
            return PlainSection(code, roles=("supervisor",))
        rows = tuple(PlainRow(f"{code}{at}", f"{code} {at}", "2026-11-21", "标记", "good", "12") for at in range(3))
        card = (PlainField("card", FieldKind.CARD), PlainField("reason", needed=False))
        acts = (
            PlainAct("refer", card, "health", "primary"),
            PlainAct("close_day", icon="lock", weight="asked", note=Hint("ui.today.sure")),
            PlainAct("settle", roles=("supervisor",)),
        )
        if code == "duty":
            check = PlainField("check.site.hygiene", needed=False, said=Hint("plain.check.unseen"))
            acts = (PlainAct("open_day", (check,), "check"), *acts)
        months = Pick("month", (("2026-11", "2026-11"), ("2026-10", "2026-10")), picked.get("month", "2026-11"))
        figures = (Pair("captured", "4,044"), Pair("acknowledged", "0"), Pair("waiting", "4,044"))
        shown = () if picked.get("search") == "nobody" else rows
        return PlainSection(
            code, shown, (months,), figures, (("attention", Hint("plain.note.call_120")),), acts, searches=True
        )

    def plain_detail(self, code: str, row: str) -> PlainDetail | None:
        if not row.startswith(code):
            return None
        pins = (
            PlainField("keys", FieldKind.NUMBER, value="0"),
            PlainField("pin_to", FieldKind.PIN),
            PlainField("id_number", FieldKind.PRIVATE, needed=False),
        )
        acts = (PlainAct("medicine_open", icon="clock"), PlainAct("hand_over", pins), PlainAct("paper", icon="papers"))
        return PlainDetail(row, f"row {row}", (Pair("state", Hint("plain.item.met"), "good"),), acts=acts)

    def plain_act(self, code: str, act: str, row: str, values: Mapping[str, str], language: str) -> PlainDone:
        self._write("plain_act", code, act, row, dict(values))
        return PlainDone(Hint("plain.done"), paper=self.paper if act == "paper" else b"")

    def save_paper(self, place: str, paper: bytes) -> None:
        self._write("save_paper", place, paper)

    # --- the standard ------------------------------------------------------------------------------

    def inspect_page(self, kind: str) -> pages.InspectPage:
        open_of = [row.item for row in self.open_rows]
        items = tuple(
            pages.ItemView(
                item.code,
                item.titles,
                item.shorts,
                tuple(
                    pages.PointView(
                        point.code, point.titles, point.hints, point.severity, point.veto, "2026-11-26", True
                    )
                    for point in item.checkpoints
                ),
                open_of.count(item.code),
            )
            for item in self._standard.asked(kind)
        )
        kinds = (
            ("opening", "weekly", "supervised", "unannounced") if "supervisor" in self.roles else ("opening", "weekly")
        )
        severities = (("at_once", 0), ("days_3", 3), ("days_7", 7), ("days_15", 15))
        return pages.InspectPage(DAY, kind, kinds, self.nth_today, items, self.open_rows, severities)

    def complete_inspection(
        self, kind: str, begun: int, answers: tuple[pages.GivenAnswer, ...]
    ) -> pages.InspectionDone:
        self._write("complete_inspection", kind, begun, answers)
        failed = [answer for answer in answers if answer.result == "fail"]
        rows = tuple(
            pages.RectificationRow(
                f"n{at}",
                40 + at,
                answer.checkpoint.split(".")[0],
                answer.checkpoint,
                {"zh": answer.checkpoint, "en": answer.checkpoint},
                answer.severity,
                DAY,
                "2026-11-26",
                "open",
                False,
                False,
            )
            for at, answer in enumerate(failed)
        )
        passed = sum(answer.result == "pass" for answer in answers)
        return pages.InspectionDone("i1", not failed, 7 - len(failed), passed, len(failed), rows)

    def report_rectified(self, rectification: str, note: str, photo: bytes) -> None:
        self._write("report_rectified", rectification, note, photo)
        self._move(rectification, "awaiting")

    def recheck(self, rectification: str, passed: bool, note: str) -> None:
        self._write("recheck", rectification, passed, note)
        self._move(rectification, "closed" if passed else "returned")

    def _move(self, rectification: str, state: str) -> None:
        moved = (replace(row, state=state) if row.rectification == rectification else row for row in self.open_rows)
        self.open_rows = tuple(row for row in moved if row.state != "closed")
