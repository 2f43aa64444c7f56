"""How the card will look: masked name, group, until when, whose station; its code comes with saving."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.people import masked_name
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.text import elide

_RATIO = 54 / 85.6
_WRAP = Qt.TextFlag.TextWordWrap


class CardPicture(QWidget):
    """White in every theme, like the card."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._name = self._group = self._station = self._until = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_card(self, name: str, group: str, station: str, until: str) -> None:
        """A name as typed; only its masked form is drawn."""
        self._name, self._group, self._station, self._until = masked_name(name.strip()), group, station, until
        said = (self._name, speech.group_word(self._words, group), speech.stated(self._words, until))
        title = self._words.say("ui.people.card_title")
        self.setAccessibleName(" · ".join(part for part in (title, *said) if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(340), self.heightForWidth(self._look.px(340)))

    def heightForWidth(self, width: int) -> int:
        return round(width * _RATIO)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, words = self._look, self._words
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(look.qcolor("line_control"))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(box, look.radius("card"), look.radius("card"))
        top = round(box.height() * 0.22)
        painter.save()
        painter.setClipRect(QRectF(box.left(), box.top(), box.width(), top))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.tokens.colors["light"]["warm"])
        painter.drawRoundedRect(box, look.radius("card"), look.radius("card"))
        painter.restore()
        edge = round(box.width() * 0.05)
        sign = round(top * 0.6)
        mark = QRectF(edge, (top - sign) / 2, sign, sign)
        look.icons.fill(painter, "brand", mark, ())
        painter.setFont(look.font("body", 700))
        painter.setPen(look.qcolor("on_fill"))
        left = int(mark.right()) + look.gap(8)
        title = QRect(left, 0, self.width() - left - edge, top)
        shown = elide(QFontMetrics(painter.font()), words.say("ui.people.card_title"), title.width())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
        code = round(box.height() - top - 2 * edge)
        square = QRectF(box.right() - edge - code, top + edge, code, code)
        self._paint_code(painter, square)
        self._paint_words(painter, QRectF(edge, top + edge, square.left() - 2 * edge, code))

    def _paint_code(self, painter: QPainter, square: QRectF) -> None:
        """No code before there is a card: a dashed square that says so."""
        look = self._look
        pen = QPen(look.qcolor("line_control"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square, look.radius("control"), look.radius("control"))
        painter.setFont(look.font("small"))
        painter.setPen(Qt.GlobalColor.darkGray)
        inside = square.adjusted(8, 8, -8, -8)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter | _WRAP), self._words.say("ui.people.card_code"))

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        look, words = self._look, self._words
        paper_ink = look.tokens.colors["light"]
        font = look.font(24, 700)
        painter.setFont(font)
        painter.setPen(paper_ink["ink"])
        base = room.top() + QFontMetrics(font).ascent()
        name = self._name or words.say("ui.people.card_name")
        painter.drawText(QPointF(room.left(), base), elide(QFontMetrics(font), name, int(room.width())))
        font = look.font("body", 500)
        painter.setFont(font)
        painter.setPen(paper_ink["ink_2"])
        group = speech.group_word(words, self._group)
        lines = QRectF(room.left(), base + look.px(8), room.width(), QFontMetrics(font).lineSpacing() * 2 + 2)
        painter.drawText(lines, int(_WRAP), group)
        small = look.font("caption")
        painter.setFont(small)
        painter.setPen(paper_ink["ink_2"])
        metrics = QFontMetrics(small)
        said = []
        if self._until:
            said.append(words.say("ui.people.card_until", day=speech.stated(words, self._until)))
        if self._station:
            said.append(words.say("ui.people.card_by", station=self._station))
        bottom = room.bottom() - metrics.descent()
        for line in reversed(said):
            painter.drawText(QPointF(room.left(), bottom), elide(metrics, line, int(room.width())))
            bottom -= metrics.lineSpacing()
