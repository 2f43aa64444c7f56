"""Beside the paper: print it, keep it, take its table along, and what it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.paper_pages import PrintHabit
from desktop.core.words import Words
from desktop.devices.printer import PrinterFound, PrinterState, choose
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.papers.state import MADE, Shown
from desktop.ui.papers.work_note import WorkNote
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Rule, Scrolling, column_in, row_in
from desktop.ui.parts.text import Elided, Text
from desktop.ui.parts.tiles import Stepper
from desktop.ui.plain.fields import ChoiceField, YesField

COPIES_MOST = 20


class Fact(QWidget):
    """A label and what holds; at large text one above the other."""

    def __init__(self, look: Look, label: str) -> None:
        super().__init__()
        row = column_in(self, 0, 0) if look.scale > 100 else row_in(self, 0, look.gap(12))
        row.addWidget(Text(look, label, "small", 400, "ink_2"))
        self.said = Elided(look, "", "small", 500)
        if look.scale == 100:
            row.addStretch(1)
        row.addWidget(self.said)

    def show_fact(self, said: str, tone: str = "ink") -> None:
        self.said.set_text(said)
        self.said.set_color(tone)


class Side(Card):
    """Passive.

    Signals:
        print_wanted, halt_wanted: print, and stop printing.
        save_wanted, export_wanted: where to.
        habit_set: printer, copies and duplex as they are wanted now.
    """

    print_wanted = Signal()
    halt_wanted = Signal()
    save_wanted = Signal(str)
    export_wanted = Signal(str)
    habit_set = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._shown: Shown | None = None
        self.suggest: Callable[[str], str] = "quanyi.{}".format
        self._found: tuple[PrinterFound, ...] = ()
        outer = column_in(self, look.gap(4))
        room = Scrolling(look.gap(10))
        outer.addWidget(room)
        self._column = room.column
        self.room = room
        self._column.setContentsMargins(look.gap(12), look.gap(12), look.gap(12), look.gap(12))
        self._build_acts()
        self._build_habit()
        self._column.addWidget(Rule())
        self._build_facts()
        self._column.addStretch(1)
        self._build_trouble()

    # --- what is told -------------------------------------------------------------------------------------------

    def show_papers(self, shown: Shown, now: int) -> None:
        self._shown = shown
        words = self._words
        made = shown.state == MADE and shown.leaf is not None
        pages = shown.leaf.pages if shown.leaf else 0
        printing = shown.work is not None and shown.work.doing == "print"
        key = "ui.papers.print" if made else "ui.papers.print_nothing"
        self.print.setText(words.say(key, count=pages))
        self.print.set_kind(Kind.PRIMARY if made and not printing else Kind.OFF)
        self.print.setEnabled(made and not printing)
        self.save.setEnabled(made)
        self.table.setVisible(bool(shown.kind.table))
        self.table.setEnabled(made)
        self.work.show_work(shown.work)
        self._show_habit(shown, pages)
        self._show_facts(shown, now)
        self._trouble.setVisible(bool(shown.not_printed))
        if shown.not_printed:
            self._trouble_said.setText(words.say(f"ui.papers.not_printed.{shown.not_printed}"))

    # --- how it is built ------------------------------------------------------------------------------------------

    def _build_acts(self) -> None:
        look, words = self._look, self._words
        self.print = Button(look, words.say("ui.papers.print_nothing"), Kind.PRIMARY, "print")
        self.print.setToolTip("Ctrl+P")
        self.print.clicked.connect(self.print_wanted)
        self.work = WorkNote(look, words, "print")
        self.work.halt_wanted.connect(self.halt_wanted)
        self.save = Button(look, words.say("ui.papers.save"), Kind.PLAIN, "save")
        self.save.clicked.connect(self.ask_place)
        self.table = Button(look, words.say("ui.papers.table"), Kind.PLAIN, "papers")
        self.table.clicked.connect(self._ask_table)
        for name, part in (("print", self.print), ("", self.work), ("save", self.save), ("table", self.table)):
            if name:
                part.setObjectName(f"papers.{name}")
            self._column.addWidget(part)

    def _build_habit(self) -> None:
        look, words = self._look, self._words
        self._copies_row = QWidget()
        row = column_in(self._copies_row) if look.large else row_in(self._copies_row, 0, look.gap(8))
        row.addWidget(Elided(look, words.say("ui.papers.copies"), "body"), 1)
        names = (words.say("ui.papers.copies"), words.say("ui.papers.fewer"), words.say("ui.papers.more"))
        self.copies = Stepper(look, names, 1, COPIES_MOST)
        self.copies.moved.connect(lambda _count: self._emit_habit())
        row.addWidget(self.copies)
        self._column.addWidget(self._copies_row)
        self.duplex = YesField(look, words.say("ui.papers.duplex"), False)
        self.duplex.setObjectName("papers.duplex")
        self.duplex.clicked.connect(self._emit_habit)
        self._column.addWidget(self.duplex)
        self.printer: ChoiceField | None = None
        self._printer_row = QWidget()
        self._printer_column = column_in(self._printer_row)
        self._column.addWidget(self._printer_row)

    def _build_facts(self) -> None:
        look, words = self._look, self._words
        self._title = Text(look, "", "body", 700, wrap=True)
        self._column.addWidget(self._title)
        self._facts = {
            name: Fact(look, words.say(f"ui.papers.fact.{name}")) for name in ("printer", "sheet", "data", "printed")
        }
        for name, fact in self._facts.items():
            fact.setObjectName(f"papers.fact.{name}")
            self._column.addWidget(fact)
        self._missing = Text(look, words.say("ui.papers.missing_note"), "small", 400, "attention_ink", wrap=True)
        self._column.addWidget(self._missing)

    def _build_trouble(self) -> None:
        look, words = self._look, self._words
        self._trouble = Card("attention")
        self._trouble.setObjectName("papers.not_printed")
        column = column_in(self._trouble, look.gap(12), look.gap(8))
        self._trouble_said = Text(look, "", "small", 500, "attention_ink", wrap=True)
        column.addWidget(self._trouble_said)
        instead = Button(look, words.say("ui.papers.save_instead"), Kind.PLAIN, "save")
        instead.setObjectName("papers.save_instead")
        instead.clicked.connect(self.ask_place)
        column.addWidget(instead)
        self._trouble.hide()
        self._column.addWidget(self._trouble)

    # --- within -----------------------------------------------------------------------------------------------------

    def _show_habit(self, shown: Shown, pages: int) -> None:
        found = shown.printers or ()
        here = choose(found, shown.habit.printer)
        self._copies_row.setVisible(shown.state == MADE)
        self.copies.set_value(shown.habit.copies)
        self.duplex.setVisible(here is not None and here.duplex and pages > 1)
        self.duplex.setChecked(shown.habit.duplex)
        if found != self._found:
            self._found = found
            if self.printer is not None:
                self.printer.hide()
                self.printer.deleteLater()
                self.printer = None
            if len(found) > 1:
                self.printer = ChoiceField(
                    self._look, tuple((each.name, each.said) for each in found), here.name if here else ""
                )
                self.printer.setObjectName("papers.printer")
                self.printer.setAccessibleName(self._words.say("ui.papers.fact.printer"))
                self.printer.chosen.connect(lambda _name: self._emit_habit())
                self._printer_column.addWidget(self.printer)
        elif self.printer is not None and here is not None:
            self.printer.choose(here.name)
        self._printer_row.setVisible(self.printer is not None)

    def _show_facts(self, shown: Shown, now: int) -> None:
        words = self._words
        name = words.say(f"plain.paper.{shown.kind.code}")
        self._title.setText(words.say("ui.papers.this", paper=name))
        here = choose(shown.printers or (), shown.habit.printer)
        state = here.state if here else PrinterState.NONE if shown.printers is not None else PrinterState.ASKING
        ready = state is PrinterState.READY
        said = here.said if here and ready else words.say(f"ui.papers.printer.{state.value}")
        quiet = ready or state is PrinterState.ASKING
        self._facts["printer"].show_fact(said, "ink" if quiet else "attention_ink")
        leaf = shown.leaf
        self._facts["sheet"].setVisible(leaf is not None)
        if leaf is not None:
            way = words.say("ui.papers.across" if leaf.across else "ui.papers.upright")
            self._facts["sheet"].show_fact(words.say("ui.papers.sheet", sheet=leaf.sheet, way=way))
        missing, at = shown.standing.missing, shown.standing.printed_at
        key, tone = "apart", "ink"
        if missing is not None:
            key, tone = ("waits", "attention_ink") if missing else ("whole", "good_ink")
        self._facts["data"].show_fact(words.say(f"ui.papers.data.{key}", count=f"{missing or 0:,}"), tone)
        self._missing.setVisible(bool(missing))
        self._facts["printed"].show_fact(speech.moment(words, at, now) if at else words.say("ui.papers.never"))

    def _emit_habit(self) -> None:
        printer = self.printer.code() if self.printer is not None else ""
        self.habit_set.emit(PrintHabit(printer, self.copies.value, self.duplex.isChecked()))

    def ask_place(self) -> None:
        """Where to keep the paper."""
        place = self._ask(self._words.say("ui.papers.save"), "pdf", "PDF (*.pdf)")
        if place:
            self.save_wanted.emit(place if place.endswith(".pdf") else f"{place}.pdf")

    def _ask_table(self) -> None:
        place = self._ask(self._words.say("ui.papers.table"), "xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if place:
            self.export_wanted.emit(place if place.endswith((".xlsx", ".csv")) else f"{place}.xlsx")

    def _ask(self, title: str, ending: str, kinds: str) -> str:
        return QFileDialog.getSaveFileName(self, title, self.suggest(ending), kinds)[0]
