"""The section 月历: eight rows of days, what the one in hand says, and what is still open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.core.inspect_pages import CalendarPage, MedicineLine
from desktop.core.pages import RectificationRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.calendar.grid import MONTH_KEYS, CalendarGrid, paint_cell
from desktop.ui.calendar.model import CalendarModel, spoken
from desktop.ui.calendar.presenter import CalendarPresenter
from desktop.ui.hotkeys import PageKey
from desktop.ui.inspect.open_panel import due_tag
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Elided, Text

LEGEND = ("pass", "mended", "fail", "soon", "expired", "na", "none")


class Sample(QWidget):
    """A cell of the legend."""

    def __init__(self, look: Look, state: str) -> None:
        super().__init__()
        self._look, self._state = look, state
        self.setFixedSize(QSize(look.px(26), look.px(26)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_cell(QPainter(self), self._look, QRectF(self.rect()), self._state)


class CalendarView(PageView):
    """Passive.

    Signals:
        month_moved: -1 or 1; job_wanted: a rectification; medicine_wanted: a line of the box.
    """

    month_moved = Signal(int)
    job_wanted = Signal(str)
    medicine_wanted = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "inspect")
        self._page: CalendarPage | None = None
        self._listed: tuple[object, ...] = ()
        self._model = CalendarModel(words, self)
        self.grid = CalendarGrid(look, self._model, words.say("ui.calendar.name"))
        self.grid.looked_at.connect(self._say)
        self.grid.month_moved.connect(self.month_moved)
        card = Card()
        column = column_in(card, look.gap(14), look.gap(6))
        column.addLayout(self._build_top())
        column.addWidget(self.grid)
        column.addWidget(self._build_said())
        rest = self._build_open()
        if look.scale > 100:
            room = Scrolling(look.gap(16))
            room.column.addWidget(card)
            room.column.addWidget(rest)
            room.column.addStretch(1)
            self.body.addWidget(room, 1)
        else:
            self.body.addWidget(card)
            self.body.addWidget(rest, 1)

    def connect_to(self, presenter: CalendarPresenter) -> None:
        self.month_moved.connect(presenter.move)
        self.job_wanted.connect(presenter.see_job)
        self.medicine_wanted.connect(presenter.see_medicine)
        presenter.attach(self)

    # --- what is told -----------------------------------------------------------------

    def show_page(self, page: CalendarPage) -> None:
        words = self.words
        at = self.grid.currentIndex()
        self._page = page
        self.month.setText(speech.stated(words, page.month))
        self.back.setEnabled(bool(page.first) and page.first < page.month)
        self.forward.setEnabled(page.month < page.today[:7])
        fresh = self._model.page is None or self._model.page.month != page.month
        self._model.show_page(page)
        column = page.days.index(page.today) if page.today in page.days else len(page.days) - 1
        if fresh or not at.isValid():
            self.grid.setCurrentIndex(self._model.index(max(0, at.row()), column))
        else:
            self._say(at.row(), at.column())
        self._show_open(page)

    # --- what the window asks ------------------------------------------------------------

    def start_focus(self) -> None:
        self.grid.setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        turns = tuple(Qt.Key(key) for key in MONTH_KEYS)
        return (PageKey("month", "PgUp PgDn", lambda at: self.month_moved.emit(MONTH_KEYS[int(turns[at])]), turns),)

    # --- how it is built -------------------------------------------------------------------

    def _build_top(self) -> QVBoxLayout:
        look, words = self.look, self.words
        rows = QVBoxLayout()
        rows.setSpacing(look.gap(6))
        top = row_in(None, 0, look.gap(8))
        self.back = self._arrow("chevron_left", "back", -1)
        self.forward = self._arrow("chevron_right", "forward", 1)
        self.month = Text(look, "", "title", 700)
        self.month.setObjectName("calendar.month")
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.month.setMinimumWidth(look.px(138 if words.language == "zh" else 166))
        for part in (self.back, self.month, self.forward):
            top.addWidget(part)
        top.addStretch(1)
        self._legend = QWidget()
        signs = row_in(self._legend, 0, look.gap(8))
        if look.scale == 100:
            for state in LEGEND:
                signs.addWidget(Sample(look, state))
                signs.addWidget(Text(look, words.say(f"ui.calendar.legend.{state}"), "small", 400, "ink_2"))
                signs.addSpacing(look.gap(6))
        top.addWidget(self._legend)
        rows.addLayout(top)
        return rows

    def give_way(self) -> None:
        """The legend goes: each cell says itself."""
        self._legend.setHidden(self.narrow)

    def _arrow(self, icon: str, name: str, by: int) -> Button:
        made = Button(self.look, "", Kind.PLAIN, icon)
        said = self.words.say(f"ui.calendar.{name}")
        made.setAccessibleName(said)
        made.setToolTip(said)
        made.setObjectName(f"calendar.{name}")
        made.clicked.connect(lambda: self.month_moved.emit(by))
        return made

    def _build_said(self) -> QWidget:
        """What the cell in hand says, read out when it changes."""
        self.said = Text(self.look, " ", "body", 500, "ink", wrap=True)
        self.said.setObjectName("calendar.said")
        self.said.setMinimumHeight(self.look.px(26))
        return self.said

    def _build_open(self) -> QWidget:
        look = self.look
        card = Card()
        column = column_in(card, 1)
        self._open_title = Elided(look, "", "body", 700)
        head = row_in(None, 0, 0)
        head.setContentsMargins(look.gap(20), look.gap(9), look.gap(20), look.gap(9))
        head.addWidget(self._open_title, 1)
        column.addLayout(head)
        column.addWidget(Rule())
        if look.scale > 100:
            self._open = QVBoxLayout()
            column.addLayout(self._open)
        else:
            room = Scrolling()
            self._open = room.column
            column.addWidget(room, 1)
            card.setMinimumHeight(look.px(104))
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return card

    def _show_open(self, page: CalendarPage) -> None:
        shown = (page.open, page.medicines, page.today)
        if shown == self._listed:
            return
        self._listed = shown
        words = self.words
        clear(self._open)
        count = len(page.open) + len(page.medicines)
        self._open_title.set_text(words.say("ui.calendar.open" if count else "ui.calendar.open_none", count=count))
        rows = [self._job(page, row) for row in page.open] + [self._medicine(page, line) for line in page.medicines]
        for at, row in enumerate(rows):
            if at:
                self._open.addWidget(Rule())
            self._open.addWidget(row)
        if not rows:
            step = Text(self.look, words.say("ui.calendar.open_none_step"), "body", 400, "ink_2", wrap=True)
            step.setContentsMargins(self.look.gap(20), self.look.gap(12), self.look.gap(20), self.look.gap(12))
            self._open.addWidget(step)
        self._open.addStretch(1)

    def _job(self, page: CalendarPage, row: RectificationRow) -> QWidget:
        words = self.words
        item = next((line for line in page.rows if line.item == row.item), None)
        name = speech.title(words, item.shorts) if item else words.say(f"item.{row.item}")
        title = words.say("ui.colon", first=name, second=speech.title(words, row.titles))
        number = words.say("ui.inspect.number", number=row.number, day=speech.short_day(words, row.opened))
        detail = f"{number} · {words.say(f'rectification_state.{row.state}')}"
        overdue = row.overdue or row.due == page.today
        tone = "wrong" if overdue else "attention"
        verb = "recheck" if row.state == "awaiting" else "mend"
        button = self._go(words.say(f"ui.calendar.{verb}"), f"calendar.job.{row.number}", tone == "wrong")
        button.clicked.connect(self._wanting(self.job_wanted, row.rectification))
        return self._line("warn", tone, (title, detail), due_tag(self.look, words, row, page.today), button)

    def _medicine(self, page: CalendarPage, line: MedicineLine) -> QWidget:
        words = self.words
        tone = "attention" if line.state == "soon" else "wrong"
        title = words.say(f"ui.calendar.medicine.{line.state}", name=line.names)
        detail = words.say(
            "ui.walk.lot", batch=line.batch, left=line.left, unit=words.say(f"medicine_unit.{line.unit}")
        )
        tag = Tag(self.look, speech.short_day(words, line.until), tone, "clock")
        button = self._go(words.say("ui.calendar.see_box"), "calendar.medicine", False)
        button.clicked.connect(self._wanting(self.medicine_wanted, line.line))
        return self._line("medicine", tone, (title, detail), tag, button)

    def _go(self, said: str, name: str, first: bool) -> Button:
        made = Button(self.look, said, Kind.PRIMARY if first else Kind.PLAIN)
        made.setObjectName(name)
        return made

    def _line(self, icon: str, tone: str, said: tuple[str, str], tag: QWidget, button: Button) -> QWidget:
        look = self.look
        made = QWidget()
        row = row_in(made, 0, look.gap(14))
        row.setContentsMargins(look.gap(20), look.gap(8), look.gap(16), look.gap(8))
        row.addWidget(Icon(look, icon, f"{tone}_ink", 24, 44, f"{tone}_tint"))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(Elided(look, said[0], "body", 500))
        lines.addWidget(Elided(look, said[1], "small", 400, "ink_2"))
        row.addLayout(lines, 1)
        row.addWidget(tag)
        row.addWidget(button)
        return made

    def _say(self, row: int, column: int) -> None:
        if self._page is not None:
            said = spoken(self.words, self._page, row, column)
            self.said.setText(said)
            self.said.setAccessibleName(said)

    @staticmethod
    def _wanting(signal: object, subject: str) -> Callable[[], None]:
        return lambda: signal.emit(subject)  # type: ignore[attr-defined]
