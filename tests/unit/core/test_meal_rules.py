"""May this person eat for 9.90? Named cases, the order of the answers, and what no series of scans breaks."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core import business_day
from desktop.core.meal_rules import Decision, EarlierMeal, Held, MealOutcome, Till, decide
from desktop.core.programme import Funding, Limits, Programme, parse_programme

SHIPPED = parse_programme(resources.read_text("rules", "programme.toml"))
DAY = "2026-11-01"
LIST_FEN = 1490
NONE, FIXED = Funding("none", 0, 0, "", ""), Funding("fixed", 500, 0, "", "")
DIFFERENCE = Funding("difference", 0, 600, "", "")


def at(clock: str, day: str = DAY) -> int:
    return business_day.start_of(day) + (int(clock[:2]) * 60 + int(clock[3:])) * 60_000


def a_till(**changes: Any) -> Till:
    """A till at which nothing stands in the way."""
    plain: dict[str, Any] = {
        "group": "courier",
        "issuer_known": True,
        "rider_known": True,
        "verified_until": "2027-06-01",
        "earlier": (),
        "unverified_today": 0,
        "portions_today": 0,
        "portions_a_day": 0,
        "spent_fen": 0,
        "allotment_fen": None,
    }
    return Till(**(plain | changes))


def ate(clock: str, period: str, day: str = DAY, fact: str = "earlier") -> EarlierMeal:
    return EarlierMeal(fact, day, period, at(clock, day), "merchant")


def a_programme(**changes: Any) -> Programme:
    """The programme as shipped, with changes; those of `limits` by their own names."""
    limits = {name: changes.pop(name) for name in ("period", "day", "month", "unverified_a_day") if name in changes}
    return dataclasses.replace(SHIPPED, limits=dataclasses.replace(SHIPPED.limits, **limits), **changes)


@dataclasses.dataclass(frozen=True)
class Case:
    title: str
    outcome: str
    clock: str = "12:00"
    day: str = DAY
    till: Till = dataclasses.field(default_factory=a_till)
    programme: Programme = SHIPPED
    held: Held | None = None
    subsidy_fen: int | None = None


UNSEEN = {"rider_known": False, "verified_until": None}
STRANGER = {"issuer_known": False, "rider_known": False, "verified_until": None}
LUNCH, BREAKFAST = ate("11:00", "lunch"), ate("08:00", "breakfast")

CASES = [
    Case("平常一餐", "served", subsidy_fen=500),
    # 供餐时段
    Case("早餐开始前一分钟", "out_of_hours", "06:29"),
    Case("早餐第一分钟", "served", "06:30"),
    Case("早餐最后一分钟", "served", "10:29"),
    Case("错峰也供应", "served", "14:00"),
    Case("下午歇业", "out_of_hours", "16:30"),
    Case("歇业最后一分钟", "out_of_hours", "16:59"),
    Case("晚餐第一分钟", "served", "17:00"),
    Case("夜宵过了零点", "served", "01:59"),
    Case("夜宵结束", "out_of_hours", "02:00"),
    # 项目起止
    Case("项目第一天", "served", programme=a_programme(first_day=DAY)),
    Case("项目还没开始", "programme_over", programme=a_programme(first_day="2026-11-02")),
    Case("项目最后一天", "served", programme=a_programme(last_day=DAY)),
    Case("项目已经结束", "programme_over", programme=a_programme(last_day="2026-10-31")),
    Case("最后一天的夜宵过了零点", "served", "01:00", "2026-11-02", programme=a_programme(last_day=DAY)),
    Case("第一天凌晨算前一天的夜宵", "programme_over", "01:00", programme=a_programme(first_day=DAY)),
    # 对象
    Case("群体不在项目内", "not_eligible", programme=a_programme(groups=frozenset({"truck_driver"}))),
    Case("群体在项目内", "served", programme=a_programme(groups=frozenset({"courier"}))),
    # 次数
    Case("同一时段第二份", "already_served", till=a_till(earlier=[LUNCH])),
    Case("同一天另一时段", "served", till=a_till(earlier=[BREAKFAST])),
    Case("一天第三份", "already_served", "18:00", till=a_till(earlier=[BREAKFAST, LUNCH])),
    Case(
        "本月前一天同一时段",
        "served",
        day="2026-11-11",
        till=a_till(earlier=[ate("11:00", "lunch", "2026-11-10")]),
    ),
    Case(
        "本月前一天吃满两份",
        "served",
        day="2026-11-11",
        till=a_till(earlier=[ate("08:00", "breakfast", "2026-11-10"), ate("18:00", "dinner", "2026-11-10")]),
    ),
    Case("昨天吃过两份", "served", till=a_till(earlier=[ate("08:00", "breakfast", "2026-10-31")] * 2)),
    Case("昨天同一时段", "served", till=a_till(earlier=[ate("11:00", "lunch", "2026-10-31")])),
    Case(
        "零点前后是同一个夜宵",
        "already_served",
        "00:30",
        "2026-11-02",
        till=a_till(earlier=[ate("23:30", "night")]),
    ),
    Case(
        "零点后的夜宵不占当天午餐",
        "served",
        till=a_till(earlier=[EarlierMeal("n", "2026-10-31", "night", at("01:00"), "m")]),
    ),
    Case(
        "昨晚夜宵不占今晚夜宵",
        "served",
        "22:00",
        till=a_till(earlier=[EarlierMeal("n", "2026-10-31", "night", at("01:00"), "m")]),
    ),
    Case("每时段限两份时的第二份", "served", till=a_till(earlier=[LUNCH]), programme=a_programme(period=2)),
    Case(
        "时段不限时看每天",
        "already_served",
        till=a_till(earlier=[LUNCH] * 2),
        programme=a_programme(period=0),
    ),
    Case("时段和每天都不限", "served", till=a_till(earlier=[LUNCH] * 9), programme=a_programme(period=0, day=0)),
    Case(
        "每月限额已满",
        "already_served",
        till=a_till(earlier=[ate("11:00", "lunch", "2026-11-01"), ate("12:00", "lunch", "2026-11-02")]),
        day="2026-11-30",
        programme=a_programme(month=2),
    ),
    Case(
        "每月限额到下月重算",
        "served",
        till=a_till(earlier=[ate("11:00", "lunch", "2026-10-30"), ate("12:00", "lunch", "2026-10-31")]),
        programme=a_programme(month=2),
    ),
    Case(
        "每月不限",
        "served",
        till=a_till(earlier=[ate("11:00", "lunch", f"2026-10-{d:02}") for d in range(1, 31)]),
    ),
    # 核验
    Case("从未核验", "not_verified", till=a_till(verified_until=None)),
    Case("核验最后有效日", "served", till=a_till(verified_until="2026-11-02")),
    Case("核验到期当天", "not_verified", till=a_till(verified_until=DAY)),
    Case("核验过期一年", "not_verified", till=a_till(verified_until="2025-11-01")),
    Case(
        "零点过后核验看时段那天",
        "served",
        "01:00",
        "2026-11-02",
        till=a_till(verified_until="2026-11-02"),
    ),
    Case("外站的卡资料未到", "served", till=a_till(**UNSEEN), held=Held.VERIFICATION_UNKNOWN, subsidy_fen=500),
    Case("发卡设备未知", "served", till=a_till(**STRANGER), held=Held.UNKNOWN_ISSUER, subsidy_fen=500),
    Case("发卡设备未知而人认识", "served", till=a_till(issuer_known=False), held=Held.UNKNOWN_ISSUER),
    Case("当天第五份未核验", "served", till=a_till(**STRANGER, unverified_today=4), held=Held.UNKNOWN_ISSUER),
    Case("当天第六份未核验", "not_verified", till=a_till(**STRANGER, unverified_today=5)),
    Case("资料未到的也算在五份里", "not_verified", till=a_till(**UNSEEN, unverified_today=5)),
    Case("未核验名额用完不碍已核验的人", "served", till=a_till(unverified_today=5)),
    Case("不收未核验", "not_verified", till=a_till(**STRANGER), programme=a_programme(unverified_a_day=0)),
    # 份数
    Case("最后一份", "served", till=a_till(portions_today=79, portions_a_day=80)),
    Case("份数发完", "sold_out", till=a_till(portions_today=80, portions_a_day=80)),
    Case("份数超了也是发完", "sold_out", till=a_till(portions_today=81, portions_a_day=80)),
    Case("份数不限", "served", till=a_till(portions_today=10_000, portions_a_day=0)),
    # 额度
    Case(
        "额度正好用到最后一分",
        "served",
        till=a_till(spent_fen=99_500, allotment_fen=100_000),
        subsidy_fen=500,
    ),
    Case("额度差一分", "budget_spent", till=a_till(spent_fen=99_501, allotment_fen=100_000)),
    Case("额度用完", "budget_spent", till=a_till(spent_fen=100_000, allotment_fen=100_000)),
    Case("额度为零", "budget_spent", till=a_till(allotment_fen=0)),
    Case("没有下达额度就不限", "served", till=a_till(spent_fen=10**12, allotment_fen=None), subsidy_fen=500),
    Case(
        "商户让利不占额度",
        "served",
        till=a_till(allotment_fen=0),
        programme=a_programme(funding=NONE),
        subsidy_fen=0,
    ),
    Case(
        "商户让利在额度已超时照样供应",
        "served",
        till=a_till(spent_fen=500, allotment_fen=0),
        programme=a_programme(funding=NONE),
        subsidy_fen=0,
    ),
    Case(
        "差额补贴",
        "served",
        till=a_till(allotment_fen=500),
        programme=a_programme(funding=DIFFERENCE),
        subsidy_fen=500,
    ),
    Case("差额超出额度不给部分补贴", "budget_spent", till=a_till(allotment_fen=499)),
]


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_cases(case: Case) -> None:
    decision = decide(case.programme, at(case.clock, case.day), case.till, LIST_FEN)
    assert decision.outcome == case.outcome, case.title
    assert decision.held == case.held, case.title
    if case.subsidy_fen is not None:
        assert decision.subsidy_fen == case.subsidy_fen, case.title
    if decision.outcome is not MealOutcome.SERVED:
        assert (decision.subsidy_fen, decision.held) == (0, None)
        assert (decision.earlier is not None) == (decision.outcome is MealOutcome.ALREADY_SERVED)
        assert (decision.serving is None) == (decision.outcome is MealOutcome.OUT_OF_HOURS)
    else:
        assert decision.verified == ("unknown" if case.held else "yes")


def test_the_cases_know_every_outcome_of_the_contract() -> None:
    assert {case.outcome for case in CASES} == set(MealOutcome)
    # what comes from paper is decided by `decide_paper`
    assert {case.held for case in CASES} == {None, *Held} - {Held.PAPER}
    titles = [case.title for case in CASES]
    assert len(set(titles)) == len(titles)


# The obstacles from the first that is named to the last: what each changes at a till, and in the programme.
OBSTACLES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("programme_over", {}, {"last_day": "2026-10-31"}),
    ("not_eligible", {"group": "truck_driver"}, {"groups": frozenset({"courier"})}),
    ("already_served", {"earlier": (LUNCH,)}, {}),
    ("not_verified", {"verified_until": None}, {}),
    ("sold_out", {"portions_today": 3, "portions_a_day": 3}, {}),
    ("budget_spent", {"allotment_fen": 0}, {}),
]


@pytest.mark.parametrize("first", range(len(OBSTACLES) + 1))
@given(data=st.data())
def test_the_first_obstacle_is_the_one_named(first: int, data: st.DataObject) -> None:
    """A rider hears the reason that they can do least about; whatever else is wrong besides."""
    later = OBSTACLES[first + 1 :]
    chosen = OBSTACLES[first : first + 1] + [each for each in later if data.draw(st.booleans(), each[0])]
    till = a_till(**{name: value for _, changes, _ in chosen for name, value in changes.items()})
    programme = a_programme(**{name: value for _, _, changes in chosen for name, value in changes.items()})
    wanted = OBSTACLES[first][0] if first < len(OBSTACLES) else "served"
    assert decide(programme, at("12:00"), till, LIST_FEN).outcome == wanted
    assert decide(programme, at("16:45"), till, LIST_FEN).outcome == "out_of_hours"


def test_no_more_unverified_meals_comes_before_sold_out() -> None:
    till = a_till(**STRANGER, unverified_today=5, portions_today=3, portions_a_day=3, allotment_fen=0)
    assert decide(SHIPPED, at("12:00"), till, LIST_FEN).outcome == "not_verified"


def test_the_answer_names_the_latest_meal_of_the_limit_that_is_reached() -> None:
    first, second = ate("08:00", "breakfast", fact="a"), ate("11:00", "lunch", fact="b")
    night = ate("23:00", "night", "2026-10-31", fact="c")
    for earlier in ([first, second, night], [night, second, first]):
        by_period = decide(SHIPPED, at("12:00"), a_till(earlier=earlier), LIST_FEN)
        by_day = decide(SHIPPED, at("18:00"), a_till(earlier=earlier), LIST_FEN)
        assert by_period.earlier == by_day.earlier == second


def test_a_decision_tells_period_and_day() -> None:
    decision = decide(SHIPPED, at("01:30"), a_till(), LIST_FEN)
    assert decision.serving is not None
    assert (decision.serving.period.code, decision.serving.day) == ("night", "2026-10-31")


# --- whatever the order of scans --------------------------------------------------------


@dataclasses.dataclass
class Counterpart:
    """A till that keeps its own books over many scans."""

    programme: Programme
    portions_a_day: int
    allotment_fen: int | None
    served: list[tuple[str, EarlierMeal, Decision]] = dataclasses.field(default_factory=list)

    def scan(self, rider: str, known: bool, moment: int, list_fen: int) -> Decision:
        day = self.programme.business_day(moment)
        today = [decision for _, meal, decision in self.served if meal.day == day]
        till = a_till(
            rider_known=known,
            earlier=[meal for who, meal, _ in self.served if who == rider],
            unverified_today=sum(decision.held is not None for decision in today),
            portions_today=len(today),
            portions_a_day=self.portions_a_day,
            spent_fen=self.spent(day[:7]),
            allotment_fen=self.allotment_fen,
        )
        decision = decide(self.programme, moment, till, list_fen)
        if decision.outcome is MealOutcome.SERVED:
            assert decision.serving is not None
            meal = EarlierMeal(str(len(self.served)), day, decision.serving.period.code, moment, "m")
            self.served.append((rider, meal, decision))
        return decision

    def spent(self, month: str) -> int:
        return sum(decision.subsidy_fen for _, meal, decision in self.served if meal.day[:7] == month)


SMALL = st.integers(0, 3)


@given(
    limits=st.builds(Limits, SMALL, SMALL, SMALL, SMALL),
    funding=st.sampled_from([NONE, FIXED, DIFFERENCE]),
    portions=SMALL,
    allotment=st.none() | st.integers(0, 2_500),
    scans=st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(0, 4 * 1440), st.sampled_from([990, 1290, 1490, 1990])),
        min_size=5,
        max_size=40,
    ),
)
def test_never_served_beyond_what_is_allowed_nor_refused_without_cause(
    limits: Limits,
    funding: Funding,
    portions: int,
    allotment: int | None,
    scans: list[tuple[str, int, int]],
) -> None:
    programme = dataclasses.replace(SHIPPED, limits=limits, funding=funding)
    till = Counterpart(programme, portions, allotment)
    begin = at("00:00", "2026-10-30")  # four days over the end of a month
    for rider, minute, list_fen in sorted(scans, key=lambda scan: scan[1]):
        moment = begin + minute * 60_000
        day = programme.business_day(moment)
        before = till.spent(day[:7])
        today = [(meal, done) for _, meal, done in till.served if meal.day == day]
        unverified = sum(done.held is not None for _, done in today)
        decision = till.scan(rider, rider != "C", moment, list_fen)
        match decision.outcome:
            case MealOutcome.SERVED:
                assert decision.subsidy_fen == funding.subsidy(list_fen, 990), "never in part"
                assert (decision.held is not None) == (rider == "C")
            case MealOutcome.OUT_OF_HOURS:
                assert programme.serving(moment) is None
            case MealOutcome.ALREADY_SERVED:
                assert any(who == rider for who, _, _ in till.served)
            case MealOutcome.NOT_VERIFIED:
                assert rider == "C"
                assert unverified >= limits.unverified_a_day
            case MealOutcome.SOLD_OUT:
                assert len(today) == portions > 0
            case MealOutcome.BUDGET_SPENT:
                assert allotment is not None
                assert before + funding.subsidy(list_fen, 990) > allotment
            case other:
                pytest.fail(f"{other} has no cause here")
    by_period = Counter((who, meal.day, meal.period) for who, meal, _ in till.served)
    by_day = Counter((who, meal.day) for who, meal, _ in till.served)
    by_month = Counter((who, meal.day[:7]) for who, meal, _ in till.served)
    for most, counts in ((limits.period, by_period), (limits.day, by_day), (limits.month, by_month)):
        assert not most or all(count <= most for count in counts.values())
    assert not portions or all(count <= portions for count in Counter(m.day for _, m, _ in till.served).values())
    held = Counter(meal.day for _, meal, done in till.served if done.held)
    assert all(count <= limits.unverified_a_day for count in held.values())
    if allotment is not None:
        assert all(till.spent(month) <= allotment for month in ("2026-10", "2026-11"))
