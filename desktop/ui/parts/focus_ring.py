"""The ring round what the keyboard is at: 3 px, 2 px away from the control, drawn over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from desktop.ui.look import Look

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_WITH_OWN_EDGE = (QLineEdit, QPlainTextEdit)


class FocusRing(QWidget):
    """Follows the focus within one window; shown only while the keyboard is in use."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._home = window
        self._offset, self._size = QPoint(), QSize()
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app: QApplication | None = app
        app.focusChanged.connect(self._moved)

    def stop(self) -> None:
        """Follows no longer; before the window goes."""
        if self._app is not None:
            self._app.focusChanged.disconnect(self._moved)
            self._app = None

    def used(self, by_keyboard: bool) -> None:
        """A key (True) or a pointer (False) was pressed last."""
        self._by_keyboard = by_keyboard
        self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        if new is not None and self._home.isAncestorOf(new) and not isinstance(new, _WITH_OWN_EDGE):
            self._target = new
            walker: QWidget | None = new
            while walker is not None and walker is not self._home:
                walker.installEventFilter(self)
                self._watched.append(walker)
                walker = walker.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not self._by_keyboard or not isValid(target) or not target.isVisible():
            self.hide()
            return
        rect = QRect(target.mapTo(self._home, QPoint(0, 0)), target.size())
        if isinstance(target, QListView):
            rect = rect.adjusted(5, 5, -5, -5)
        shown = self._room(target)
        self.setGeometry(rect.adjusted(-5, -5, 5, 5).intersected(shown))
        self._offset = rect.topLeft() - self.geometry().topLeft()
        self._size = rect.size()
        self.show()
        self.raise_()

    def _room(self, target: QWidget) -> QRect:
        """The part of the window in which the target may be seen."""
        window = self._home
        walker = target.parentWidget()
        while walker is not None and walker is not window:
            if isinstance(walker, QScrollArea):
                port = walker.viewport()
                return QRect(port.mapTo(window, QPoint(0, 0)), port.size()).adjusted(-5, 0, 5, 0)
            walker = walker.parentWidget()
        return window.rect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(self._look.qcolor("accent"))
        pen.setWidthF(3)
        painter.setPen(pen)
        ring = QRectF(QRect(self._offset, self._size)).adjusted(-3.5, -3.5, 3.5, 3.5)
        painter.drawRoundedRect(ring, self._look.radius("control") + 3, self._look.radius("control") + 3)
