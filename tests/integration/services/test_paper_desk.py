"""The Papers page's side of the services over a real store: what is listed, made, remembered and exported."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from desktop.app import read_words
from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.paper_pages import MONTH, PaperWish, PrintHabit
from desktop.core.roles import Operator
from desktop.services.paper_choices import FROM_ELSEWHERE, LISTED, RIGHTS
from desktop.services.paper_desk import PaperDesk
from desktop.services.papers import KINDS
from desktop.store.standing import waiting_of
from tests.stations import Station

WORDS = read_words()


def desk_of(station: Station, by: Operator | None = None) -> PaperDesk:
    return PaperDesk(station.office, lambda: by or station.by)


def wish_of(desk: PaperDesk, code: str) -> PaperWish:
    """What the page wishes for when a kind is first looked at."""
    page = desk.page()
    kind = next(each for each in page.kinds if each.code == code)
    month = page.today[:7] if kind.asks == MONTH else ""
    first = next(iter(desk.choices(code, month)), None)
    day = page.today if kind.asks == "day" else first.day if first else ""
    return PaperWish(code, month, day, first.id if first else "")


def test_every_paper_but_the_single_card_is_listed_with_its_words() -> None:
    assert sorted([*(kind.code for kind in LISTED), *FROM_ELSEWHERE]) == sorted(KINDS)
    for kind in LISTED:
        for words in WORDS.values():
            for key in (f"plain.paper.{kind.code}", f"ui.papers.line.{kind.code}", f"ui.papers.group.{kind.group}"):
                assert words.has(key), key
            assert not kind.chosen or words.has(f"ui.papers.empty.{kind.code}") or kind.code == "poster"
            assert not kind.recorded or words.has(f"ui.papers.veiled.{kind.code}")


def test_every_paper_is_made_or_says_why_not(busy: Station) -> None:
    desk = desk_of(busy)
    made, refused = set(), {}
    for kind in LISTED:
        try:
            pdf = desk.make(wish_of(desk, kind.code), "zh")
        except Refused as error:
            refused[kind.code] = error.code
        else:
            assert pdf.startswith(b"%PDF"), kind.code
            made.add(kind.code)
    expected = {"cards", "poster", "daily", "figures", "settlement", "callbacks", "medicine", "hours", "checklist"}
    assert expected <= made
    assert all(WORDS["zh"].has(f"error.{code}") for code in refused.values()), refused


def test_only_recorded_kinds_leave_facts(busy: Station) -> None:
    desk, told = desk_of(busy), set()
    for kind in LISTED:
        wish = wish_of(desk, kind.code)
        if kind.chosen and not wish.id and not wish.day and kind.code not in ("cards", "poster"):
            continue
        before = len(busy.entries())
        try:
            desk.make(wish, "zh")
        except Refused:
            continue
        assert kind.recorded or len(busy.entries()) == before, kind.code
        if len(busy.entries()) > before:
            told.add(kind.code)
    assert {"callbacks", "register"} <= told  # a list of nobody tells of nobody


@pytest.mark.parametrize("role", ["caretaker", "merchant", "supervisor"])
def test_a_kind_is_theirs_whom_the_rules_name(busy: Station, role: str) -> None:
    desk, actions = desk_of(busy, busy.operator(role)), busy.desk.rules.roles.actions
    for kind in desk.page().kinds:
        right = RIGHTS.get(kind.code, "print")
        assert bool(kind.roles) == (role not in actions[right]), kind.code
        assert not kind.roles or set(kind.roles) == set(actions[right])
        assert not kind.table or role in actions["export"]
        if kind.roles:
            with pytest.raises(Refused, match="not_allowed"):
                desk.make(PaperWish(kind.code), "zh")
            with pytest.raises(Refused, match="not_allowed"):
                desk.choices(kind.code, "")


def test_how_and_when_it_was_printed_is_remembered_by_kind_and_subject(busy: Station) -> None:
    desk, facts = desk_of(busy), len(busy.entries())
    wish, other = PaperWish("figures", "2026-10"), PaperWish("figures", "2026-11")
    assert desk.standing(wish).printed_at == 0
    desk.printed(wish, PrintHabit("PDF", 3, duplex=True))
    kept = desk_of(busy).standing(wish)
    assert kept.printed_at == busy.desk.now()
    assert kept.habit == PrintHabit("PDF", 3, duplex=True)
    beside = desk.standing(other)
    assert (beside.printed_at, beside.habit) == (0, kept.habit)
    assert desk.standing(PaperWish("daily")).habit == PrintHabit()
    for at in range(90):
        desk.printed(PaperWish("health", id=str(at)), PrintHabit())
    with busy.desk.store.read() as connection:
        row = connection.exec_driver_sql("SELECT value FROM settings WHERE name = 'printed.health'").scalar_one()
    assert str(row).count('"//') == 60
    assert len(busy.entries()) == facts


def test_the_month_that_is_due_is_the_last_whole_one_with_facts(busy: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(busy)
    today = desk.page().today
    this, before = today[:7], business_day.month_of(business_day.previous(f"{today[:7]}-01"))
    for first, due in (("2026-01", before), (before, before), (this, this), ("", this)):
        monkeypatch.setattr(PaperDesk, "_first_month", lambda _desk, first=first: first)
        assert (desk.page().month, desk.page().first_month) == (due, first or this)


def test_what_the_hub_lacks_is_counted_by_the_papers_own_days(busy: Station) -> None:
    """Nothing is said before there is a hub; then entries of those days that no receipt covers."""
    desk = desk_of(busy)
    assert desk.standing(PaperWish("figures", "2026-11")).missing is None
    days = [entry.day for entry in busy.entries()]
    with busy.desk.store.read() as connection:
        assert waiting_of(connection, "0000-00-00", "9999-99-99") == len(days)
        assert waiting_of(connection, days[-1], days[-1]) == days.count(days[-1]) < len(days)


def test_the_table_behind_a_paper_is_exported(busy: Station, tmp_path: Path) -> None:
    desk, place = desk_of(busy), tmp_path / "用餐.xlsx"
    wish = wish_of(desk, "settlement")
    rows = desk.export(wish, str(place), "zh")
    sheet = openpyxl.load_workbook(place).active
    assert sheet is not None
    assert sheet.max_row == rows + 1 > 1
    with pytest.raises(Refused, match="table_unknown"):
        desk.export(PaperWish("poster"), str(place), "zh")


def test_a_settled_month_offers_the_paper_that_was_frozen(busy: Station) -> None:
    """And the merchant is the same one over the months."""
    desk = desk_of(busy)
    rows = busy.rows("SELECT settlement, merchant, month FROM settlements WHERE paper NOT NULL")
    assert rows
    for settlement, merchant, month in rows:
        (found,) = [each for each in desk.choices("settlement", month) if each.id == settlement]
        assert found.whose == merchant
        wish = PaperWish("settlement", month, id=settlement)
        assert desk.make(wish, "zh") == desk.make(wish, "en")
