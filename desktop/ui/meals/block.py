"""The block that is read from two metres: may eat and what to collect, or why not, or please scan."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.money import yuan_sign
from desktop.core.pages import ScanAnswer, Tone
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.overlay import FILLS, icon_of, paint_rings
from desktop.ui.parts.text import bearing, elide

_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class AnswerBlock(QWidget):
    """Waiting: white with a dashed edge. Served: green above, the sum below. Refused: the next step below."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._waiting = (words.say("ui.meals.scan"), words.say("ui.meals.scan_step"))
        self.answer: ScanAnswer | None = None
        self.setObjectName("meals.block")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(380, 320))
        self.show_answer(None)

    def show_waiting(self, first: str, second: str) -> None:
        self._waiting = (first, second)
        self.show_answer(self.answer)

    def show_answer(self, answer: ScanAnswer | None) -> None:
        self.answer = answer
        self.setAccessibleName(self.spoken())
        self.update()

    def spoken(self) -> str:
        words, answer = self._words, self.answer
        if answer is None:
            return " · ".join(self._waiting)
        said = [words.say(f"outcome.{answer.outcome}"), self._name(answer), speech.group_word(words, answer.group)]
        if answer.price_fen:
            said.append(f"{words.say('ui.meals.collect')} {yuan_sign(answer.price_fen)}")
        said += [speech.hint(words, given) for given in answer.hints[:2]]
        return " · ".join(part for part in said if part)

    def _name(self, answer: ScanAnswer) -> str:
        return answer.name

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.answer is None:
            self._paint_waiting(painter)
        else:
            self._paint_answer(painter, self.answer)

    def _paint_waiting(self, painter: QPainter) -> None:
        look = self._look
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        pen = QPen(look.qcolor("line_control"), 2)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(look.qcolor("surface"))
        painter.drawRoundedRect(box, look.radius("card"), look.radius("card"))
        size = min(look.px(96), self.height() // 4)
        middle = self.height() / 2
        icon = QRectF((self.width() - size) / 2, middle - size * 1.5, size, size)
        look.icons.draw(painter, "scan", icon, look.color("accent_ink"))
        room = QRect(24, int(icon.bottom()) + look.gap(12), self.width() - 48, look.px(84))
        self._fit(painter, room, self._waiting[0], 60, "ink", Qt.AlignmentFlag.AlignHCenter)
        below = QRect(24, room.bottom() + look.gap(6), self.width() - 48, look.px(64))
        painter.setFont(look.font("title"))
        painter.setPen(look.qcolor("ink_2"))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, self._waiting[1])

    def _paint_answer(self, painter: QPainter, answer: ScanAnswer) -> None:
        look = self._look
        fill = look.qcolor(FILLS[answer.tone])
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(box, look.radius("card"), look.radius("card"))
        foot = self._foot_height()
        painter.save()
        painter.setClipPath(path)
        painter.fillPath(path, look.qcolor("surface"))
        top = QRectF(box.left(), box.top(), box.width(), box.height() - foot)
        painter.fillRect(top, fill)
        painter.setClipRect(top, Qt.ClipOperation.IntersectClip)
        if answer.tone is Tone.SUCCESS:
            paint_rings(painter, look, QPointF(box.right() - 60, box.top() + 60), (120.0, 240.0, 380.0))
        self._paint_head(painter, top, answer)
        painter.restore()
        painter.setPen(QPen(fill, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        room = QRect(int(box.left()), int(box.bottom() - foot), int(box.width()), foot)
        inside = room.adjusted(look.gap(42), look.gap(16), -look.gap(32), -look.gap(12))
        if answer.price_fen:
            self._paint_sum(painter, inside, answer)
        else:
            self._paint_steps(painter, inside, answer)

    def _foot_height(self) -> int:
        """Of the sum; where the block is low, it leaves the word and the person their room."""
        return max(
            min(self._look.px(150), int(self.height() * 0.45)), min(self._look.px(190), int(self.height() * 0.4))
        )

    def _paint_head(self, painter: QPainter, top: QRectF, answer: ScanAnswer) -> None:
        look, words = self._look, self._words
        left = look.gap(40)
        start = max(look.gap(8), min(look.gap(36), (top.height() - look.px(230)) / 2))
        person = look.px(50) + look.gap(10)
        high = int(max(look.px(40), min(look.px(100), top.height() - start - person)))
        size = min(look.px(80), high)
        icon = QRectF(top.left() + left, top.top() + start + (high - size) / 2, size, size)
        look.icons.draw(painter, icon_of(answer) if not answer.price_fen else "check", icon, look.color("on_fill"), 2.2)
        words_left = int(icon.right()) + look.gap(22)
        room = QRect(words_left, int(top.top() + start), int(top.right()) - words_left - look.gap(24), high)
        self._fit(painter, room, words.say(f"outcome.{answer.outcome}"), 80, "on_fill")
        line = top.top() + start + high + look.gap(10)
        if answer.group or answer.name:
            line = self._paint_person(
                painter, QRectF(top.left() + left, line, top.width() - 2 * left, look.px(50)), answer
            )
        if answer.fact and answer.time and line + look.px(40) <= top.bottom():
            self._paint_line(
                painter,
                QRectF(top.left() + left, line, top.width() - 2 * left, look.px(40)),
                "check",
                words.say("ui.meals.saved", time=answer.time),
                "on_fill",
                "title",
            )

    def _paint_person(self, painter: QPainter, room: QRectF, answer: ScanAnswer) -> float:
        said = "  ".join(part for part in (answer.name, speech.group_word(self._words, answer.group)) if part)
        self._paint_line(painter, room, answer.group or "people", said, "on_fill", 28, 32)
        return room.bottom()

    def _paint_line(
        self, painter: QPainter, room: QRectF, icon: str, said: str, ink: str, size: str | float, square: int = 22
    ) -> None:
        look = self._look
        side = look.px(square)
        look.icons.draw(
            painter, icon, QRectF(room.left(), room.center().y() - side / 2, side, side), look.color(ink), 2.2
        )
        font = look.font(size, 500)
        left = room.left() + side + look.gap(16)
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        words = QRectF(left, room.top(), room.right() - left, room.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elide(QFontMetrics(font), said, int(words.width())))

    def _paint_sum(self, painter: QPainter, room: QRect, answer: ScanAnswer) -> None:
        look, words = self._look, self._words
        label = QRect(room.left(), room.top(), room.width(), look.px(30))
        painter.setFont(look.font("title"))
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, words.say("ui.meals.collect"))
        figures = QRect(room.left(), label.bottom(), int(room.width() * 0.52), room.bottom() - label.bottom())
        taken = self._fit(painter, figures, yuan_sign(answer.price_fen), 112, "ink")
        said = []
        if answer.list_fen:
            said.append(words.say("ui.meals.list_price", sum=yuan_sign(answer.list_fen)))
        if answer.subsidy_fen:
            said.append(words.say("ui.meals.subsidy", sum=yuan_sign(answer.subsidy_fen)))
        said += [speech.hint(words, given) for given in answer.hints[:1]]
        left = room.left() + taken + look.gap(32)
        beside = QRect(left, room.top(), room.right() - left, room.height() - look.gap(8))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        size = 20.0
        while size > 13:
            needed = QFontMetrics(look.font(size)).boundingRect(beside, flags, "\n".join(said))
            if needed.height() <= beside.height() and needed.width() <= beside.width():
                break
            size -= 1
        painter.setFont(look.font(size))
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(beside, flags, "\n".join(said))

    def _paint_steps(self, painter: QPainter, room: QRect, answer: ScanAnswer) -> None:
        """Where the sum would stand: why, and what to do next."""
        look, words = self._look, self._words
        hints = answer.hints[:2]
        if not hints:
            return
        each = min(look.px(80), room.height() // len(hints))
        top = room.top() + (room.height() - each * len(hints)) // 2
        for given in hints:
            side = look.px(30)
            middle = top + each / 2
            look.icons.draw(
                painter,
                given.icon or "info",
                QRectF(room.left(), middle - side / 2, side, side),
                look.color("ink"),
                2.0,
            )
            left = room.left() + side + look.gap(16)
            line = QRect(left, top, room.right() - left, each)
            said = speech.hint(words, given)
            size = 28.0
            while size > 16:
                needed = QFontMetrics(look.font(size, 500)).boundingRect(line, _FLAGS, said)
                if needed.height() <= line.height() and needed.width() <= line.width():
                    break
                size -= 2
            painter.setFont(look.font(size, 500))
            painter.setPen(look.qcolor("ink"))
            painter.drawText(line, _FLAGS, said)
            top += each

    def _fit(
        self,
        painter: QPainter,
        room: QRect,
        said: str,
        size: float,
        ink: str,
        across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """One line as large as it fits, at most `size`; returns its width."""
        look = self._look
        while size > 20:
            metrics = QFontMetrics(look.font(size, 700))
            if metrics.horizontalAdvance(said) <= room.width() and metrics.capHeight() * 1.35 <= room.height():
                break
            size -= 2
        font = look.font(size, 700)
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        shift = bearing(QFontMetrics(font), said)
        room = room.translated(-shift, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | across | Qt.TextFlag.TextDontClip, said)
        return QFontMetrics(font).horizontalAdvance(said) - shift
