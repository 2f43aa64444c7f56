"""Every page of every paper looks as it did, to the last point: a change of a paper must be meant.

After a change that is meant: `make album`, and look at what changed before committing it.
"""

from __future__ import annotations

import os

import pytest

from tests.pictures.papers import KEPT, compare, keep, pictures
from tests.unit.reports.test_papers import MAKERS, drawn

# What is kept instead of compared: `QUANYI_KEEP_PICTURES=1`, by `make album`.
KEEPS = bool(os.environ.get("QUANYI_KEEP_PICTURES"))
# Long ones stand for the same paper with long names; they are tried by their boxes.
NAMES = [name for name in MAKERS if not name.endswith("-long")]


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_is_as_in_the_album(name: str) -> None:
    seen = pictures(drawn(name))
    if KEEPS:
        keep(name, seen)
    assert [said for number, page in enumerate(seen, 1) if (said := compare(f"{name}-{number}", page))] == []


def test_nothing_is_kept_of_papers_that_are_no_more() -> None:
    assert {place.stem.rpartition("-")[0] for place in KEPT.glob("*.webp")} == set(NAMES)


def test_the_album_of_papers_stays_small() -> None:
    assert sum(place.stat().st_size for place in KEPT.glob("*.webp")) < 2_000_000


def test_a_point_that_changed_is_told() -> None:
    """The control."""
    page = pictures(drawn("calibration"))[0]
    page.putpixel((40, 40), page.getpixel((40, 40)) ^ 255)
    assert "differs" in compare("calibration-1", page)
