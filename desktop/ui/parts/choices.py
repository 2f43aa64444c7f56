"""Parts of which one is chosen: periods, kinds of inspection, and the three answers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Painted


class Part(Painted):
    """One part of a row of choices. `fill` is its colour when chosen."""

    def __init__(self, look: Look, said: str, fill: str, icon: str = "", *, wide: int = 0) -> None:
        super().__init__(look, said)
        self.setCheckable(True)
        self._fill, self._icon, self._wide = fill, icon, wide
        self.first = self.last = False

    def sizeHint(self) -> QSize:
        look = self.look
        width = QFontMetrics(self._font(True)).horizontalAdvance(self.said) + 2 * look.gap(14)
        if self._icon and (self._wide or self.isChecked()):
            width += look.px(16) + look.gap(6) - (look.gap(14) if self._wide else 0)
        return QSize(max(width, look.px(self._wide)), look.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _font(self, chosen: bool) -> QFont:
        return self.look.font("body", 700 if chosen else 500)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, chosen = self.look, self.isChecked()
        painter.setPen(look.qcolor("line_control"))
        fill = self._fill if chosen else ("accent_tint" if self.hovered else "surface")
        painter.setBrush(look.qcolor(fill))
        painter.drawPath(self._outline())
        ink = ("on_accent" if self._fill == "accent" else "on_fill") if chosen else "ink"
        if chosen and self._fill == "ink_2":
            ink = "surface"
        font = self._font(chosen)
        wide = QFontMetrics(font).horizontalAdvance(self.said)
        icon = self._icon if chosen else ""
        size, gap = (look.px(16), look.gap(6)) if icon else (0, 0)
        left = max(0, (self.width() - wide - size - gap) // 2)
        if icon:
            box = QRectF(left, (self.height() - size) / 2, size, size)
            look.icons.draw(painter, icon, box, look.color(ink), 2.4)
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        words = QRect(left + size + gap, 0, wide + 2, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.said)

    def _outline(self) -> QPainterPath:
        """Round only at the ends of the row; neighbours share a line."""
        radius = float(self.look.radius("control"))
        box = QRectF(self.rect()).adjusted(0.5 if self.first else -0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        square = QPainterPath()
        if not self.first:
            square.addRect(QRectF(box.left(), box.top(), box.width() / 2, box.height()))
        if not self.last:
            square.addRect(QRectF(box.center().x() - 1, box.top(), box.width() / 2 + 1, box.height()))
        return path.united(square)


class Choices(QWidget):
    """A row of parts, one of them chosen or none.

    Signals:
        chosen: the code of the part that a person pressed.
    """

    chosen = Signal(str)

    def __init__(
        self, look: Look, parts: tuple[tuple[str, str], ...], name: str, icon: str = "", *, passive: bool = False
    ) -> None:
        super().__init__()
        self._init_row(name)
        for code, said in parts:
            self._add(code, Part(look, said, "accent", icon))
        self._finish(passive)

    def _init_row(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.parts: dict[str, Part] = {}

    def _add(self, code: str, part: Part) -> None:
        self.parts[code] = part
        self._group.addButton(part)
        self._row.addWidget(part)
        part.clicked.connect(lambda: self.chosen.emit(code))

    def _finish(self, passive: bool) -> None:
        made = list(self.parts.values())
        if made:
            made[0].first = True
            made[-1].last = True
        if passive:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            for part in made:
                part.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def choose(self, code: str) -> None:
        """Marks a part without telling anybody; an empty code marks none."""
        self._group.setExclusive(bool(code))
        for own, part in self.parts.items():
            part.setChecked(own == code)
            part.updateGeometry()
        self._group.setExclusive(True)


class ThreeWay(Choices):
    """合格 / 不合格 / 不涉及: nothing preset."""

    def __init__(self, look: Look, words: tuple[str, str, str], about: str, *, narrow: bool = False) -> None:
        QWidget.__init__(self)
        self._init_row(about)
        wide = 64 if narrow else 92
        for code, said, fill, icon in (
            ("pass", words[0], "good_fill", "check"),
            ("fail", words[1], "wrong_fill", "cross"),
            ("na", words[2], "ink_2", ""),
        ):
            part = Part(look, said, fill, "" if narrow else icon, wide=wide)
            part.setAccessibleDescription(about)
            self._add(code, part)
        self._finish(False)
