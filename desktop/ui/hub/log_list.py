"""The log of rounds: last success and last failure first, then the latest."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.core.hub_pages import GRAVE, HubPage, RoundRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hub.state import reason
from desktop.ui.look import Look
from desktop.ui.parts.card import EmptyNote, column_in
from desktop.ui.parts.row_list import ROW, Index, RowDelegate, RowList, RowModel

ROW_HEIGHT, FEW = 52, 8


class LogDelegate(RowDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__(look, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = self.look
        row: _LogRow = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option, "sunken" if row.pinned else "")
        size = look.px(20)
        left = rect.left() + look.gap(20)
        box = QRectF(left, rect.center().y() - size / 2, size, size)
        look.icons.draw(painter, row.icon, box, look.color(row.ink))
        left += size + look.gap(12)
        right = rect.right() - look.gap(16)
        font = look.font("small", 500)
        upper, lower = rect.top() + look.px(21), rect.top() + look.px(42)
        self.paint_words(
            painter, font, row.ink if row.ink == "wrong_ink" else "ink", QPoint(left, upper), right - left, row.said
        )
        self.paint_words(painter, look.font("small"), "ink_2", QPoint(left, lower), right - left, row.told)
        painter.restore()


class _LogRow:
    """A round as the log says it."""

    def __init__(self, words: Words, row: RoundRow, now: int, mark: str = "") -> None:
        good = row.outcome == "done"
        self.icon = "check" if good else "warn" if row.outcome in GRAVE else "clock"
        self.ink = {"check": "good_ink", "warn": "wrong_ink", "clock": "attention_ink"}[self.icon]
        self.pinned = bool(mark)
        self.said = words.say(f"ui.hub.log.{mark}", said=reason(words, row.outcome)) if mark else ""
        self.said = self.said or reason(words, row.outcome)
        told = [speech.moment(words, row.at, now)]
        if row.way:
            told.append(words.say(f"ui.hub.way.{row.way}"))
        if row.pushed or row.pulled:
            told.append(words.say("ui.hub.log.counts", pushed=f"{row.pushed:,}", pulled=f"{row.pulled:,}"))
        self.told = words.say("plain.dot").join(told)


class LogList(QWidget):
    """The latest rounds; last success and last failure stand above them, however long ago they were."""

    def __init__(self, look: Look, words: Words, *, scrolls: bool) -> None:
        """Where the page scrolls, the list is as high as the few rows it shows."""
        super().__init__()
        self._look, self._words, self._scrolls = look, words, scrolls
        column = column_in(self)
        self._model = RowModel(self)
        self.list = RowList(self._model, LogDelegate(look), words.say("ui.hub.log.tab"))
        self.list.setObjectName("hub.log")
        holder = QWidget()
        self._none = EmptyNote(look, "hub", words.say("ui.hub.log.none"), words.say("ui.hub.log.none_told"))
        column.addWidget(self.list, 1)
        column_in(holder, look.gap(16)).addWidget(self._none)
        self._holder = holder
        column.addWidget(holder, 1)

    def show_rounds(self, page: HubPage, now: int) -> None:
        words = self._words
        rows: list[_LogRow] = []
        keys: list[str] = []
        for mark, last in (("last_done", page.last_done), ("last_failed", page.last_failed)):
            if last is not None:
                found = next((row for row in page.rounds if (row.at, row.outcome) == last), None)
                rows.append(_LogRow(words, found or RoundRow(last[0], "", last[1], 0, 0), now, mark))
                keys.append(mark)
        for at, row in enumerate(page.rounds):
            rows.append(_LogRow(words, row, now))
            keys.append(f"{row.at}.{len(page.rounds) - at}")
        if not self._scrolls:
            rows, keys = rows[:FEW], keys[:FEW]
            self.list.setFixedHeight(max(1, len(rows)) * self._look.px(ROW_HEIGHT) + 2)
        spoken = tuple(f"{row.said} · {row.told}" for row in rows)
        self._model.set_rows(tuple(rows), tuple(keys), spoken)
        self.list.setVisible(bool(rows))
        self._holder.setVisible(not rows)
