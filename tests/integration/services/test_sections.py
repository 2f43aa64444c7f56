"""Plain sections over a real store: everything they say has words, rights hold, acts are those of the services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.paper_pages import PaperWish
from desktop.core.people_pages import NewPerson
from desktop.core.plain import PlainAct, PlainDetail, PlainRow, PlainSection
from desktop.core.retention import Removed, RetentionRun
from desktop.core.roles import Operator
from desktop.services.paper_desk import PaperDesk
from desktop.services.people_desk import PeopleDesk
from desktop.services.retention import ACTS
from desktop.services.sections.registry import SECTIONS, Sections, section_type
from desktop.ui import speech
from desktop.ui.hub.state import adds_up, by_part
from tests.integration.conftest import MakeStation
from tests.money import text_of
from tests.stations import PIN, Station

WORDS = read_words()
NONE: Mapping[str, str] = {}
ROLES = ("caretaker", "merchant", "supervisor")
# The right that each section is seen by, written a second time on purpose; an empty one is everybody's.
SEEN_BY = {
    "duty": "hours",
    "hours": "hours",
    "goods": "goods_see",
    "held": "review",
    "settlements": "settle_draft",
    "samples": "doubts",
    "merchants": "merchant_see",
    "jobs": "standard_state",
    "box": "medicine_see",
    "standard": "standard_state",
    "slips": "chase",
    "batches": "batch_see",
    "people": "find",
    "figures": "",
    "exports": "export",
    "paper_check": "",
    "operators": "",
    "backups": "",
    "versions": "",
    "registers": "print_register",
    "retention": "",
    "machine": "",
}
PICKS = ({}, {"month": "2026-10"}, {"month": "2026-11"})


def allowed(station: Station, right: str, role: str) -> bool:
    return not right or role in station.desk.rules.roles.actions[right]


def rows_of(sections: Sections, by: Operator, code: str) -> Iterator[tuple[PlainSection, PlainRow]]:
    seen: set[str] = set()
    for picked in PICKS:
        section = sections.section(by, code, picked)
        for row in section.rows:
            if row.id not in seen:
                seen.add(row.id)
                yield section, row


def say(section: PlainSection) -> None:
    """Says a section in both languages; a key without words raises."""
    for words in WORDS.values():
        for row in section.rows:
            say_row(row)
        for pair in section.figures:
            assert words.say(f"plain.pair.{pair.label}")
            assert speech.said(words, pair.said)
        for _, note in section.notes:
            assert speech.said(words, note)
        for pick in section.picks:
            assert words.say(f"plain.field.{pick.name}")
            assert all(speech.said(words, said) for _, said in pick.choices)
        for act in section.acts:
            say_act(act)
        assert words.say(f"ui.section.{section.code}")
        assert words.say(f"plain.empty.{section.code}.said")
        assert words.say(f"plain.empty.{section.code}.step")


def say_row(row: PlainRow) -> None:
    for words in WORDS.values():
        assert speech.said(words, row.title), row
        for said in (row.detail, row.tag, row.end):
            speech.said(words, said)
        assert row.tone in ("plain", "good", "attention", "wrong", "accent")


def say_act(act: PlainAct) -> None:
    for words in WORDS.values():
        assert words.say(f"plain.act.{act.code}")
        speech.said(words, act.note)
        for each in act.fields:
            for field in (each, *each.columns):
                assert speech.said(words, field.said) or words.say(f"plain.field.{field.label or field.name}")
            assert all(speech.said(words, said) for _, said in each.choices), each


def say_detail(detail: PlainDetail) -> None:
    for words in WORDS.values():
        assert speech.said(words, detail.title)
        for pair in detail.pairs:
            assert words.say(f"plain.pair.{pair.label}")
            assert speech.said(words, pair.said), pair
    for line in detail.lines:
        say_row(line)
    for act in detail.acts:
        say_act(act)


def test_the_table_of_rights_is_whole() -> None:
    assert {code: section_type(code).SEES for code in SECTIONS} == SEEN_BY


@pytest.mark.parametrize("code", list(SECTIONS))
def test_everything_that_a_section_says_has_words(busy: Station, code: str) -> None:
    sections = Sections(busy.office)
    say(sections.section(busy.by, code, NONE))
    for section, row in rows_of(sections, busy.by, code):
        say(section)
        detail = sections.detail(busy.by, code, row.id)
        assert detail is not None or not section.opens, row
        if detail is not None:
            say_detail(detail)


@pytest.mark.parametrize("code", list(SECTIONS))
def test_a_fresh_station_has_every_section_too(station: Station, code: str) -> None:
    say(Sections(station.office).section(station.by, code, NONE))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", list(SECTIONS))
def test_a_section_is_seen_by_the_roles_that_the_rules_name(busy: Station, code: str, role: str) -> None:
    sections, by = Sections(busy.office), busy.operator(role)
    section = sections.section(by, code, NONE)
    if allowed(busy, SEEN_BY[code], role):
        assert section.roles == ()
        return
    assert set(section.roles) == set(busy.desk.rules.roles.actions[SEEN_BY[code]])
    assert (section.rows, section.figures, section.acts) == ((), (), ())
    with pytest.raises(Refused, match="not_allowed"):
        sections.detail(by, code, "anything")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", list(SECTIONS))
def test_an_act_is_offered_and_done_by_the_roles_that_the_rules_name(busy: Station, code: str, role: str) -> None:
    sections, by = Sections(busy.office), busy.operator(role)
    rights = section_type(code).RIGHTS
    before = len(busy.entries())
    for act, right in rights.items():
        if not allowed(busy, right, role):
            with pytest.raises(Refused, match="not_allowed"):
                sections.act(by, code, act, "", NONE, "zh")
    assert len(busy.entries()) == before
    if not allowed(busy, SEEN_BY[code], role):
        return
    offered = list(sections.section(by, code, NONE).acts)
    for _, row in rows_of(sections, by, code):
        detail = sections.detail(by, code, row.id)
        offered += detail.acts if detail else ()
    for each in offered:
        right = rights[each.code]
        names = set(busy.desk.rules.roles.actions[right]) if right else set(ROLES)
        assert (set(each.roles) or names) == names, each
        assert bool(each.roles) != allowed(busy, right, role), each


def test_an_act_that_is_not_known_is_refused(busy: Station) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        Sections(busy.office).act(busy.by, "duty", "forget", "", NONE, "zh")


def test_the_hub_adds_up(busy: Station) -> None:
    page = busy.office.hub.page(busy.by)
    assert page.whole.captured == len(busy.entries())
    assert adds_up(page)
    odd = {row[0] for row in busy.rows("SELECT fact FROM flags UNION SELECT fact FROM verdicts")}
    assert page.whole.flagged == len(odd) == 2
    assert sum(line.captured for line in by_part(page.kinds)) == page.whole.captured
    assert sum(row.count for row in page.tray) == page.whole.flagged


def act(station: Station, code: str, what: str, row: str = "", by: Operator | None = None, **values: str) -> None:
    Sections(station.office).act(by or station.by, code, what, row, values, "zh")


def test_a_merchant_sees_where_the_money_is_and_may_only_confirm(busy: Station) -> None:
    merchant = busy.operator("merchant")
    section = Sections(busy.office).section(merchant, "settlements", NONE)
    row = next(row for row in section.rows if row.id.startswith("s:"))
    detail = Sections(busy.office).detail(merchant, "settlements", row.id)
    assert detail is not None
    offered = {each.code: each.roles for each in detail.acts}
    assert offered == {"approved": ("supervisor",), "returned": ("supervisor",), "paper": ()}
    assert [line.id for line in detail.lines]


def test_a_settlement_goes_its_way(busy: Station) -> None:
    office, clock = busy.office, busy.clock
    sole = Operator(office.operators.add(busy.by, "另一位督导", "supervisor", "112233"), frozenset({"supervisor"}))
    row = next(each.id for each in Sections(office).section(sole, "settlements", NONE).rows if each.id[0] == "s")
    with pytest.raises(Refused, match="still_published"):
        act(busy, "settlements", "approved", row, sole)
    clock.pass_by(10 * 86_400_000)
    owed = busy.rows("SELECT subsidy_fen FROM settlements")[0][0]
    with pytest.raises(Refused, match="field_money"):
        act(busy, "settlements", "approved", row, sole, invoice="A1", invoice_fen="十五")
    with pytest.raises(Refused, match="invoice_differs"):
        act(busy, "settlements", "approved", row, sole, invoice="A1", invoice_fen="0.01")
    act(busy, "settlements", "approved", row, sole, invoice="A1", invoice_fen=f"{owed / 100:.2f}")
    act(busy, "settlements", "paid", row, sole, voucher="V-9")
    assert busy.rows("SELECT state FROM settlements") == [("paid",)]


@pytest.mark.parametrize(
    ("typed", "fen"), [("12", 1200), ("12.5", 1250), ("￥1,234.05", 123405), ("0.01", 1), ("12.345", None), ("a", None)]
)
def test_yuan_as_typed(busy: Station, typed: str, fen: int | None) -> None:
    merchant = busy.office.master.merchants()[0][0]
    values = {"month": "2026-12", "allotment_fen": typed, "portions_a_day": "0"}
    if fen is None:
        with pytest.raises(Refused, match="field_money"):
            act(busy, "merchants", "allotment", merchant, **values)
        return
    act(busy, "merchants", "allotment", merchant, **values)
    assert busy.rows("SELECT fen FROM allotments WHERE month = '2026-12'") == [(fen,)]


def batch_form(station: Station) -> dict[str, str]:
    """The form of a new batch as it stands when it is opened."""
    (form, _) = Sections(station.office).section(station.by, "batches", NONE).acts
    return {each.name: each.value or (each.choices[0][0] if each.choices else "") for each in form.fields}


def test_a_batch_is_opened_from_its_form(station: Station) -> None:
    """医院、套餐、时段、名额、群体、谁付费、空腹、带什么，都在表里填。"""
    station.office.master.add_partner(station.by, "历下区人民医院")
    given = batch_form(station)
    assert [line.split("\t")[1:] for line in given["slots"].split("\n")] == [["08:00", "11:30", "40"]] * 3
    given |= {"package": "基础体检", "payer": "区总工会", "unit_price": "120.5", "group": "truck_driver"}
    given |= {"slots": "2026-12-01\t8:00\t10:00\t20\n\t\t\t\n2026-12-02\t14：00\t16:30\t5"}
    given |= {"quotas": "泉城路\t15\n370102005\t10", "fasting": "", "bring.slip": ""}
    act(station, "batches", "batch_open", **given)
    (fact,) = [entry.body for entry in station.entries() if entry.kind == "checkup_batch.opened"]
    slots = [(slot["day"], slot["begin"], slot["end"], slot["places"]) for slot in fact["slots"]]
    assert slots == [("2026-12-01", 480, 600, 20), ("2026-12-02", 840, 990, 5)]
    assert {quota["street"]: quota["places"] for quota in fact["quotas"]} == {"370102004": 15, "370102005": 10}
    told = (fact["package"], fact["payer"], fact["unit_fen"], fact["groups"], fact["bring"], fact["fasting"])
    assert told == ("基础体检", "区总工会", 12050, ["truck_driver"], ["id_card"], False)
    again = batch_form(station)
    assert (again["package"], again["payer"], again["unit_price"]) == ("基础体检", "区总工会", "120.50")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"package": " "}, "field_missing"),
        ({"unit_price": "免费"}, "field_money"),
        ({"slots": ""}, "batch_no_slots"),
        ({"slots": "2026-13-01\t08:00\t10:00\t20"}, "slot_row_wrong"),
        ({"slots": "2026-12-01\t10:00\t08:00\t20"}, "slot_row_wrong"),
        ({"slots": "2026-12-01\t08:00\t10:00"}, "slot_row_wrong"),
        ({"slots": "2026-12-01\t8:00\t9:00\t5\n2026-12-01\t08:00\t10:00\t5"}, "slot_twice"),
        ({"slots": "2020-12-01\t08:00\t10:00\t20"}, "batch_past"),
        ({"quotas": "没有这个街道\t5"}, "quota_street_wrong"),
        ({"quotas": "泉城路\t五"}, "quota_row_wrong"),
        ({"quotas": "泉城路\t5\n泉城路街道\t6"}, "quota_twice"),
    ],
)
def test_a_batch_form_that_is_wrong_says_where_and_keeps_nothing(
    busy: Station, typed: dict[str, str], code: str
) -> None:
    before = len(busy.entries())
    with pytest.raises(Refused, match=f"'{code}'") as caught:
        act(busy, "batches", "batch_open", **{**batch_form(busy), **typed})
    assert all(words.has(f"error.{code}") for words in WORDS.values())
    assert caught.value.values.get("row", 1) in (1, 2)
    assert len(busy.entries()) == before


def test_the_box_is_taken_from_and_counted(busy: Station) -> None:
    rows = Sections(busy.office).section(busy.by, "box", NONE).rows
    plasters = next(row.id for row in rows if row.title["zh"] == "创可贴")  # type: ignore[call-overload,index]
    act(busy, "box", "medicine_take", plasters, quantity="3")
    with pytest.raises(Refused, match="field_number"):
        act(busy, "box", "medicine_take", plasters, quantity="三")
    with pytest.raises(Refused, match="field_missing"):
        act(busy, "box", "medicine_count", plasters)
    act(busy, "box", "medicine_count", plasters, counted="90")
    left = {line.line: line.left for line, _ in busy.office.medicine.lines(busy.by)}
    assert left[plasters] == 90


def test_disposing_takes_two(busy: Station) -> None:
    rows = Sections(busy.office).section(busy.by, "box", NONE).rows
    witness = next(each.id for each in busy.office.operators.all() if each.id != busy.by.id)
    given = {"quantity": "1", "reason": "damaged", "receiver": "pharmacy", "witness": witness}
    with pytest.raises(Refused, match="pin_wrong"):
        act(busy, "box", "dispose", rows[0].id, **given, pin_witness="000001")
    act(busy, "box", "dispose", rows[0].id, **given, pin_witness="135790")
    assert len(busy.rows("SELECT 1 FROM medicine_disposals")) == 2


def test_a_shift_is_handed_over_by_two_pins(busy: Station) -> None:
    taker = next(each.id for each in busy.office.operators.all() if each.id != busy.by.id)
    with pytest.raises(Refused, match="pin_wrong"):
        act(busy, "duty", "hand_over", to_operator=taker, pin_to=PIN, keys="2")
    act(busy, "duty", "hand_over", to_operator=taker, pin_to="135790", keys="2", note="水快没了")
    row = next(row for row in Sections(busy.office).section(busy.by, "duty", NONE).rows if row.id[0] == "h")
    detail = Sections(busy.office).detail(busy.by, "duty", row.id)
    assert detail is not None
    assert "水快没了" in [pair.said for pair in detail.pairs]


def test_a_person_is_registered_replaced_and_forgotten(busy: Station) -> None:
    sections, people = Sections(busy.office), PeopleDesk(busy.office, lambda: busy.by)
    person = NewPerson("丁一", "13812345678", "courier", proof="badge")
    with pytest.raises(Refused, match="consent_needed"):
        people.register(person, "zh", paper=True)
    done = people.register(replace(person, consent=True), "zh", paper=True)
    assert done.paper.startswith(b"%PDF")
    assert done.name == "丁*"
    (row,) = people.page("5678", "", 50).rows
    first = busy.rows("SELECT number FROM cards WHERE rider = ?", (row.rider,))
    assert people.replace_card(row.rider, "zh").paper.startswith(b"%PDF")
    cards = busy.rows("SELECT number, withdrawn_at IS NULL FROM cards WHERE rider = ?", (row.rider,))
    assert (first[0][0], 0) in cards
    assert sum(stands for _, stands in cards) == 1
    with pytest.raises(Refused, match="reason_needed"):
        sections.act(busy.by, "people", "forget", row.rider, {}, "zh")
    sections.act(busy.by, "people", "forget", row.rider, {"reason": "本人要求"}, "zh")
    assert people.page("5678", "", 50).rows == ()
    assert sections.detail(busy.by, "people", row.rider) is None


def test_two_pins_that_differ_are_refused(busy: Station) -> None:
    with pytest.raises(Refused, match="pins_differ"):
        act(busy, "operators", "operator_add", name="新人", role="caretaker", pin="1234", pin_again="1235")
    act(busy, "operators", "operator_add", name="新人", role="caretaker", pin="1234", pin_again="1234")
    assert "新人" in [known.name for known in busy.office.operators.all()]


def test_hours_are_planned_and_cancelled(make_station: MakeStation) -> None:
    station = make_station()
    act(station, "hours", "plan_closing", from_="2026-12-01", to_day="2026-12-02", reason="power_cut")
    section = Sections(station.office).section(station.by, "hours", NONE)
    planned = section.rows[0].id
    assert planned.startswith("c:")
    act(station, "hours", "cancel_closing", planned)
    assert not [row for row in Sections(station.office).section(station.by, "hours", NONE).rows if row.id[:2] == "c:"]


def test_a_register_is_numbered_with_its_paper(station: Station) -> None:
    done = Sections(station.office).act(
        station.by, "registers", "register_add", "", {"register_kind": "visits", "sheets": "3"}, "zh"
    )
    assert done.paper.startswith(b"%PDF")
    (row,) = Sections(station.office).section(station.by, "registers", NONE).rows
    assert speech.said(WORDS["zh"], row.detail).endswith("3 张")


def test_a_register_that_was_shown_is_a_copy_from_then_on(station: Station) -> None:
    """Whichever way its sheets are made: with the numbers, once more from its row, or among the papers."""
    sections, values = Sections(station.office), {"register_kind": "visits", "sheets": "1"}
    marked = []
    first = sections.act(station.by, "registers", "register_add", "", values, "zh")
    (row,) = sections.section(station.by, "registers", NONE).rows
    for done in (
        first,
        sections.act(station.by, "registers", "register_paper", row.id, NONE, "zh"),
    ):
        marked.append("与先印的相同" in text_of(done.paper))
    again = PaperDesk(station.office, lambda: station.by).make(PaperWish("register", id=row.id), "zh")
    marked.append("与先印的相同" in text_of(again))
    assert marked == [False, True, True]
    taken = [entry.body for entry in station.entries() if entry.kind == "register.taken_out"]
    assert taken == [{"register": row.id}] * 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_that_retention_removes_has_words(language: str) -> None:
    words = WORDS[language]
    assert [words.say(f"plain.removed.{name}", count=3) for name, _ in ACTS]


def test_a_run_says_what_it_removed_and_an_act_of_a_newer_program_by_its_name(station: Station) -> None:
    removed = [Removed("forgotten", 2), Removed("backups_deleted", 0), Removed("wishes_deleted", 4)]
    with station.desk.store.write() as txn:
        txn.append(RetentionRun("2027.1", removed), day="2026-11-16", by=station.by.id)
        txn.append(RetentionRun("2027.1", [Removed("forgotten", 0)]), day="2026-11-16", by=station.by.id)
    rows = Sections(station.office).section(station.by, "retention", NONE).rows
    said = {speech.said(WORDS["zh"], row.detail) for row in rows}
    assert said == {"删除个人信息 2 人 · wishes_deleted · 4", "没有到期的"}
