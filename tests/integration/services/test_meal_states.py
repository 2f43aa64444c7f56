"""What a meal counts as: the one rule of the settlement, wherever the day's meals are shown."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from desktop.app import read_words
from desktop.core.business_day import parse_time
from desktop.core.papers import DailyPaper
from desktop.core.roles import Operator
from desktop.core.settlement import DECISIONS, SettledMeal
from desktop.services.counter import OfficeCounter
from desktop.services.exports import Exports
from desktop.services.papers import Papers, Wanted
from desktop.tables.meal_states import meal_state
from tests.other_device import OtherDevice
from tests.stations import MINUTE, Station

DAY = "2026-11-16"
REVIEWER = Operator("00000000-0000-4000-8000-000000000008", frozenset({"supervisor"}))
# decision → meals, held, refused, voided, subsidy due in fen
AFTER = {None: (2, 1, 0, 0, 500), "pay": (2, 0, 0, 0, 1_000), "refuse": (2, 0, 1, 0, 500), "void": (1, 0, 0, 1, 500)}


def test_sql_and_settlement_say_the_same() -> None:
    meal = SettledMeal("m", DAY, 0, "lunch", 1490, 990, 500, None, None)
    plain = sqlite3.connect(":memory:")
    cases = list(itertools.product((None, "returned", "review"), (None, "unknown_issuer"), (None, *DECISIONS)))
    for voided, held, decision in cases:
        told = plain.execute(
            f"SELECT {meal_state()}, {meal_state('m')} FROM (SELECT ? AS voided, ? AS held, ? AS decision) m",
            (voided, held, decision),
        ).fetchone()
        assert set(told) == {replace(meal, voided=voided, held=held, decision=decision).state}
    plain.close()


@pytest.fixture
def merchant(station: Station) -> str:
    """A merchant's day: a plain meal, and one that is held."""
    station.clock.set(f"{DAY}T12:00")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    for card in (station.register().card, OtherDevice(station).card("courier")):
        station.clock.pass_by(MINUTE)
        assert station.office.meals.serve(station.by, card, merchant).outcome == "served"
    return merchant


@pytest.mark.parametrize("decision", AFTER)
def test_a_decided_meal_is_held_nowhere(station: Station, merchant: str, decision: str | None, tmp_path: Path) -> None:
    """今日、用餐核销、日志、日结、导出：核定过的不再待核，各处同一个数."""
    meals, held, refused, voided, subsidy = AFTER[decision]
    if decision is not None:
        (waiting,) = station.office.reviews.waiting(REVIEWER)
        station.office.reviews.review(REVIEWER, waiting.fact, decision, "看了点餐记录")
    assert station.faults() == []
    figures = station.office.days.figures(DAY)
    assert (figures.meals, figures.meals_held, figures.meals_voided) == (meals, held, voided)
    assert (figures.subsidy_fen, figures.taken_fen) == (subsidy, meals * 990)
    day = station.office.figures.period(day=DAY)
    assert station.office.figures.value("meals_refused", day) == refused

    page = OfficeCounter(station.office, station.by).meals_page(merchant)
    assert (page.count, page.held, page.subsidy_fen, page.taken_fen) == (meals, held, subsidy, meals * 990)
    assert [bool(row.held) for row in page.rows] == [decision is None, False]
    assert [row.refused for row in page.rows] == [decision == "refuse", False]
    assert [row.voided for row in page.rows] == ["review" if decision == "void" else "", ""]

    paper = Papers(station.desk, station.office, read_words()["zh"]).freeze(station.by, Wanted("daily", day=DAY))
    assert isinstance(paper, DailyPaper)
    assert paper.figures == figures

    file = tmp_path / "meals.xlsx"
    assert Exports(station.desk, read_words()["zh"]).write(station.by, "meals", file, DAY, DAY) == 2
    heads, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    due, state = heads.index("应付补贴（元）"), heads.index("状态")
    assert sum(row[due] for row in rows) * 100 == subsidy
    words = {None: "待核", "pay": "有效", "refuse": "不予补贴", "void": "作废"}
    assert [row[state] for row in rows] == ["有效", words[decision]]
    assert bool(rows[1][heads.index("待核")]) == (decision is None)

    station.office.days.close(station.by)
    (closed,) = station.entries("day.closed")
    assert (closed.body["meals"], closed.body["held"], closed.body["voided"]) == (meals, held, voided)
    assert closed.body["subsidy_fen"] == subsidy


def test_an_early_morning_meal_is_the_evenings(station: Station, merchant: str) -> None:
    """零点半的夜宵：用餐核销页和今日都算前一天的."""
    station.clock.set("2026-11-17T00:30")
    card = station.register(group="courier").card
    assert station.office.meals.serve(station.by, card, merchant, parse_time("2026-11-17T00:30")).outcome == "served"
    page = OfficeCounter(station.office, station.by).meals_page(merchant)
    assert (page.day, page.count) == (DAY, station.office.days.figures(DAY).meals)
    assert page.count == 3
