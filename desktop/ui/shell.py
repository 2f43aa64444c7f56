"""Rail, pages and status line put side by side: what the window is made anew from."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.rail import Rail
from desktop.ui.registry import PageKind
from desktop.ui.status_line import StatusLine


class Shell(QWidget):
    """Attributes:
    rail, stack, line: its parts.
    """

    def __init__(self, look: Look, words: Words, kinds: tuple[PageKind, ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        across = QHBoxLayout()
        across.setSpacing(0)
        self.rail = Rail(look, words, tuple((kind.name, kind.icon, kind.key_word) for kind in kinds))
        self.stack = QStackedWidget()
        across.addWidget(self.rail)
        across.addWidget(self.stack, 1)
        column.addLayout(across, 1)
        self.line = StatusLine(look, words)
        column.addWidget(self.line)
