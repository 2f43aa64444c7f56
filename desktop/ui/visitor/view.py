"""The visitor's screen, painted whole at the size of the screen: 1280 × 800 in the drawing, larger on a larger one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.core.business_day import clock_time
from desktop.core.checkin_code import STEP_SECONDS
from desktop.core.pages import ScanAnswer, Tone
from desktop.core.visitor_pages import ITEM_ICONS, VisitorPage, greeting
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.visitor.codes import Shown, codes_of, paint_framed

WIDTH, HEIGHT, EDGE, BAND = 1280, 800, 44, 100
_BANDS = {
    Tone.SUCCESS: ("good_fill", "check"),
    Tone.ALREADY: ("accent_fill", "info"),
    Tone.ATTENTION: ("attention_fill", "clock"),
    Tone.REFUSED: ("attention_fill", "info"),
}
_WELCOME = (("card", "card"), ("phone", "tail"), ("rest", "nobody"))


class VisitorView(QWidget):
    """Passive.

    Signals:
        closed: somebody closed it.
    """

    closed = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self.setObjectName("visitor")
        self.resize(WIDTH, HEIGHT)
        self._look, self._words = look, words
        self._page: VisitorPage | None = None
        self._now = 0
        self._answer: ScanAnswer | None = None
        self._answered = 0
        self.refit(look, words)

    def refit(self, look: Look, words: Words) -> None:
        self._look, self._words = look, words
        self.setWindowTitle(words.say("visitor.window"))
        self._say()

    def show_page(self, page: VisitorPage, now: int) -> None:
        self._page, self._now = page, now
        self._say()

    def show_time(self, now: int) -> None:
        self._now = now
        self._say()

    def show_answer(self, answer: ScanAnswer | None, at: int) -> None:
        """What came of the last scan, without name or card; None when it has stood long enough."""
        self._answer, self._answered = answer, at
        self._say()

    def spoken(self) -> str:
        """All that is written on it, for screen readers and tests."""
        words, page = self._words, self._page
        if page is None:
            return words.say("visitor.window")
        said = [page.station, words.say(greeting(self._now)), self._eat(page), *(place.name for place in page.places)]
        said += [words.say(f"visitor.{shown.name}") for shown in codes_of(page)]
        said += [words.say("visitor.digits_2"), page.digits] if page.digits else []
        return " · ".join([*said, *self._result()])

    def _say(self) -> None:
        self.setAccessibleName(self.spoken())
        self.update()

    def _result(self) -> tuple[str, ...]:
        """Word and group of the last answer: never who it was."""
        if self._answer is None:
            return ()
        word = self._words.say(f"outcome.{self._answer.outcome}")
        group = speech.group_word(self._words, self._answer.group) if self._answer.group else ""
        good = self._answer.tone in (Tone.SUCCESS, Tone.ALREADY)
        rest = self._words.say("visitor.somebody", group=group) if group and good else ""
        return (word, rest if good else self._words.say("visitor.ask"))

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.qcolor("ground"))
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        # a wider or higher screen leaves the same edge all round
        painter.translate((self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2)
        painter.scale(scale, scale)
        page = self._page
        if page is None:
            return
        self._head(painter, page)
        shown = codes_of(page)
        if shown:
            self._codes(painter, page, shown)
        else:
            self._welcome(painter)
        self._meals(painter, page)
        self._items(painter, page)
        self._band(painter, page)

    def _font(self, size: float, weight: int = 400) -> QFont:
        font = QFont(self._look.font(16, weight))
        font.setPixelSize(round(size))
        return font

    def _text(
        self,
        painter: QPainter,
        box: QRectF,
        said: str,
        size: float,
        weight: int = 400,
        color: str = "ink",
        flags: int = 0,
    ) -> None:
        """On one line, smaller where it is too long, down to two thirds; then its end is left out."""
        font = self._font(size, weight)
        wide = QFontMetricsF(font).horizontalAdvance(said)
        if wide > box.width():
            font.setPixelSize(max(round(size * 2 / 3), int(size * box.width() / wide)))
            said = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(self._look.qcolor(color))
        painter.drawText(box, flags or int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), said)

    def _head(self, painter: QPainter, page: VisitorPage) -> None:
        look, right = self._look, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        sign = QRectF(EDGE, 26, 46, 46)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("accent"))
        painter.drawRoundedRect(sign, 11, 11)
        look.icons.draw(painter, "brand_mono", sign.adjusted(7, 7, -7, -7), look.color("on_accent"))
        self._text(painter, QRectF(106, 26, 700, 46), page.station, 24, 500)
        self._text(painter, QRectF(1086, 20, 150, 56), clock_time(self._now), 44, 700, flags=right)
        self._text(painter, QRectF(800, 28, 292, 46), speech.long_day(self._words, page.day), 21, 400, "ink_2", right)
        self._text(painter, QRectF(EDGE, 92, 616, 76), self._words.say(greeting(self._now)), 56, 700)
        under = self._words.say("visitor.under_code" if page.code or page.hub_code else "visitor.under")
        self._text(painter, QRectF(EDGE, 164, 616, 36), under, 24, 400, "ink_2")

    def _codes(self, painter: QPainter, page: VisitorPage, shown: tuple[Shown, ...]) -> None:
        left = max(0.0, min(1.0, (page.code_until - self._now) / (STEP_SECONDS * 1000)))
        for each in shown:
            paint_framed(painter, self._look, each, left)
        count = max(0, round((page.code_until - self._now) / 1000))
        if len(shown) > 1:
            self._beside_two(painter, page, shown, count)
        else:
            self._beside_one(painter, page, count)

    def _beside_one(self, painter: QPainter, page: VisitorPage, count: int) -> None:
        words = self._words
        lines = ("digits_1", "digits_2") if page.code else ("mobile_1", "mobile_2")
        for line, top in zip(lines, (222, 250), strict=True):
            self._text(painter, QRectF(516, top, 152, 28), words.say(f"visitor.{line}"), 19, 400, "ink_2")
        self._text(painter, QRectF(516, 282, 152, 66), page.digits, 58, 700)
        self._text(painter, QRectF(516, 580, 150, 44), words.say("visitor.seconds", count=count), 32, 700, "warm_ink")
        self._text(painter, QRectF(516, 622, 150, 30), words.say("visitor.new_code"), 19, 400, "ink_2")

    def _beside_two(self, painter: QPainter, page: VisitorPage, shown: tuple[Shown, ...], count: int) -> None:
        """Below each the network that leads to it, and the digits below the one whose page takes them."""
        words, middle = self._words, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        for each in shown:
            below = QRectF(each.frame.left() - 6, each.frame.bottom() + 14, each.frame.width() + 12, 44)
            self._text(painter, below, words.say(f"visitor.{each.name}"), 30, 700, flags=middle)
        self._text(painter, QRectF(EDGE, 572, 302, 28), words.say("visitor.digits_both"), 19, 400, "ink_2", middle)
        self._text(painter, QRectF(EDGE, 600, 302, 62), page.digits, 52, 700, flags=middle)
        self._text(painter, QRectF(358, 572, 302, 28), words.say("visitor.either"), 19, 400, "ink_2", middle)
        seconds = words.say("visitor.new_code_in", count=count)
        self._text(painter, QRectF(358, 610, 302, 44), seconds, 26, 700, "warm_ink", middle)

    def _welcome(self, painter: QPainter) -> None:
        """Three ways in, none of which asks anybody to be known."""
        look = self._look
        for number, (icon, key) in enumerate(_WELCOME):
            box = QRectF(EDGE, 222 + number * 152, 616, 136)
            self._card(painter, box)
            square = QRectF(box.left() + 24, box.top() + 32, 72, 72)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("warm_tint" if key == "nobody" else "accent_tint"))
            painter.drawRoundedRect(square, 16, 16)
            color = look.color("warm_ink" if key == "nobody" else "accent_ink")
            look.icons.draw(painter, icon, square.adjusted(14, 14, -14, -14), color)
            words = QRectF(square.right() + 24, box.top() + 24, box.width() - 144, 48)
            self._text(painter, words, self._words.say(f"visitor.way.{key}"), 30, 700)
            below = words.translated(0, 46)
            self._text(painter, below, self._words.say(f"visitor.way.{key}_said"), 21, 400, "ink_2")

    def _card(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self._look.qcolor("line"), 1))
        painter.setBrush(self._look.qcolor("surface"))
        painter.drawRoundedRect(box, 18, 18)

    def _eat(self, page: VisitorPage) -> str:
        return self._words.say("visitor.eat_now" if page.period else "visitor.eat_later", price=page.price)

    def _meals(self, painter: QPainter, page: VisitorPage) -> None:
        look, words = self._look, self._words
        box = QRectF(684, 100, 552, 386)
        self._card(painter, box)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._text(painter, QRectF(713, 118, 400, 52), self._eat(page), 30, 700)
        period = str(page.period.get(words.language, "")) if page.period else ""
        self._text(painter, QRectF(1080, 118, 127, 52), period, 21, 400, "ink_2", right)
        if not page.places:
            self._text(painter, QRectF(713, 190, 494, 60), words.say("visitor.no_places"), 22, 400, "ink_2")
        for number, place in enumerate(page.places):
            top = 176 + number * 76
            painter.setPen(QPen(look.qcolor("line"), 1))
            painter.drawLine(713, top, 1207, top)
            icon = QRectF(715, top + 20, 36, 36)
            look.icons.draw(painter, "meals", icon, look.color("warm" if place.open else "ink_2"))
            self._text(painter, QRectF(773, top + 8, 300, 60), place.name, 25, 500)
            key = "visitor.until" if place.open else "visitor.from"
            time = words.say(key, time=place.until or place.from_)
            color = "ink" if place.open else "ink_2"
            weight = 700 if place.open else 400
            self._text(painter, QRectF(1073, top + 8, 134, 60), time, 24, weight, color, right)

    def _items(self, painter: QPainter, page: VisitorPage) -> None:
        look, words = self._look, self._words
        self._card(painter, QRectF(684, 504, 552, 166))
        self._text(painter, QRectF(713, 514, 400, 44), words.say("visitor.here"), 23, 700)
        middle, step = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter), 494 / max(1, len(page.items))
        for number, item in enumerate(page.items):
            left = 713 + number * step
            color = "ink_2" if item.out_of_use else "accent"
            icon = QRectF(left + step / 2 - 19, 562, 38, 38)
            look.icons.draw(painter, ITEM_ICONS.get(item.code, "check"), icon, look.color(color))
            said = str(item.titles[words.language])
            self._text(painter, QRectF(left + 2, 602, step - 4, 28), said, 18, 400, "ink", middle)
            if item.out_of_use:
                out = words.say("visitor.out_of_use")
                self._text(painter, QRectF(left + 2, 630, step - 4, 26), out, 18, 500, "attention_ink", middle)

    def _band(self, painter: QPainter, page: VisitorPage) -> None:
        """The last result for whoever it is about, and then the ground again."""
        box = QRectF(0, HEIGHT - BAND, WIDTH, BAND)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        today = self._words.say("visitor.today", count=page.visits)
        if self._answer is None:
            self._text(painter, QRectF(EDGE, box.top(), 1192, BAND), today, 22, 400, "ink_2", right)
            return
        look = self._look
        fill, icon = _BANDS[self._answer.tone]
        # over the whole width of the screen, whatever its shape
        painter.fillRect(box.adjusted(-WIDTH, 0, WIDTH, HEIGHT), look.qcolor(fill))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("on_fill"))
        painter.drawEllipse(QRectF(EDGE, box.top() + 19, 62, 62))
        look.icons.draw(painter, icon, QRectF(EDGE + 14, box.top() + 33, 34, 34), look.color(fill), 2.8)
        word, rest = self._result()
        self._text(painter, QRectF(128, box.top(), 400, BAND), word, 36, 700, "on_fill")
        after = 128 + min(400.0, QFontMetricsF(self._font(36, 700)).horizontalAdvance(word)) + 28
        self._text(painter, QRectF(after, box.top(), 1040 - after, BAND), rest, 25, 400, "on_fill")
        self._text(painter, QRectF(1040, box.top(), 196, BAND), clock_time(self._answered), 25, 400, "on_fill", right)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
