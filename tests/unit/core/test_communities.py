"""Looking a community up: 汉字, initials of pinyin in every reading, level by level."""

from __future__ import annotations

import pytest

from desktop.core.communities import FOUND_MOST, Communities
from desktop.services.initials import initials
from tests.stations import divisions


@pytest.fixture(scope="module")
def known() -> Communities:
    return Communities(divisions(), initials())


@pytest.mark.parametrize("text", ["曲水亭", "qst", "QST", " q s t ", "ｑｓｔ", "qstsq"])
def test_one_station_by_characters_and_by_initials(known: Communities, text: str) -> None:
    assert [known.shown(code) for code in known.find(text)] == ["曲水亭社区"]


def test_the_city_is_whole(known: Communities) -> None:
    streets = [street for district in known.districts for street in known.within(district.code)]
    communities = [each for street in streets for each in known.within(street.code)]
    assert (len(known.districts), len(streets), len(communities)) == (13, 164, 5758)
    assert not [each for each in communities if known.shown(each.code).endswith(("居民委员会", "村民委员会"))]
    assert all(len(known.path(each.code)) == 3 for each in communities)


def test_every_reading_counts(known: Communities) -> None:
    """单 is dan, shan and chan."""
    assert {"d", "s", "c"} <= initials()("单")
    assert initials()("A") == frozenset()


def test_what_begins_with_it_comes_first_and_there_is_an_end(known: Communities) -> None:
    found = known.find("泉")
    begins = [known.shown(code).startswith("泉") for code in found]
    assert begins == sorted(begins, reverse=True)
    assert True in begins
    assert False in begins
    assert len(known.find("社区")) == FOUND_MOST + 1


@pytest.mark.parametrize("text", ["", " ", "qqqqqqq", "不存在的地方", "%", "'"])
def test_nothing_is_found_for_nothing(known: Communities, text: str) -> None:
    assert known.find(text) == ()
