"""What the camera sees, in a corner of the window, with a frame drawn round a code that was read."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.core.words import Words
from desktop.devices.camera import Seen, State
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.card import Card, column_in, row_in
from desktop.ui.parts.text import Text

WIDE = 224
FRAME_HELD_MS = 900


class EyePicture(QWidget):
    """The picture itself; the frame stays for a moment, so that it is seen."""

    def __init__(self, look: Look, wide: int = WIDE) -> None:
        super().__init__()
        self._look = look
        self._seen: Seen | None = None
        self._corners: tuple[QPointF, ...] = ()
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(self._drop_frame)
        self.setFixedSize(QSize(wide, wide * 9 // 16))

    @property
    def corners(self) -> tuple[QPointF, ...]:
        """Those of the frame that is drawn now, as shares of the picture."""
        return self._corners

    def show_seen(self, seen: Seen | None) -> None:
        """None: nothing is seen."""
        self._seen = seen
        if seen is None:
            self._corners = ()
        elif seen.corners:
            self._corners = seen.corners
            self._fade.start(FRAME_HELD_MS)
        self.update()

    def _drop_frame(self) -> None:
        self._corners = ()
        self.update()

    def picture_box(self) -> QRectF:
        """Where the camera's picture lies: whole, in the middle."""
        box = QRectF(self.rect())
        if self._seen is None or self._seen.image.isNull():
            return box
        size = self._seen.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        look, box = self._look, QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box, look.radius("control"), look.radius("control"))
        painter.setClipPath(path)
        painter.fillRect(box, look.qcolor("preview_ground"))
        if self._seen is None:
            size = look.px(32)
            middle = QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size)
            look.icons.draw(painter, "camera", middle, look.color("ink_2"))
            return
        inside = self.picture_box()
        painter.drawImage(inside, self._seen.image)
        if self._corners:
            pen = painter.pen()
            pen.setColor(look.qcolor("good"))
            pen.setWidthF(4)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF([self._place(inside, corner) for corner in self._corners]))

    @staticmethod
    def _place(inside: QRectF, corner: QPointF) -> QPointF:
        return QPointF(inside.left() + corner.x() * inside.width(), inside.top() + corner.y() * inside.height())


class _Close(Painted):
    """A cross; takes no focus, so that the form underneath keeps it."""

    def __init__(self, look: Look, said: str) -> None:
        super().__init__(look, said)
        self.setToolTip(said)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(look.px(44), look.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self.look.px(18)
        box = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        self.look.icons.draw(painter, "cross", box, self.look.color("accent_ink" if self.hovered else "ink_2"))


class Eye(Card):
    """The panel; may be pushed to another corner. Takes no focus.

    Signals:
        closed: the camera is to be switched off.
    """

    closed = Signal()

    def __init__(self, window: QWidget, look: Look, words: Words) -> None:
        super().__init__("popover")
        self.setParent(window)
        self.setObjectName("eye")
        self._look, self._words = look, words
        self._room = QRect()
        self._held: QPoint | None = None
        # over the foot of a list, which scrolls, and not over buttons, which stand at the right
        self._right, self._below = False, True
        self.picture = EyePicture(look)
        self.said = Text(look, "", "small", 500, "ink_2", wrap=True)
        self.said.setFixedWidth(WIDE)
        column = column_in(self, look.gap(8), look.gap(4))
        head = row_in(None, 0, look.gap(4))
        head.addWidget(Text(look, words.say("ui.settings.camera.title"), "small", 700), 1)
        self.close_button = _Close(look, words.say("ui.settings.camera.switch_off"))
        self.close_button.setObjectName("eye.close")
        self.close_button.clicked.connect(self.closed)
        head.addWidget(self.close_button)
        column.addLayout(head)
        column.addWidget(self.picture)
        column.addWidget(self.said)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.hide()

    def show_state(self, state: State) -> None:
        """Hidden while it is off; a sentence where nothing is seen."""
        if state is State.OFF:
            self.picture.show_seen(None)
            self.hide()
            return
        if state is not State.SEEING:
            self.picture.show_seen(None)
        said = self._words.say(f"ui.settings.camera.state.{state}")
        self.said.setText(said)
        self.said.set_color("attention_ink" if state in (State.MISSING, State.FAILED, State.UNABLE) else "ink_2")
        self.said.setFixedHeight(max(self.said.heightForWidth(WIDE), 1))
        self.setAccessibleName(said)
        self.show()
        self.adjustSize()
        self._stand()

    def place(self, room: QRect) -> None:
        """Stands in its corner of this part of the window."""
        self._room = room
        self._stand()

    def _stand(self) -> None:
        room = self._room.adjusted(16, 16, -16, -16)
        left = room.right() - self.width() if self._right else room.left()
        top = room.bottom() - self.height() if self._below else room.top()
        self.move(left, top)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.move(self.mapToParent(event.position().toPoint() - self._held))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Into the nearest corner."""
        self._held = None
        middle = self.geometry().center()
        self._right = middle.x() > self._room.center().x()
        self._below = middle.y() > self._room.center().y()
        self._stand()
