"""This phone is known already: whose it is, and which of the two it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.people_pages import KnownPhone
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, row_in
from desktop.ui.parts.text import Text


class KnownNote(Card):
    """Passive.

    Signals:
        same: it is the same person, who gets a new card; other: the number is to be looked at again.
    """

    same = Signal()
    other = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__("attention")
        self._words = words
        self.setObjectName("people.known")
        row = row_in(self, look.gap(12), look.gap(12))
        row.addWidget(Icon(look, "warn", "attention_ink", 26))
        column = QVBoxLayout()
        column.setSpacing(look.gap(2))
        self._who = Text(look, "", "body", 700, "ink", wrap=True)
        self._when = Text(look, "", "small", 400, "attention_ink", wrap=True)
        column.addWidget(self._who)
        column.addWidget(self._when)
        self.yes = Button(look, words.say("ui.people.same"), Kind.PRIMARY)
        self.yes.setObjectName("people.same")
        self.yes.clicked.connect(self.same)
        self.no = Button(look, words.say("ui.people.other"), Kind.WORDS)
        self.no.setObjectName("people.other")
        self.no.clicked.connect(self.other)
        buttons = row_in(None, 0, look.gap(8))
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        if look.scale > 100 or words.language != "zh":
            buttons.addStretch(1)
            column.addSpacing(look.gap(6))
            column.addLayout(buttons)
            row.addLayout(column, 1)
        else:
            row.addLayout(column, 1)
            row.addLayout(buttons)
        self.hide()

    def show_known(self, known: KnownPhone | None) -> None:
        if known is not None:
            words = self._words
            who = words.say("ui.people.known", name=known.name, group=speech.group_word(words, known.group))
            card = words.say("ui.people.known_card" if known.card_until else "ui.people.known_no_card",
                             day=speech.stated(words, known.card_until))  # fmt: skip
            key = "ui.people.known_here" if known.day else "ui.people.known_elsewhere"
            when = words.say(key, day=speech.stated(words, known.day), place=known.place, card=card)
            self._who.setText(who)
            self._when.setText(when)
            self.setAccessibleName(f"{who} {when}")
        self.setVisible(known is not None)
