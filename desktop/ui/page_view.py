"""What every page has: a head of 72 px with its title, room below, and a part that a scan answer covers."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.card import row_in
from desktop.ui.parts.text import Elided, Text


class PageView(QWidget):
    """Base of pages. Passive: subclasses emit what a person wants and show what they are told.

    Attributes:
        look, words: what it is drawn and labelled with; the view is made anew when either changes.
        head: the row of the head, title and subtitle at its left.
        body: the room below.
        subtitle: the line beside the title.
    """

    def __init__(self, look: Look, words: Words, name: str) -> None:
        super().__init__()
        self.look, self.words = look, words
        self.setObjectName(f"page.{name}")
        self.setAccessibleName(words.say(f"ui.page.{name}"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 0, 24, 16)
        self.column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(76 if look.large else max(72, look.px(64)))
        self.head: QHBoxLayout = row_in(head, 0, look.gap(16))
        self.title = Text(look, words.say(f"ui.page.{name}"), "page", 700)
        self.subtitle = Elided(look, "", "body", 400, "ink_2")
        self.head.addWidget(self.title)
        self.head.addWidget(self.subtitle, 1)
        self.column.addWidget(head)
        self.body: QVBoxLayout = QVBoxLayout()
        self.body.setSpacing(look.gap(16))
        self.column.addLayout(self.body, 1)

    def cover(self) -> QRect:
        """The part of this page that the answer to a scan may cover."""
        return self.rect().adjusted(24, 72, -24, -16)

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that no control wanted; True when it meant something to the page."""
        return False

    def start_focus(self) -> None:
        """Puts the keyboard where work on this page begins."""
        self.setFocus()
