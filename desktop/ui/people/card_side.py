"""Beside the form: how the card will look, and what it does not give away."""

from __future__ import annotations

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.card import Card, Icon, column_in, row_in
from desktop.ui.parts.text import Elided, Text
from desktop.ui.people.card_picture import CardPicture

_PROMISES = ("masked", "offline", "lost")


class CardSide(Card):
    """Attributes:
    picture: the card.
    """

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        column = column_in(self, look.gap(20), look.gap(12))
        head = row_in(None, 0, look.gap(8))
        head.addWidget(Text(look, words.say("ui.people.card_sample"), "body", 700))
        head.addWidget(Elided(look, words.say("ui.people.card_size"), "small", 400, "ink_2"), 1)
        column.addLayout(head)
        self.picture = CardPicture(look, words)
        self.picture.setObjectName("people.card")
        column.addWidget(self.picture)
        column.addSpacing(look.gap(4))
        for each in _PROMISES:
            row = row_in(None, 0, look.gap(10))
            row.addWidget(Icon(look, "check", "good_ink", 20))
            row.addWidget(Text(look, words.say(f"ui.people.promise_{each}"), "body", 400, "ink", wrap=True), 1)
            column.addLayout(row)
        column.addStretch(1)
