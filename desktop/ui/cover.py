"""What stands on the screen before the desk: ground, rail with the sign, and that the station is being opened.

It is the window that people see from the first moment to the last; the desk takes its whole room as soon as what it
is made of has been read. Kept light on purpose: what is imported here is waited for by whoever sits down. So nothing
here nor in `icons.py` names `PySide6.QtCore.Qt`, whose enumerations cost 30 ms when they are first asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look, load_fonts

RAIL_PX, LINE_PX, SIGN_PX = 176, 40, 72


class Cover(QWidget):
    """The outer window.

    Signals:
        painted: it can be seen.
        fetched: what was to be read beside it has been read.
    """

    painted = Signal()
    fetched = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        load_fonts(look.folder)
        self._look, self._words = look, words
        self._painted = False
        self._inside: QWidget | None = None
        self._room = QStackedLayout(self)
        self.setWindowTitle(words.say("ui.window"))
        self.setAccessibleName(words.say("ui.opening"))

    def fetch(self, read: Callable[[], object]) -> None:
        """Runs `read` on a thread of its own; `fetched` comes on the painting thread, however it ended: what could
        not be read says so where it is used.
        """

        def run() -> None:
            try:
                read()
            finally:
                self.fetched.emit()

        threading.Thread(target=run, name="fetch", daemon=True).start()

    def uncover(self, inside: QWidget) -> None:
        """Puts the desk in the place of the cover."""
        self._inside = inside
        self._room.addWidget(inside)
        inside.windowTitleChanged.connect(self.setWindowTitle)
        self.setWindowTitle(inside.windowTitle())
        self.setAccessibleName("")
        inside.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._inside is not None:
            self._inside.close()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)
        if self._inside is not None:
            return
        look, painter = self._look, QPainter(self)
        painter.fillRect(self.rect(), look.qcolor("ground"))
        below = self.height() - look.px(LINE_PX)
        rail = QRect(0, 0, look.px(RAIL_PX), below)
        painter.fillRect(rail, look.qcolor("rail"))
        painter.fillRect(QRect(0, below, self.width(), look.px(LINE_PX)), look.qcolor("rail"))
        middle = QRect(rail.width(), 0, self.width() - rail.width(), below)
        sign = look.px(SIGN_PX)
        box = QRectF(middle.center().x() - sign / 2, middle.center().y() - sign, sign, sign)
        look.icons.fill(painter, "brand", box, ())
        painter.setFont(look.font("title", 700))
        painter.setPen(look.qcolor("ink"))
        said = self._words.say("ui.opening")
        metrics = QFontMetrics(painter.font())
        left = middle.center().x() - metrics.horizontalAdvance(said) // 2
        painter.drawText(left, int(box.bottom()) + look.gap(16) + metrics.ascent() + look.px(5), said)
