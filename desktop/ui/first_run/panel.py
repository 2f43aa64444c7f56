"""The left side of the guide: the sign, five steps always in view, and a ripple."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.words import Words
from desktop.ui.first_run.draft import STEPS, Draft
from desktop.ui.look import Look

EDGE, SIGN, CIRCLE, ROW = 36, 56, 32, 56


class StepPanel(QWidget):
    """Painted; what screen readers say of it is which step this is."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__()
        self._look, self._words, self._draft = look, words, draft
        self.setFixedWidth(look.gap(340))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        here = words.say(f"first.step.{STEPS[draft.step - 1]}") if draft.step else words.say("first.restore.title")
        self.setAccessibleName(words.say("first.step_of", step=max(draft.step, 1), name=here))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        painter.fillRect(self.rect(), look.qcolor("first_run_panel"))
        top = self._head(painter)
        if top + look.gap(ROW) * len(STEPS) < self.height() - 190:
            self._ripple(painter)
        for number, name in enumerate(STEPS, 1):
            top = self._step(painter, number, name, top)
        self._foot(painter, top)

    def _head(self, painter: QPainter) -> int:
        """Sign and title; returns where the steps begin."""
        look = self._look
        side, edge = look.gap(SIGN), look.gap(EDGE)
        sign = QRectF(edge, look.gap(40), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("on_fill"))
        painter.drawRoundedRect(sign, 14, 14)
        inner = sign.adjusted(side * 0.16, side * 0.16, -side * 0.16, -side * 0.16)
        look.icons.draw(painter, "brand_mono", inner, look.color("first_run_panel"))
        painter.setFont(look.font("title" if look.large else "page", 700))
        painter.setPen(look.qcolor("on_fill"))
        room = QRect(edge, int(sign.bottom()) + look.gap(18), self.width() - 2 * edge + 12, 200)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        used = painter.boundingRect(room, flags, self._words.say("first.title"))
        painter.drawText(room, flags, self._words.say("first.title"))
        return used.bottom() + look.gap(28)

    def _step(self, painter: QPainter, number: int, name: str, top: int) -> int:
        look, here = self._look, self._draft.step
        done, current = number < here or (self._draft.made and number <= 3), number == here
        side = look.gap(CIRCLE + (4 if current else 0))
        middle = top + look.gap(ROW) / 2
        edge = look.gap(EDGE)
        circle = QRectF(edge - (2 if current else 0), middle - side / 2, side, side)
        white = look.qcolor("on_fill")
        painter.setPen(QPen(white, 2))
        painter.setBrush(white if done else Qt.BrushStyle.NoBrush)
        if current:
            painter.setBrush(look.qcolor("wrong_fill") if look.theme == "dark" else look.qcolor("badge"))
        painter.drawEllipse(circle)
        if done and not current:
            tick = circle.adjusted(side * 0.24, side * 0.24, -side * 0.24, -side * 0.24)
            look.icons.draw(painter, "check", tick, look.color("first_run_panel"), 2.4)
        else:
            painter.setFont(look.font("small", 700))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))
        said = self._words.say(f"first.step.{name}")
        font = look.font("title" if current and not look.large else "body", 700 if current else 400)
        painter.setFont(font)
        left = edge + look.gap(CIRCLE) + look.gap(14)
        room = QRect(left, top, self.width() - left - look.gap(12), look.gap(ROW))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, said)
        self._aside(painter, name, font_width=QFontMetrics(font).horizontalAdvance(said), room=room)
        return top + look.gap(ROW)

    def _aside(self, painter: QPainter, name: str, font_width: int, room: QRect) -> None:
        """What was chosen, or that a step may be skipped; the first to go where room is short."""
        aside = {"language": "first.language.own", "devices": "first.may_skip", "hub": "first.may_skip"}.get(name)
        if aside is None or (name == "language") == (self._draft.step == 1):
            return
        said = self._words.say(aside)
        font = self._look.font("small")
        needed = QFontMetrics(font).horizontalAdvance(said)
        if font_width + needed + self._look.gap(32) > room.width():
            return
        painter.setFont(font)
        inner = room.adjusted(0, 0, -self._look.gap(24), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)

    def _ripple(self, painter: QPainter) -> None:
        """Three jets and rings on water: the sign, large and quiet."""
        painter.save()
        foot = QPointF(self.width() * 0.77, self.height() - 94.0)
        for ring, strength in ((34, 0.5), (78, 0.34), (130, 0.24), (190, 0.17), (260, 0.12)):
            color = self._look.qcolor("on_fill")
            color.setAlphaF(strength)
            painter.setPen(QPen(color, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(foot, ring, ring * 0.36)
        color = self._look.qcolor("on_fill")
        color.setAlphaF(0.55)
        painter.setPen(QPen(color, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for away, high, low in ((-22, 58, 6), (0, 92, 0), (22, 58, 6)):
            painter.drawLine(QPointF(foot.x() + away, foot.y() - high), QPointF(foot.x() + away, foot.y() - low))
        painter.restore()

    def _foot(self, painter: QPainter, top: int) -> None:
        """That nothing here is for ever; gives way where the steps need the room."""
        look = self._look
        painter.setFont(look.font("small"))
        painter.setPen(look.qcolor("on_fill"))
        edge = look.gap(EDGE)
        room = QRect(edge, 0, int(self.width() * 0.62), self.height() - look.gap(40))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        said = self._words.say("first.calm")
        if painter.boundingRect(room, flags, said).top() > top + look.gap(8):
            painter.drawText(room, flags, said)
