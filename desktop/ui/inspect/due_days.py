"""The days on the way to a deadline, each counted or skipped before one's eyes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.inspect_pages import DueView
from desktop.core.words import Words
from desktop.core.workdays import Counted
from desktop.ui import speech
from desktop.ui.look import Look

# Days that are named one by one; of more only how many.
NAMED_MOST = 3
CELL, CELL_HIGH = 27, 36


def due_why(words: Words, due: DueView) -> str:
    """`只算工作日，跳过 11月28日、11月29日（周末）。`"""
    if not due.path:
        return words.say("ui.walk.due_at_once")
    parts = []
    for why in ("weekend", "holiday"):
        days = [speech.short_day(words, day.day) for day in due.path if not day.number and day.why == why]
        if days:
            named = words.say("ui.list").join(days) if len(days) <= NAMED_MOST else ""
            parts.append(words.say(f"ui.walk.{why}" if named else f"ui.walk.{why}_many", days=named, count=len(days)))
    made_up = [speech.short_day(words, day.day) for day in due.path if day.why == "make_up"]
    if made_up:
        parts.append(words.say("ui.walk.make_up", days=words.say("ui.list").join(made_up)))
    if not parts:
        return words.say("ui.inspect.due_why")
    return words.say("ui.walk.due_skips", skipped=words.say("ui.walk.and").join(parts))


class DueDays(QWidget):
    """A cell a day: its number in the count, or 休; the last one is the deadline."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._path: tuple[Counted, ...] = ()
        self.setObjectName("inspect.due_days")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_path(self, path: tuple[Counted, ...]) -> None:
        self._path = path
        self.setVisible(bool(path))
        words = self._words
        said = [
            f"{speech.short_day(words, day.day)} {day.number or words.say('ui.walk.off')}" for day in path
        ]  # fmt: skip
        self.setAccessibleName(words.say("ui.list").join(said))
        self.setFixedHeight(self._rows() * self._look.px(CELL_HIGH) + self._look.gap(4))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(CELL) * 7, self.height())

    def _across(self) -> int:
        return max(5, self.width() // self._look.px(CELL))

    def _rows(self) -> int:
        return -(-len(self._path) // self._across())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.setFixedHeight(self._rows() * self._look.px(CELL_HIGH) + self._look.gap(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, words, across = self._look, self._words, self._across()
        wide, high = look.px(CELL), look.px(CELL_HIGH)
        for at, day in enumerate(self._path):
            room = QRectF(at % across * wide, look.gap(4) + at // across * high, wide, high).adjusted(1, 1, -2, -2)
            last = at == len(self._path) - 1
            fill = "attention_fill" if last else "surface" if day.number else ""
            ink = "on_fill" if last else "attention_ink"
            pen = QPen(look.qcolor("attention_ink"), 1)
            pen.setStyle(Qt.PenStyle.SolidLine if day.number else Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(look.qcolor(fill) if fill else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, 4, 4)
            painter.setPen(look.qcolor(ink))
            painter.setFont(look.font("caption", 700 if day.number else 400))
            half = QRectF(room.left(), room.top(), room.width(), room.height() / 2)
            painter.drawText(half, Qt.AlignmentFlag.AlignCenter, str(int(day.day[8:])))
            below = half.translated(0, room.height() / 2)
            said = f"+{day.number}" if day.number else words.say("ui.walk.off_short")
            painter.setFont(look.font(11))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, said)
