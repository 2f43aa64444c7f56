"""The standard as shipped, and the rule by which a station is compliant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core.inspection import KINDS, RESULTS
from desktop.core.standard import SITE, Checkpoint, Item, Standard, parse_standard

STANDARD = parse_standard(resources.read_text("rules", "standard.toml"))
# `contract.md`, Codes.
SEVEN = (
    "tables_and_chairs",
    "microwave",
    "phone_charging",
    "water_dispenser",
    "heating_and_cooling",
    "medicine_box",
    "repair_tools",
)
POINTS = {point.code: point for item in STANDARD.items for point in item.checkpoints}
VETOES = {"medicine_box.in_date", "site.open_as_posted", "site.no_ebike", "site.wiring"}
ALL_PASS = dict.fromkeys(POINTS, "pass")
ANSWERS = st.fixed_dictionaries({}, optional={code: st.sampled_from(RESULTS) for code in POINTS})


# --- the data ---------------------------------------------------------------------------


def test_the_seven_are_seven_and_beside_them_the_site() -> None:
    assert tuple(item.code for item in STANDARD.items) == (*SEVEN, SITE)
    assert tuple(item.code for item in STANDARD.seven) == SEVEN


def test_every_checkpoint_stands_once_under_its_item() -> None:
    assert len(POINTS) == sum(len(item.checkpoints) for item in STANDARD.items)
    for item in STANDARD.items:
        assert item.checkpoints
        for point in item.checkpoints:
            assert point.code.startswith(f"{item.code}.")
            assert STANDARD.checkpoint(point.code) == point
            found = STANDARD.item_of(point.code)
            assert found is not None
            assert found.code == item.code


@pytest.mark.parametrize("code", POINTS)
def test_every_checkpoint_is_whole(code: str) -> None:
    point = POINTS[code]
    assert point.kinds, "nobody ever asks it"
    assert set(point.kinds) <= set(KINDS)
    assert len(set(point.kinds)) == len(point.kinds)
    assert point.severity in STANDARD.severities
    for texts in (point.titles, point.hints):
        assert texts.keys() == {"zh", "en"}
        assert all(text.strip() == text != "" for text in texts.values())
        assert texts["en"].isascii()
        assert not texts["zh"].isascii()


def test_items_severities_and_the_standard_speak_both_languages() -> None:
    titled = [STANDARD.titles, *STANDARD.severity_titles.values()]
    titled += [texts for item in STANDARD.items for texts in (item.titles, item.shorts)]
    assert all(texts.keys() == {"zh", "en"} and all(texts.values()) for texts in titled)


def test_severities_are_today_and_3_7_15_working_days() -> None:
    assert STANDARD.severities == {"at_once": 0, "days_3": 3, "days_7": 7, "days_15": 15}
    assert STANDARD.severity_titles.keys() == STANDARD.severities.keys()


def test_the_vetoes_are_those_of_the_rules() -> None:
    assert {code for code, point in POINTS.items() if point.veto} == VETOES


@pytest.mark.parametrize("kind", KINDS)
def test_every_inspection_asks_each_of_the_seven(kind: str) -> None:
    asked = STANDARD.asked(kind)
    assert [item.code for item in asked if item.code != SITE] == list(SEVEN)
    assert SITE in {item.code for item in asked}
    assert all(kind in point.kinds for item in asked for point in item.checkpoints)
    codes = [point.code for item in asked for point in item.checkpoints]
    assert codes == [code for code, point in POINTS.items() if kind in point.kinds]


def test_opening_takes_a_minute_and_the_others_look_at_more() -> None:
    counts = {kind: sum(len(item.checkpoints) for item in STANDARD.asked(kind)) for kind in KINDS}
    assert counts["opening"] <= 10
    assert all(counts[kind] > counts["opening"] for kind in KINDS if kind != "opening")
    assert counts["supervised"] == counts["unannounced"] == len(POINTS)


def test_what_is_not_in_the_standard() -> None:
    assert STANDARD.checkpoint("microwave.sings") is None
    assert STANDARD.checkpoint("microwave") is None
    assert STANDARD.item_of("bicycle.rides") is None
    assert STANDARD.item_of("microwavery.heats") is None
    assert STANDARD.asked("birthday") == ()


# --- the score --------------------------------------------------------------------------


def test_all_passed_is_compliant() -> None:
    score = STANDARD.score(ALL_PASS)
    assert (score.met, score.unmet, score.vetoes) == (SEVEN, (), ())
    assert score.site_met
    assert score.compliant


def test_nothing_looked_at_is_nothing_met() -> None:
    score = STANDARD.score({})
    assert (score.met, score.unmet) == ((), SEVEN)
    assert not score.site_met
    assert not score.compliant


@pytest.mark.parametrize(
    ("results", "met"),
    [
        ({"microwave.heats": "pass"}, True),
        ({"microwave.heats": "pass", "microwave.clean": "pass", "microwave.cord": "pass"}, True),
        ({"microwave.heats": "pass", "microwave.clean": "na"}, True),
        ({"microwave.heats": "pass", "microwave.clean": "fail"}, False),
        ({"microwave.heats": "fail"}, False),
        ({"microwave.heats": "na", "microwave.clean": "na", "microwave.cord": "na"}, False),
        ({"microwave.heats": "na", "microwave.clean": "fail"}, False),
        ({}, False),
        ({"microwave.sings": "pass"}, False),
        ({"microwave.heats": "pass", "microwave.sings": "fail"}, True),
    ],
)
def test_an_item_is_met_when_one_passes_and_none_fails(results: dict[str, str], met: bool) -> None:
    assert ("microwave" in STANDARD.score(results).met) == met


@pytest.mark.parametrize("code", sorted(VETOES))
def test_a_veto_makes_a_station_not_compliant_whatever_its_score(code: str) -> None:
    score = STANDARD.score(ALL_PASS | {code: "fail"})
    assert score.vetoes == (code,)
    assert not score.compliant
    assert STANDARD.score(ALL_PASS | {code: "na"}).vetoes == ()


@pytest.mark.parametrize("code", sorted(code for code in POINTS if code.startswith("site.") and code not in VETOES))
def test_site_is_shown_apart_and_decides_nothing_without_a_veto(code: str) -> None:
    score = STANDARD.score(ALL_PASS | {code: "fail"})
    assert score.compliant
    assert not score.site_met
    assert score.met == SEVEN


def test_a_veto_of_the_site_is_a_veto_though_the_seven_are_met() -> None:
    score = STANDARD.score(ALL_PASS | {"site.no_ebike": "fail"})
    assert score.met == SEVEN
    assert not score.compliant


@pytest.mark.parametrize("code", sorted(code for code in POINTS if not code.startswith("site.")))
def test_each_fail_within_the_seven_costs_its_item(code: str) -> None:
    score = STANDARD.score(ALL_PASS | {code: "fail"})
    assert score.unmet == (code.split(".")[0],)
    assert not score.compliant


@given(ANSWERS)
def test_the_rule_in_other_words(results: dict[str, str]) -> None:
    score = STANDARD.score(results)
    met = set()
    for code in (*SEVEN, SITE):
        given_here = {result for point, result in results.items() if point.split(".")[0] == code}
        if "pass" in given_here and "fail" not in given_here:
            met.add(code)
    assert score.met == tuple(code for code in SEVEN if code in met)
    assert score.unmet == tuple(code for code in SEVEN if code not in met)
    assert score.site_met == (SITE in met)
    assert set(score.vetoes) == {code for code in VETOES if results.get(code) == "fail"}
    assert score.compliant == (set(SEVEN) <= met and not score.vetoes)


@given(ANSWERS, st.sampled_from(sorted(POINTS)))
def test_putting_something_right_never_makes_it_worse(results: dict[str, str], code: str) -> None:
    before, after = STANDARD.score(results | {code: "fail"}), STANDARD.score(results | {code: "pass"})
    assert set(before.met) <= set(after.met)
    assert set(after.vetoes) <= set(before.vetoes)
    assert after.compliant or not before.compliant


@given(ANSWERS)
def test_a_station_may_not_answer_its_way_out_by_not_applicable(results: dict[str, str]) -> None:
    """`na` counts as not looked at."""
    looked_at = {code: result for code, result in results.items() if result != "na"}
    assert STANDARD.score(results) == STANDARD.score(looked_at)


def test_an_item_s_code_is_no_prefix_of_another_s() -> None:
    """`tool.x` belongs to `tool`, not to `tools`."""

    def item(code: str) -> Item:
        return Item(code, {}, {}, (Checkpoint(f"{code}.x", {}, {}, ("weekly",), "at_once", veto=False),))

    standard = Standard("t", {}, (item("tool"), item("tools")), {}, {})
    assert standard.item_of("tools.x") == standard.items[1]
    assert standard.score({"tools.x": "pass"}).met == ("tools",)
