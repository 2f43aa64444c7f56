"""The medicine box through its service: what is refused changes nothing, balances hold, two people dispose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.app import read_words
from desktop.cli.main import COMMANDS
from desktop.cli.registry import run
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.services import medicine_stock
from desktop.services.exports import Exports
from desktop.services.medicine import Moved
from desktop.services.medicine_papers import _HELD, _MOVES
from desktop.services.papers import Papers, Wanted
from tests.stations import DAY, Station, Yard

PIN = "135790"


@pytest.fixture
def words() -> Any:
    return read_words()["zh"]


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def add(station: Station, name: str = "创可贴", **changes: Any) -> Moved:
    given: dict[str, Any] = {"batch": "A2605", "expiry": "2028-02", "quantity": 10} | changes
    return station.office.medicine.stock(station.by, name, **given)


def second(station: Station, role: str = "caretaker") -> str:
    return station.office.operators.add(station.by, "李建国", role, PIN)


def codes(station: Station) -> list[str]:
    return [str(state) for _, state in station.office.medicine.lines(station.by)]


def test_stocking_is_a_fact_with_everything_it_was_decided_by(station: Station) -> None:
    moved = add(station, "碘伏", batch="220817", expiry="2027-03", quantity=3, source="donation", note="李师傅捐的")
    (entry,) = station.entries("medicine.stocked")
    assert entry.id == moved.fact
    note = entry.body.pop("note")
    assert entry.body == {
        "line": moved.line.line,
        "product": "iodophor",
        "form": "solution",
        "batch": "220817",
        "expiry": "2027-03-31",
        "quantity": 3,
        "unit": "bottle",
        "source": "donation",
        "contains_alcohol": False,
        "good_days": 7,
        "listed": "2026.1",
        "out_of": None,
    }
    assert len(note) == 64, "free text lies beside the chain"
    assert (moved.before, moved.line.left, moved.state) == (0, 3, "ok")
    assert station.faults() == []


REFUSED: dict[str, tuple[str, Callable[[Station], object]]] = {
    "not on the list": ("medicine_not_listed", lambda s: add(s, "安宫牛黄丸")),
    "alcohol by its name": ("medicine_alcohol", lambda s: add(s, "藿香正气水")),
    "alcohol by what is printed": ("medicine_alcohol", lambda s: add(s, "藿香正气口服液", contains_alcohol=True)),
    "prescription": ("medicine_prescription", lambda s: add(s, "头孢")),
    "expired": ("medicine_came_expired", lambda s: add(s, expiry="2026-11-15")),
    "no such day": ("medicine_expiry_wrong", lambda s: add(s, expiry="2027-02-29")),
    "a name as a batch": ("medicine_batch_wrong", lambda s: add(s, batch="王秀兰")),
    "nothing": ("medicine_quantity_wrong", lambda s: add(s, quantity=0)),
    "less than nothing": ("medicine_quantity_wrong", lambda s: add(s, quantity=-5)),
    "a slip of the finger": ("medicine_quantity_wrong", lambda s: add(s, quantity=10_000)),
    "unknown source": ("medicine_source_unknown", lambda s: add(s, source="街上")),
    "good for no days": ("medicine_good_days_wrong", lambda s: add(s, good_days=0)),
    "take from nothing": ("medicine_none", lambda s: s.office.medicine.take(s.by, "清凉油")),
    "take of no line": (
        "medicine_line_unknown",
        lambda s: s.office.medicine.take(s.by, "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab"),
    ),
    "take none": ("medicine_quantity_wrong", lambda s: s.office.medicine.take(s.by, "创可贴", 0)),
    "take too many": ("medicine_short", lambda s: s.office.medicine.take(s.by, "创可贴", 11)),
    "count less than nothing": ("medicine_count_wrong", lambda s: s.office.medicine.count(s.by, "创可贴", -1)),
    "dispose of nothing": ("medicine_nothing_to_dispose", lambda s: dispose(s, [], "expired")),
    "unknown reason": ("medicine_reason_unknown", lambda s: dispose(s, [("创可贴", None)], "old")),
    "unknown receiver": (
        "medicine_receiver_unknown",
        lambda s: dispose(s, [("创可贴", None)], "damaged", receiver="垃圾桶"),
    ),
    "still good": ("medicine_not_expired", lambda s: dispose(s, [("创可贴", None)], "expired")),
    "more than there is": ("medicine_short", lambda s: dispose(s, [("创可贴", 11)], "damaged")),
    "a line twice": ("medicine_line_twice", lambda s: dispose(s, [("创可贴", 1), ("创可贴", 2)], "damaged")),
    "alone": (
        "duties_separated",
        lambda s: s.office.medicine.dispose(s.by, [("创可贴", None)], "damaged", s.by.id, "000000"),
    ),
    "an unknown witness": (
        "operator_unknown",
        lambda s: s.office.medicine.dispose(s.by, [("创可贴", None)], "damaged", "路人", PIN),
    ),
    "wrong PIN of the witness": (
        "pin_wrong",
        lambda s: s.office.medicine.dispose(s.by, [("创可贴", None)], "damaged", "李建国", "999999"),
    ),
}


def dispose(station: Station, lines: list[tuple[str, int | None]], reason: str, **changes: Any) -> Any:
    return station.office.medicine.dispose(station.by, lines, reason, "李建国", PIN, **changes)


@pytest.mark.parametrize(("code", "act"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(station: Station, code: str, act: Callable[[Station], object]) -> None:
    second(station)
    add(station)
    before = station.journal()
    with refused(code):
        act(station)
    assert station.journal() == before
    assert [line.left for line, _ in station.office.medicine.lines(station.by)] == [10]


def test_taking_is_linked_to_nobody(station: Station) -> None:
    rider = station.register()
    station.office.visits.by_card(station.by, rider.card, ["rest", "medicine"])
    add(station)
    moved = station.office.medicine.take(station.by, "创可贴", 2)
    assert (moved.before, moved.line.left) == (10, 8)
    (entry,) = station.entries("medicine.taken")
    assert set(entry.body) == {"line", "quantity", "left"}
    (used,) = station.entries("medicine.used")
    assert used.body == {"group": "delivery_rider"}, "the visit's own count stays apart, and knows no line"


def test_a_name_takes_from_what_expires_first_and_is_still_good(station: Station) -> None:
    later = add(station, batch="B2", expiry="2028-08").line.line
    sooner = add(station, batch="B1", expiry="2027-08").line.line
    add(station, batch="B0", expiry="2026-11-16")
    station.clock.pass_by(DAY)
    assert station.office.medicine.take(station.by, "创可贴", 10).line.line == sooner
    assert station.office.medicine.take(station.by, "创可贴").line.line == later
    with refused("medicine_several"):
        station.office.medicine.count(station.by, "创可贴", 3)


def test_a_count_shows_the_difference_and_stands(station: Station) -> None:
    line = add(station).line.line
    moved = station.office.medicine.count(station.by, line, 7, "少三片")
    assert (moved.before, moved.line.left) == (10, 7)
    assert station.entries("medicine.counted")[0].body["expected"] == 10
    station.office.medicine.count(station.by, line, 7)
    assert [row[0] for row in station.rows("SELECT delta FROM medicine_moves WHERE kind = 'counted'")] == [-3, 0]


def test_counted_to_nothing_leaves_the_box_and_a_count_brings_it_back(station: Station) -> None:
    line = add(station).line.line
    station.office.medicine.count(station.by, line, 0)
    assert codes(station) == []
    with refused("medicine_used_up"):
        station.office.medicine.take(station.by, line)
    station.office.medicine.count(station.by, line, 4, "在柜子里找到了")
    assert codes(station) == ["ok"]


def test_opening_sets_one_container_apart(station: Station) -> None:
    line = add(station, "碘伏", quantity=3, expiry="2027-03").line.line
    opened = station.office.medicine.open(station.by, line)
    assert opened.line.line != line
    assert (opened.line.left, opened.line.until, opened.state) == (1, "2026-11-23", "soon")
    left = {each.line: each.left for each, _ in station.office.medicine.lines(station.by)}
    assert left == {line: 2, opened.line.line: 1}
    with refused("medicine_open_already"):
        station.office.medicine.open(station.by, opened.line.line)
    whole = station.office.medicine.open(station.by, line, whole=True)
    assert (whole.line.line, whole.line.left) == (line, 2)
    assert station.faults() == []


def test_opening_what_keeps_regardless_is_recorded_only(station: Station) -> None:
    opened = station.office.medicine.open(station.by, add(station).line.line)
    assert (opened.line.opened, opened.line.until, opened.line.left) == ("2026-11-16", "2028-02-29", 10)


def test_disposal_by_two(station: Station) -> None:
    witness = second(station)
    old, good = add(station, expiry="2026-11-16").line.line, add(station, batch="B2").line.line
    station.clock.pass_by(DAY)
    assert codes(station) == ["expired", "ok"]
    done = station.office.medicine.dispose(
        station.by, [], "expired", "李建国", PIN, receiver="pharmacy", note="交给药店"
    )
    assert (done.number, done.lines) == (1, ((old, 10),))
    (entry,) = station.entries("medicine.disposed")
    assert (entry.by, entry.body["witness"]) == (station.by.id, witness)
    assert entry.by != entry.body["witness"]
    assert codes(station) == ["ok"]
    again = station.office.medicine.dispose(station.by, [(good, 4)], "damaged", witness, PIN)
    assert (again.number, again.lines) == (2, ((good, 4),))
    assert station.office.medicine.lines(station.by)[0][0].left == 6
    assert station.faults() == []


def test_a_witness_needs_the_right_to_it_too(station: Station) -> None:
    second(station, "merchant")
    add(station)
    with refused("not_allowed"):
        dispose(station, [("创可贴", None)], "damaged")


def test_wrong_pins_of_a_witness_are_counted(station: Station) -> None:
    second(station)
    add(station)
    for _ in range(5):
        with refused("pin_wrong"):
            station.office.medicine.dispose(station.by, [("创可贴", None)], "damaged", "李建国", "999999")
    with refused("pin_locked"):
        dispose(station, [("创可贴", None)], "damaged")


def test_numbers_of_disposals_begin_anew_each_year(station: Station) -> None:
    second(station)
    add(station)
    assert [dispose(station, [("创可贴", 1)], "damaged").number for _ in range(2)] == [1, 2]
    station.clock.set("2027-01-01T09:00")
    assert dispose(station, [("创可贴", 1)], "damaged").number == 1


def test_no_list_reads_a_whole_table(station: Station) -> None:
    """The plan of every query over lines and movements goes by an index."""
    add(station)
    station.office.medicine.take(station.by, "创可贴")
    site = station.desk.place.site
    lines = f"SELECT {medicine_stock._COLUMNS} FROM medicine_lines l WHERE l.site = ? AND l.last_left > 0"
    month = ("2026-11-01", "2026-11-30")
    for sql, values in (
        (lines, (site,)),
        (_MOVES, (site, *month)),
        (_HELD, (*month, site, site, month[0])),
        (
            "SELECT max(number) FROM medicine_disposals WHERE site = ? AND day >= ? AND day <= ?",
            (site, *month),
        ),
        ("SELECT sum(received) FROM boxes WHERE site = ? AND day >= ? AND day <= ?", (site, *month)),
        ("SELECT sum(count) FROM goods_handed WHERE site = ? AND day = ?", (site, month[0])),
        ("SELECT merchant FROM merchant_records WHERE permit_until <= ?", (month[0],)),
    ):
        plan = [row[3] for row in station.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [step for step in plan if step.startswith("SCAN") and "medicine" in step.lower()], plan
        assert any("INDEX" in step or "PRIMARY KEY" in step for step in plan), plan


@pytest.fixture(scope="module")
def shared(yard: Yard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """One station for all examples of a property: each goes on from where the last one left it."""
    station = yard.fresh.open(tmp_path_factory.mktemp("shared"), synchronous="OFF")
    second(station)
    yield station
    station.close()


ACTS = st.lists(
    st.tuples(st.sampled_from(["take", "count", "open", "dispose", "add", "day"]), st.integers(0, 12)), max_size=25
)


@given(ACTS)
def test_no_balance_is_ever_below_nothing(shared: Station, acts: list[tuple[str, int]]) -> None:
    """Whatever is tried in whatever order: the sums by independent SQL are what a model of the box says."""
    station = shared
    box, by = station.office.medicine, station.by
    model = {line.line: line.left for line, _ in box.lines(by)}
    for act, number in acts:
        try:
            if act == "add":
                model[add(station, "碘伏", quantity=max(number, 1), expiry="2027-12").line.line] = max(number, 1)
            elif act == "day":
                station.clock.pass_by(DAY)
            elif model:
                line = sorted(model)[number % len(model)]
                if act == "take":
                    box.take(by, line, number)
                    model[line] -= number
                elif act == "count":
                    box.count(by, line, number)
                    model[line] = number
                elif act == "open":
                    opened = box.open(by, line).line.line
                    if opened != line:
                        model[line], model[opened] = model[line] - 1, 1
                elif act == "dispose":
                    dispose(station, [(line, number or None)], "damaged")
                    model[line] -= number or model[line]
        except Refused as trouble:
            assert trouble.code.startswith("medicine_")  # noqa: PT017
    sums = dict(station.rows("SELECT line, sum(delta) FROM medicine_moves GROUP BY line"))
    assert all(total >= 0 for total in sums.values())
    assert {line: sums[line] for line in model} == model
    assert {line.line: line.left for line, _ in box.lines(by)} == {
        line: total for line, total in sums.items() if total > 0
    }


def test_verify_and_rebuild_cover_the_box(busy: Station) -> None:
    with busy.raw() as raw:
        raw.execute("UPDATE medicine_moves SET delta = delta - 1 WHERE kind = 'taken'")
    assert busy.faults()
    busy.office.upkeep.rebuild()
    assert busy.faults() == []


# --- papers, exports, commands --------------------------------------------------------------------------------


def papers(station: Station, words: Any) -> Papers:
    return Papers(station.desk, station.office, words)


def test_the_register_adds_up(station: Station, words: Any) -> None:
    second(station)
    station.clock.set("2026-10-20T09:00")
    line = add(station).line.line
    old = add(station, "布洛芬", expiry="2026-11-05", quantity=2).line.line
    station.office.medicine.take(station.by, line, 3)
    station.clock.set("2026-11-16T09:00")
    add(station, "碘伏", quantity=3)
    opened = station.office.medicine.open(station.by, "碘伏").line.line
    station.office.medicine.count(station.by, line, 9)
    dispose(station, [], "expired")
    made: Any = papers(station, words).freeze(station.by, Wanted("medicine", month="2026-11"))
    sums = {each.name: each for each in made.sums}
    for each in made.sums:
        assert each.before + each.stocked - each.taken + each.difference - each.disposed == each.after
    plasters = sums["创可贴"]
    assert (plasters.before, plasters.difference, plasters.after) == (7, 2, 9)
    assert (sums["布洛芬缓释胶囊"].before, sums["布洛芬缓释胶囊"].disposed) == (2, 2)
    assert (sums["碘伏"].stocked, sums["碘伏"].after) == (3, 3)
    assert [move.kind for move in made.moves].count("parted") == 2
    assert {holding.left for holding in made.holdings} == {1, 2, 9}
    assert made.holdings[0].until == "2026-11-23"
    assert opened not in {old, line}
    before: Any = papers(station, words).freeze(station.by, Wanted("medicine", month="2026-10"))
    assert {each.name: each.after for each in before.sums} == {"创可贴": 7, "布洛芬缓释胶囊": 2}
    assert all(not holding.opened for holding in before.holdings)


def test_a_register_of_nothing_is_refused(station: Station, words: Any) -> None:
    with refused("paper_empty"):
        papers(station, words).freeze(station.by, Wanted("medicine"))
    with refused("month_ahead"):
        papers(station, words).freeze(station.by, Wanted("medicine", month="2026-12"))
    with refused("paper_empty"):
        papers(station, words).freeze(station.by, Wanted("disposal"))


def test_a_disposal_on_paper(busy: Station, words: Any) -> None:
    made: Any = papers(busy, words).freeze(busy.by, Wanted("disposal"))
    assert (made.operator, made.witness) == ("王**", "李**")
    assert made.frame.number == "泉驿药〔2026〕01号"
    assert [(line.name, line.quantity) for line in made.lines] == [("碘伏", 1)]
    again: Any = papers(busy, words).freeze(busy.by, Wanted("disposal", id=busy.entries("medicine.disposed")[0].id))
    assert again.lines == made.lines


def test_exports(busy: Station, words: Any, tmp_path: Any) -> None:
    exports = Exports(busy.desk, words)
    for table, rows in (("medicine_stock", 8), ("boxes", 1), ("goods", 1), ("medicine", 1)):
        place = tmp_path / f"{table}.csv"
        assert exports.write(busy.by, table, place, None, None) == rows, table
    told = (tmp_path / "medicine_stock.csv").read_text("utf-8-sig")
    assert "清点" in told
    assert "破损或污染" in told
    assert "王秀兰" not in told


def test_commands(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    second(station)
    session = SimpleNamespace(office=station.office, by=station.by)

    def do(command: str, **arguments: Any) -> Any:
        return run(COMMANDS[command], session, arguments)

    made = do("medicine-add", name="碘伏", batch="B1", expiry="2027-03", quantity=3)
    assert (made["state"], made["balance"], made["until"]) == ("ok", 3, "2027-03-31")
    opened = do("medicine-open", lot=made["lot"])
    assert (opened["balance"], opened["state"]) == (1, "soon")
    assert "line" not in opened, "that is the number of a line of play"
    assert do("medicine-take", lot=made["lot"], quantity=1)["balance"] == 1
    counted = do("medicine-count", lot=made["lot"], counted=2)
    assert counted["difference"] == 1
    told = do("medicine")
    assert (len(told["lots"]), told["soon"], told["expired"]) == (2, 1, 0)
    monkeypatch.setenv("QUANYI_PIN_WITNESS", PIN)
    gone = do("medicine-dispose", reason="damaged", witness="李建国", lot=[f"{made['lot']}=1", opened["lot"]])
    assert [each["quantity"] for each in gone["lots"]] == [1, 1]
    with refused("medicine_line_wrong"):
        do("medicine-dispose", reason="damaged", witness="李建国", lot=["碘伏=一"])


@pytest.mark.parametrize("role", ["merchant"])
def test_a_merchant_has_no_business_at_the_box(station: Station, role: str) -> None:
    with refused("not_allowed"):
        station.office.medicine.lines(Operator(station.by.id, frozenset({role})))
