"""The head of the list of visits, which leads to other days, and the list of all time behind it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from desktop.core.pages import VisitRow
from desktop.core.visit_pages import VisitDays, VisitPart
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import row_in
from desktop.ui.parts.row_list import ROW
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Elided
from desktop.ui.visits.model import Index, VisitDelegate, spoken
from desktop.ui.visits.past_model import PastModel


class PastDelegate(VisitDelegate):
    """As today's rows, but nobody of another day leaves now."""

    def button_rect(self, row: QRect, index: Index) -> QRect:
        return QRect()

    def _paint_end(self, painter: QPainter, rect: QRect, row: VisitRow, index: Index) -> int:
        if not row.ended and not row.voided:
            return rect.right() - self.look.gap(16)  # when they left was not written down
        return super()._paint_end(painter, rect, row, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect
        look = self.look
        if index.data(ROW) is None:
            painter.save()
            self.paint_ground(painter, rect, option)
            at = QPoint(rect.left() + look.gap(20), rect.center().y() + look.px(6))
            self.paint_words(painter, look.font("body"), "ink_2", at, look.px(60), "…")
            painter.restore()
            return
        model = index.model()
        assert isinstance(model, PastModel)
        day = model.day_of(index.row())
        if model.first_of(day) == index.row():
            painter.save()
            said = speech.short_day(self._words, day)
            at = QPoint(rect.left() + look.gap(20), rect.bottom() - look.px(6))
            self.paint_words(painter, look.font("caption"), "ink_2", at, look.px(66), said)
            painter.restore()


class DayHead(QWidget):
    """`◀ 11月25日 星期三 · 43 人次 ▶ 回到今天`.

    Signals:
        stepped: -1 or 1 days; today_wanted: back to the live list.
    """

    stepped = Signal(int)
    today_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._narrow = self._past = False
        row = row_in(self, 0, look.gap(8))
        row.setContentsMargins(look.gap(20), look.gap(4), look.gap(12), look.gap(4))
        self.title = Elided(look, words.say("ui.visits.list"), "body", 700)
        row.addWidget(self.title, 1)
        self._any_time = Tag(look, words.say("ui.visits.any_time"), "accent", "scan") if not look.large else None
        if self._any_time is not None:
            row.addWidget(self._any_time)
        self.today = Button(look, words.say("ui.past.today"), Kind.SOFT)
        self.today.setObjectName("visits.today")
        self.today.clicked.connect(self.today_wanted)
        row.addWidget(self.today)
        self.back = self._arrow("chevron_left", "back", -1)
        self.forward = self._arrow("chevron_right", "forward", 1)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        self.show_day("", None)

    def set_narrow(self, narrow: bool) -> None:
        """The side note goes."""
        self._narrow = narrow
        if self._any_time is not None:
            self._any_time.setVisible(not self._past and not narrow)

    def show_day(self, day: str, visits: int | None) -> None:
        """Another day's date and 人次 (None: not known yet), or today's title for an empty day."""
        words = self._words
        said = words.say("ui.visits.list")
        if day:
            date = speech.short_day(words, day)
            if self._look.scale == 100:
                date = f"{date} {speech.weekday(words, day)}"
            said = date if visits is None else words.say("ui.past.title", day=date, visits=visits)
        self.title.set_text(said)
        self._past = bool(day)
        if self._any_time is not None:
            self._any_time.setVisible(not day and not self._narrow)
        self.today.setVisible(bool(day))
        self.forward.setEnabled(bool(day))

    def _arrow(self, icon: str, name: str, by: int) -> Button:
        made = Button(self._look, "", Kind.PLAIN, icon)
        said = self._words.say(f"ui.past.{name}")
        made.setAccessibleName(said)
        made.setToolTip(said)
        made.setObjectName(f"visits.{name}")
        made.clicked.connect(lambda: self.stepped.emit(by))
        return made


class PastList(QTableView):
    """The list of all time. A table of one column: `QListView` asks for every one of a million rows to lay them out.

    Signals:
        marked: the fact of the row that a person moved to.
        part_wanted: a day and the first row of a page; day_seen: the day of the topmost row.
    """

    marked = Signal(str)
    part_wanted = Signal(str, int)
    day_seen = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._rows = model = PastModel(lambda row: spoken(words, row), self)
        self._delegate = PastDelegate(look, words)
        self._found: VisitDays | None = None
        self._day = self._aim = ""
        self._visits: dict[str, int] = {}
        self.setObjectName("visits.past")
        self.setAccessibleName(words.say("ui.past.list"))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().setDefaultSectionSize(look.px(61))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        model.wanted.connect(self.part_wanted)
        self.verticalScrollBar().setSingleStep(30)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def here(self) -> tuple[str, int | None]:
        """The day of the topmost row, and its 人次 once they are known."""
        return self._day, self._visits.get(self._day)

    @property
    def in_sight(self) -> range:
        """The rows that are painted."""
        room = self.viewport().rect()
        first, last = self.rowAt(room.top()), self.rowAt(room.bottom())
        return range(max(0, first), (last if last >= 0 else self._rows.rowCount() - 1) + 1)

    def show_days(self, found: VisitDays, day: str) -> None:
        """All days, with the first row of one of them on top; asked anew they leave the list where it was."""
        top, moved, fresh = self.verticalScrollBar().value(), day != self._day, found is not self._found
        if fresh:
            self._found = found
            self._visits.clear()
            self._rows.set_days(found)
        if moved:
            self._aim = day
            self._go_to_aim()
        elif fresh:
            self.updateGeometries()
            self.verticalScrollBar().setValue(top)
        self._see()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._go_to_aim()

    def _go_to_aim(self) -> None:
        """To the day that was asked for; again once there is room, since a list without any cannot scroll."""
        row = self._rows.first_of(self._aim)
        if row >= 0:
            aim = self._aim
            self.updateGeometries()
            self.scrollTo(self._rows.index(row), self.ScrollHint.PositionAtTop)
            self._aim = aim

    def show_part(self, part: VisitPart) -> None:
        self._visits[part.day] = part.visits
        self._rows.set_part(part)

    def mark(self, key: str) -> None:
        """Marks a row that is held, and leaves the list where it was scrolled to."""
        row = self._rows.row_of(key)
        if row < 0 or row == self.currentIndex().row():
            return
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(self._rows.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.setAutoScroll(True)

    def row(self, fact: str) -> VisitRow | None:
        return self._rows.row(fact)

    def keyboardSearch(self, search: str) -> None:
        """Letters and digits belong to the page, not to a search in the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = bool(event.text()) and event.text().isprintable()
        if plain or event.key() == Qt.Key.Key_Escape or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12:
            event.ignore()
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        self._moved(before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._moved(-1)

    def _moved(self, before: int) -> None:
        row = self.currentIndex().row()
        if row >= 0 and row != before and self._rows.key(row):
            self.marked.emit(self._rows.key(row))

    def _scrolled(self) -> None:
        self._aim = ""
        self._see()

    def _see(self) -> None:
        day = self._rows.day_of(self.in_sight.start)
        if day and day != self._day:
            self._day = day
            self.day_seen.emit(day)
