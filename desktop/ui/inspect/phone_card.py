"""用手机拍: the button beside the photos of a point, and the code that it opens below them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.inspect.by_phone import LinkShown
from desktop.ui.inspect.photos import AddPhoto
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import column_in, row_in
from desktop.ui.parts.text import Text
from desktop.ui.visitor.code import paint_code

SIDE = 205
"""Of the code, px: 41 modules of 5 px. A phone reads it however large letters are."""


class LinkCode(QWidget):
    """The code of a link, on whole pixels."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self._text = ""
        self.setObjectName("camera.code")
        self.setAccessibleName(said)
        self.setFixedSize(SIDE, SIDE)

    def sizeHint(self) -> QSize:
        return self.size()

    def show_code(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._text:
            paint_code(QPainter(self), self._text, QRectF(self.rect()))


class PhoneCard(QWidget):
    """Passive.

    Attributes:
        take: the button; whoever shows the photos puts it beside them.

    Signals:
        wanted: a code; ended: no more photos; serving_wanted: where pages for phones are switched on.
        ticked: a second passed while a code is shown; opened: it came to be shown.
    """

    wanted = Signal()
    ended = Signal()
    serving_wanted = Signal()
    ticked = Signal()
    opened = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._words = words
        self._state = ""
        self._room = True
        self._least = look.px(135)
        column = column_in(self, 0, look.gap(8))
        self.take = AddPhoto(look, words.say("ui.camera.take"))
        self.take.setParent(self)  # shown without a parent it would be a window of its own
        self.take.setObjectName("camera.take")
        self.take.clicked.connect(self.wanted)
        self.off = Button(look, words.say("ui.camera.to_settings"), Kind.WORDS)
        self.off.setObjectName("camera.to_settings")
        self.off.clicked.connect(self.serving_wanted)
        self.said = Text(look, "", "small", 500, "attention_ink", wrap=True)
        self.said.setObjectName("camera.said")
        column.addWidget(self.said)
        column.addWidget(self.off, 0, Qt.AlignmentFlag.AlignLeft)
        self._open = QWidget()
        self._fill_open(look)
        column.addWidget(self._open)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.ticked)
        self.show_link(LinkShown())

    def _fill_open(self, look: Look) -> None:
        """Code and words beside each other, or below each other where the panel is narrow."""
        words = self._words
        self._row = row = row_in(self._open, 0, look.gap(12))
        self.code = LinkCode(words.say("ui.camera.code"))
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        lines = QVBoxLayout()
        lines.setSpacing(look.gap(6))
        lines.addWidget(Text(look, words.say("ui.camera.scan"), "small", 400, "ink_2", wrap=True))
        self.left = Text(look, "", "body", 500, wrap=True)
        self.left.setObjectName("camera.left")
        self.came = Text(look, "", "body", 700, "good_ink", wrap=True)
        self.came.setObjectName("camera.came")
        lines.addWidget(self.left)
        lines.addWidget(self.came)
        self.end = Button(look, words.say("ui.camera.end"), Kind.PLAIN)
        self.end.setObjectName("camera.end")
        self.end.clicked.connect(lambda: self.ended.emit())
        lines.addWidget(self.end, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)
        row.addLayout(lines, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= SIDE + self._least
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def show_room(self, room: bool) -> None:
        """With all photos there is nothing to take."""
        self._room = room
        self._place()

    def show_link(self, link: LinkShown) -> None:
        words, before = self._words, self._state
        self._state = link.state
        if link.state == "open":
            self.code.show_code(link.url)
            self.left.setText(words.say("ui.camera.left", time=f"{link.seconds // 60}:{link.seconds % 60:02d}"))
            self.came.setText(words.say("ui.camera.came", count=link.came) if link.came else "")
        self.said.setText(words.say(f"ui.camera.{link.state}") if link.state in ("off", "over") else "")
        self._place()
        if link.state == "open" and before != "open":
            QTimer.singleShot(0, self, self.opened.emit)  # laid out by then

    def _place(self) -> None:
        is_open = self._state == "open"
        self.take.setVisible(self._room and not is_open)
        self.off.setVisible(self._room and self._state == "off")
        self.said.setVisible(self._room and self._state in ("off", "over"))
        self._open.setVisible(is_open)
        self.came.setVisible(is_open and bool(self.came.text()))
        if is_open != self._clock.isActive():
            if is_open:
                self._clock.start()
            else:
                self._clock.stop()
