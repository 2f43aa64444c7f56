"""Batch files as a supervisor writes them, and facts of places as rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import checkup
from desktop.core.batch_file import parse_batch
from desktop.core.errors import Refused
from desktop.core.health_rules import parse_health
from resources import read_text
from tests.clinic import DAY, HOSPITAL, STREET, a_file
from tests.strategies import an_entry, facts

STREETS = {STREET, "370102001"}
BRING = {"id_card": {}, "slip": {}}


def test_a_batch_as_written() -> None:
    text = a_file((("2026-11-21", "10:00", "12:00", 5), (DAY, "8:00", "10:00", 20)), {STREET: 12}, groups='["courier"]')
    draft = parse_batch(text, STREETS, BRING)
    assert (draft.hospital, draft.package, draft.payer) == (HOSPITAL, "基础体检套餐", "历下区总工会")
    assert (draft.first, draft.last, draft.unit_fen, draft.fasting) == (DAY, "2026-11-21", 28000, True)
    assert [(slot.day, slot.begin, slot.end, slot.places) for slot in draft.slots] == [
        (DAY, 480, 600, 20),
        ("2026-11-21", 600, 720, 5),
    ]
    assert (draft.quotas, draft.groups, draft.bring) == (((STREET, 12),), ("courier",), ("id_card", "slip"))
    bare = a_file().replace(f'day = "{DAY}"', f"day = {DAY}")
    assert parse_batch(bare, STREETS, BRING).first == DAY, "a day without quotes is a day too"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"hospital": ""}, "batch_field_wrong", "hospital"),
        ({"package": '"' + "长" * 61 + '"'}, "batch_field_wrong", "package"),
        ({"payer": '" "'}, "batch_field_wrong", "payer"),
        ({"unit_price_fen": "280.0"}, "batch_field_wrong", "unit_price_fen"),
        ({"unit_price_fen": "-1"}, "batch_field_wrong", "unit_price_fen"),
        ({"fasting": '"yes"'}, "batch_field_wrong", "fasting"),
        ({"bring": '["umbrella"]'}, "bring_unknown", None),
        ({"groups": '["rider"]'}, "group_unknown", None),
        ({"groups": '"courier"'}, "batch_field_wrong", "groups"),
        ({"doctor": '"王大夫"'}, "batch_field_unknown", "doctor"),
        ({"last": '"2026-11-19"'}, "batch_field_wrong", "day"),
        ({"first": '"2026-11-31"'}, "batch_field_wrong", "first"),
        ({"slots": ((DAY, "10:00", "08:00", 1),)}, "batch_field_wrong", "to"),
        ({"slots": ((DAY, "25:00", "26:00", 1),)}, "batch_field_wrong", "from"),
        ({"slots": ((DAY, "08:00", "10:00", 0),)}, "batch_field_wrong", "places"),
        ({"slots": (("2026-02-29", "08:00", "10:00", 1),)}, "batch_field_wrong", "day"),
        ({"slots": ((DAY, "08:00", "10:00", 1), (DAY, "08:00", "09:00", 1))}, "batch_field_wrong", "slots"),
        ({"slots": ()}, "batch_field_wrong", "slots"),
        ({"quota": {"370199999": 1}}, "street_unknown", None),
        ({"quota": {STREET: -1}}, "batch_field_wrong", "quota"),
    ],
)
def test_what_is_refused(changes: dict[str, object], code: str, field: str | None) -> None:
    with pytest.raises(Refused, match=f"'{code}'") as caught:
        parse_batch(a_file(**changes), STREETS, BRING)  # type: ignore[arg-type]
    if field:
        assert caught.value.values["field"] == field


def test_a_file_that_is_no_toml() -> None:
    with pytest.raises(Refused, match="'batch_not_toml'"):
        parse_batch("hospital = ", STREETS, BRING)


@given(st.text(max_size=60))
def test_whatever_the_file_it_is_read_or_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_batch(text, STREETS, BRING)


def test_the_rules_that_ship() -> None:
    rules = parse_health(read_text("rules", "health.toml"))
    assert (rules.changes, rules.keep_days, rules.issued_days, rules.attended_days) == (1, 30, 3, 7)
    assert all(set(titles) == {"zh", "en"} for titles in rules.bring.values())


@given(st.data())
def test_facts_of_a_place_set_the_same_columns(data: st.DataObject) -> None:
    """So that the newest decides, in whatever order a replay writes them."""
    columns = []
    for kind, rows in (
        (checkup.SlotBooked, checkup.booked_rows),
        (checkup.SlotAwaited, checkup.awaited_rows),
        (checkup.SlotReleased, checkup.released_rows),
    ):
        fact = data.draw(facts(kind))
        (put,) = rows(an_entry(kind.KIND, fact), fact)  # type: ignore[operator]
        assert (put.table, put.newer) == ("bookings", "set_at")
        columns.append(list(put.values))
    assert columns[0] == columns[1] == columns[2]
