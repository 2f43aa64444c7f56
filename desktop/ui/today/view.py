"""The page 今日."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.pages import TodayPage
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Scrolling, row_in
from desktop.ui.today.cards import ChartCard, PeopleCard, StepsCard, TodoCard
from desktop.ui.today.presenter import TodayPresenter


class TodayView(PageView):
    """Passive.

    Signals:
        todo_chosen: the `Todo` whose verb was pressed.
        open_wanted, close_asked, close_wanted, close_dropped: the day.
        visitor_wanted: the visitor's screen.
    """

    todo_chosen = Signal(object)
    open_wanted = Signal()
    close_asked = Signal()
    close_wanted = Signal()
    close_dropped = Signal()
    visitor_wanted = Signal()

    HEAD_IS_FULL = True

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "today")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        screen = Button(look, words.say("visitor.do"), Kind.WORDS, "screen")
        screen.setObjectName("today.visitor")
        screen.setToolTip("Ctrl+F1")
        screen.clicked.connect(self.visitor_wanted)
        self.head.addWidget(screen)
        self.todo = TodoCard(look, words, self.todo_chosen.emit, scrolls=not look.large)
        self.people = PeopleCard(look, words)
        self.chart = ChartCard(look, words)
        self.steps = StepsCard(look, words)
        self.steps.open_day.clicked.connect(self.open_wanted)
        self.steps.close_day.clicked.connect(self.close_asked)
        self.steps.really.clicked.connect(self.close_wanted)
        self.steps.keep.clicked.connect(self.close_dropped)
        if look.large:
            self._one_column()
        else:
            self._two_columns()

    def connect_to(self, presenter: TodayPresenter) -> None:
        self.todo_chosen.connect(presenter.act)
        self.open_wanted.connect(presenter.open_day)
        self.close_asked.connect(presenter.ask_close)
        self.close_wanted.connect(presenter.close_day)
        self.close_dropped.connect(presenter.keep_open)
        self.visitor_wanted.connect(presenter.show_visitor)
        presenter.attach(self)

    def show_page(self, page: TodayPage, reachable: frozenset[str]) -> None:
        self.subtitle.set_text(speech.long_day(self.words, page.day))
        self.todo.show_todo(page.todo, reachable)
        self.people.show_people(page)
        self.chart.show_hours(page)
        self.steps.show_steps(page)

    def show_closing(self, asking: bool) -> None:
        self.steps.show_closing(asking)

    def _two_columns(self) -> None:
        look = self.look
        columns = row_in(None, 0, look.gap(16))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
        left.addWidget(self.todo)
        left.addWidget(self.chart, 1)
        right.addWidget(self.people)
        right.addWidget(self.steps, 1)
        side = QWidget()
        side.setFixedWidth(420 if look.scale == 100 else 440)
        right.setContentsMargins(0, 0, 0, 0)
        side.setLayout(right)
        columns.addLayout(left, 1)
        columns.addWidget(side)
        self.body.addLayout(columns, 1)

    def _one_column(self) -> None:
        room = Scrolling(self.look.gap(12))
        for card in (self.todo, self.people, self.chart, self.steps):
            room.column.addWidget(card)
        self.chart.setMinimumHeight(self.look.px(210))
        self.body.addWidget(room, 1)
