"""What may stand over the window for a moment: a card that keeps the keyboard until it is closed. No dialog."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.card import Card


class Board(Card):
    """Base. A child of the window; Tab goes round within it, Esc closes it.

    Signals:
        closed: a person is done with it.
    """

    closed = Signal()

    WHOLE = False
    """Whether it covers all of the window and stays when something else is pressed."""

    def __init__(self, window: QWidget, look: Look, words: Words, name: str) -> None:
        super().__init__("popover")
        self.setParent(window)
        self.look, self.words = look, words
        self.setObjectName(f"board.{name}")
        self.setAccessibleName(words.say(f"board.{name}"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def place(self, page: QRect, window: QRect) -> None:
        """Takes its room over the page."""
        width = min(page.width() - 2 * self.look.gap(24), self.look.px(720))
        height = min(self.sizeHint().height(), page.height() - 2 * self.look.gap(24))
        self.setGeometry(page.center().x() - width // 2, page.top() + self.look.gap(24), width, height)

    def start_focus(self) -> None:
        self.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Round and round: what lies beneath is not reached while this stands."""
        reached = [
            each
            for each in self.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(self) and each.isEnabled()
        ]
        if not reached:
            return True
        chain: list[QWidget] = []
        walker = self.nextInFocusChain()
        while walker is not None and walker is not self and len(chain) < len(reached):
            if walker in reached:
                chain.append(walker)
            walker = walker.nextInFocusChain()
        here = self.focusWidget()
        at = chain.index(here) if here in chain else (-1 if forward else 0)
        chain[(at + (1 if forward else -1)) % len(chain)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
