"""The demo: the same seed tells the same story, it verifies, and it has something of everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core import entry as entries
from desktop.services.demo import Plan, fill
from tests.stations import PIN, SetClock, parts

NOW = "2026-11-21T12:30:00"


def told(place: Path, days: int, seed: int = 1) -> tuple[list[tuple[str, int, str]], dict[str, int]]:
    """(kind, clock, day) of every fact, and the counts."""
    office, counts = fill(parts(place / "keys", SetClock(NOW)), place / "data", Plan(days, 40, 2, seed, PIN))
    try:
        assert office.upkeep.verify().ok
        read = [entries.from_bytes(data) for data in office.upkeep.facts()]
    finally:
        office.desk.close()
    return [(entry.kind, entry.at, entry.day) for entry in read], counts


@pytest.mark.timeout(180)
def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    first, counts = told(tmp_path / "one", 40)
    assert (first, counts) == told(tmp_path / "two", 40)
    assert counts["facts"] == len(first)
    kinds = {kind for kind, _, _ in first}
    for kind in ("settlement.moved", "callback.recorded", "shift.handed_over", "boxes.counted", "sheet.entered"):
        assert kind in kinds
    for kind in ("checkup_batch.opened", "closing.planned", "medicine.stocked", "goods.handed_out", "meal.reviewed"):
        assert kind in kinds
    # the control: another seed, another story
    assert first != told(tmp_path / "three", 40, seed=2)[0]


def test_a_demo_of_one_day_is_a_demo(tmp_path: Path) -> None:
    facts, counts = told(tmp_path / "one", 1)
    assert counts["visits"] > 0
    assert {day for _, _, day in facts} <= {"2026-11-21"}
