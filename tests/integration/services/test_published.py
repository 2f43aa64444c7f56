"""A desk works by the newest programme and standard that were handed down, and by its own while there is none."""

from __future__ import annotations

import pytest

import resources
from desktop.core.errors import Refused
from desktop.core.publishing import TEXT_MOST, digest_of, programme_of, standard_of
from tests.stations import MINUTE, Station

PROGRAMME = resources.read_text("rules", "programme.toml")
STANDARD = resources.read_text("rules", "standard.toml")


def told(station: Station, version: str, fen: int) -> None:
    """The hub hands down a programme with another subsidy, a minute later."""
    station.clock.pass_by(MINUTE)
    text = PROGRAMME.replace('version = "2026.1"', f'version = "{version}"').replace(
        "fixed_fen = 500", f"fixed_fen = {fen}"
    )
    with station.desk.store.write() as txn:
        txn.append(programme_of(text), day="2026-11-16", by=station.by.id)


def test_the_newest_is_in_force_once_it_is_learned_and_after_opening(station: Station) -> None:
    assert station.desk.rules.programme.funding.fixed_fen == 500
    told(station, "2026.9", 450)
    told(station, "2026.3", 400)
    assert station.desk.rules.programme.funding.fixed_fen == 500
    station.desk.learn()
    assert (station.desk.rules.programme.version, station.desk.rules.programme.funding.fixed_fen) == ("2026.3", 400)
    station.reopen()
    assert station.desk.rules.programme.version == "2026.3"
    assert station.desk.rules.standard.version == station.parts.rules.standard.version
    assert station.faults() == []


def test_the_fact_says_version_and_digest_of_its_text() -> None:
    for fact, text in ((programme_of(PROGRAMME), PROGRAMME), (standard_of(STANDARD), STANDARD)):
        assert fact.text == text
        assert fact.digest == digest_of(text)
        assert f'version = "{fact.version}"' in text


@pytest.mark.parametrize("text", ["", "version = 1", "not toml", '[funding]\nkind = "fixed"'])
def test_a_text_that_is_no_programme_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="publish_unreadable"):
        programme_of(text)


def test_a_text_that_no_entry_could_hold_is_refused() -> None:
    with pytest.raises(Refused, match="publish_too_large"):
        standard_of("#" * (TEXT_MOST + 1))
