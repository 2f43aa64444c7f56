"""Whom to call today: the slips that stay open too long, with why and how many days."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.health_pages import SlipCard
from desktop.core.words import Words
from desktop.ui.health.said import spoken, when
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Rule, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Text


class CallsCard(Card):
    """Signals:
    opened: the slip; all_wanted: the whole list; paper_wanted: the list with full phones, which is a fact.
    """

    opened = Signal(str)
    all_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._across = 0
        self._shown: tuple[SlipCard, ...] | None = None
        column = column_in(self)
        head = row_in(None, 0, look.gap(8))
        head.setContentsMargins(look.gap(20), look.gap(4), look.gap(8), look.gap(4))
        self.title = Text(look, words.say("ui.health.calls"), "body", 700)
        self.count = Text(look, "", "body", 400, "ink_2")
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        self.all = Button(look, words.say("ui.health.calls_all"), Kind.WORDS)
        self.all.setObjectName("health.calls_all")
        self.all.clicked.connect(self.all_wanted)
        head.addWidget(self.all)
        self.paper = Button(look, words.say("ui.health.calls_paper"), Kind.WORDS, "print")
        self.paper.setObjectName("health.calls_paper")
        self.paper.setToolTip(words.say("ui.health.calls_paper_note"))
        self.paper.clicked.connect(self.paper_wanted)
        head.addWidget(self.paper)
        column.addLayout(head)
        self._rule = Rule()
        column.addWidget(self._rule)
        self._row = row_in(None)
        column.addLayout(self._row)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """At larger text a narrow window has room for one call beside its button, and for a button that is an icon."""
        said = self._words.say("ui.health.calls_paper")
        self.paper.setText("" if narrow and self._look.scale > 100 else said)
        self.paper.setAccessibleName(said)
        across = 3 if self._look.scale == 100 else 2 if self._look.scale == 125 and not narrow else 1
        if across != self._across:
            self._across, shown, self._shown = across, self._shown, None
            if shown is not None:
                self.show_calls(shown)

    def show_calls(self, calls: tuple[SlipCard, ...]) -> None:
        if calls == self._shown:
            return
        self._shown = calls
        look, words = self._look, self._words
        said = words.say("ui.health.calls_count", count=len(calls)) if calls else words.say("ui.health.calls_none")
        self.count.setText(said)
        self.all.setVisible(len(calls) > self._across)
        self._rule.setVisible(bool(calls))
        clear(self._row)
        for at, call in enumerate(calls[: self._across]):
            if at:
                self._row.addWidget(Rule(upright=True))
            cell = row_in(None, 0, look.gap(12))
            cell.setContentsMargins(look.gap(20), look.gap(8), look.gap(12), look.gap(8))
            cell.addWidget(Icon(look, "phone", "wrong_ink", 22, 44, "wrong_tint"))
            lines = QVBoxLayout()
            lines.setSpacing(look.gap(2))
            lines.addWidget(Elided(look, f"{call.name}  {call.phone}", "body", 700))
            lines.addWidget(Elided(look, when(words, call), "small", 500, "wrong_ink"))
            cell.addLayout(lines, 1)
            look_at = Button(look, words.say("ui.health.call_open"), Kind.PLAIN)
            look_at.setObjectName(f"health.call.{call.referral}")
            look_at.setAccessibleName(f"{look_at.said} {spoken(words, call)}")
            look_at.clicked.connect(lambda _on=False, referral=call.referral: self.opened.emit(referral))
            cell.addWidget(look_at)
            self._row.addLayout(cell, 1)
