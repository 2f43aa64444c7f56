"""打印机: which one, a page to measure it by, and how far its print is moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from desktop.core.preferences import BOUNDS, Preferences
from desktop.core.words import Words
from desktop.devices.printer import Order, PrinterFound, sent
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import EmptyNote, Scrolling, row_in
from desktop.ui.parts.stepper import Stepper
from desktop.ui.plain.fields import ChoiceField
from desktop.ui.plain.paper import PaperCard
from desktop.ui.settings.rows import Sheet
from desktop.ui.stage import Desk

# Steps in which print is moved, tenths of a millimetre.
STEP = 5
SIDE = 470


@dataclass(frozen=True)
class Printers:
    """`names` of those there are; `asked` once the system was asked."""

    names: tuple[str, ...] = ()
    asked: bool = False


class PrinterShown(Protocol):
    def show_here(self, here: Preferences, printers: Printers) -> None: ...
    def show_paper(self, paper: bytes) -> None: ...


class PrinterPresenter:
    """Asks the system for printers, the counter for the page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: PrinterShown | None = None
        self._printers = Printers()
        self._paper = b""

    def attach(self, view: PrinterShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        self.refresh()
        self.show()

    def refresh(self) -> None:
        desk = self._desk

        def then(found: tuple[PrinterFound, ...]) -> None:
            self._printers = Printers(tuple(each.name for each in found), asked=True)
            self.show()

        desk.tasks.run_read(desk.machine.printers.look, then, desk.stage.show_trouble)

    def show(self) -> None:
        if self._view is not None:
            self._view.show_here(self._desk.machine.preferences, self._printers)
            self._view.show_paper(self._paper)

    def choose(self, printer: str) -> None:
        self._desk.machine.set(printer=printer)

    def move(self, name: str, tenths: int) -> None:
        self._desk.machine.set(**{name: tenths})

    def make_page(self) -> None:
        """The page as it would be printed now; sent off at once where there is a printer."""
        desk = self._desk
        here, words, printers = desk.machine.preferences, desk.stage.words, desk.machine.printers
        shift = (here.shift_x, here.shift_y)

        def work() -> tuple[bytes, str | None]:
            there = bool(printers.look())
            # what prints moves the print itself; a file has the shift in it
            paper = desk.counter.settings.calibration((0, 0) if there else shift, words.language)
            order = Order(paper, words.say("ui.settings.printer.page"), here.printer, shift=shift)
            return paper, sent(printers, order) if there else None

        def then(made: tuple[bytes, str | None]) -> None:
            self._paper, code = made
            if code is not None:
                desk.stage.show_toast(
                    words.say(f"ui.papers.not_printed.{code}" if code else "ui.settings.printer.sent")
                )
            self.show()

        desk.tasks.run_paper(work, then, desk.stage.show_trouble)

    def close_paper(self) -> None:
        self._paper = b""
        self.show()

    def save_paper(self, place: str) -> None:
        stage, paper, counter = self._desk.stage, self._paper, self._desk.counter

        def then(_none: None) -> None:
            stage.show_toast(stage.words.say("plain.said.saved", file=place))

        self._desk.tasks.run_write(lambda: counter.save_paper(place, paper), then, stage.show_trouble)


class PrinterView(PageView):
    """Passive: what to do at the left, the page to look at on the right."""

    def __init__(self, look: Look, words: Words, page: str) -> None:
        super().__init__(look, words, page)
        say = words.say
        self._sheet = Sheet(look, say("ui.settings.printer.title"), say("ui.settings.printer.note"), "print")
        self.which = ChoiceField(look, (("", say("ui.settings.printer.system")),), "")
        self.which.setObjectName("printer.which")
        self.which.setAccessibleName(say("ui.settings.printer.which"))
        self.which.setMinimumWidth(look.px(200))
        self._which_note = self._sheet.add_line(say("ui.settings.printer.which"), " ", self.which)
        self.page_button = Button(look, say("ui.settings.printer.make_page"), Kind.PRIMARY, "print")
        self.page_button.setObjectName("printer.page")
        self._sheet.add_line(
            say("ui.settings.printer.page"), say("ui.settings.printer.page_note"), self.page_button, below=True
        )
        names = {
            "shift_x": (say("ui.settings.printer.left"), say("ui.settings.printer.right")),
            "shift_y": (say("ui.settings.printer.up"), say("ui.settings.printer.down")),
        }
        self.shifts: dict[str, Stepper] = {}
        for name, both in names.items():
            bounds = (*BOUNDS[name], STEP)
            made = Stepper(look, both, bounds, partial(self._millimetres, name))
            made.setObjectName(f"printer.{name}")
            self.shifts[name] = made
            self._sheet.add_line(say(f"ui.settings.printer.{name}"), say(f"ui.settings.printer.{name}_note"), made)
        self._sheet.finish()
        self.paper = PaperCard(look, words)
        self._stack = QStackedWidget()
        empty = EmptyNote(look, "print", say("ui.settings.printer.none_yet"), say("ui.settings.printer.none_yet_step"))
        self._stack.addWidget(empty)
        self._stack.addWidget(self.paper)
        if look.scale > 100:
            room = Scrolling(look.gap(12))
            self._stack.setMinimumHeight(look.px(420))
            room.column.addWidget(self._sheet)
            room.column.addWidget(self._stack)
            self.body.addWidget(room, 1)
            return
        row = row_in(None, 0, look.gap(16))
        left = Scrolling()
        left.column.addWidget(self._sheet)
        left.setFixedWidth(SIDE)
        row.addWidget(left)
        row.addWidget(self._stack, 1)
        self.body.addLayout(row, 1)

    def _millimetres(self, name: str, tenths: int) -> str:
        """`向右 1.5 毫米`."""
        if not tenths:
            return self.words.say("ui.settings.printer.not_moved")
        ways = {"shift_x": ("left", "right"), "shift_y": ("up", "down")}[name]
        way = self.words.say(f"ui.settings.printer.{ways[tenths > 0]}")
        return self.words.say("ui.settings.printer.moved", way=way, mm=f"{abs(tenths) / 10:g}")

    def connect_to(self, presenter: PrinterPresenter) -> None:
        self.which.chosen.connect(presenter.choose)
        self.page_button.clicked.connect(presenter.make_page)
        for name, stepper in self.shifts.items():
            stepper.changed.connect(partial(presenter.move, name))
        self.paper.save_wanted.connect(presenter.save_paper)
        self.paper.closed.connect(presenter.close_paper)
        presenter.attach(self)

    def show_here(self, here: Preferences, printers: Printers) -> None:
        which = self.which
        which.blockSignals(True)
        while which.count() > 1:
            which.removeItem(1)
        names = printers.names
        if here.printer and here.printer not in names:
            names = (*names, here.printer)
        for name in names:
            which.addItem(name, name)
            which.setItemData(which.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        which.blockSignals(False)
        which.choose(here.printer)
        self._which_note.setText(self.words.say(f"ui.settings.printer.{self._state(here, printers)}"))
        for name, stepper in self.shifts.items():
            stepper.show_value(getattr(here, name))

    @staticmethod
    def _state(here: Preferences, printers: Printers) -> str:
        if not printers.asked:
            return "asking"
        if not printers.names:
            return "none_found"
        return "gone" if here.printer and here.printer not in printers.names else "ready"

    def show_paper(self, paper: bytes) -> None:
        self.paper.show_paper(paper, max(300, self._stack.width() - 3 * self.look.gap(16) - 14))
        self._stack.setCurrentIndex(1 if paper else 0)
