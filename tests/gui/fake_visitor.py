"""A visitor's screen without a store: a station at noon."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.checkin_code import digits_of
from desktop.core.visitor_pages import ItemState, MealPlace, VisitorPage

_ITEMS = (
    ("tables_and_chairs", "桌椅", "Seats", False),
    ("microwave", "热饭", "Microwave", True),
    ("phone_charging", "充电", "Charging", False),
    ("water_dispenser", "喝水", "Water", False),
    ("heating_and_cooling", "冷暖", "Warm/cool", False),
    ("medicine_box", "药箱", "Medicine", False),
    ("repair_tools", "工具", "Tools", False),
)
NOON = VisitorPage(
    "曲水亭驿站",
    "2026-11-21",
    {"zh": "午餐", "en": "Lunch"},
    990,
    (
        MealPlace("泉香快餐（县西巷店）", "13:30", ""),
        MealPlace("超意兴快餐连锁有限公司大明湖路第二分店", "13:30", ""),
        MealPlace("和平路家常菜", "", "17:00"),
    ),
    tuple(ItemState(code, {"zh": zh, "en": en}, out) for code, zh, en, out in _ITEMS),
    32,
)


BASE = "http://192.168.1.20:8642"
HUB = "https://quanyi.jinan.gov.cn"


class FakeVisitor:
    """Attributes:
    shown: the page.
    """

    def __init__(self) -> None:
        self.shown = NOON

    def show_code(self, text: str, until: int) -> None:
        self.shown = replace(NOON, code=f"{BASE}/s/{text}", code_until=until, digits=digits_of(text))

    def show_two(self, text: str, until: int) -> None:
        self.show_code(text, until)
        self.shown = replace(self.shown, hub_code=f"{HUB}/s/{text}")

    def page(self) -> VisitorPage:
        return self.shown
