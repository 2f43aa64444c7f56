"""Visits: services as toggles, and medicine that is linked to nobody."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import Refused
from desktop.core.rows import rows_of
from desktop.core.visit import COUNT_MOST, SERVICES, SPLIT, MedicineUsed, VisitRecorded, clean_services
from tests.strategies import an_entry, facts


def test_the_services_of_the_contract_in_the_order_of_the_toggles() -> None:
    assert SERVICES == (
        "rest",
        "water",
        "charging",
        "meal_heating",
        "medicine",
        "tools",
        "warm_or_cool",
        "handover",
        "other",
    )
    assert COUNT_MOST == 99


@given(st.lists(st.sampled_from(SERVICES), max_size=20))
def test_services_once_each_in_order(services: list[str]) -> None:
    clean = clean_services(services)
    assert set(clean) == set(services)
    assert clean == sorted(set(services), key=SERVICES.index)
    assert clean_services(clean) == clean


@pytest.mark.parametrize("service", ["", "sleep", "Water", "水", "x" * 10_000])
def test_another_service_is_refused_with_the_list(service: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_services(["rest", service])
    assert refused.value.code == "service_unknown"
    assert len(str(refused.value.values["service"])) <= 40
    assert "warm_or_cool" in str(refused.value.values["services"])


def test_figures_split_by_how_it_was_recorded() -> None:
    assert SPLIT == {
        "card": "registered",
        "search": "registered",
        "anonymous": "anonymous",
        "self": "self",
        "paper": "paper",
    }


def test_medicine_taken_is_a_fact_without_a_person() -> None:
    """Not even by the way: no rider, no visit, no time that a visit also has."""
    assert MedicineUsed.__struct_fields__ == ("group",)
    entry = an_entry("medicine.used", MedicineUsed(group="courier"))
    (put,) = rows_of(entry, 0, entry.body)
    assert put.table == "medicine_uses"
    assert {*put.key, *put.values} == {"fact", "day", "group"}


@given(facts(VisitRecorded))
def test_no_row_of_a_visit_names_who_is_behind_the_id(fact: VisitRecorded) -> None:
    entry = an_entry("visit.recorded", fact)
    (put,) = rows_of(entry, 0, entry.body)
    assert not {*put.key, *put.values} & {"name", "phone", "tail"}
    assert put.values["rider"] == fact.rider
    assert put.values["at"] == fact.when, "the time that it happened, not that of the machine"
    assert put.values["day"] == entry.day


def test_an_anonymous_visit_may_count_several() -> None:
    fact = VisitRecorded(rider=None, group="courier", count=5, how="anonymous", services=["water"], when=1)
    assert msgspec.json.decode(msgspec.json.encode(fact), type=VisitRecorded) == fact
    assert fact.marks == []
