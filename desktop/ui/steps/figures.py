"""The figures of a closing as they would be signed now: one sum, then its parts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.core.day_pages import Sums
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.card import Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Figure, Text
from desktop.ui.steps.draft import Shown

_NAMES = ("captured", "acknowledged", "waiting", "flagged")
_INKS = {"captured": "ink", "acknowledged": "good_ink", "waiting": "accent_ink", "flagged": "attention_ink"}


class FiguresStep(QWidget):
    """Shown, and signed by the next step; nothing is typed."""

    def __init__(self, look: Look, words: Words, shown: Shown) -> None:
        super().__init__()
        self.look, self.words = look, words
        self.first: QWidget | None = None
        column = column_in(self, 0, look.gap(10))
        self._sum = row_in(None, 0, look.gap(10))
        column.addLayout(self._sum)
        column.addWidget(Text(look, words.say("steps.figures.note"), "small", 400, "ink_2", wrap=True))
        column.addWidget(Rule())
        room = Scrolling()
        column.addWidget(room, 1)
        self._rows = room.column
        self.refresh(shown)

    def refresh(self, shown: Shown) -> None:
        clear(self._sum)
        clear(self._rows)
        for at, name in enumerate(_NAMES):
            if at:
                sign = Text(self.look, "=" if at == 1 else "+", "title", 400, "ink_2")
                self._sum.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
            self._sum.addWidget(self._part(name, getattr(shown.page.whole, name)), 1)
        for row in (None, *shown.page.rows):
            self._rows.addWidget(self._row(row))
        self._rows.addStretch(1)

    def _part(self, name: str, count: int) -> QWidget:
        made = QWidget()
        column = column_in(made)
        label = self.words.say(f"ui.hub.figure.{name}")
        column.addWidget(Elided(self.look, label, "small", 500, "ink_2"))
        figure = Figure(self.look, "", 29, _INKS[name] if count else "ink_2")
        figure.set_text(f"{count:,}")
        figure.setObjectName(f"steps.{name}")
        column.addWidget(figure)
        made.setAccessibleName(f"{label} {count}")
        return made

    def _row(self, row: Sums | None) -> QWidget:
        """A part's counts; without one, the heads of the columns."""
        look, words = self.look, self.words
        made = QWidget()
        made.setMinimumHeight(look.px(34))
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, look.gap(8), 0)
        grid.setColumnStretch(0, 1)
        said = words.say(f"ui.hub.part.{row.part}") if row else words.say("ui.hub.kind")
        grid.addWidget(Elided(look, said, "body" if row else "small", 400, "ink" if row else "ink_2"), 0, 0)
        spoken = [said]
        for at, name in enumerate(_NAMES):
            count = getattr(row, name) if row else 0
            head = words.say(f"ui.hub.column.{name}")
            shown = f"{count:,}" if count else "–" if row else head
            cell = Text(look, shown, "body" if row else "small", 500, _INKS[name] if count else "ink_2")
            spoken.append(f"{head} {count}")
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.setFixedWidth(look.px(96))
            grid.addWidget(cell, 0, 1 + at)
        if row:
            made.setAccessibleName(" · ".join(spoken))
        return made
