"""The end of a walk round: does the station meet the standard, and what is to be put right by when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.pages import InspectionDone, InspectPage
from desktop.core.words import Words
from desktop.ui.inspect.open_panel import due_tag, what_of
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Text


class ResultCard(Card):
    """Passive.

    Signals:
        again_wanted: another walk; open_wanted: the open rectifications.
    """

    again_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        outer = column_in(self, 1)
        room = Scrolling(look.gap(14))
        outer.addWidget(room)
        self._column: QVBoxLayout = room.column
        self._column.setContentsMargins(look.gap(32), look.gap(28), look.gap(32), look.gap(24))

    def show_done(self, page: InspectPage, done: InspectionDone) -> None:
        look, words = self._look, self._words
        clear(self._column)
        tone = "good" if done.compliant else "wrong"
        top = row_in(None, 0, look.gap(20))
        top.addWidget(Icon(look, "check" if done.compliant else "cross", f"{tone}_ink", 44, 80, f"{tone}_tint"))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        word = words.say("ui.inspect.compliant" if done.compliant else "ui.inspect.not_compliant")
        self.word = Text(look, word, "figure" if not look.large else 34, 700, f"{tone}_ink")
        lines.addWidget(self.word)
        score = words.say("ui.inspect.score", met=done.met, passed=done.passed, failed=done.failed)
        lines.addWidget(Text(look, score, "title", 400, "ink_2", wrap=True))
        top.addLayout(lines, 1)
        self._column.addLayout(top)
        self._column.addWidget(Rule())
        count = len(done.rectifications)
        key = "ui.inspect.to_right" if count else "ui.inspect.nothing_to_right"
        self._column.addWidget(Text(look, words.say(key, count=count), "body", 700, wrap=True))
        for row in done.rectifications:
            line = row_in(None, 0, look.gap(12))
            said = words.say("ui.inspect.number_short", number=row.number)
            line.addWidget(Text(look, said, "body", 500, "ink_2"))
            line.addWidget(Elided(look, what_of(page, words, row), "body", 500), 1)
            line.addWidget(due_tag(look, words, row, page.day))
            self._column.addLayout(line)
        self._column.addStretch(1)
        buttons = row_in(None, 0, look.gap(12))
        first = Button(look, words.say("ui.inspect.again"), Kind.PLAIN, "inspect")
        first.setObjectName("inspect.again")
        first.clicked.connect(self.again_wanted)
        if count:
            see = Button(look, words.say("ui.inspect.see_open"), Kind.PRIMARY)
            see.setObjectName("inspect.see_open")
            see.clicked.connect(self.open_wanted)
            buttons.addWidget(see)
        buttons.addWidget(first)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
