"""The answer to a scan: colour, icon, word and person over the page for two seconds.

A child widget that takes neither focus nor pointer, so that the form underneath goes on as if it were not
there. The next answer replaces it at once.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.pages import Hint, ScanAnswer, Tone
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.text import elide

FILLS = {
    Tone.SUCCESS: "good_fill",
    Tone.ALREADY: "accent_fill",
    Tone.ATTENTION: "attention_fill",
    Tone.REFUSED: "wrong_fill",
}
INKS = {
    Tone.SUCCESS: "good_ink",
    Tone.ALREADY: "accent_ink",
    Tone.ATTENTION: "attention_ink",
    Tone.REFUSED: "wrong_ink",
}
TINTS = {
    Tone.SUCCESS: "good_tint",
    Tone.ALREADY: "accent_tint",
    Tone.ATTENTION: "attention_tint",
    Tone.REFUSED: "wrong_tint",
}
SOUNDS = {
    Tone.SUCCESS: "success",
    Tone.ALREADY: "already",
    Tone.ATTENTION: "already",
    Tone.REFUSED: "refused",
}
_ICONS = {
    "served": "meals",
    "already_served": "meals",
    "card_expired": "clock",
    "expired": "clock",
    "out_of_hours": "clock",
    "not_a_card": "warn",
    "practice_card": "practice",
    "real_card": "practice",
    "accepted_unverified": "sync",
}
_TONE_ICONS = {Tone.SUCCESS: "check", Tone.ALREADY: "info", Tone.ATTENTION: "info", Tone.REFUSED: "cross"}


def icon_of(answer: ScanAnswer) -> str:
    return _ICONS.get(answer.outcome, _TONE_ICONS[answer.tone])


class Overlay(QWidget):
    """Shown by `show_answer`, hidden by itself or by `close_now`.

    Attributes:
        answer: what is shown, None when nothing is.

    Signals:
        closed: it went away.
    """

    closed = Signal()

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._words: Words | None = None
        self._panel = QRect()
        self.answer: ScanAnswer | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._held = QElapsedTimer()
        self._hold = look.tokens.motion["overlay_hold"]
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.close_now)
        self._bar = QTimer(self)
        self._bar.setInterval(40)
        self._bar.timeout.connect(self._move_bar)
        self.hide()

    def show_answer(self, answer: ScanAnswer, words: Words, cover: QRect, page: QRect) -> None:
        """Shows it over `cover`, or over the whole page where that is too narrow. It is painted when this returns: what
        an answer changes in the pages comes after it.
        """
        look = self._look
        width = min(look.px(690), page.width() - look.gap(32))
        height = look.px(250)
        area = cover if cover.width() >= width - 2 else page
        top = min(look.px(104), max(0, (area.height() - height) // 2))
        self.setGeometry(area)
        width = min(width, area.width())
        self._panel = QRect((area.width() - width) // 2, top, width, min(height, area.height() - top))
        self.answer, self._words = answer, words
        self.setAccessibleName(self.spoken())
        self._held.start()
        self._end.start(self._hold)
        self._bar.start()
        self.show()
        self.raise_()
        self.repaint()

    def spoken(self) -> str:
        """All of it as one sentence, for screen readers and tests."""
        if self.answer is None or self._words is None:
            return ""
        words, answer = self._words, self.answer
        said = [words.say(f"outcome.{answer.outcome}"), answer.name, speech.group_word(words, answer.group)]
        said += [speech.hint(words, given) for given in answer.hints[:2]]
        return " · ".join(part for part in said if part)

    def close_now(self) -> None:
        if self.answer is None:
            return
        self.answer = None
        self._end.stop()
        self._bar.stop()
        self.hide()
        self.closed.emit()

    def _move_bar(self) -> None:
        thick = self._look.px(8)
        self.update(QRect(self._panel.left(), self._panel.bottom() - thick, self._panel.width(), thick + 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.answer is None or self._words is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, answer = self._look, self.answer
        veil = look.qcolor("veil")
        veil.setAlphaF(look.tokens.veil)
        painter.fillRect(self.rect(), veil)
        fill = look.qcolor(FILLS[answer.tone])
        box = QRectF(self._panel).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(box, look.radius("card"), look.radius("card"))
        painter.save()
        painter.setClipPath(path)
        painter.fillPath(path, look.qcolor("surface"))
        block = QRectF(box.left(), box.top(), look.px(208), box.height())
        painter.fillRect(block, fill)
        self._paint_block(painter, block)
        self._paint_bar(painter, box, block)
        self._paint_words(
            painter, QRect(int(block.right()), int(box.top()), int(box.right() - block.right()), int(box.height()))
        )
        painter.restore()
        pen = painter.pen()
        pen.setColor(fill)
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_block(self, painter: QPainter, block: QRectF) -> None:
        look = self._look
        assert self.answer is not None
        middle = block.center()
        if self.answer.tone is Tone.SUCCESS:
            paint_rings(painter, look, middle, (look.px(75), look.px(103), look.px(140)))
        size = look.px(96)
        icon = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        look.icons.draw(painter, icon_of(self.answer), icon, look.color("on_fill"), 2.0)

    def _paint_bar(self, painter: QPainter, box: QRectF, block: QRectF) -> None:
        look = self._look
        assert self.answer is not None
        thick = look.px(7)
        left = max(0.0, 1 - self._held.elapsed() / self._hold)
        base = QRectF(box.left(), box.bottom() - thick, box.width(), thick)
        painter.fillRect(base.adjusted(block.width(), 0, 0, 0), look.qcolor(TINTS[self.answer.tone]))
        done = QRectF(base.left(), base.top(), block.width() + (base.width() - block.width()) * left, thick)
        painter.fillRect(done, look.qcolor(FILLS[self.answer.tone]))

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        look, words, answer = self._look, self._words, self.answer
        assert words is not None
        assert answer is not None
        inside = room.adjusted(look.gap(28), look.gap(20), -look.gap(28), -look.gap(16))
        ink = INKS[answer.tone]
        word = words.say(f"outcome.{answer.outcome}")
        size = 44.0
        while size > 26 and QFontMetrics(look.font(size, 700)).horizontalAdvance(word) > inside.width():
            size -= 2
        font = look.font(size, 700)
        top = inside.top()
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        line = look.px(62)
        painter.drawText(
            QRect(inside.left(), top, inside.width(), line),
            Qt.AlignmentFlag.AlignVCenter,
            elide(QFontMetrics(font), word, inside.width()),
        )
        top += line
        if answer.name or answer.group:
            top = self._paint_person(painter, QRect(inside.left(), top, inside.width(), look.px(58)))
        painter.fillRect(QRect(inside.left(), top + look.px(6), inside.width(), 1), look.qcolor("line"))
        top += look.px(12)
        for given in answer.hints[:2]:
            self._paint_hint(painter, QRect(inside.left(), top, inside.width(), look.px(34)), given, ink)
            top += look.px(34)

    def _paint_person(self, painter: QPainter, room: QRect) -> int:
        look, words, answer = self._look, self._words, self.answer
        assert words is not None
        assert answer is not None
        left = room.left()
        if answer.group:
            square, size = look.px(50), look.px(30)
            box = QRectF(left, room.top() + (room.height() - square) / 2, square, square)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("warm_tint"))
            painter.drawRoundedRect(box, look.radius("control"), look.radius("control"))
            edge = (square - size) / 2
            look.icons.draw(painter, answer.group, box.adjusted(edge, edge, -edge, -edge), look.color("warm_ink"))
            left += square + look.gap(14)
        base = room.center().y() + look.px(10)
        name = answer.name
        if name:
            bold = look.font(28, 700)
            painter.setFont(bold)
            painter.setPen(look.qcolor("ink"))
            shown = elide(QFontMetrics(bold), name, room.right() - left)
            painter.drawText(QPoint(left, base), shown)
            left += QFontMetrics(bold).horizontalAdvance(shown) + look.gap(14)
        font = look.font("title", 400 if name else 500)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink_2" if name else "ink"))
        group = speech.group_word(words, answer.group)
        painter.drawText(QPoint(left, base), elide(QFontMetrics(font), group, room.right() - left))
        return room.bottom() + 1

    def _paint_hint(self, painter: QPainter, room: QRect, given: Hint, ink: str) -> None:
        look, words = self._look, self._words
        assert words is not None
        size = look.px(22)
        box = QRectF(room.left(), room.center().y() - size / 2, size, size)
        look.icons.draw(painter, given.icon or "info", box, look.color(ink))
        left = int(box.right()) + look.gap(12)
        said = speech.hint(words, given)
        font = look.font("title", 400)
        if QFontMetrics(font).horizontalAdvance(said) > room.right() - left:
            font = look.font("body", 400)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink"))
        shown = elide(QFontMetrics(font), said, room.right() - left)
        painter.drawText(
            QRect(left, room.top(), room.right() - left, room.height()), Qt.AlignmentFlag.AlignVCenter, shown
        )


def paint_rings(painter: QPainter, look: Look, middle: QPointF, radii: tuple[float, float, float]) -> None:
    """The ripple of the sign, on success only."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius, strength in zip(radii, (0.55, 0.32, 0.18), strict=True):
        shade = look.qcolor("on_fill")
        shade.setAlphaF(strength)
        pen = painter.pen()
        pen.setColor(shade)
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.drawEllipse(middle, radius, radius)
