"""The question that about one meal in twenty asks once it is green: are these the last digits of their phone?"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.pages import ScanAnswer
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, row_in
from desktop.ui.parts.text import Elided, Text

# As the services take them, and as the keys 1 and 2 give them.
RESULTS = ("match", "mismatch")


class TailQuestion(Card):
    """Stands where one is told to scan on, which goes on meanwhile: nobody has to answer.

    Signals:
        answered: of `RESULTS`.
    """

    answered = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("meals.tail")
        self.setFixedHeight(look.px(60))
        row = row_in(self, 0, look.gap(14))
        row.setContentsMargins(look.gap(18), 0, look.gap(8), 0)
        row.addWidget(Icon(look, "phone", "accent_ink", 24))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        if look.large:  # the side note gives way
            lines.addWidget(Text(look, words.say("ui.till.tail_ask"), "body", 700, wrap=True))
        else:
            lines.addWidget(Elided(look, words.say("ui.till.tail_ask"), "body", 700))
            lines.addWidget(Elided(look, words.say("ui.till.tail_free"), "small", 400, "ink_2"))
        lines.addStretch(1)
        row.addLayout(lines, 1)
        self.digits = Text(look, "", 34, 700)
        self.digits.setObjectName("meals.tail.digits")
        row.addWidget(self.digits)
        row.addSpacing(look.gap(10))
        self.buttons: list[Button] = []
        for at, (result, icon) in enumerate(zip(RESULTS, ("check", "cross"), strict=True), 1):
            button = Button(look, f"{at} {words.say(f'ui.till.tail_{result}')}", Kind.PLAIN, icon)
            button.setObjectName(f"meals.tail.{result}")
            button.clicked.connect(partial(self.answered.emit, result))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons.append(button)
        self.hide()

    def show_question(self, asked: ScanAnswer | None) -> None:
        """None: nothing is asked."""
        self.setVisible(asked is not None)
        tail = asked.tail if asked is not None else ""
        self.digits.setText(tail)
        self.setAccessibleName(f"{self._words.say('ui.till.tail_ask')} {tail}".strip())
