"""Before there is a hub: a form of two fields, and how to come by what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.words import Words
from desktop.ui.hub.presenter import Said, Work
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, column_in, row_in
from desktop.ui.parts.text import Text


class JoinCard(Card):
    """Passive.

    Signals:
        join_wanted: address and code.
        typed: a field and what stands in it.
    """

    join_wanted = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        column = column_in(self, look.gap(24), look.gap(8))
        column.addWidget(Text(look, words.say("ui.hub.join.title"), "title", 700))
        column.addWidget(Text(look, words.say("ui.hub.join.told"), "small", 400, "ink_2", wrap=True))
        column.addSpacing(look.gap(6))
        self.fields: dict[str, QLineEdit] = {}
        for name in ("url", "code"):
            label = words.say(f"ui.hub.join.{name}")
            column.addWidget(Text(look, label, "small", 500, "ink_2"))
            line = QLineEdit()
            line.setFixedHeight(look.px(44))
            line.setMaxLength(200)
            line.setPlaceholderText(words.say(f"ui.hub.join.{name}_like"))
            line.setAccessibleName(label)
            line.setObjectName(f"hub.join.{name}")
            # what is dropped belongs to the page
            line.setAcceptDrops(False)
            line.textChanged.connect(self._telling(name))
            line.returnPressed.connect(self._go_on)
            self.fields[name] = line
            column.addWidget(line)
        self._wrong = QWidget()
        wrong = row_in(self._wrong, 0, look.gap(8))
        wrong.addWidget(Icon(look, "cross", "wrong_ink", 18), 0, Qt.AlignmentFlag.AlignTop)
        self._sentence = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        self._sentence.setObjectName("hub.said.join")
        wrong.addWidget(self._sentence, 1)
        self._wrong.hide()
        column.addWidget(self._wrong)
        column.addSpacing(look.gap(6))
        self.button = Button(look, words.say("ui.hub.join.do"), Kind.PRIMARY, "hub")
        self.button.setObjectName("hub.join")
        self.button.clicked.connect(self._give)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def fill(self, typed: Mapping[str, str]) -> None:
        """What was typed before the view was made anew."""
        for name, line in self.fields.items():
            line.setText(typed.get(name, ""))

    def show_work(self, work: Work) -> None:
        busy = work.doing == "join"
        self.button.setText(self._words.say("ui.hub.join.doing" if busy else "ui.hub.join.do"))
        self.button.set_kind(Kind.OFF if work.doing else Kind.PRIMARY)

    def show_said(self, said: Said) -> None:
        self._sentence.setText(said.sentence)
        self._wrong.setVisible(bool(said.sentence))
        self._wrong.setAccessibleName(said.sentence)
        for name, line in self.fields.items():
            line.setProperty("wrong", "true" if said.field == name else "false")
            line.style().unpolish(line)
            line.style().polish(line)
        if said.field:
            self.fields[said.field].setFocus()

    def start_focus(self) -> None:
        empty = next((line for line in self.fields.values() if not line.text().strip()), None)
        (empty or self.fields["url"]).setFocus()

    def _telling(self, name: str) -> Callable[[str], None]:
        return lambda text: self.typed.emit(name, text)

    def _go_on(self) -> None:
        """Enter goes to the field that is still empty, else joins."""
        if any(not line.text().strip() for line in self.fields.values()):
            self.start_focus()
        else:
            self._give()

    def _give(self) -> None:
        if any(not line.text().strip() for line in self.fields.values()):
            self.start_focus()
            return
        self.join_wanted.emit(self.fields["url"].text(), self.fields["code"].text())


class WhyCard(Card):
    """How to join, step by step."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        column = column_in(self, look.gap(24), look.gap(16))
        column.addWidget(Text(look, words.say("ui.hub.join.how"), "title", 700))
        for icon, step in (("phone", "ask"), ("card", "fill"), ("sync", "then"), ("stick", "without")):
            row = row_in(None, 0, look.gap(14))
            row.addWidget(Icon(look, icon, "accent_ink", 24, 44, "accent_tint"))
            row.addWidget(Text(look, words.say(f"ui.hub.join.step.{step}"), "body", 400, wrap=True), 1)
            column.addLayout(row)
        column.addStretch(1)
