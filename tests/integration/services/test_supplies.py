"""Merchants' records, boxed meals and goods handed out, through their services."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.app import read_words
from desktop.cli.main import COMMANDS
from desktop.cli.registry import run
from desktop.core import boxes as box_rules
from desktop.core.errors import Refused
from desktop.services.papers import Papers, Wanted
from desktop.services.today_page import today_page
from tests.stations import DAY, Station

CODE = "91330100799655058B"


@pytest.fixture
def words() -> Any:
    return read_words()["zh"]


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


@pytest.fixture
def merchant(station: Station) -> str:
    return station.office.master.add_merchant(station.by, "泉香快餐")


def test_a_record_is_changed_field_by_field(station: Station, merchant: str) -> None:
    records, by = station.office.merchant_records, station.by
    records.set(by, merchant, licence_code=CODE.lower(), permit_until="2027-01-31")
    _, record = records.set(by, merchant, account_tail="6021", hours="10:00-21:00", closed="日")
    assert (record.licence_code, record.permit_until, record.account_tail) == (CODE, "2027-01-31", "6021")
    assert (record.opens, record.closes, record.closed) == (600, 1260, [7])
    assert records.get(by, merchant)[0] == record
    _, record = records.set(by, merchant, closed="none")
    assert record.closed == []
    assert station.faults() == []


@pytest.mark.parametrize(
    ("given_fields", "code"),
    [
        ({}, "merchant_nothing_given"),
        ({"licence_code": CODE[:-1] + "C"}, "licence_code_check"),
        ({"permit": "JY123"}, "permit_wrong"),
        ({"permit_until": "2027-02-29"}, "day_wrong"),
        ({"account_tail": "6222021602001236021"}, "account_tail_wrong"),
        ({"hours": "全天"}, "hours_wrong"),
        ({"closed": "每天"}, "weekdays_wrong"),
        ({"licence_name": " "}, "site_name_empty"),
    ],
)
def test_a_wrong_field_changes_nothing(
    station: Station, merchant: str, given_fields: dict[str, str], code: str
) -> None:
    before = station.journal()
    with refused(code):
        station.office.merchant_records.set(station.by, merchant, agreement_until="2027-12-31", **given_fields) if (
            given_fields
        ) else station.office.merchant_records.set(station.by, merchant)
    assert station.journal() == before


def test_an_unknown_merchant(station: Station) -> None:
    with refused("merchant_unknown"):
        station.office.merchant_records.set(station.by, "谁", account_tail="6021")


def test_what_runs_out_is_on_the_today_page(station: Station, merchant: str) -> None:
    station.office.merchant_records.set(station.by, merchant, permit_until="2026-12-17", agreement_until="2026-11-15")
    told = [(todo.title.key, todo.urgency) for todo in today_page(station.desk).todo if todo.kind == "merchant"]
    assert told == [("todo.merchant_agreement", "wrong")]
    station.clock.pass_by(DAY)
    told = [(todo.title.key, todo.urgency) for todo in today_page(station.desk).todo if todo.kind == "merchant"]
    assert told == [("todo.merchant_agreement", "wrong"), ("todo.merchant_permit", "attention")]
    station.office.merchant_records.set(station.by, merchant, permit_until="2031-12-17", agreement_until="2027-12-31")
    assert not [todo for todo in today_page(station.desk).todo if todo.kind == "merchant"]


def test_the_settlement_names_who_is_paid(station: Station, merchant: str, words: Any) -> None:
    papers = Papers(station.desk, station.office, words)
    wanted = Wanted("settlement", month="2026-11", id=merchant)
    empty: Any = papers.freeze(station.by, wanted)
    assert (empty.merchant, empty.licence_code, empty.account_tail) == ("泉香快餐", "", "")
    station.office.merchant_records.set(
        station.by, merchant, licence_name="济南泉香餐饮管理有限公司", licence_code=CODE, account_tail="6021"
    )
    filled: Any = papers.freeze(station.by, wanted)
    assert filled.merchant == "济南泉香餐饮管理有限公司（泉香快餐）"
    assert (filled.licence_code, filled.account_tail) == (CODE, "6021")


# --- boxed meals ----------------------------------------------------------------------------------------------


def count(station: Station, merchant: str, *parts: int, day: str | None = None) -> tuple[str, str]:
    received, handed_out, left_over, spoiled = parts
    return station.office.boxes.count(
        station.by,
        merchant,
        received=received,
        handed_out=handed_out,
        left_over=left_over,
        spoiled=spoiled,
        day=day,
    )


def test_boxes_that_do_not_add_up_are_refused_with_the_sum(station: Station, merchant: str) -> None:
    before = station.journal()
    with refused("boxes_missing") as caught:
        count(station, merchant, 30, 25, 3, 1)
    assert (caught.value.values["total"], caught.value.values["difference"]) == (29, 1)
    with refused("boxes_too_many"):
        count(station, merchant, 30, 28, 3, 1)
    with refused("boxes_number_wrong"):
        count(station, merchant, 1, 2, -1, 0)
    with refused("merchant_unknown"):
        count(station, "谁", 0, 0, 0, 0)
    with refused("day_ahead"):
        count(station, merchant, 0, 0, 0, 0, day="2026-11-17")
    with refused("day_wrong"):
        count(station, merchant, 0, 0, 0, 0, day="昨天")
    assert station.journal() == before


def test_a_later_count_corrects_the_day(station: Station, merchant: str) -> None:
    other = station.office.master.add_merchant(station.by, "老济南把子肉")
    count(station, merchant, 30, 30, 0, 0)
    count(station, merchant, 20, 15, 5, 0, day="2026-11-15")
    count(station, other, 10, 9, 0, 1)
    station.clock.pass_by(DAY)
    count(station, merchant, 30, 27, 2, 1, day="2026-11-16")
    sums = {each.name: each for each in station.office.boxes.month(station.by, "2026-11")}
    mine = sums["泉香快餐"]
    assert (mine.days, mine.received, mine.handed_out, mine.left_over, mine.spoiled) == (2, 50, 42, 7, 1)
    assert sums["老济南把子肉"].spoiled == 1
    assert len(station.entries("boxes.counted")) == 4, "what was counted first is still told"
    assert station.office.boxes.month(station.by, "2026-10") == ()
    assert station.faults() == []


@given(*[st.integers(-3, 40)] * 4)
def test_only_a_true_sum_is_taken(received: int, handed_out: int, left_over: int, spoiled: int) -> None:
    good = min(received, handed_out, left_over, spoiled) >= 0 and received == handed_out + left_over + spoiled
    try:
        box_rules.check(received, handed_out, left_over, spoiled)
    except Refused:
        assert not good
    else:
        assert good


# --- goods ----------------------------------------------------------------------------------------------------


def test_goods_are_counted_by_kind_and_group(station: Station) -> None:
    goods, by = station.office.goods, station.by
    goods.hand_out(by, "矿泉水", 24, "courier")
    goods.hand_out(by, "mineral_water", 6)
    assert goods.hand_out(by, "Mineral water", 10, "courier")[1] == 40
    goods.hand_out(by, "毛巾", 5, at=station.clock.now() - DAY)
    station.clock.set("2026-12-01T09:00")
    goods.hand_out(by, "矿泉水", 1)
    sums = {each.name: each for each in goods.month(by, "2026-11")}
    assert (sums["矿泉水"].count, sums["矿泉水"].by_group) == (40, (("courier", 34),))
    assert sums["毛巾"].count == 5
    assert station.entries("goods.handed_out")[3].day == "2026-11-15"
    assert station.faults() == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("白酒", 1), "goods_unknown"),
        (("矿泉水", 0), "goods_count_wrong"),
        (("矿泉水", 501), "goods_count_wrong"),
        (("矿泉水", 1, "骑手"), "group_unknown"),
    ],
)
def test_goods_that_are_refused(station: Station, arguments: tuple[Any, ...], code: str) -> None:
    before = station.journal()
    with refused(code):
        station.office.goods.hand_out(station.by, *arguments)
    assert station.journal() == before


def test_commands(station: Station, merchant: str) -> None:
    session = SimpleNamespace(office=station.office, by=station.by)

    def do(command: str, **arguments: Any) -> Any:
        return run(COMMANDS[command], session, arguments)

    assert do("merchant-set", id=merchant, licence_code=CODE, permit_until="2026-12-01")["licence_code"] == CODE
    assert do("merchant", id=merchant)["ending"] == [{"what": "permit", "until": "2026-12-01", "expired": False}]
    assert do("boxes", merchant=merchant, received=3, handed_out=2, left_over=1)["day"] == "2026-11-16"
    assert do("boxes-month", month="2026-11")["merchants"][0]["received"] == 3
    assert do("goods", kind="绿豆汤", count=8, at="2026-11-15T15:00:00+08:00")["total"] == 8
    assert do("goods-month", month="2026-11")["goods"][0]["count"] == 8
    with refused("month_wrong"):
        do("boxes-month", month="十一月")
    with refused("month_wrong"):
        do("goods-month", month="2026-13")
