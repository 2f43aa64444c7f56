"""The pictures of Today: people as seats, visits by hour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import Look

_MOST_SEATS = 24


class Seats(QWidget):
    """A room: a person for each seat taken, an outline for each that is free."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._inside = self._seats = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_people(self, inside: int, seats: int, spoken: str) -> None:
        self._inside, self._seats = inside, seats
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(230), self._look.px(92))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(120), self._look.px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = min(max(self._seats, self._inside), _MOST_SEATS)
        if not shown:
            return
        across = 6 if shown <= 12 else (shown + 2) // 3
        down = (shown + across - 1) // across
        cell = min(self.width() / across, self.height() / down, self._look.px(46))
        size = cell * 0.66
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - across * cell
        top = (self.height() - down * cell * 1.05) / 2
        for seat in range(shown):
            x = left + (seat % across) * cell + (cell - size) / 2
            y = top + (seat // across) * cell * 1.05
            self._paint_person(painter, QRectF(x, y, size, cell * 0.86), seat < self._inside)

    def _paint_person(self, painter: QPainter, box: QRectF, taken: bool) -> None:
        head = box.width() * 0.3
        path = QPainterPath()
        path.addEllipse(QPointF(box.center().x(), box.top() + head), head, head)
        shoulders = QRectF(box.left(), box.top() + head * 2.25, box.width(), (box.height() - head * 2.25) * 2)
        body = QPainterPath()
        body.moveTo(shoulders.left(), box.bottom())
        body.arcTo(shoulders, 180, -180)
        body.closeSubpath()
        if taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.qcolor("warm"))
        else:
            pen = QPen(self._look.qcolor("seat_empty"), 1.5)
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([2.2, 1.8])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.drawPath(body)


class HourChart(QWidget):
    """Visits by hour as bars before what is usual on such a day; the hour now is darker."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bars: tuple[int, ...] = ()
        self._usual: tuple[int, ...] = ()
        self._now = -1
        self._hour_word = "{hour}"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(look.px(90))

    def show_hours(self, bars: tuple[int, ...], usual: tuple[int, ...], now: int, hour_word: str, spoken: str) -> None:
        self._bars, self._usual, self._now, self._hour_word = bars, usual, now, hour_word
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._bars:
            return
        look = self._look
        painter = QPainter(self)
        used = [hour for hour in range(24) if self._bars[hour] or self._usual[hour]]
        first, last = min([7, *used]), max([21, *used])
        hours = range(first, last + 1)
        foot = look.px(30)
        base = self.height() - foot
        most = max(4, *self._bars, *self._usual)
        high = base - look.px(22)
        step = self.width() / len(hours)
        for at, hour in enumerate(hours):
            left = at * step
            self._paint_usual(painter, QRectF(left + step * 0.1, 0, step * 0.8, base), self._usual[hour] * high / most)
            self._paint_bar(painter, QRectF(left + step * 0.24, 0, step * 0.52, base), hour, high / most)
        for at, hour in enumerate(hours):
            left = at * step
            self._paint_hour(painter, QRect(int(left - step * 0.3), base, int(step * 1.6), foot), hour)
        painter.fillRect(QRectF(0, base, self.width(), 1), look.qcolor("line_control"))

    def _paint_usual(self, painter: QPainter, column: QRectF, height: float) -> None:
        if height <= 0:
            return
        box = QRectF(column.left(), column.bottom() - height, column.width(), height)
        painter.fillRect(box, self._look.qcolor("chart_typical"))
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), self._look.qcolor("line_control"))

    def _paint_bar(self, painter: QPainter, column: QRectF, hour: int, unit: float) -> None:
        count = self._bars[hour]
        if not count:
            return
        look = self._look
        height = count * unit
        box = QRectF(column.left(), column.bottom() - height, column.width(), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("accent" if hour == self._now else "chart_bar"))
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, 3, 3)
        path.addRect(QRectF(box.left(), box.bottom() - min(3, height), box.width(), min(3.0, height)))
        painter.drawPath(path)
        painter.setFont(look.font(14, 700))
        painter.setPen(look.qcolor("ink"))
        top = box.bottom() - max(height, self._usual[hour] * unit)
        above = QRectF(box.left() - 30, top - look.px(21), box.width() + 60, look.px(19))
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, str(count))

    def _paint_hour(self, painter: QPainter, box: QRect, hour: int) -> None:
        look = self._look
        here = hour == self._now
        if look.large and not here and hour % 2:
            return
        painter.setFont(look.font("caption", 700 if here else 400))
        painter.setPen(look.qcolor("accent_ink" if here else "ink_2"))
        said = self._hour_word.format(hour=hour) if here else str(hour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)


class Legend(QWidget):
    """What the bars and the grey columns are."""

    def __init__(self, look: Look, today: str, usual: str) -> None:
        super().__init__()
        self._look, self._parts = look, ((today, "chart_bar"), (usual, "chart_typical"))
        self.setFont(look.font("caption"))
        self.setFixedHeight(look.px(28))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = sum(self.fontMetrics().horizontalAdvance(said) + self._look.px(40) for said, _ in self._parts)
        return QSize(wide - self._look.px(18), self._look.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        painter.setFont(look.font("caption"))
        left = 0
        for said, color in self._parts:
            size = look.px(13)
            top = (self.height() - look.px(10)) / 2
            painter.fillRect(QRectF(left, top, size, look.px(10)), look.qcolor(color))
            if color == "chart_typical":
                painter.fillRect(QRectF(left, top, size, 2), look.qcolor("line_control"))
            left += size + look.px(7)
            wide = self.fontMetrics().horizontalAdvance(said)
            painter.setPen(look.qcolor("ink_2"))
            painter.drawText(QRect(left, 0, wide + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, said)
            left += wide + look.px(20)
