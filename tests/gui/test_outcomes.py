"""Every outcome of a scan: its words in both languages, its next step, icon, tone and sound; and the big word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

import resources
from desktop.core.business_day import parse_time
from desktop.core.meal_rules import EarlierMeal
from desktop.core.pages import ScanAnswer, Tone
from desktop.core.words import Words
from desktop.services.meals import Served
from desktop.services.scan_answers import ScanAnswers
from desktop.services.visits import CheckedIn
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.meals.block import AnswerBlock
from desktop.ui.overlay import FILLS, SOUNDS, icon_of
from tests.gui.conftest import Maker
from tests.stations import HOUR, Station, Yard

# The contract's lists, and how each looks and sounds (mock/desk/notes.md, Scanning).
MEALS = {
    "served": (Tone.SUCCESS, "meals", "success"),
    "already_served": (Tone.ATTENTION, "meals", "already"),
    "out_of_hours": (Tone.ATTENTION, "clock", "already"),
    "not_eligible": (Tone.REFUSED, "cross", "refused"),
    "not_verified": (Tone.ATTENTION, "info", "already"),
    "sold_out": (Tone.ATTENTION, "info", "already"),
    "programme_over": (Tone.ATTENTION, "info", "already"),
    "budget_spent": (Tone.ATTENTION, "info", "already"),
    "card_expired": (Tone.ATTENTION, "clock", "already"),
    "card_withdrawn": (Tone.REFUSED, "cross", "refused"),
    "not_a_card": (Tone.REFUSED, "warn", "refused"),
}
VISITS = {
    "checked_in": (Tone.SUCCESS, "check", "success"),
    "already_here": (Tone.ALREADY, "info", "already"),
    "accepted_unverified": (Tone.ALREADY, "sync", "already"),
    "card_expired": (Tone.ATTENTION, "clock", "already"),
    "card_withdrawn": (Tone.REFUSED, "cross", "refused"),
    "not_a_card": (Tone.REFUSED, "warn", "refused"),
}


@pytest.fixture(scope="module")
def station(yard: Yard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    made = yard.fresh.open(tmp_path_factory.mktemp("outcomes") / "made", synchronous="NORMAL")
    made.clock.set("2026-11-16T12:00:00")
    yield made
    made.close()


def meal(station: Station, outcome: str) -> ScanAnswer:
    """As the counter answers; a meal that stands in the way is of an hour ago."""
    served = outcome == "served"
    earlier = EarlierMeal("f", "2026-11-16", "lunch", station.clock.now() - HOUR, "", "曲水小馆")
    given = Served(
        outcome,
        "fact" if served else None,
        "lunch",
        990 if served else 0,
        500 if served else 0,
        1490 if served else 0,
        earlier=earlier if outcome == "already_served" else None,
        group="courier",
    )
    return ScanAnswers(station.office).meal(given)


def visit(station: Station, outcome: str) -> ScanAnswer:
    kept = outcome in ("checked_in", "already_here", "accepted_unverified")
    rider = station.register().rider if kept else None
    given = CheckedIn(outcome, "fact" if kept else None, station.clock.now(), rider, "courier")
    return ScanAnswers(station.office).visit(given)


@pytest.mark.parametrize("outcome", MEALS)
def test_every_outcome_of_a_meal(station: Station, catalogues: dict[str, Words], outcome: str) -> None:
    answer = meal(station, outcome)
    assert (answer.tone, icon_of(answer), SOUNDS[answer.tone]) == MEALS[outcome]
    check(answer, catalogues, next_step=outcome != "served")


@pytest.mark.parametrize("outcome", VISITS)
def test_every_outcome_of_a_visit(station: Station, catalogues: dict[str, Words], outcome: str) -> None:
    answer = visit(station, outcome)
    assert (answer.tone, icon_of(answer), SOUNDS[answer.tone]) == VISITS[outcome]
    check(answer, catalogues, next_step=True)


def check(answer: ScanAnswer, catalogues: dict[str, Words], *, next_step: bool) -> None:
    assert 0 <= len(answer.hints) <= 2
    assert bool(answer.hints) or not next_step
    said = {language: words.say(f"outcome.{answer.outcome}") for language, words in catalogues.items()}
    assert said["zh"] != said["en"]
    for words in catalogues.values():
        for given in answer.hints:
            assert "{" not in speech.hint(words, given)
            assert resources.path("icons", f"{given.icon}.svg").exists()
    assert resources.path("icons", f"{icon_of(answer)}.svg").exists()
    assert resources.path("sounds", f"{SOUNDS[answer.tone]}.wav").exists()


def test_tones_differ_in_colour_and_icon_together() -> None:
    looks = {(FILLS[tone], icon) for tone, icon, _ in (*MEALS.values(), *VISITS.values())}
    assert len({fill for fill, _ in looks}) == 4
    # no icon stands for both a yes and a no
    assert not {icon for fill, icon in looks if fill == FILLS[Tone.SUCCESS]} & {
        icon for fill, icon in looks if fill == FILLS[Tone.REFUSED]
    }


def test_the_next_meal_is_named_with_its_hour(station: Station, catalogues: dict[str, Words]) -> None:
    answers = ScanAnswers(station.office)

    def said(at: str, outcome: str = "already_served") -> str:
        before = station.clock.now()
        station.clock.set(at)
        told = [speech.hint(catalogues["zh"], given) for given in meal(station, outcome).hints]
        station.clock.pass_by(before - station.clock.now())
        return told[-1]

    assert answers
    assert said("2026-11-16T12:00:00") == "下一餐：错峰 13:30 起"
    assert said("2026-11-16T22:00:00") == "下一餐：早餐 06:30 起"
    assert said("2026-11-16T16:45:00", "out_of_hours") == "下一餐：晚餐 17:00 起"
    assert parse_time("2026-11-16T12:00:00") == station.clock.now()


def test_who_had_all_of_today_is_asked_back_tomorrow(yard: Yard, tmp_path: Path, catalogues: dict[str, Words]) -> None:
    station = yard.fresh.open(tmp_path / "day", synchronous="NORMAL")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    card = station.register().card
    for at in ("08:00", "12:00"):
        station.clock.set(f"2026-11-16T{at}:00")
        assert station.office.meals.serve(station.by, card, merchant).outcome == "served"
    station.clock.set("2026-11-16T18:00:00")
    done = station.office.meals.serve(station.by, card, merchant)
    answer = ScanAnswers(station.office).meal(done)
    station.close()
    assert (answer.outcome, answer.hints[-1].key) == ("already_served", "hint.next_day")


@pytest.mark.parametrize("outcome", MEALS)
def test_the_word_is_read_from_two_metres(
    qtbot: QtBot, station: Station, look: Look, catalogues: dict[str, Words], outcome: str
) -> None:
    """80 px, as large as the block lets it; no Chinese one is made smaller."""
    words = catalogues["zh"]
    wide = QFontMetrics(look.font(80, 700)).horizontalAdvance(words.say(f"outcome.{outcome}"))
    # the block at 1366×768: 862 px, less the icon and its margins
    assert wide <= 862 - 40 - 80 - 22 - 24
    block = AnswerBlock(look, words)
    qtbot.addWidget(block)
    block.show_answer(meal(station, outcome))
    assert words.say(f"outcome.{outcome}") in block.spoken()


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("en", 100), ("zh", 150), ("en", 150)])
def test_the_overlay_says_all_of_every_outcome(make_desk: Maker, station: Station, language: str, scale: int) -> None:
    """Neither the word nor a hint is elided over the list that it covers."""
    desk = make_desk(language=language, scale=scale)
    desk.go("visits")
    words, look = desk.window.words, desk.window.look
    for outcome in VISITS:
        answer = visit(station, outcome)
        desk.window.show_answer(answer)
        overlay = desk.window.overlay
        room = overlay._panel.width() - look.px(208) - 2 * look.gap(28)
        word = QFontMetrics(look.font(26, 700)).horizontalAdvance(words.say(f"outcome.{outcome}"))
        assert word <= room, outcome
        for given in answer.hints:
            said = speech.hint(words, given)
            wide = QFontMetrics(look.font("body", 400)).horizontalAdvance(said)
            assert wide <= room - look.px(22) - look.gap(12), (outcome, said)
