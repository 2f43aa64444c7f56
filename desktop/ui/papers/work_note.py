"""What takes longer than half a second: what it is, how far it has come, and 停下."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.papers.state import Work
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import column_in
from desktop.ui.parts.text import Text

SHOWN_AFTER_MS = 500
LOOKED_AT_MS = 120


class Bar(QWidget):
    """A bar of `done` of `total`; without a total it stands at a third, for nothing here loops."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.done, self.total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, self._look.px(8))

    def show_part(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        painter.setBrush(self._look.qcolor("sunken"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        part = self.done / self.total if self.total else 1 / 3
        painter.setBrush(self._look.qcolor("accent"))
        box.setWidth(max(box.height(), box.width() * part))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


class WorkNote(QWidget):
    """Passive; looks at the work by itself while it goes on, and stays out of sight for its first half second.

    Signals:
        halt_wanted: 停下.
    """

    halt_wanted = Signal()

    def __init__(self, look: Look, words: Words, doing: str) -> None:
        super().__init__()
        self._words, self._doing = words, doing
        self._work: Work | None = None
        self._since = QElapsedTimer()
        self._pulse = QTimer(self)
        self._pulse.setInterval(LOOKED_AT_MS)
        self._pulse.timeout.connect(self._look_at)
        column = column_in(self, 0, look.gap(10))
        self.said = Text(look, "", "body", 500, wrap=True)
        self.bar = Bar(look)
        self.halt = Button(look, words.say("ui.papers.halt"), Kind.PLAIN, "cross")
        self.halt.setObjectName(f"papers.halt.{doing}")
        self.halt.clicked.connect(self.halt_wanted)
        column.addWidget(self.said)
        column.addWidget(self.bar)
        column.addWidget(self.halt)
        self._inside = (self.said, self.bar, self.halt)
        self._set_seen(False)

    def show_work(self, work: Work | None) -> None:
        mine = work if work is not None and work.doing == self._doing else None
        if mine is self._work:
            return
        self._work = mine
        self._set_seen(False)
        if mine is None:
            self._pulse.stop()
            return
        self._since.start()
        self._pulse.start()

    def _look_at(self) -> None:
        work = self._work
        if work is None or self._since.elapsed() < SHOWN_AFTER_MS:
            return
        part = "_part" if self._doing == "make" and work.total else ""
        key = f"ui.papers.{self._doing}ing{part}" if not work.halted else "ui.papers.halting"
        self.said.setText(self._words.say(key, done=work.done, total=work.total))
        self.bar.show_part(work.done, work.total)
        self._set_seen(True)

    def _set_seen(self, seen: bool) -> None:
        for part in self._inside:
            part.setVisible(seen)
        self.setVisible(seen)
