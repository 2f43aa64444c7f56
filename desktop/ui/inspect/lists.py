"""What a walk counts against: the medicine box, the soonest to expire on top, and the list of tools."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.inspect_pages import MedicineLine, WalkLists
from desktop.core.tools import Tool
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.inspect.draft import Draft
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import EmptyNote, Rule, Scrolling, clear, row_in
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Elided, Text
from desktop.ui.parts.tiles import Stepper

PIECES_MOST = 9999


def left_tag(look: Look, words: Words, line: MedicineLine) -> Tag:
    """Amber while it can still be used, red only once expired."""
    if line.state == "expired":
        return Tag(look, words.say("ui.walk.expired"), "wrong", "warn")
    if line.state == "odd":
        return Tag(look, words.say("ui.walk.odd"), "wrong", "warn")
    if line.state == "soon":
        return Tag(look, words.say("ui.walk.days_left", count=line.left_days), "attention", "clock")
    return Tag(look, words.say("ui.walk.good"), "good", "check")


class ListPanel(Scrolling):
    """Passive.

    Signals:
        counted: a line of the box and how many there are; ticked: a tool.
        medicine_wanted: a line of the box, to be taken out or replaced.
    """

    counted = Signal(str, int)
    ticked = Signal(str)
    medicine_wanted = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look.gap(8))
        self._look, self._words = look, words
        self._shown: tuple[object, ...] = ()
        self._steppers: dict[str, Stepper] = {}
        self._checks: dict[str, Button] = {}
        self.column.setContentsMargins(look.gap(20), look.gap(14), look.gap(20), look.gap(14))

    def show_box(self, lists: WalkLists, draft: Draft) -> None:
        if self._shown != ("box", lists):
            self._shown = ("box", lists)
            self._fill_box(lists)
        for line in lists.medicines:
            if line.line not in self._checks:
                continue
            counted = draft.counted.get(line.line)
            self._steppers[line.line].set_value(max(0, line.left) if counted is None else counted)
            key = "ui.walk.tally" if counted is None else "ui.walk.tallied"
            said = self._words.say(key, count=counted, unit=self._words.say(f"medicine_unit.{line.unit}"))
            self._show_check(self._checks[line.line], said, counted is not None)

    def show_tools(self, lists: WalkLists, draft: Draft) -> None:
        if self._shown != ("tools", lists):
            self._shown = ("tools", lists)
            self._fill_tools(lists.tools)
        self._title.set_text(self._words.say("ui.walk.tools", here=len(draft.tools), count=len(lists.tools)))
        for tool in lists.tools:
            here = tool.code in draft.tools
            said = self._words.say("ui.walk.there" if here else "ui.walk.tick")
            self._show_check(self._checks[tool.code], said, here)

    def _show_check(self, button: Button, said: str, on: bool) -> None:
        button.setText(said)
        button.set_kind(Kind.PRIMARY if on else Kind.PLAIN)

    def _begin(self, said: str) -> None:
        clear(self.column)
        self._steppers, self._checks = {}, {}
        self._title = Elided(self._look, said, "body", 700)
        self.column.addWidget(self._title)

    def _fill_box(self, lists: WalkLists) -> None:
        words = self._words
        self._begin(words.say("ui.walk.box", count=len(lists.medicines)))
        if not lists.medicines:
            self.column.addWidget(
                EmptyNote(self._look, "medicine", words.say("ui.walk.box_empty"), words.say("ui.walk.box_empty_step"))
            )
        for at, line in enumerate(lists.medicines):
            if at:
                self.column.addWidget(Rule())
            self.column.addWidget(self._medicine(line, lists.may_count))
        self.column.addStretch(1)

    def _medicine(self, line: MedicineLine, may_count: bool) -> QWidget:
        look, words = self._look, self._words
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.gap(4))
        top = row_in(None, 0, look.gap(8))
        name = speech.title(words, line.names)
        top.addWidget(Elided(look, name, "body", 700), 1)
        top.addWidget(left_tag(look, words, line))
        column.addLayout(top)
        unit = words.say(f"medicine_unit.{line.unit}")
        until = words.say("ui.walk.until", day=speech.stated(words, line.until))
        lot = words.say("ui.walk.lot", batch=line.batch, left=line.left, unit=unit)
        column.addWidget(Text(look, f"{until} · {lot}", "small", 400, "ink_2", wrap=True))
        below = row_in(None, 0, look.gap(8))
        onward = below if look.scale == 100 else row_in(None, 0, look.gap(8))
        if may_count:
            names = (name, words.say("ui.walk.fewer"), words.say("ui.walk.more"))
            stepper = Stepper(look, names, 0, PIECES_MOST)
            stepper.setObjectName(f"count.{line.line}")
            stepper.moved.connect(lambda number, code=line.line: self.counted.emit(code, number))
            check = Button(look, "", Kind.PLAIN, "check")
            check.setObjectName(f"tally.{line.line}")
            check.clicked.connect(self._tallying(line.line, stepper))
            self._steppers[line.line], self._checks[line.line] = stepper, check
            below.addWidget(stepper)
            below.addWidget(check)
        if line.state in ("expired", "soon"):
            out = Button(look, words.say(f"ui.walk.to_box.{line.state}"), Kind.WORDS)
            out.setObjectName(f"medicine.{line.line}")
            out.clicked.connect(lambda: self.medicine_wanted.emit(line.line))
            onward.addWidget(out)
        below.addStretch(1)
        column.addLayout(below)
        if onward is not below:
            onward.addStretch(1)
            column.addLayout(onward)
        return made

    def _fill_tools(self, tools: tuple[Tool, ...]) -> None:
        look, words = self._look, self._words
        self._begin("")
        for at, tool in enumerate(tools):
            if at:
                self.column.addWidget(Rule())
            made = QWidget()
            row = row_in(made, 0, look.gap(8))
            name = words.say("ui.walk.tool", name=tool.titles, count=tool.count)
            row.addWidget(Elided(look, name, "body", 500), 1)
            check = Button(look, words.say("ui.walk.tick"), Kind.PLAIN, "check")
            check.setAccessibleDescription(name)
            check.setObjectName(f"tool.{tool.code}")
            check.clicked.connect(self._ticking(tool.code))
            self._checks[tool.code] = check
            row.addWidget(check)
            self.column.addWidget(made)
        self.column.addWidget(Text(look, words.say("ui.walk.tools_step"), "small", 400, "ink_2", wrap=True))
        self.column.addStretch(1)

    def _tallying(self, line: str, stepper: Stepper) -> Callable[[], None]:
        return lambda: self.counted.emit(line, stepper.value)

    def _ticking(self, tool: str) -> Callable[[], None]:
        return lambda: self.ticked.emit(tool)
