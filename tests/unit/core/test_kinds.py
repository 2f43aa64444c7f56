"""The registry: every kind of fact that there is, written, read and turned into rows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import defaultdict
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import desktop.core
from desktop.core import entry as entries
from desktop.core.fact import RANKS, Fact, Put, Unknown
from desktop.core.kinds import REGISTRY, fact_of
from desktop.core.precedence import rank_of
from desktop.core.rows import rows_of
from tests.strategies import INSTANTS, an_entry, facts, read_back, sample

# Wire names of the first version. They may be joined by others, never dropped or renamed.
RELEASED = frozenset(
    {
        "allotment.granted",
        "card.issued",
        "card.withdrawn",
        "day.closed",
        "day.opened",
        "epoch.opened",
        "inspection.completed",
        "meal.served",
        "meal.voided",
        "medicine.used",
        "merchant.added",
        "operator.added",
        "operator.pin_changed",
        "operator.retired",
        "retention.run",
        "rider.consented",
        "partner.added",
        "rectification.moved",
        "rectification.opened",
        "referral.issued",
        "referral.moved",
        "rider.forgotten",
        "rider.registered",
        "rider.verified",
        "site.created",
        "visit.ended",
        "visit.extended",
        "visit.recorded",
        "visit.voided",
    }
)
KINDS = sorted(REGISTRY)
# Of each kind; there are ninety of them, which share one way of being written and read.
EXAMPLES = (settings.default or settings()).max_examples // 3


def one(kind: str) -> Any:
    return sample(REGISTRY[kind][0])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_written_read_and_turned_into_rows(kind: str, data: st.DataObject) -> None:
    known = REGISTRY[kind][0]
    written = an_entry(kind, data.draw(facts(known)), v=known.VERSION, at=data.draw(INSTANTS))
    read = entries.from_bytes(entries.to_bytes(written))
    assert fact_of(read) == written.body
    high = data.draw(st.just(0) | INSTANTS)
    puts = rows_of(read, high)
    assert puts == rows_of(written, high, written.body), "the writer's short way gives other rows"
    own = [put for put in puts if put.table != "flags"]
    assert own, "a fact that leaves no row is seen by nobody"
    for put in puts:
        assert put.key
        assert put.values
        assert not put.key.keys() & put.values.keys()
        assert all(type(value) in (str, int, type(None)) for value in (*put.key.values(), *put.values.values()))
        assert None not in put.key.values(), "a key with nothing in it is equal to no other"
        if put.newer is not None:
            assert put.newer in put.values
            if put.newer in RANKS:
                assert put.values[put.newer] in (rank_of(read), rank_of(read, above=True))
            else:
                assert put.values[put.newer] == max(read.at, high)


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_is_not_of_the_kind_is_refused(kind: str) -> None:
    body = msgspec.to_builtins(one(kind)) | {"colour": "red"}
    with pytest.raises(msgspec.ValidationError):
        fact_of(read_back(an_entry(kind, body)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_from_the_future_is_kept_flagged_and_gives_no_other_row(kind: str) -> None:
    version = REGISTRY[kind][0].VERSION + 1
    entry = read_back(an_entry(kind, {"new": ["shape"]}, v=version))
    assert fact_of(entry) == Unknown(kind, version)
    assert rows_of(entry, 0) == [Put("flags", {"fact": entry.id, "code": "unknown_kind"}, {"detail": version})]


def test_a_kind_from_the_future_is_kept_and_flagged() -> None:
    entry = read_back(an_entry("wish.made", {"text": "WiFi"}))
    assert fact_of(entry) == Unknown("wish.made", 1)
    assert [put.key["code"] for put in rows_of(entry, 0)] == ["unknown_kind"]


def test_released_names_stay() -> None:
    assert not RELEASED - REGISTRY.keys()


def test_every_fact_of_the_core_is_registered_under_its_own_name() -> None:
    found: set[type[Fact]] = set()
    for module in pkgutil.iter_modules(desktop.core.__path__):
        names = vars(importlib.import_module(f"desktop.core.{module.name}"))
        found |= {
            item for item in names.values() if isinstance(item, type) and issubclass(item, Fact) and item is not Fact
        }
    assert found == {body for body, _ in REGISTRY.values()}
    assert len(found) == len(REGISTRY), "two facts share a wire name"
    assert [body.KIND for body, _ in REGISTRY.values()] == list(REGISTRY)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wire_name_is_a_noun_and_a_past_tense(kind: str) -> None:
    assert re.fullmatch(r"[a-z_]+\.([a-z_]+(ed|en|wn|ld)(_out|_over)?|run)", kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_old_version_can_be_brought_up(kind: str) -> None:
    body = REGISTRY[kind][0]
    assert set(body.UPCASTS) == set(range(1, body.VERSION))
    assert body.__struct_config__.frozen
    assert body.__struct_config__.forbid_unknown_fields


def test_two_kinds_that_set_one_column_say_which_decides() -> None:
    """Facts arrive in any order from several devices, so a row may depend on the set of them only."""
    setters: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
    for kind in KINDS:
        for put in rows_of(read_back(an_entry(kind, one(kind))), 0):
            for column in put.values:
                setters[put.table, column][kind] = put.newer
    shared = {place: kinds for place, kinds in setters.items() if len(kinds) > 1}
    assert shared, "the state of a rectification is set by two kinds"
    for place, kinds in shared.items():
        assert None not in kinds.values(), f"{place} is set by {sorted(kinds)} and nothing decides"
        assert len(set(kinds.values())) == 1


def test_a_table_has_one_key() -> None:
    keys: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for other in KINDS:
        for put in rows_of(read_back(an_entry(other, one(other))), 0):
            keys[put.table].add(tuple(put.key))
    assert all(len(found) == 1 for found in keys.values()), keys
