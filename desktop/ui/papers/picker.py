"""The month or day that a paper is of: one back, one on, and now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.core.business_day import month_of
from desktop.core.paper_pages import DAY, MONTH
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.papers.state import Shown
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.text import Text
from desktop.ui.parts.tiles import StepButton


class Picker(QWidget):
    """Passive.

    Signals:
        stepped: -1 or 1.
        now_wanted: this month, or today.
    """

    stepped = Signal(int)
    now_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.gap(8))
        self.back = StepButton(look, "chevron_left", words.say("ui.papers.earlier"))
        self.back.setObjectName("papers.earlier")
        self.said = Text(look, "", "title", 700)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.on = StepButton(look, "chevron_right", words.say("ui.papers.later"))
        self.on.setObjectName("papers.later")
        self.now = Button(look, words.say("ui.papers.this_month"), Kind.PLAIN, "clock")
        self.now.setObjectName("papers.now")
        self._now_said = True
        for part in (self.back, self.said, self.on, self.now):
            row.addWidget(part)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.now.clicked.connect(self.now_wanted)
        self.hide()

    def show_wish(self, shown: Shown) -> None:
        asks, wish, page, words = shown.kind.asks, shown.wish, shown.page, self._words
        self.setVisible(asks in (MONTH, DAY))
        if asks == MONTH:
            self.said.setText(speech.stated(words, wish.month))
            self._say_now(words.say("ui.papers.this_month"))
            self._enable(wish.month > page.first_month, wish.month < month_of(page.today))
        elif asks == DAY:
            self.said.setText(speech.short_day(words, wish.day) if wish.day[:4] == page.today[:4] else wish.day)
            self._say_now(words.say("ui.papers.today"))
            self._enable(month_of(wish.day) >= page.first_month, wish.day < page.today)
        widest = max(self.said.sizeHint().width(), self._look.px(104))
        self.said.setMinimumWidth(widest)

    def show_now(self, words: bool) -> None:
        """With its words, or as an icon that says them."""
        self._now_said = words
        self._say_now(self.now.accessibleName())

    def _say_now(self, said: str) -> None:
        self.now.setText(said if self._now_said else "")
        self.now.setAccessibleName(said)
        self.now.setToolTip("" if self._now_said else said)

    def _enable(self, back: bool, on: bool) -> None:
        """A button that leads nowhere hands the focus on before it is switched off."""
        for button, wanted in ((self.back, back), (self.on, on), (self.now, on)):
            if not wanted and button.hasFocus():
                (self.back if button is not self.back else self.on).setFocus()
            button.setEnabled(wanted)
