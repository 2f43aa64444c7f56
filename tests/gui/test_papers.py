"""The Papers page in a real window: a paper looked at, turned, scaled, printed, kept, stopped, or not there."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop.core.errors import Refused
from desktop.core.paper_pages import PaperChoice, PaperStanding, PrintHabit
from desktop.devices.printer import NoPrinters, NotPrinted, Order, PrinterFound, PrinterState
from desktop.ui.papers.state import HALTED, MADE, VEILED
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.fake_papers import paper_of
from tests.gui.test_window import cut_off

CONTROL = Qt.KeyboardModifier.ControlModifier


class Printers(NoPrinters):
    """Attributes: found: as they stand; orders: what was sent; code: what the next comes to; gate: closed, it waits."""

    def __init__(self, *found: PrinterFound) -> None:
        self.found = found
        self.orders: list[Order] = []
        self.code = ""
        self.gate = threading.Event()
        self.gate.set()

    @property
    def known(self) -> tuple[PrinterFound, ...] | None:
        return self.found

    def look(self) -> tuple[PrinterFound, ...]:
        return self.found

    def send(self, order: Order, told: Callable[[int], None], halted: Callable[[], bool]) -> None:
        told(1)
        self.gate.wait(10)
        if halted():
            raise NotPrinted("halted")
        if self.code:
            raise NotPrinted(self.code)
        self.orders.append(order)


READY = PrinterFound("q1", "得力 DL-888", usual=True, duplex=True)


@pytest.fixture
def desk(make_desk: Maker) -> Desk:
    desk = make_desk(("caretaker",), printers=Printers(READY))
    desk.bot.waitUntil(lambda: desk.window.line.printer.isVisible())
    return desk


def printers_of(desk: Desk) -> Printers:
    found = desk.window.machine.printers
    assert isinstance(found, Printers)
    return found


def look(desk: Desk, kind: str) -> None:
    desk.window.go("papers", kind)
    settled(desk)


def settled(desk: Desk) -> None:
    desk.settle()
    view = desk.window.fronts.view
    if desk.window.fronts.presenter.shown.state == MADE:
        sheet = view.preview.sheet
        desk.bot.waitUntil(lambda: sheet.image is not None and sheet.image.width() == sheet.width(), timeout=5000)


def state(desk: Desk) -> str:
    return str(desk.window.fronts.presenter.shown.state)


def dark(image: QImage) -> int:
    rows = range(0, image.height(), 3)
    return sum(image.pixelColor(x, y).lightness() < 100 for y in rows for x in range(0, image.width(), 3))


def test_the_paper_stands_in_the_middle_whole_and_drawn_off_the_painting_thread(desk: Desk) -> None:
    look(desk, "figures")
    view = desk.window.fronts.view
    sheet, room = view.preview.sheet, view.preview.room
    assert dark(sheet.grab().toImage()) > 20
    assert sheet.height() <= room.viewport().height()
    assert abs(sheet.height() / sheet.width() - 841.9 / 595.3) < 0.01
    assert all(name.startswith("paper") for name in desk.counter.papers.threads)
    assert desk.find("papers.print").said == "打印 2 页"
    ((wish, language),) = desk.counter.papers.made("make")
    assert (wish.month, language) == ("2026-10", "zh")


def test_pages_are_turned_and_scaled_by_key_and_button(desk: Desk) -> None:
    look(desk, "figures")
    presenter, view = desk.window.fronts.presenter, desk.window.fronts.view
    whole = view.preview.sheet.width()
    desk.key(Qt.Key.Key_PageDown)
    settled(desk)
    assert presenter.shown.at == 1
    desk.key(Qt.Key.Key_PageDown)
    assert presenter.shown.at == 1
    desk.press(desk.find("papers.before"))
    assert presenter.shown.at == 0
    desk.key(Qt.Key.Key_Plus, CONTROL)
    settled(desk)
    assert view.preview.sheet.width() > whole
    larger = view.preview.sheet.width()
    desk.press(desk.find("papers.larger"))
    assert view.preview.sheet.width() > larger
    desk.key(Qt.Key.Key_Minus, CONTROL)
    assert view.preview.sheet.width() == larger
    desk.press(desk.find("papers.scale"))
    settled(desk)
    assert view.preview.sheet.width() == whole
    desk.press(desk.find("papers.scale"))
    settled(desk)
    room = view.preview.room.viewport().width()
    assert room - 20 <= view.preview.sheet.width() <= room
    assert view.preview.sheet.image is not None
    assert view.preview.sheet.image.width() == view.preview.sheet.width()


def test_months_and_days_go_back_and_on_but_not_beyond_now(desk: Desk) -> None:
    look(desk, "figures")
    papers = desk.counter.papers
    assert desk.find("papers.later").isEnabled()
    desk.press(desk.find("papers.now"))
    assert papers.made("make")[-1][0].month == "2026-11"
    assert not desk.find("papers.later").isEnabled()
    for _ in range(3):
        desk.press(desk.find("papers.earlier"))
    assert papers.made("make")[-1][0].month == "2026-08"
    assert not desk.find("papers.earlier").isEnabled()
    look(desk, "daily")
    assert papers.made("make")[-1][0].day == "2026-11-21"
    desk.press(desk.find("papers.earlier"))
    assert papers.made("make")[-1][0].day == "2026-11-20"
    look(desk, "checklist")
    assert not desk.window.fronts.view.picker.isVisible()


def test_a_merchant_stays_chosen_over_the_months(desk: Desk) -> None:
    """From a month that is settled to one that is not, and back."""
    look(desk, "settlement")
    papers = desk.counter.papers
    assert papers.made("make")[-1][0].id == "m1"
    desk.press(desk.find("papers.earlier"))
    assert papers.made("make")[-1][0].id == "m1-2026-09"
    desk.find("papers.about").setCurrentIndex(1)
    desk.settle()
    assert papers.made("make")[-1][0].id == "m2-2026-09"
    desk.press(desk.find("papers.later"))
    assert papers.made("make")[-1][0].id == "m2"
    desk.press(desk.find("papers.earlier"))
    assert papers.made("make")[-1][0].id == "m2-2026-09"


def test_it_is_printed_and_how_is_remembered(desk: Desk) -> None:
    look(desk, "figures")
    desk.window.fronts.view.side.copies.more.click()
    desk.press(desk.find("papers.duplex"))
    desk.key(Qt.Key.Key_P, CONTROL)
    desk.bot.waitUntil(lambda: len(printers_of(desk).orders) == 1)
    desk.settle()
    (order,) = printers_of(desk).orders
    assert (order.pdf, order.copies, order.duplex) == (desk.counter.papers.pdf, 2, True)
    ((wish, habit),) = desk.counter.papers.made("printed")
    assert (wish.month, habit) == ("2026-10", PrintHabit("", 2, duplex=True))
    desk.bot.waitUntil(lambda: "12:06" in desk.window.fronts.view.side._facts["printed"].said.text())


@pytest.mark.parametrize("code", ["none", "out_of_paper", "stopped", "failed"])
def test_what_is_not_printed_is_said_with_what_to_do_and_the_paper_is_still_there(
    desk: Desk, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(desk, "figures")
    printers_of(desk).code = code
    desk.press(desk.find("papers.print"))
    desk.bot.waitUntil(lambda: desk.window.fronts.view.side._trouble.isVisible())
    assert desk.counter.papers.made("printed") == []
    assert state(desk) == MADE
    place = str(tmp_path / "paper")
    ask = functools.partial(lambda *_given: (place, ""))
    monkeypatch.setattr("desktop.ui.papers.side.QFileDialog.getSaveFileName", ask)
    view = desk.window.fronts.view
    view.side.findChild(type(view.side.save), "papers.save_instead").click()
    desk.bot.waitUntil(lambda: desk.counter.made("save_paper") == [(f"{place}.pdf", desk.counter.papers.pdf)])
    desk.settle()
    assert not view.side._trouble.isVisible()
    printers_of(desk).code = ""
    desk.key(Qt.Key.Key_P, CONTROL)
    desk.bot.waitUntil(lambda: len(printers_of(desk).orders) == 1)


def test_a_long_paper_shows_that_it_is_made_and_can_be_stopped(desk: Desk) -> None:
    papers = desk.counter.papers
    papers.gate.clear()
    desk.window.go("papers", "figures")
    desk.bot.waitUntil(lambda: desk.window.fronts.presenter.shown is not None)
    halts = desk.window.fronts.view.preview.work.halt
    desk.bot.waitUntil(halts.isVisible, timeout=5000)
    assert "1200/30000" in desk.window.fronts.view.preview.work.said.text()
    halts.click()
    assert state(desk) == HALTED
    papers.gate.set()
    desk.settle()
    assert state(desk) == HALTED
    assert papers.made("make") == [], "it was made to the end all the same"
    desk.press(desk.find("papers.look"))
    settled(desk)
    assert state(desk) == MADE


def test_a_paper_is_not_made_on_for_whoever_went_to_another_page(desk: Desk) -> None:
    papers = desk.counter.papers
    papers.gate.clear()
    desk.window.go("papers", "figures")
    desk.bot.waitUntil(desk.window.fronts.view.preview.work.halt.isVisible, timeout=5000)
    desk.window.go("visits")
    papers.gate.set()
    desk.settle()
    assert papers.made("make") == [], "it was made to the end for nobody"
    desk.go("papers")
    settled(desk)
    assert state(desk) == MADE


def test_printing_shows_how_far_it_is_and_can_be_stopped(desk: Desk) -> None:
    look(desk, "figures")
    printers_of(desk).gate.clear()
    desk.find("papers.print").click()
    work = desk.window.fronts.view.side.work
    desk.bot.waitUntil(work.halt.isVisible, timeout=5000)
    assert "1/2" in work.said.text()
    work.halt.click()
    printers_of(desk).gate.set()
    desk.settle()
    assert printers_of(desk).orders == []
    assert not work.halt.isVisible()
    assert desk.counter.papers.made("printed") == []


def test_what_is_recorded_is_made_only_when_it_is_asked_for(desk: Desk) -> None:
    look(desk, "register")
    papers = desk.counter.papers
    assert state(desk) == VEILED
    assert papers.made("make") == []
    assert not desk.find("papers.print").isEnabled()
    desk.press(desk.find("papers.look"))
    settled(desk)
    assert len(papers.made("make")) == 1
    assert papers.threads[-1].startswith("writer")
    for _ in range(2):
        desk.window.next_language()
        settled(desk)
    assert len(papers.made("make")) == 1
    desk.key(Qt.Key.Key_F2)
    desk.key(Qt.Key.Key_F7)
    assert state(desk) == VEILED
    assert len(papers.made("make")) == 1


def test_another_language_makes_the_paper_anew_and_keeps_what_was_chosen(desk: Desk) -> None:
    look(desk, "daily")
    desk.press(desk.find("papers.earlier"))
    desk.window.next_language()
    settled(desk)
    wish, language = desk.counter.papers.made("make")[-1]
    assert (wish.kind, wish.day, language) == ("daily", "2026-11-20", "en")


def test_what_is_not_there_says_what_to_do_and_leads_there(desk: Desk) -> None:
    look(desk, "inspection")
    assert "还没有巡查过" in desk.find("papers.sentence").text()
    assert desk.counter.papers.made("make") == []
    desk.press(desk.find("papers.go"))
    assert desk.window.page == "inspect"


def test_a_paper_that_is_refused_says_why(desk: Desk) -> None:
    desk.counter.papers.trouble = Refused("paper_empty")
    look(desk, "cards")
    assert desk.find("papers.sentence").isVisible()
    desk.counter.papers.trouble = Refused("month_ahead", month="2026-12")
    look(desk, "figures")
    assert "2026-12" in desk.find("papers.sentence").text()


def test_a_kind_of_somebody_elses_is_shown_with_whose_it_is(desk: Desk) -> None:
    look(desk, "callbacks")
    assert "督导员" in desk.find("papers.sentence").text()
    assert desk.counter.papers.made("make") == []


def test_a_scan_leaves_the_paper_as_it_is(desk: Desk) -> None:
    look(desk, "figures")
    picture = desk.window.fronts.view.preview.sheet.image
    desk.scan_for_answer(GOOD)
    assert len(desk.counter.papers.made("make")) == 1
    assert desk.window.fronts.view.preview.sheet.image is picture


def test_data_that_the_hub_lacks_is_amber(desk: Desk) -> None:
    desk.counter.papers.known = PaperStanding(12)
    look(desk, "figures")
    side = desk.window.fronts.view.side
    assert "12" in side._facts["data"].said.text()
    assert side._missing.isVisible()
    desk.counter.papers.known = PaperStanding(0)
    look(desk, "figures")
    assert not side._missing.isVisible()


def test_arrows_pass_over_headings(desk: Desk) -> None:
    look(desk, "callbacks")
    desk.window.fronts.view.list.setFocus()
    desk.key(Qt.Key.Key_Down)
    assert desk.window.fronts.presenter.shown.kind.code == "daily"
    desk.key(Qt.Key.Key_Up)
    assert desk.window.fronts.presenter.shown.kind.code == "callbacks"


def test_the_line_says_how_the_printer_stands(desk: Desk) -> None:
    assert desk.find("status.printer").said == "打印机就绪"
    watch = desk.window._watch
    assert watch is not None
    for state, said in ((PrinterState.OUT_OF_PAPER, "没纸"), (PrinterState.STOPPED, "停着")):
        printers_of(desk).found = (replace(READY, state=state),)
        watch.ask()
        part = desk.find("status.printer")
        desk.bot.waitUntil(lambda said=said, part=part: said in part.said)
        desk.press(part)
        assert "得力" in desk.window.popover.accessibleName()
    printers_of(desk).found = ()
    watch.ask()
    desk.bot.waitUntil(lambda: desk.find("status.printer").said == "没有打印机")
    desk.window.next_text_size()
    desk.settle()
    assert desk.find("status.printer").isVisible()


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 125), ("en", 150)])
def test_nothing_is_cut_off(make_desk: Maker, language: str, scale: int) -> None:
    found = (replace(READY, state=PrinterState.OUT_OF_PAPER), PrinterFound("q2", "HP" * 30))
    desk = make_desk(("caretaker",), language=language, scale=scale, printers=Printers(*found))
    desk.bot.waitUntil(lambda: desk.window.line.printer.isVisible())
    desk.counter.papers.pdf = paper_of(12)
    desk.counter.papers.known = PaperStanding(1234)
    for kind in ("figures", "settlement", "register", "inspection", "daily"):
        look(desk, kind)
        assert cut_off(desk.window.fronts.view) == [], kind
        side = desk.window.fronts.view.side.room
        assert side.widget().minimumSizeHint().width() <= side.viewport().width(), kind
        least = desk.window.fronts.view.minimumSizeHint()
        assert (least.width() <= 1366 - 176, least.height() <= 690 - 52) == (True, True), (kind, least)


def test_what_cards_are_printed_on_and_full_names_are_chosen(desk: Desk) -> None:
    papers = desk.counter.papers
    papers.more["cards"] = (PaperChoice("", "2026-11-20"),)
    look(desk, "daily")
    assert not desk.window.fronts.view.preview.shape.isVisible()
    look(desk, "cards")
    shape = desk.window.fronts.view.preview.shape
    assert shape.isVisible()
    field = desk.find("papers.size")
    field.setCurrentIndex(field.findData("label"))
    settled(desk)
    assert papers.made("make")[-1][0].size == "label"
    before = len(papers.made("make"))
    desk.press(desk.find("papers.full_names"))
    settled(desk)
    assert state(desk) == VEILED, "names in full are a fact, and no look makes one"
    assert len(papers.made("make")) == before
    desk.press(desk.find("papers.look"))
    settled(desk)
    wish = papers.made("make")[-1][0]
    assert (wish.size, wish.full) == ("label", True)
    assert papers.threads[-1].startswith("writer")
    look(desk, "daily")
    look(desk, "cards")
    assert papers.made("make")[-1][0].full is False
    assert papers.made("make")[-1][0].size == "label"
    assert not desk.find("papers.full_names").isChecked()


def test_who_may_not_show_names_is_not_asked(desk: Desk) -> None:
    papers = desk.counter.papers
    papers.more["cards"] = (PaperChoice("", "2026-11-20"),)
    papers.kinds = tuple(replace(kind, names=False) for kind in papers.kinds)
    look(desk, "cards")
    assert not desk.window.fronts.view.preview.shape.full.isVisible()
    assert desk.find("papers.size").isVisible()
