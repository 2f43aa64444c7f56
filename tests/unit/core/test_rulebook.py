"""The rulebook: all rules are read from what ships, and agree with each other and with the contract."""

from __future__ import annotations

import pytest

import resources
from desktop.core import inspection, referral
from desktop.core.rulebook import read_rulebook

READ: list[str] = []


def read(name: str) -> str:
    READ.append(name)
    return resources.read_text("rules", name)


BOOK = read_rulebook(read)
CHOICES = BOOK.choices


def test_every_file_of_rules_is_read_once() -> None:
    # the hub reads the roles of its own supervisors
    shipped = {path.name for path in resources.path("rules").iterdir()} - {"hub_roles.toml"}
    assert sorted(READ) == sorted(shipped)


def test_each_part_has_its_version() -> None:
    versions = (
        BOOK.standard.version,
        BOOK.programme.version,
        BOOK.calendar.version,
        BOOK.roles.version,
        BOOK.hours.version,
    )
    assert all(versions)
    assert CHOICES.consent.version
    assert all((BOOK.figures.version, BOOK.retention.version, BOOK.separation.version))


def test_the_codes_of_the_contract_in_its_order() -> None:
    assert tuple(CHOICES.void) == ("mis_scan", "returned", "not_collected", "duplicate", "other")
    assert tuple(CHOICES.proof) == (
        "order_screen",
        "badge",
        "ride_hailing_licence",
        "qualification",
        "streamer_console",
        "employer_letter",
    )
    assert set(CHOICES.referral_moves) == set(referral.STATES)


def test_every_choice_speaks_both_languages() -> None:
    for titles in (*CHOICES.void.values(), *CHOICES.proof.values(), CHOICES.consent.texts):
        assert titles.keys() == {"zh", "en"}
        assert all(text.strip() for text in titles.values())


def test_the_numbers_of_the_rules() -> None:
    assert CHOICES.card_days == 730
    assert CHOICES.already_here_minutes == 30
    assert CHOICES.anonymous_gap_seconds == 3
    assert (CHOICES.consent.keep_months, CHOICES.consent.forget_after_months) == (36, 12)
    assert CHOICES.referral_days > 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_consent_says_how_long_data_is_kept(language: str) -> None:
    text = CHOICES.consent.texts[language]
    assert str(CHOICES.consent.keep_months) in text
    assert ("一年" in text) if language == "zh" else ("a year" in text)


def test_a_referral_begins_issued_and_can_always_be_ended() -> None:
    moves = CHOICES.referral_moves
    assert {state for to in moves.values() for state in to} <= set(referral.STATES)
    ends = {state for state, to in moves.items() if not to}
    assert ends == {"closed", "expired", "cancelled"}

    def reached(state: str) -> set[str]:
        seen, waiting = {state}, [state]
        while waiting:
            new = set(moves[waiting.pop()]) - seen
            seen |= new
            waiting += new
        return seen

    assert reached("issued") == set(referral.STATES)
    assert all(reached(state) & ends for state in moves)
    assert all(state not in to for state, to in moves.items()), "a state does not lead to itself"
    assert moves["attended"] == ("closed",), "what was attended cannot be cancelled"


def test_a_check_up_that_was_missed_or_called_off_leaves_the_year_free() -> None:
    assert set(referral.STATES) - referral.USED == {"no_show", "expired", "cancelled"}


def test_a_rectification_ends_closed_and_only_after_a_look() -> None:
    moves = inspection.MOVES
    assert moves.keys() == {"open", "awaiting", "returned", "closed"}
    assert {state for to in moves.values() for state in to} <= moves.keys()
    assert [state for state, to in moves.items() if "closed" in to] == ["awaiting"]
    assert moves["closed"] == ()
    assert [state for state, to in moves.items() if "returned" in to] == ["awaiting"]


def test_stations_open_while_a_meal_period_runs() -> None:
    assert {each.spans for each in BOOK.hours.posted[-1].week} == {((7 * 60, 21 * 60),)}
    assert any(7 * 60 <= period.begin < 21 * 60 for period in BOOK.programme.periods)
