"""练习 across every page of the window, and an edge all round it: nobody takes it for the real station."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look

EDGE, STRENGTH, WIDE = 4, 0.07, 190


class Watermark(QWidget):
    """Lies over a window and takes no press and no focus."""

    def __init__(self, window: QWidget, look: Look, said: str) -> None:
        super().__init__(window)
        self._look, self._said, self._over = look, said, window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(said)
        self.setObjectName("watermark")
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        painter.setPen(QPen(look.qcolor("warm"), EDGE))
        half = EDGE // 2
        painter.drawRect(self.rect().adjusted(half, half, -half, -half))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = look.qcolor("warm_ink")
        color.setAlphaF(STRENGTH)
        painter.setPen(color)
        font = look.font(96, 700)
        wide = QFontMetrics(font).horizontalAdvance(self._said)
        # as wide whatever the language and the size of the text: it lies under words that must be read
        sized = QFont(font)
        sized.setPixelSize(max(24, font.pixelSize() * WIDE // max(1, wide)))
        painter.setFont(sized)
        step = 380
        for row, y in enumerate(range(120, self.height() + step, step // 2)):
            for x in range(140 + (row % 2) * step // 2, self.width() + step, step):
                painter.save()
                painter.translate(x, y)
                painter.rotate(-24)
                painter.drawText(-100, 40, self._said)
                painter.restore()
