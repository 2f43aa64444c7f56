"""The medicine box: expiry as printed, what is on the list, and balances that join in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact, Put
from desktop.core.medicine import (
    DisposedLine,
    MedicineCounted,
    MedicineDisposed,
    MedicineOpened,
    MedicineStocked,
    MedicineTaken,
    Parted,
)
from desktop.core.medicine_list import USES, parse_medicine_list
from desktop.core.medicine_rules import Line, State, clean_batch, good_until, parse_expiry
from desktop.core.rows import rows_of
from tests.strategies import DAYS, UUIDS, an_entry

TEXT = resources.read_text("rules", "medicine.toml")
LISTED = parse_medicine_list(TEXT)


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


@pytest.mark.parametrize(
    ("printed", "last"),
    [
        ("2027-03-15", "2027-03-15"),
        ("2027.03.15", "2027-03-15"),
        ("2027/3/5", "2027-03-05"),
        ("20270315", "2027-03-15"),
        ("2027年3月15日", "2027-03-15"),
        ("２０２７－０３－１５", "2027-03-15"),
        (" 2027 - 03 - 15 ", "2027-03-15"),
        ("2027-03", "2027-03-31"),
        ("2027.4", "2027-04-30"),
        ("202704", "2027-04-30"),
        ("2027年12月", "2027-12-31"),
        ("2027-02", "2027-02-28"),
        ("2028-02", "2028-02-29"),
        ("2028-02-29", "2028-02-29"),
    ],
)
def test_expiry_as_it_is_printed(printed: str, last: str) -> None:
    assert parse_expiry(printed) == last


@pytest.mark.parametrize(
    "printed",
    ["", "2027", "2027-13", "2027-02-29", "2027-04-31", "27-03", "2027-3-1-1", "03/2027", "长期", "2027-00", "1999-01"],
)
def test_an_expiry_that_is_none(printed: str) -> None:
    with refused("medicine_expiry_wrong"):
        parse_expiry(printed)


@given(DAYS)
def test_every_day_is_read_in_every_spelling(day: str) -> None:
    year, month, number = day.split("-")
    for spelling in (day, day.replace("-", "."), day.replace("-", ""), f"{year}年{int(month)}月{int(number)}日"):
        assert parse_expiry(spelling) == day
    assert parse_expiry(day[:7]) == business_day.month_span(day[:7])[1]


@pytest.mark.parametrize(
    ("expiry", "opened", "days", "last"),
    [
        ("2027-03-15", None, 28, "2027-03-15"),
        ("2027-03-15", "2026-11-16", None, "2027-03-15"),
        ("2027-03-15", "2026-11-16", 28, "2026-12-14"),
        ("2026-12-01", "2026-11-16", 28, "2026-12-01"),
        ("2028-12-31", "2028-02-01", 28, "2028-02-29"),
        ("2027-12-31", "2027-02-01", 28, "2027-03-01"),
    ],
)
def test_the_earlier_of_printed_expiry_and_days_once_opened(
    expiry: str, opened: str | None, days: int | None, last: str
) -> None:
    assert good_until(expiry, opened, days) == last


def a_line(until: str, left: int = 1) -> Line:
    return Line(
        "l", "plasters", "创可贴", "dressing", "A1", until, None, "piece", "street", False, "", None, None, left
    )


@pytest.mark.parametrize(
    ("until", "left", "state"),
    [
        ("2026-11-15", 1, State.EXPIRED),
        ("2026-11-16", 1, State.SOON),
        ("2026-12-16", 1, State.SOON),
        ("2026-12-17", 1, State.OK),
        ("2026-11-15", 0, State.EMPTY),
        ("2026-11-15", -1, State.ODD),
    ],
)
def test_the_state_of_a_line(until: str, left: int, state: State) -> None:
    assert a_line(until, left).state("2026-11-16", LISTED.soon_days) is state


@pytest.mark.parametrize("batch", ["220817", "Z33-1", "A/26.05", "H(2)#1"])
def test_batch_numbers(batch: str) -> None:
    assert clean_batch(f" {batch} ") == batch


@pytest.mark.parametrize("batch", ["", " ", "王秀兰", "A" * 31, "=1+1", "-1", "A B"])
def test_no_free_text_as_a_batch(batch: str) -> None:
    with refused("medicine_batch_wrong"):
        clean_batch(batch)


# --- the list -------------------------------------------------------------------------------------------------


def test_the_list_is_whole() -> None:
    assert LISTED.version
    assert LISTED.soon_days == 30
    assert len(LISTED.products) > 20
    assert {product.use for product in LISTED.products.values()} == set(USES)
    for titles in (*LISTED.sources.values(), *LISTED.reasons.values(), *LISTED.forms.values(), *LISTED.units.values()):
        assert titles["zh"]
        assert titles["en"]
    assert set(LISTED.reasons) == {"expired", "damaged", "alcohol"}


def test_what_is_offered_instead_is_on_the_list() -> None:
    for barred in LISTED.barred:
        for name in barred.instead:
            assert LISTED.product(name).titles["zh"] == name


@pytest.mark.parametrize("text", ["创可贴", "plasters", "Plasters", " 创口贴 ", "PLASTERS"])
def test_a_name_is_found_however_it_is_typed(text: str) -> None:
    assert LISTED.product(text).code == "plasters"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("藿香正气水", "medicine_alcohol"),
        ("十滴水", "medicine_alcohol"),
        ("阿莫西林", "medicine_prescription"),
        ("安宫牛黄丸", "medicine_not_listed"),
        ("", "medicine_not_listed"),
        ("创", "medicine_not_listed"),
    ],
)
def test_what_is_not_on_the_list(name: str, code: str) -> None:
    with refused(code) as caught:
        LISTED.product(name)
    values = caught.value.values
    assert values.get("instead", values.get("near", "x"))


def test_near_names_are_offered() -> None:
    with refused("medicine_not_listed") as caught:
        LISTED.product("碘伏棉球")
    assert "碘伏棉签" in str(caught.value.values["near"])


@pytest.mark.parametrize(
    "change",
    [
        ('aliases = ["人丹"]', 'aliases = ["创可贴"]'),
        ('use = "aid"', 'use = "eaten"'),
        ('form = "dressing"', 'form = "dust"'),
        ('unit = "roll"', 'unit = "ton"'),
        ('code = "gauze"', 'code = "plasters"'),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"twice|unknown"):
        parse_medicine_list(TEXT.replace(*change, 1))


# --- rows -----------------------------------------------------------------------------------------------------


def project(entries: Sequence[Entry]) -> dict[tuple[str, tuple[Any, ...]], dict[str, Any]]:
    """What the store makes of entries: an upsert by key, and by time where `newer` says so."""
    table: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}
    for entry in entries:
        for put in rows_of(entry, 0):
            row = table.setdefault((put.table, tuple(put.key.values())), {})
            if put.newer is None or (row.get(put.newer) or 0) <= (put.values[put.newer] or 0):
                row.update(put.values)
    return table


def balance(table: dict[tuple[str, tuple[Any, ...]], dict[str, Any]], line: str) -> int:
    return sum(row["delta"] for (name, key), row in table.items() if name == "medicine_moves" and key[1] == line)


def stocked(line: str, quantity: int, out_of: Parted | None = None) -> MedicineStocked:
    return MedicineStocked(
        line, "iodophor", "solution", "B1", "2027-03-31", quantity, "bottle", "street", False, 7, "2026.1",
        out_of=out_of,
    )  # fmt: skip


def entry_of(number: int, fact: Fact) -> Entry:
    name = f"019a3f10-0000-7000-8000-{number:012d}"
    return an_entry(fact.KIND, fact, id=name, at=1_793_500_000_000 + number)


def moves() -> st.SearchStrategy[Fact]:
    number = st.integers(1, 20)
    return st.one_of(
        st.builds(MedicineTaken, st.just("a"), number, number),
        st.builds(MedicineCounted, st.just("a"), number, number),
        st.builds(MedicineOpened, st.just("a"), st.just(1_793_500_000_000), st.just("2027-01-01"), number),
        st.builds(lambda line, quantity, left: stocked(line, quantity, Parted("a", left)), UUIDS, number, number),
        st.builds(
            lambda quantity: MedicineDisposed(
                1, [DisposedLine("a", quantity, 0), DisposedLine("b", 1, 0)], "damaged", "w", None, "2026.1"
            ),
            number,
        ),
    )


@given(st.lists(moves(), max_size=8), st.randoms(use_true_random=False))
def test_movements_join_in_any_order(facts: list[Fact], chance: Any) -> None:
    """As when two devices of a station come together: the same rows, and a balance that is the sum."""
    entries = [entry_of(number, fact) for number, fact in enumerate([stocked("a", 100), *facts])]
    mixed = list(entries)
    chance.shuffle(mixed)
    assert project(mixed) == project(entries)
    expected = 100
    for fact in facts:
        if isinstance(fact, MedicineTaken):
            expected -= fact.quantity
        elif isinstance(fact, MedicineCounted):
            expected += fact.counted - fact.expected
        elif isinstance(fact, MedicineStocked):
            expected -= fact.quantity
        elif isinstance(fact, MedicineDisposed):
            expected -= fact.lines[0].quantity
    assert balance(project(entries), "a") == expected


def test_a_container_set_apart_leaves_the_product_s_sum_as_it_was() -> None:
    table = project([entry_of(1, stocked("a", 3)), entry_of(2, stocked("b", 1, Parted("a", 2)))])
    assert (balance(table, "a"), balance(table, "b")) == (2, 1)


def test_no_field_and_no_column_could_hold_a_person() -> None:
    facts: tuple[Fact, ...] = (
        stocked("a", 1),
        MedicineOpened("a", 1, "2027-01-01", 1),
        MedicineTaken("a", 1, 0),
        MedicineCounted("a", 1, 1),
        MedicineDisposed(1, [DisposedLine("a", 1, 0)], "expired", "w", None, "2026.1"),
    )
    for fact in facts:
        names = set(fact.__struct_fields__)
        puts: list[Put] = rows_of(an_entry(fact.KIND, fact), 0, fact)
        names |= {column for put in puts for column in (*put.key, *put.values)}
        assert names.isdisjoint({"rider", "visit", "person", "group", "card"})


def test_what_was_taken_off_the_list_is_known_and_stocked_no_more() -> None:
    listed = parse_medicine_list(TEXT.replace('code = "gauze"', 'code = "gauze"\noff = true', 1))
    assert listed.product("纱布").code == "gauze"
    assert listed.titled("gauze", "zh") == "医用纱布"
    assert listed.titled("gone", "en") == "gone"
    with refused("medicine_not_listed"):
        listed.to_stock("纱布")
    assert listed.to_stock("创可贴").code == "plasters"
