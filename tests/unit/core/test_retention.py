"""How long things are kept, to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core.business_day import plus_days, plus_months
from desktop.core.consent import parse_consents
from desktop.core.retention import over_after_days, over_after_months, parse_retention
from tests.strategies import DAYS

# (last service, the last day of the twelve months)
YEARS = {
    "平常日子": ("2025-11-22", "2026-11-22"),
    "最后一次在2月29日": ("2028-02-29", "2029-02-28"),
    "满期那年有2月29日": ("2027-02-28", "2028-02-28"),
    "年末": ("2025-12-31", "2026-12-31"),
    "元旦": ("2026-01-01", "2027-01-01"),
}


@pytest.mark.parametrize(("last", "end"), YEARS.values(), ids=YEARS)
def test_twelve_months_to_the_day(last: str, end: str) -> None:
    assert over_after_months(end, 12) < last, "the last day still belongs to the twelve months"
    assert over_after_months(plus_days(end, 1), 12) >= last
    assert over_after_months(plus_days(end, 1), 12) < plus_days(last, 1) or last.endswith("02-28")


@given(DAYS.filter(lambda day: day > "2022"), st.integers(1, 36))
def test_months_are_over_exactly_when_their_last_day_is(today: str, months: int) -> None:
    end = over_after_months(today, months)
    assert plus_months(end, months) < today
    assert plus_months(plus_days(end, 1), months) >= today


@given(DAYS, st.integers(1, 60))
def test_days_are_over_the_day_after_the_last(today: str, days: int) -> None:
    end = over_after_days(today, days)
    assert date.fromisoformat(end) + timedelta(days=days) == date.fromisoformat(today) - timedelta(days=1)


def test_the_rules_keep_what_the_consent_promises() -> None:
    rules = parse_retention(resources.read_text("rules", "retention.toml"))
    assert rules.days == {"backups": 30, "replaced": 30, "hand_over_notes": 90}
    assert rules.gap_days > 30
    consents = parse_consents(resources.read_text("rules", "consent.toml"))
    assert list(consents.versions) == ["2026.1"], "nothing was released before it"
    assert consents.current.version == "2026.1"
    for consent in consents.versions.values():
        assert consent.forget_after_months == 12
        assert "一年" in consent.texts["zh"]
        assert "a year" in consent.texts["en"]
        assert all(str(consent.keep_months) in text for text in consent.texts.values())


def test_versions_stand_side_by_side_oldest_first() -> None:
    """With texts made here: which one is in force is what `current` says, not the newest."""
    row = 'keep_months = 36\nforget_after_months = {months}\nzh = "{name}"\nen = "{name}"\n'
    rows = [("b", "2027-01-01", 12), ("a", "2026-06-01", 6), ("c", "2028-01-01", 24)]
    text = 'current = "b"\n' + "".join(
        f'[versions."{name}"]\nfrom = "{since}"\n' + row.format(name=name, months=months)
        for name, since, months in rows
    )
    consents = parse_consents(text)
    assert list(consents.versions) == ["a", "b", "c"]
    assert consents.current is consents.versions["b"]
    assert [each.forget_after_months for each in consents.versions.values()] == [6, 12, 24]


def test_a_current_version_that_is_not_there_is_refused() -> None:
    text = resources.read_text("rules", "consent.toml")
    with pytest.raises(KeyError):
        parse_consents(text.replace('current = "2026.1"', 'current = "2030.1"'))
