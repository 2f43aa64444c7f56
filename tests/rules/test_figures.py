"""Figures as clerks ask about them: what counts, in which month, against what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.app import read_words
from desktop.core.business_day import parse_time
from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.core.papers import DailyPaper
from desktop.core.periods import Period, Span, day_period
from desktop.core.roles import Operator
from desktop.core.visit import VisitRecorded
from desktop.services.dictionary import Reading
from desktop.services.exports import Exports
from desktop.services.papers import Papers, Wanted
from tests.busy import picture
from tests.other_device import OtherDevice
from tests.stations import DAY, HOUR, Station, Yard

RIDER = "马向阳"
OCTOBER, NOVEMBER = "2026-10", "2026-11"


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("figures"))


@pytest.fixture
def station(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    opened = yard.fresh.open(tmp_path, synchronous="OFF")
    yield opened
    opened.close()


def period(station: Station, month: str) -> Period:
    return station.office.figures.period(month=month)


def value(station: Station, code: str, month: str = NOVEMBER) -> int | None:
    return station.office.figures.value(code, period(station, month))


def reading(station: Station, code: str, month: str = NOVEMBER) -> Reading:
    rows = station.office.figures.read(period(station, month)).rows
    return next(row for row in rows if row.named.code == code)


def came(station: Station, rider: str, time: str, *services: str) -> str:
    done = station.office.visits.by_search(station.by, rider, list(services), parse_time(time))
    assert done.outcome == "checked_in", done
    assert done.fact is not None
    return done.fact


def anonymous(station: Station, time: str, count: int = 1) -> str:
    done = station.office.visits.anonymous(station.by, "courier", [], count, parse_time(time))
    assert done.fact is not None
    return done.fact


def ate(station: Station, card: str, merchant: str, time: str) -> str:
    meal = station.office.meals.serve(station.by, card, merchant, parse_time(time))
    assert meal.outcome == "served", meal
    assert meal.fact is not None
    return meal.fact


Told = Callable[[Station], None]
CASES: dict[str, tuple[Told, dict[tuple[str, str], int | None]]] = {}


def case(title: str, **expected: int | None) -> Callable[[Told], Told]:
    """A named case: what happened, and what November (or, as `x_october`, October) then shows."""

    def keep(told: Told) -> Told:
        wanted = {
            (name.removesuffix("_october"), OCTOBER if name.endswith("_october") else NOVEMBER): number
            for name, number in expected.items()
        }
        assert title not in CASES
        CASES[title] = told, wanted
        return told

    return keep


@case("没有记录的月全是零，比率没有数", visits_times=0, visits_persons=0, meals_subsidy_fen=0, meals_void_rate=None)
def _nothing(station: Station) -> None:
    return


@case("一个人一天来两次：两人次一人数", visits_times=2, visits_persons=1)
def _twice(station: Station) -> None:
    rider = station.register(RIDER).rider
    came(station, rider, "2026-11-16T08:00")
    came(station, rider, "2026-11-16T18:00")


@case("半小时内再扫不多计", visits_times=1, visits_persons=1)
def _already(station: Station) -> None:
    card = station.register(RIDER).card
    station.office.visits.by_card(station.by, card, ["rest"])
    station.clock.pass_by(20 * 60_000)
    station.office.visits.by_card(station.by, card, ["water"])


@case("匿名五个人：五人次，人数一个也不计", visits_times=5, visits_persons=0)
def _anonymous(station: Station) -> None:
    anonymous(station, "2026-11-16T08:00", 5)


@case("登记的和匿名的一起来，人数只计登记的", visits_times=4, visits_persons=1)
def _mixed(station: Station) -> None:
    came(station, station.register(RIDER).rider, "2026-11-16T08:00")
    anonymous(station, "2026-11-16T08:05", 3)


@case("两个月都来：每月各计一人数", visits_persons=1, visits_persons_october=1, visits_times=1, visits_times_october=1)
def _two_months(station: Station) -> None:
    rider = station.register(RIDER).rider
    came(station, rider, "2026-10-31T23:30")
    came(station, rider, "2026-11-01T00:00")


@case(
    "十月的登记十一月作废：从十月扣，不从十一月扣",
    visits_times_october=0,
    visits_voided_october=1,
    visits_times=0,
    visits_voided=0,
)
def _void_across(station: Station) -> None:
    fact = anonymous(station, "2026-10-31T20:00", 2)
    station.office.visits.void(station.by, fact, "mis_scan")


@case("匿名作废一笔，按原人次扣回", visits_times=1, visits_voided=1)
def _void_count(station: Station) -> None:
    anonymous(station, "2026-11-16T08:00")
    station.office.visits.void(station.by, anonymous(station, "2026-11-16T09:00", 7), "other")


@case(
    "十月的餐十一月冲销：十月少一份，冲销办理算十一月",
    meals_count_october=0,
    meals_voided_october=1,
    meals_voided=0,
    meals_late_voids=1,
    meals_late_voids_october=0,
    meals_subsidy_fen_october=0,
)
def _meal_void_across(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    fact = ate(station, station.register().card, merchant, "2026-10-31T12:00")
    station.office.meals.void(station.by, fact, "returned")


@case("零点半的夜宵算前一天，月底的算上个月", meals_count_october=1, meals_count=0, meals_taken_fen_october=990)
def _midnight(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    ate(station, station.register().card, merchant, "2026-11-01T00:30")


@case("待核的餐计份数和自付，不计补贴", meals_count=1, meals_held=1, meals_taken_fen=990, meals_subsidy_fen=0)
def _held(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    ate(station, OtherDevice(station).card("delivery_rider"), merchant, "2026-11-16T12:00")


# Somebody who neither registered the rider nor served the meal.
REVIEWER = Operator("00000000-0000-4000-8000-000000000008", frozenset({"supervisor"}))


def decided(station: Station, decision: str) -> str:
    """A held meal of October, decided in November."""
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    held = ate(station, OtherDevice(station).card("delivery_rider"), merchant, "2026-10-31T12:00")
    station.office.reviews.review(REVIEWER, held, decision, "看了点餐记录")
    return held


@case(
    "十月待核的餐十一月核定照付：不再待核，补贴算十月",
    meals_count_october=1,
    meals_held_october=0,
    meals_subsidy_fen_october=500,
    meals_subsidy_fen=0,
)
def _paid_by_review(station: Station) -> None:
    decided(station, "pay")


@case(
    "核定不予补贴：份数和自付都在，不再待核，补贴不计",
    meals_count_october=1,
    meals_held_october=0,
    meals_refused_october=1,
    meals_taken_fen_october=990,
    meals_subsidy_fen_october=0,
    meals_voided_october=0,
)
def _refused_by_review(station: Station) -> None:
    decided(station, "refuse")


@case(
    "核定作废：算作废，不算冲销",
    meals_count_october=0,
    meals_held_october=0,
    meals_voided_october=1,
    meals_captured_october=1,
    meals_taken_fen_october=0,
    meals_subsidy_fen_october=0,
    meals_late_voids=0,
)
def _voided_by_review(station: Station) -> None:
    decided(station, "void")


@case("照付以后又冲销：补贴收回", meals_count_october=0, meals_subsidy_fen_october=0, meals_late_voids=1)
def _voided_after_review(station: Station) -> None:
    station.office.meals.void(station.by, decided(station, "pay"), "returned")


@case("同一人两餐：两份一人", meals_count=2, meals_persons=1, meals_subsidy_fen=1000)
def _two_meals(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    card = station.register().card
    ate(station, card, merchant, "2026-11-15T12:00")
    ate(station, card, merchant, "2026-11-15T18:00")


@case("五份作废一份，作废率百分之二十", meals_captured=5, meals_voided=1, meals_void_rate=200)
def _rate(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    facts = [ate(station, station.register().card, merchant, "2026-11-16T08:00") for _ in range(5)]
    station.office.meals.void(station.by, facts[0], "duplicate")


@case("取药只计次数，不是哪一次入站的服务", medicine_uses=2, visits_times=1)
def _medicine(station: Station) -> None:
    came(station, station.register().rider, "2026-11-16T08:00", "medicine", "rest")
    station.office.visits.by_search(
        station.by,
        station.office.people.find(station.by, "骑手")[0].rider,
        ["medicine"],
        parse_time("2026-11-16T08:10"),
    )


@case("注销的人：人次人数都还在，登记数不变", visits_times=1, visits_persons=1, riders_registered=1, riders_forgotten=1)
def _forgotten(station: Station) -> None:
    rider = station.register(RIDER).rider
    came(station, rider, "2026-11-16T08:00")
    station.office.people.forget(station.by, rider, "本人要求")
    assert station.office.people.find(station.by, RIDER) == ()
    assert station.rows("SELECT count(*) FROM persons") == [(0,)]


@case("挂失计一张，补卡换下的不计", cards_lost=1)
def _cards(station: Station) -> None:
    station.office.people.withdraw(station.by, station.register().card)
    station.office.people.reissue(station.by, station.register().rider)


@case("一个月核验两次，计一人", riders_verified=1)
def _verified(station: Station) -> None:
    rider = station.register().rider
    station.office.people.verify(station.by, rider, "badge")


@case("上午不达标下午达标，算达标一天", inspections_count=2, compliant_days=1, inspected_days=1, compliant_rate=1000)
def _recovered(station: Station) -> None:
    points = [point for item in station.desk.rules.standard.items for point in item.checkpoints]
    walk(station, *(GivenAnswer(point.code, "fail" if point.code == "microwave.heats" else "pass") for point in points))
    job = str(station.rows("SELECT rectification FROM rectifications")[0][0])
    station.office.rectifications.rectify(station.by, job, "好了", [picture()])
    station.office.rectifications.recheck(station.by, job, True, "好了")
    station.clock.pass_by(HOUR)
    walk(station, *(GivenAnswer(point.code, "pass") for point in points))


@case("上午达标下午不达标，不算达标", inspections_count=2, compliant_days=0, inspected_days=1, compliant_rate=0)
def _lapsed(station: Station) -> None:
    points = [point for item in station.desk.rules.standard.items for point in item.checkpoints]
    walk(station, *(GivenAnswer(point.code, "pass") for point in points))
    station.clock.pass_by(HOUR)
    walk(station, GivenAnswer("microwave.heats", "fail"))


@case(
    "当天整改当天销号，按期",
    rectifications_opened=1,
    rectifications_closed=1,
    rectifications_on_time=1,
    rectifications_overdue=0,
    rectifications_on_time_rate=1000,
)
def _on_time(station: Station) -> None:
    close_job(station, open_job(station, "at_once"))


@case(
    "立行立改第二天才销号，逾期一件，销号一件",
    rectifications_closed=1,
    rectifications_on_time=0,
    rectifications_overdue=1,
    rectifications_on_time_rate=0,
)
def _late(station: Station) -> None:
    job = open_job(station, "at_once")
    station.clock.pass_by(DAY)
    close_job(station, job)


@case("到期当天还没销号，不算逾期", rectifications_opened=1, rectifications_overdue=0)
def _due_today(station: Station) -> None:
    open_job(station, "at_once")


@case("过期没销号，逾期", rectifications_overdue=1, rectifications_closed=0, rectifications_on_time_rate=None)
def _overdue(station: Station) -> None:
    open_job(station, "days_3")
    station.clock.pass_by(8 * DAY)


@case(
    "批准延期，延期后的日子以前销号：按期，不逾期",
    rectifications_closed=1,
    rectifications_on_time=1,
    rectifications_overdue=0,
)
def _extended(station: Station) -> None:
    job = open_job(station, "at_once")
    station.office.rectifications.extend(station.by, job, 3, "等配件")
    station.clock.pass_by(3 * DAY)
    close_job(station, job)


@case("批准延期，延期后的日子也过了：逾期", rectifications_overdue=1, rectifications_on_time_rate=None)
def _extended_and_overdue(station: Station) -> None:
    job = open_job(station, "at_once")
    station.office.rectifications.extend(station.by, job, 2, "等配件")
    station.clock.pass_by(4 * DAY)


@case("十一月的问题延期到十二月：十一月不逾期", rectifications_opened=1, rectifications_overdue=0)
def _extended_into_december(station: Station) -> None:
    job = open_job(station, "days_3")
    station.office.rectifications.extend(station.by, job, 10, "等配件")
    station.clock.set("2026-12-20T09:00")


@case("又发现同一个问题，不另计一件", inspections_count=2, rectifications_opened=1)
def _joined(station: Station) -> None:
    open_job(station, "days_3")
    open_job(station, "days_3")


@case("约上又改约，计一张；到诊一张", referrals_issued=1, referrals_booked=1, referrals_attended=1)
def _referred(station: Station) -> None:
    partner = station.office.master.add_partner(station.by, "历下区人民医院")
    made = station.office.referrals.refer(station.by, station.register().card, "checkup", partner, consent=True)
    for state in ("booked", "no_show", "booked", "attended"):
        station.office.referrals.move(station.by, made.referral, state)


@case("开站到日结九个半小时", days_opened=1, open_minutes=570)
def _open(station: Station) -> None:
    station.office.days.open(station.by)
    station.clock.pass_by(9 * HOUR + 30 * 60_000 + 59_000)
    station.office.days.close(station.by)


@case("没有开站就日结，时长不编", days_opened=0, open_minutes=0)
def _closed_only(station: Station) -> None:
    station.office.days.close(station.by)


@case("一个人在本站两台设备各登记一次：两人次一人数", visits_times=2, visits_persons=1)
def _two_devices(station: Station) -> None:
    rider = station.register(RIDER).rider
    came(station, rider, "2026-11-16T08:00")
    other = OtherDevice(station)
    other.append(VisitRecorded(rider, "delivery_rider", 1, "card", ["rest"], parse_time("2026-11-16T15:00")))
    other.arrive()


def walk(station: Station, *answers: GivenAnswer) -> str:
    return station.office.inspections.complete(station.by, "weekly", list(answers)).inspection


def open_job(station: Station, severity: str) -> str:
    answer = GivenAnswer("microwave.heats", "fail", severity=severity)
    return station.office.inspections.complete(station.by, "weekly", [answer]).rectifications[0]


def close_job(station: Station, job: str) -> None:
    station.office.rectifications.rectify(station.by, job, "换了一台", [picture()])
    station.office.rectifications.recheck(station.by, job, True, "能热了")


@pytest.mark.parametrize("title", CASES)
def test_case(station: Station, title: str) -> None:
    told, expected = CASES[title]
    told(station)
    found = {(code, month): value(station, code, month) for code, month in expected}
    assert found == expected
    assert station.faults() == []
    for code, month in expected:
        figure = station.office.figures.find(code).figure
        if figure.take != "ratio":
            explained = station.office.figures.explain(code, period(station, month))
            assert sum(fact.amount for fact in explained.facts) == expected[code, month]


def test_some_hundred_figures_in_cases() -> None:
    assert len(CASES) >= 25


# --- compared ---------------------------------------------------------------------------------------------


def in_days(station: Station, *counts: tuple[str, int]) -> None:
    for day, count in counts:
        anonymous(station, f"{day}T10:00", count)


def test_running_month(station: Station) -> None:
    """本月未满：11月1日至16日与10月1日至16日比，17日以后的不算进去."""
    in_days(station, ("2026-09-01", 1), ("2026-10-01", 3), ("2026-10-16", 7), ("2026-10-17", 90), ("2026-11-02", 15))
    row = reading(station, "visits_times")
    assert (row.value, row.before, row.change) == (15, 10, 500)
    assert row.year_to_date == 116
    past = reading(station, "visits_times", OCTOBER)
    assert (past.value, past.before, past.year_to_date) == (100, 1, 101)


def test_nothing_to_compare_with(station: Station) -> None:
    """没有可比的是“没有”，不是零，也不是百分之零."""
    in_days(station, ("2026-11-16", 4))
    row = reading(station, "visits_times")
    assert (row.value, row.before, row.change, row.year_ago, row.year_change) == (4, None, None, None, None)


def test_partly_recorded(station: Station) -> None:
    """上月中旬才开始记录：上月数照列，增减幅度不算."""
    in_days(station, ("2026-10-10", 4), ("2026-11-02", 4))
    row = reading(station, "visits_times")
    assert (row.before, row.change) == (4, None)


def test_a_base_of_nought(station: Station) -> None:
    """上月确实一个也没有：列零，幅度不编."""
    in_days(station, ("2026-08-31", 1), ("2026-11-02", 4))
    row = reading(station, "visits_times")
    assert (row.before, row.change) == (0, None)


def test_leap_february(station: Station) -> None:
    """2028年2月（29天）整月比2027年2月整月；2月29日这一天没有同比日."""
    station.clock.set("2028-03-10T09:00")
    in_days(station, ("2026-12-31", 1), ("2027-02-28", 5), ("2028-02-29", 6), ("2028-02-01", 4))
    row = reading(station, "visits_times", "2028-02")
    assert (row.value, row.year_ago, row.year_change) == (10, 5, 1000)
    readings = station.office.figures.read(station.office.figures.period(day="2028-02-29"))
    day = next(row for row in readings.rows if row.named.code == "visits_times")
    assert (day.value, day.year_ago, day.year_change) == (6, None, None)


def test_new_years_eve(station: Station) -> None:
    """12月31日晚上的夜宵过了零点才吃：算上一年12月，1月和新一年累计都没有."""
    station.clock.set("2027-01-01T00:40")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    ate(station, station.register().card, merchant, "2027-01-01T00:30")
    row = reading(station, "meals_count", "2027-01")
    assert (row.value, row.year_to_date) == (0, 0)
    assert reading(station, "meals_count", "2026-12").value == 1
    assert station.office.figures.value("meals_count", day_period("2026-12-31", "2027-01-01")) == 1


def test_persons_of_a_year_are_not_the_sum_of_months(station: Station) -> None:
    """一个人两个月都来：本年累计人数仍是一个人."""
    rider = station.register(RIDER).rider
    came(station, rider, "2026-10-02T08:00")
    came(station, rider, "2026-11-02T08:00")
    row = reading(station, "visits_persons")
    assert (row.value, row.before, row.year_to_date) == (1, 1, 1)


def test_any_span(station: Station) -> None:
    """任意起止：跨月一周与紧前一周比，人数在整段里去重."""
    rider = station.register(RIDER).rider
    for day in ("2026-10-24", "2026-10-28", "2026-11-01", "2026-11-03"):
        came(station, rider, f"{day}T08:00")
    figures = station.office.figures
    week = figures.period(span=("2026-10-28", "2026-11-03"))
    assert (figures.value("visits_times", week), figures.value("visits_persons", week)) == (3, 1)
    assert week.before == Span("2026-10-21", "2026-10-27")


SPLITS = ("visits_by_how", "visits_by_group", "visits_by_hour")


def test_splits_add_up(station: Station) -> None:
    """登记、匿名、自助、补录加起来等于入站人次；按人群、按钟点也是."""
    rider = station.register(RIDER).rider
    came(station, rider, "2026-11-16T08:00", "rest", "water")
    anonymous(station, "2026-11-16T23:59", 4)
    with station.desk.store.write() as txn:
        for how, at in (("self", "2026-11-16T00:00"), ("paper", "2026-11-15T12:00")):
            body = VisitRecorded(None, "truck_driver", 2, how, [], parse_time(at))
            txn.append(body, day=at[:10], by=station.by.id)
    rows = station.office.figures.read(period(station, NOVEMBER)).rows
    total = value(station, "visits_times")
    assert total == 9
    for code in SPLITS:
        assert sum(row.value or 0 for row in rows if row.named.figure.code == code) == total
    assert [value(station, f"visits_by_how.{how}") for how in ("registered", "anonymous", "self", "paper")] == [
        1,
        4,
        2,
        2,
    ]
    assert value(station, "visits_by_service.water") == 1
    assert value(station, "visits_by_hour.23") == 4
    assert value(station, "visits_by_hour.00") == 2


# --- one source -------------------------------------------------------------------------------------------


def test_today_the_daily_paper_and_the_dictionary_agree(station: Station) -> None:
    """今日、工作日志、指标字典是同一个数."""
    rider = station.register(RIDER)
    station.office.visits.by_card(station.by, rider.card, ["rest", "medicine"])
    anonymous(station, "2026-11-16T08:30", 3)
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    ate(station, rider.card, merchant, "2026-11-16T09:00")
    day = "2026-11-16"
    figures = station.office.days.figures(day)
    paper = papers(station).freeze(station.by, Wanted("daily", day=day))
    assert isinstance(paper, DailyPaper)
    assert paper.figures == figures
    one = station.office.figures.period(day=day)
    same: dict[str, int] = {
        "visits_times": figures.visits,
        "visits_persons": figures.persons,
        "meals_count": figures.meals,
        "meals_held": figures.meals_held,
        "meals_voided": figures.meals_voided,
        "meals_subsidy_fen": figures.subsidy_fen,
        "meals_taken_fen": figures.taken_fen,
        "medicine_uses": dict(figures.by_service)["medicine"],
    }
    same |= {f"visits_by_group.{group}": count for group, count in figures.by_group}
    same |= {f"visits_by_how.{how}": count for how, count in figures.by_how}
    same |= {f"visits_by_hour.{hour:02d}": count for hour, count in enumerate(figures.by_hour)}
    assert {code: station.office.figures.value(code, one) for code in same} == same


def papers(station: Station, language: str = "zh") -> Papers:
    return Papers(station.desk, station.office, read_words()[language])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_shows_what_the_dictionary_says(station: Station, language: str) -> None:
    in_days(station, ("2026-10-01", 2), ("2026-11-02", 3))
    paper: Any = papers(station, language).freeze(station.by, Wanted("figures", month=NOVEMBER))
    line = paper.sections[0].lines[0]
    assert (line.value, line.before, line.change, line.year_ago) == (3, 2, 500, None)
    assert len(paper.rules) == len(station.office.figures.book.figures)
    assert paper.running


def test_the_table_for_spreadsheets_is_the_dictionary(station: Station, tmp_path: Path) -> None:
    """导出的指标表：每个指标一行，数、单位、口径与字典一致；没有数的空着."""
    in_days(station, ("2026-10-01", 2), ("2026-11-02", 3))
    exports = Exports(station.desk, read_words()["zh"])
    rows = station.office.figures.read(period(station, NOVEMBER)).rows
    file = tmp_path / "figures.xlsx"
    assert exports.write(station.by, "figures", file, None, None) == len(rows)
    _heads, *cells = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    for row, cell in zip(rows, cells, strict=True):
        numbers = (row.value, row.before, row.change, row.year_ago, row.year_change, row.year_to_date)
        assert cell[0] == row.named.code
        # openpyxl reads an empty text as nothing
        assert tuple(None if each == "" else each for each in cell[3:9]) == numbers, row.named.code
        assert cell[9] == row.named.figure.rules["zh"]
    assert cells[0][:6] == ("visits_times", "入站人次", "人次", 3, 2, 500)
    assert exports.write(station.by, "figures", tmp_path / "week.csv", "2026-10-01", "2026-10-07") == len(rows)
    line = (tmp_path / "week.csv").read_text("utf-8-sig").splitlines()[1]
    assert line.startswith("visits_times,入站人次,人次,2,")
    with pytest.raises(Refused, match="'span_open'"):
        exports.write(station.by, "figures", file, "2026-10-01", None)


REFUSED = {
    "下个月还没有数": ({"month": "2026-12"}, "figures_ahead"),
    "明天还没有数": ({"day": "2026-11-17"}, "figures_ahead"),
    "月份写错": ({"month": "2026-13"}, "month_wrong"),
    "日期写错": ({"day": "2026-02-29"}, "day_wrong"),
    "起止反了": ({"span": ("2026-11-03", "2026-11-02")}, "span_backwards"),
    "起日还没到": ({"span": ("2026-11-18", "2026-11-19")}, "figures_ahead"),
    "月和日一起给": ({"month": "2026-11", "day": "2026-11-02"}, "span_twice"),
}


@pytest.mark.parametrize(("asked", "code"), REFUSED.values(), ids=REFUSED)
def test_spans_that_are_refused(station: Station, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=f"'{code}'"):
        station.office.figures.period(**asked)


def test_a_figure_that_there_is_not(station: Station) -> None:
    with pytest.raises(Refused, match="'figure_unknown'"):
        station.office.figures.explain("visits", period(station, NOVEMBER))
