"""A line of a section of settings: what it is, a word about it, and the control at its end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.card import Card, Icon, Rule, column_in, row_in
from desktop.ui.parts.text import Text


class Sheet(Card):
    """A card with a title and lines with a rule between them."""

    def __init__(self, look: Look, title: str, note: str = "", icon: str = "") -> None:
        super().__init__()
        self._look = look
        self.column: QVBoxLayout = column_in(self, 0)
        self.column.setContentsMargins(look.gap(20), look.gap(14), look.gap(16), look.gap(14))
        head = row_in(None, 0, look.gap(10))
        if icon:
            head.addWidget(Icon(look, icon, "accent_ink", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(look.gap(2))
        words.addWidget(Text(look, title, "title", 700, wrap=True))
        if note:
            words.addWidget(Text(look, note, "small", 400, "ink_2", wrap=True))
        head.addLayout(words, 1)
        self.column.addLayout(head)
        self.column.addSpacing(look.gap(10))

    def add_line(self, title: str, note: str, control: QWidget | None, *, below: bool = False) -> Text:
        """Adds a line; with `below` the control has a row of its own. Gives the note."""
        look = self._look
        self.column.addWidget(Rule())
        made = QWidget()
        column = column_in(made, 0, look.gap(6))
        column.setContentsMargins(0, look.gap(10), 0, look.gap(10))
        words = QVBoxLayout()
        words.setSpacing(look.gap(2))
        words.addWidget(Text(look, title, "body", 500, wrap=True))
        said = Text(look, note, "small", 400, "ink_2", wrap=True)
        if not note:
            said.hide()  # never shown before it has a parent: it would be a window, and take the keyboard
        words.addWidget(said)
        if below or control is None:
            column.addLayout(words)
            if control is not None:
                column.addWidget(control)
        else:
            row = row_in(None, 0, look.gap(12))
            row.addLayout(words, 1)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)
        self.column.addWidget(made)
        return said

    def add_note(self, said: str, icon: str = "info", ink: str = "ink_2") -> QWidget:
        """A sentence by itself with its icon; gives both together."""
        look = self._look
        made = QWidget()
        row = row_in(made, 0, look.gap(10))
        row.setContentsMargins(0, look.gap(10), 0, look.gap(10))
        row.addWidget(Icon(look, icon, ink, 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(look, said, "small", 400, ink, wrap=True), 1)
        self.column.addWidget(made)
        return made

    def finish(self) -> None:
        self.column.addStretch(1)


def title_of(words: Words, code: str) -> str:
    return words.say(f"ui.section.{code}")
