"""The closing of a day: figures that add up, and a signature that no figure survives being altered under."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.keys import DeviceKey
from desktop.core.kinds import REGISTRY
from desktop.core.shift import PARTS, Counted, DayClosed, balanced, part_of, signature_holds, signed
from tests.strategies import an_entry, facts

KEY = DeviceKey(b"k" * 32)
DAY, EPOCH = "2026-11-20", "00112233445566aa"


def closing() -> DayClosed:
    parts = [Counted(part, 3, 0, 2, 1) for part in PARTS]
    many = 3 * len(PARTS)
    return DayClosed(1, many, 0, 2 * len(PARTS), len(PARTS), parts, 1, many, 0, "ab", 1, 0, 0, 990, 500, ["r"])


def entry_of(fact: DayClosed, **changes: str) -> object:
    return an_entry("day.closed", fact, **({"device": KEY.device, "epoch": EPOCH, "day": DAY} | changes))


def test_every_kind_of_fact_has_a_part() -> None:
    assert {part_of(kind) for kind in REGISTRY} <= set(PARTS)
    assert part_of("meal.served") == "meals"
    assert part_of("meal.voided") == "voids"
    assert part_of("wish.made") == "other"


def test_figures_that_add_up() -> None:
    assert balanced(closing())
    fact = closing()
    assert not balanced(msgspec.structs.replace(fact, waiting=fact.waiting - 1))
    assert not balanced(msgspec.structs.replace(fact, parts=fact.parts[1:]))


def test_what_was_signed_holds() -> None:
    fact = signed(closing(), KEY, EPOCH, DAY)
    assert signature_holds(entry_of(fact), fact, KEY.public)  # type: ignore[arg-type]
    assert not signature_holds(entry_of(fact), fact, DeviceKey(b"o" * 32).public)  # type: ignore[arg-type]
    assert not signature_holds(entry_of(fact), msgspec.structs.replace(fact, signature="zz"), KEY.public)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", [field.name for field in msgspec.structs.fields(DayClosed) if field.name != "signature"]
)
@settings(max_examples=12)
@given(data=st.data())
def test_a_figure_altered_breaks_the_signature(name: str, data: st.DataObject) -> None:
    fact = signed(closing(), KEY, EPOCH, DAY)
    other = getattr(data.draw(facts(DayClosed)), name)
    altered = msgspec.structs.replace(fact, **{name: other})
    assert signature_holds(entry_of(altered), altered, KEY.public) == (altered == fact)  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"day": "2026-11-21"}, {"epoch": "ff"}, {"device": "0a"}])
def test_a_signature_is_for_one_day_of_one_device(changes: dict[str, str]) -> None:
    fact = signed(closing(), KEY, EPOCH, DAY)
    assert not signature_holds(entry_of(fact, **changes), fact, KEY.public)  # type: ignore[arg-type]
