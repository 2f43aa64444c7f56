"""Emergency registers as clerks tell it: printed ahead, written by hand, entered once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core import card
from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.register import ROWS
from desktop.core.roles import Operator
from tests.day_station import DayStation, open_station

EVENING = "2026-11-16T23:30"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DayStation]:
    opened = open_station(tmp_path / "data")
    yield opened
    opened.office.desk.close()


@pytest.fixture
def visits(desk: DayStation) -> str:
    """The number of a sheet for visits."""
    number = desk.office.sheets.add_register(desk.by, "visits", 3).first
    desk.clock.set(EVENING)
    return number


@pytest.fixture
def meals(desk: DayStation) -> str:
    number = desk.office.sheets.add_register(desk.by, "meals", 3).first
    desk.clock.set(EVENING)
    return number


ANONYMOUS: dict[str, Any] = {"time": "14:00", "group": "courier", "count": 3, "services": ("rest", "water")}
NAMED: dict[str, Any] = {"time": "14:05", "name": "马向阳", "phone_tail": "0427", "services": ("charging",)}
EATEN: dict[str, Any] = {"time": "12:03", "name": "马向阳", "phone_tail": "0427", "signature": True}
HERE: dict[str, Any] = {"merchant": "泉香快餐"}

# A sheet for visits, changed in one thing, and the code with which all of it is refused.
VISITS_REFUSED: list[tuple[str, list[dict[str, Any]], dict[str, Any], str]] = [
    ("没有照片", [ANONYMOUS], {"photo": None}, "sheet_photo_needed"),
    ("照片不是照片", [ANONYMOUS], {"photo": b"GIF89a"}, "photo_not_a_picture"),
    ("一行也没有", [], {}, "sheet_rows_wrong"),
    ("行数比表上还多", [ANONYMOUS] * (ROWS["visits"] + 1), {}, "sheet_rows_wrong"),
    ("日期是明天", [ANONYMOUS], {"day": "2026-11-17"}, "sheet_day_ahead"),
    ("日期早于印表那天", [ANONYMOUS], {"day": "2026-11-15"}, "sheet_day_before"),
    ("日期写错", [ANONYMOUS], {"day": "11月16日"}, "day_wrong"),
    ("时刻写错", [ANONYMOUS, ANONYMOUS | {"time": "25:00"}], {}, "row_time_wrong"),
    ("时刻还没到", [ANONYMOUS | {"time": "23:45"}], {}, "row_ahead"),
    ("第二行没写群体", [ANONYMOUS, {"time": "14:00"}], {}, "row_group_needed"),
    ("没有这个群体", [ANONYMOUS | {"group": "骑手"}], {}, "row_group_unknown"),
    ("没有这项服务", [ANONYMOUS | {"services": ("nap",)}], {}, "row_service_unknown"),
    ("一行一百人", [ANONYMOUS | {"count": 100}], {}, "row_count_wrong"),
    ("写了名字又写三个人", [NAMED | {"count": 3}], {}, "row_count_wrong"),
    ("服务登记不要签字", [ANONYMOUS | {"signature": True}], {}, "row_wrong"),
    ("名字对不上又没写群体", [NAMED | {"phone_tail": "9999"}], {}, "row_group_needed"),
]
MEALS_REFUSED: list[tuple[str, list[dict[str, Any]], dict[str, Any], str]] = [
    ("用餐没签字", [EATEN, EATEN | {"time": "18:00", "signature": False}], {}, "row_signature_needed"),
    ("用餐人找不到", [EATEN | {"name": "马向东"}], {}, "row_rider_unknown"),
    ("只写了群体的用餐", [{"time": "12:03", "group": "courier", "signature": True}], {}, "row_rider_unknown"),
    ("用餐时刻不在供餐时段", [EATEN | {"time": "05:00"}], {}, "row_out_of_hours"),
    ("没有这个商户", [EATEN], {"merchant": "别家"}, "merchant_unknown"),
    ("用餐一行两个人", [EATEN | {"count": 2}], {}, "row_wrong"),
    ("用餐没有照片", [EATEN], {"photo": None}, "sheet_photo_needed"),
]


@pytest.mark.parametrize(("rows", "changes", "code"), [pytest.param(*r[1:], id=r[0]) for r in VISITS_REFUSED])
def test_a_sheet_of_visits_refused_whole(
    desk: DayStation, visits: str, rows: list[dict[str, Any]], changes: dict[str, Any], code: str
) -> None:
    refused_whole(desk, visits, rows, changes, code)


@pytest.mark.parametrize(("rows", "changes", "code"), [pytest.param(*r[1:], id=r[0]) for r in MEALS_REFUSED])
def test_a_sheet_of_meals_refused_whole(
    desk: DayStation, meals: str, rows: list[dict[str, Any]], changes: dict[str, Any], code: str
) -> None:
    refused_whole(desk, meals, rows, HERE | changes, code)


def refused_whole(
    desk: DayStation, number: str, rows: list[dict[str, Any]], changes: dict[str, Any], code: str
) -> None:
    before = desk.count(), desk.rows("SELECT count(*) FROM blobs")
    with pytest.raises(Refused) as refused:
        desk.office.sheets.enter(desk.by, desk.sheet(number, *rows, **changes))
    assert refused.value.code == code
    assert (desk.count(), desk.rows("SELECT count(*) FROM blobs")) == before


def test_同一张表录两次(desk: DayStation, visits: str) -> None:
    desk.office.sheets.enter(desk.by, desk.sheet(visits, ANONYMOUS))
    before = desk.count()
    with pytest.raises(Refused) as refused:
        desk.office.sheets.enter(desk.by, desk.sheet(visits.lower(), ANONYMOUS))
    assert refused.value.code == "sheet_entered"
    assert refused.value.values["time"] == EVENING.replace("T", " ")
    assert refused.value.values["by"] == "刘**"
    assert desk.count() == before
    desk.office.sheets.enter(desk.by, desk.sheet(visits[:-1] + "2", ANONYMOUS))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param("0000-00001", "sheet_unknown", id="没印过的号"),
        pytest.param("十二号", "sheet_number_wrong", id="号写错"),
    ],
)
def test_a_sheet_that_is_none_of_ours(desk: DayStation, visits: str, number: str, code: str) -> None:
    refused_whole(desk, number, [ANONYMOUS], {}, code)
    refused_whole(desk, visits[:-1] + "4", [ANONYMOUS], {}, "sheet_unknown")


def test_补录的服务单列一项(desk: DayStation, visits: str) -> None:
    desk.office.visits.anonymous(desk.by, "courier", [])
    done = desk.office.sheets.enter(desk.by, desk.sheet(visits, ANONYMOUS, NAMED))
    figures = desk.office.days.figures("2026-11-16")
    assert dict(figures.by_how) == {"registered": 0, "anonymous": 1, "self": 0, "paper": 4}
    assert (figures.visits, figures.persons, done.rows, done.anonymous) == (5, 1, 2, 0)
    assert {row[0] for row in desk.rows("SELECT marks FROM visits WHERE how = 'paper'")} == {""}
    assert desk.sound()


def test_补录的行能从表号追到照片(desk: DayStation, visits: str) -> None:
    done = desk.office.sheets.enter(desk.by, desk.sheet(visits, ANONYMOUS, NAMED))
    body = done.entry.body
    assert [row[0] for row in desk.rows("SELECT fact FROM visits ORDER BY seq")] == body.facts
    kept = bytes(desk.rows("SELECT data FROM blobs WHERE hash = ?", (body.photo,))[0][0])
    assert b"SECRET-CAMERA" not in kept
    stored = b"".join(bytes(row[0]) for row in desk.rows("SELECT data FROM journal"))
    assert "马向阳".encode() not in stored


def test_半小时内写了两行只算一次(desk: DayStation, visits: str) -> None:
    again = NAMED | {"time": "14:20", "services": ("water",)}
    done = desk.office.sheets.enter(desk.by, desk.sheet(visits, NAMED, again))
    assert (done.joined, len(done.entry.body.facts)) == (1, 1)
    assert desk.rows("SELECT services FROM visits") == [("water,charging",)]


def test_停电前扫过卡_纸上又写_不重复(desk: DayStation) -> None:
    number = desk.office.sheets.add_register(desk.by, "visits", 1).first
    desk.clock.set("2026-11-16T14:00")
    desk.office.visits.by_card(desk.by, desk.card, ["rest"])
    desk.clock.set(EVENING)
    assert desk.office.sheets.enter(desk.by, desk.sheet(number, NAMED)).joined == 1


def test_名字找不到就按群体匿名(desk: DayStation, visits: str) -> None:
    rows = (NAMED | {"name": "马向", "group": "courier"}, NAMED | {"phone_tail": "427", "group": "courier"})
    cards = ({"time": "15:00", "card": "QY-AAAA-BBBB", "group": "truck_driver"}, {"time": "16:00", "card": desk.number})
    done = desk.office.sheets.enter(desk.by, desk.sheet(visits, *rows, *cards))
    assert done.anonymous == 3
    assert desk.rows('SELECT rider, "group" FROM visits ORDER BY at') == [
        (None, "courier"),
        (None, "courier"),
        (None, "truck_driver"),
        (desk.rider, "delivery_rider"),
    ]


def test_同名同尾号两个人_不猜(desk: DayStation, visits: str) -> None:
    desk.office.people.register(desk.by, "马向阳", "13911110427", "courier", consent=True)
    done = desk.office.sheets.enter(desk.by, desk.sheet(visits, NAMED | {"group": "courier"}))
    assert done.anonymous == 1


def test_注销的人不再认出来(desk: DayStation, visits: str) -> None:
    desk.office.people.forget(desk.by, desk.rider, "本人要求")
    for row in (NAMED, {"time": "14:00", "card": desk.number}):
        refused_whole(desk, visits, [row], {}, "row_group_needed")


def test_挂失以后的卡号不认(desk: DayStation, visits: str) -> None:
    desk.office.people.withdraw(desk.by, desk.number)
    earlier = {"time": "14:00", "card": desk.number}
    desk.office.sheets.enter(desk.by, desk.sheet(visits, earlier))
    desk.clock.set("2026-11-17T20:00")
    later = {"time": "19:00", "card": desk.number}
    refused_whole(desk, visits[:-1] + "2", [later], {"day": "2026-11-17"}, "row_group_needed")


def test_纸上用药不连到人(desk: DayStation, visits: str) -> None:
    desk.office.sheets.enter(desk.by, desk.sheet(visits, NAMED | {"services": ("rest", "medicine")}))
    assert desk.rows('SELECT day, "group" FROM medicine_uses') == [("2026-11-16", "delivery_rider")]
    assert desk.rows("SELECT first_services FROM visits") == [("rest",)]


def test_纸上的餐待核_不付款(desk: DayStation, meals: str) -> None:
    done = desk.office.sheets.enter(desk.by, desk.sheet(meals, EATEN, EATEN | {"time": "18:00"}, **HERE))
    assert done.held == 2
    assert desk.rows("SELECT held, source, verified, day FROM meals") == [("paper", "paper", "yes", "2026-11-16")] * 2
    assert desk.office.days.figures("2026-11-16").subsidy_fen == 0
    draft = desk.office.settlements.draft(desk.by, desk.merchant, "2026-11")
    assert (len(draft.held), draft.subsidy_fen) == (2, 0)
    assert desk.sound()


def test_没核验的人纸上的餐也待核(desk: DayStation, meals: str) -> None:
    desk.office.people.register(desk.by, "孙小雨", "13700001111", "courier", consent=True)
    row = {"time": "12:10", "name": "孙小雨", "phone_tail": "1111", "signature": True}
    desk.office.sheets.enter(desk.by, desk.sheet(meals, row, **HERE))
    assert desk.rows("SELECT held, verified FROM meals") == [("paper", "no")]


def test_超过一天两份也照记待核(desk: DayStation, meals: str) -> None:
    times = ("07:00", "12:00", "14:00", "18:00")
    desk.office.sheets.enter(desk.by, desk.sheet(meals, *(EATEN | {"time": time} for time in times), **HERE))
    assert [row[0] for row in desk.rows("SELECT period FROM meals ORDER BY at")] == [
        "breakfast",
        "lunch",
        "off_peak",
        "dinner",
    ]


def test_纸上吃过_再刷卡就是已经用过(desk: DayStation) -> None:
    number = desk.office.sheets.add_register(desk.by, "meals", 1).first
    desk.clock.set("2026-11-16T12:20")
    desk.office.sheets.enter(desk.by, desk.sheet(number, EATEN, **HERE))
    assert desk.office.meals.serve(desk.cashier, desk.card, desk.merchant).outcome == "already_served"


def test_补录不占柜台未核验的名额(desk: DayStation) -> None:
    number = desk.office.sheets.add_register(desk.by, "meals", 1).first
    rows = []
    for at in range(6):
        desk.office.people.register(desk.by, f"路人{at}", f"1370000200{at}", "courier", proof="badge", consent=True)
        rows.append({"time": "12:10", "name": f"路人{at}", "phone_tail": f"200{at}", "signature": True})
    desk.clock.set("2026-11-16T12:20")
    desk.office.sheets.enter(desk.by, desk.sheet(number, *rows, **HERE))
    stranger = card.issue(DeviceKey(b"x" * 32), "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab", "courier", 1_790_000_000, 730)
    served = desk.office.meals.serve(desk.cashier, stranger.text, desk.merchant)
    assert (served.outcome, served.held) == ("served", "unknown_issuer")


def test_后半夜的夜宵算在前一晚的表上(desk: DayStation, meals: str) -> None:
    desk.clock.set("2026-11-17T09:00")
    desk.office.sheets.enter(desk.by, desk.sheet(meals, EATEN | {"time": "00:40"}, **HERE))
    assert desk.rows("SELECT day, period FROM meals") == [("2026-11-16", "night")]


def test_上个月的表记在上个月(desk: DayStation, meals: str, visits: str) -> None:
    desk.clock.set("2026-12-03T10:00")
    desk.office.sheets.enter(desk.by, desk.sheet(meals, EATEN, **HERE))
    desk.office.sheets.enter(desk.by, desk.sheet(visits, ANONYMOUS))
    assert desk.rows("SELECT day FROM meals UNION SELECT day FROM visits") == [("2026-11-16",)]
    assert desk.entries("sheet.entered")[0].day == "2026-12-03"
    assert desk.office.days.figures("2026-12-03").visits == 0
    assert len(desk.office.settlements.draft(desk.by, desk.merchant, "2026-11").held) == 1


def test_收银员能补录用餐_不能补录服务(desk: DayStation, meals: str, visits: str) -> None:
    desk.office.sheets.enter(desk.cashier, desk.sheet(meals, EATEN, **HERE))
    with pytest.raises(Refused, match="not_allowed"):
        desk.office.sheets.enter(desk.cashier, desk.sheet(visits, ANONYMOUS))
    with pytest.raises(Refused, match="not_allowed"):
        desk.office.sheets.enter(Operator(desk.by.id, frozenset({"supervisor"})), desk.sheet(visits, ANONYMOUS))


@pytest.mark.parametrize(
    ("kind", "sheets", "code"),
    [
        pytest.param("visits", 0, "register_sheets_wrong", id="印零张"),
        pytest.param("visits", 101, "register_sheets_wrong", id="一次印一百零一张"),
        pytest.param("loans", 1, "register_kind_unknown", id="没有这种登记本"),
    ],
)
def test_a_register_refused(desk: DayStation, kind: str, sheets: int, code: str) -> None:
    with pytest.raises(Refused, match=code):
        desk.office.sheets.add_register(desk.by, kind, sheets)


def test_两种登记本的号接着排(desk: DayStation) -> None:
    numbers = [desk.office.sheets.add_register(desk.by, kind, 5) for kind in ("visits", "meals", "visits")]
    assert [(made.first[-5:], made.last[-5:]) for made in numbers] == [
        ("00001", "00005"),
        ("00006", "00010"),
        ("00011", "00015"),
    ]


def test_恢复备份以后再印_号不重(desk: DayStation, tmp_path: Path) -> None:
    desk.office.upkeep.back_up(tmp_path / "copy.qyb")
    lost = desk.office.sheets.add_register(desk.by, "visits", 5)
    desk.office.desk.close()
    again = open_station(tmp_path / "data", restored_from=tmp_path / "copy.qyb")
    try:
        made = again.office.sheets.add_register(again.by, "visits", 5)
        assert made.first.partition("-")[0] != lost.first.partition("-")[0]
        refused_whole(again, lost.first, [ANONYMOUS], {}, "sheet_unknown")
    finally:
        again.office.desk.close()
