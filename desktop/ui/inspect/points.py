"""The checkpoints of the item in front, each with its three answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.core.pages import ItemView, PointView
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.inspect.draft import FAIL, Draft
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.choices import ThreeWay
from desktop.ui.parts.text import Elided, Text

_UNBOUND = 16_777_215  # QWIDGETSIZE_MAX


class PointRow(QWidget):
    """A checkpoint: what to do, what to look for, the three answers.

    Signals:
        pressed: the row itself, to open its note.
    """

    pressed = Signal()

    def __init__(self, look: Look, words: Words, point: PointView) -> None:
        super().__init__()
        self._look, self._tint, self._typed = look, "", False
        self.setMinimumHeight(look.px(74))
        title = speech.title(words, point.titles)
        self._across = row = row_in(self, 0, look.gap(12))
        row.setContentsMargins(look.gap(20), look.gap(8), look.gap(20), look.gap(8))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(Text(look, title, "body", 500, wrap=True))
        lines.addWidget(Text(look, speech.title(words, point.hints), "small", 400, "ink_2", wrap=True))
        lines.addStretch(1)
        row.addLayout(lines, 1)
        answers = (words.say("ui.inspect.pass"), words.say("ui.inspect.fail"), words.say("ui.inspect.na"))
        self.answers = ThreeWay(look, answers, title, narrow=look.scale > 100)
        self.answers.setObjectName(f"point.{point.code}")
        row.addWidget(self.answers)

    def set_narrow(self, narrow: bool) -> None:
        """The answers under the words, or beside them."""
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.setMaximumHeight(_UNBOUND if narrow else self._look.px(120))

    def show_result(self, result: str, here: bool, typed: bool) -> None:
        self.answers.choose(result)
        self._typed = typed
        self._tint = "wrong_tint" if result == FAIL else "sunken" if result == "na" and here else ""
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._tint or self._typed:
            painter.fillRect(self.rect(), self._look.qcolor(self._tint or "accent_tint"))
        if self._typed:
            painter.fillRect(0, 0, 5, self.height(), self._look.qcolor("accent"))


class Points(QWidget):
    """Passive.

    Signals:
        answered: checkpoint and result; looked_at: a checkpoint.
        pass_wanted: 整项合格; next_wanted: the next item.
        print_wanted: a checklist on paper; typing_wanted: it is typed in, or no longer.
    """

    answered = Signal(str, str)
    looked_at = Signal(str)
    pass_wanted = Signal()
    next_wanted = Signal()
    print_wanted = Signal()
    typing_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._item = ""
        self.rows: dict[str, PointRow] = {}
        self._narrow = False
        column = column_in(self)
        head = QWidget()
        head.setFixedHeight(look.px(44) + look.gap(17))
        row = row_in(head, 0, look.gap(12))
        row.setContentsMargins(look.gap(20), 0, look.gap(16), 0)
        self._title = Elided(look, "", "title", 700)
        row.addWidget(self._title)
        self._count = Elided(look, "", "body", 400, "ink_2")
        row.addWidget(self._count, 1)
        self.all_pass = Button(look, words.say("ui.inspect.all_pass"), Kind.PRIMARY, "check")
        self.all_pass.setObjectName("inspect.all_pass")
        self.all_pass.clicked.connect(self.pass_wanted)
        self.all_pass.setToolTip("Ctrl+Enter")
        self.next = Button(look, "", Kind.PRIMARY, "chevron_right", icon_after=True)
        self.next.setObjectName("inspect.next")
        self.next.clicked.connect(self.next_wanted)
        self.next.hide()
        self.print = self._tool("print", "print")
        self.print.clicked.connect(self.print_wanted)
        self.typing = self._tool("type", "inspect")
        self.typing.clicked.connect(self.typing_wanted)
        for button in (self.print, self.typing, self.all_pass, self.next):
            row.addWidget(button)
        column.addWidget(head)
        column.addWidget(Rule())
        self._how = Text(look, words.say("ui.walk.type_how"), "small", 500, "accent_ink", wrap=True)
        self._how.setObjectName("inspect.how")
        self._how.setContentsMargins(look.gap(20), look.gap(8), look.gap(16), look.gap(8))
        self._how.hide()
        column.addWidget(self._how)
        room = Scrolling()
        self._room = room
        column.addWidget(room, 1)
        self._column = room.column

    def show_item(self, item: ItemView, number: int, draft: Draft, onward: ItemView | None) -> None:
        words = self._words
        if self._item != item.code + repr(len(item.points)):
            self._item = item.code + repr(len(item.points))
            self._title.set_text(f"{number} {speech.title(words, item.shorts)}")
            self._count.set_text(words.say("ui.inspect.points", count=len(item.points)))
            self._fill(item)
        for code, row in self.rows.items():
            row.show_result(draft.of(code).result, code == draft.point, code == draft.typed)
            if code == draft.typed:
                self._room.ensureWidgetVisible(row)
        self._how.setVisible(bool(draft.typed))
        self.typing.set_kind(Kind.SOFT if draft.typed else Kind.PLAIN)
        complete = draft.complete(item)
        self.all_pass.setVisible(not complete and not draft.fails(item))
        self.next.setVisible(complete and onward is not None)
        if onward is not None:
            name = speech.title(words, onward.shorts)
            self.next.setText(name if self._look.scale > 100 else words.say("ui.inspect.next", name=name))

    def set_narrow(self, narrow: bool) -> None:
        """Tools are icons, answers stand under their words."""
        self._narrow = narrow
        for name, button in (("print", self.print), ("type", self.typing)):
            said = self._words.say(f"ui.walk.{name}")
            button.setText(said if self._look.scale == 100 and not narrow else "")
            button.setAccessibleName(said)
        self._count.setHidden(narrow)
        self._title.setHidden(narrow and self._look.large)  # the card above says it
        for row in self.rows.values():
            row.set_narrow(narrow)

    def _tool(self, name: str, icon: str) -> Button:
        """Words where there is room for them, in English an icon with its name."""
        look, said = self._look, self._words.say(f"ui.walk.{name}")
        room = look.scale == 100
        made = Button(look, said if room else "", Kind.PLAIN, icon)
        made.setAccessibleName(said)
        made.setToolTip(self._words.say(f"ui.walk.{name}_why"))
        made.setObjectName(f"inspect.{name}")
        return made

    def _fill(self, item: ItemView) -> None:
        clear(self._column)
        self.rows = {}
        few = len(item.points) <= 4
        for at, point in enumerate(item.points):
            if at:
                self._column.addWidget(Rule())
            row = PointRow(self._look, self._words, point)
            row.set_narrow(self._narrow)
            row.answers.chosen.connect(self._answering(point.code))
            row.pressed.connect(self._looking(point.code))
            self.rows[point.code] = row
            self._column.addWidget(row, 1 if few else 0)
        self._column.addWidget(Rule())
        self._column.addStretch(1)

    def _answering(self, code: str) -> Callable[[str], None]:
        return lambda result: self.answered.emit(code, result)

    def _looking(self, code: str) -> Callable[[], None]:
        return lambda: self.looked_at.emit(code)
