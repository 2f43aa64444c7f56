"""The dictionary of figures: whole, computable, and 人次 never added to 人数."""

from __future__ import annotations

from typing import Any

import pytest

import resources
from desktop.app import read_words
from desktop.core.figures import EACH, SOURCES, BadDictionary, Named, Take, Unit, parse_figures
from desktop.core.kinds import REGISTRY
from desktop.tables import figure_sources

TEXT = resources.read_text("rules", "figures.toml")
BOOK = parse_figures(TEXT)
FIGURES = list(BOOK.figures.values())
WANTED = {
    *("visits_times", "visits_persons", "visits_by_how", "visits_by_group", "visits_by_service", "visits_by_hour"),
    *("medicine_uses", "meals_count", "meals_taken_fen", "meals_subsidy_fen", "meals_held", "meals_voided"),
    *("inspections_count", "compliant_days", "rectifications_opened", "rectifications_closed"),
    *("rectifications_overdue", "rectifications_on_time", "referrals_issued", "referrals_booked"),
    *("referrals_attended", "riders_registered", "riders_verified", "cards_lost", "open_minutes"),
}


def test_every_figure_that_was_promised_is_there() -> None:
    assert BOOK.figures.keys() >= WANTED


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_a_figure_says_in_both_languages_what_it_counts(figure: Any) -> None:
    for texts in (figure.titles, figure.rules):
        assert texts.keys() == {"zh", "en"}
        assert all(text.strip() for text in texts.values())
    assert set(figure.kinds) <= REGISTRY.keys()
    assert figure.section in BOOK.sections


def test_names_are_told_apart() -> None:
    for language, words in read_words().items():
        titles = [named.title(words) for named in BOOK.named()]
        assert len(titles) == len(set(titles)), language


def test_times_and_persons_are_never_added() -> None:
    """人次 is the sum of counts, 人数 of people once; what makes a share of two figures takes two of one unit."""
    for figure in FIGURES:
        if figure.unit is Unit.TIMES:
            assert (figure.source, figure.take, figure.column) == ("visits", Take.SUM, "count"), figure.code
        if figure.unit is Unit.PERSONS:
            assert (figure.take, figure.column) in {(Take.DISTINCT, "rider"), (Take.DISTINCT, "subject")}, figure.code
        if figure.take is Take.RATIO:
            assert BOOK.figures[figure.part].unit is BOOK.figures[figure.whole].unit, figure.code
    assert not [take for take in Take if take not in ("count", "sum", "distinct", "last", "ratio")], "no figure adds"


def test_sources_of_the_dictionary_are_those_of_the_tables() -> None:
    assert {name: frozenset(source.columns) for name, source in figure_sources.SOURCES.items()} == SOURCES


def test_every_member_has_a_name() -> None:
    for words in read_words().values():
        for each in EACH:
            figure = next(figure for figure in FIGURES if figure.each == each)
            assert all(Named(figure, member).short(words) for member in EACH[each])
        assert all(words.has(f"figures.unit.{unit}") for unit in Unit)


@pytest.mark.parametrize("named", list(BOOK.named()), ids=lambda named: named.code)
def test_a_figure_is_found_by_its_code(named: Named) -> None:
    assert BOOK.find(named.code) == named


@pytest.mark.parametrize(
    "code",
    ["", "visits", "visits_by_group", "visits_by_group.", "visits_by_group.knight", "visits_times.courier", "."],
)
def test_what_is_no_figure_is_not_found(code: str) -> None:
    assert BOOK.find(code) is None


BROKEN = {
    "人次和人数相比": ('part = "meals_voided"', 'part = "visits_persons"'),
    "没有的指标": ('whole = "meals_captured"', 'whole = "meals_eaten"'),
    "没有的来源": ('source = "medicine_uses"', 'source = "pills"'),
    "没有的列": ("where = { voided = false, rider = true }", "where = { voided = false, name = true }"),
    "没有的算法": ('take = "distinct"', 'take = "average"'),
    "没有的单位": ('unit = "persons"', 'unit = "souls"'),
    "没有的章节": ('section = "visits"', 'section = "rest"'),
    "求和不说哪一列": ('column = "count"\nwhere = { voided = false }\nkinds', "where = { voided = false }\nkinds"),
    "没有背后的记录": ('kinds = ["medicine.used"]\n', ""),
    "两个同名": ('code = "visits_persons"', 'code = "visits_times"'),
    "最后一条没有条件": ("counts = { number = 1 }\n", ""),
    "按没有的列分": ('each = "how"', 'each = "rider"'),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_dictionary_that_cannot_be_computed_is_refused(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(ValueError, match=r"\w"):
        parse_figures(TEXT.replace(old, new, 1))


def test_bad_dictionaries_name_the_figure() -> None:
    with pytest.raises(BadDictionary, match="meals_void_rate"):
        parse_figures(TEXT.replace('part = "meals_voided"', 'part = "visits_persons"'))
