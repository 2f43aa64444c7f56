"""The page 今日."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.pages import TodayPage
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hotkeys import PageKey, digits
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Scrolling, row_in
from desktop.ui.steps.draft import Shown
from desktop.ui.steps.panel import StepsPanel
from desktop.ui.today.cards import ChartCard, PeopleCard, StepsCard, TodoCard
from desktop.ui.today.presenter import TodayPresenter


class TodayView(PageView):
    """Passive.

    Signals:
        todo_chosen: the `Todo` whose verb was pressed.
        flow_wanted: the steps of the day that were asked for.
        visitor_wanted: the visitor's screen.
        board_wanted: `brief` or `review`.
        check_passed: the number of an act of the self-check, from nought, whose digit was pressed.
    """

    todo_chosen = Signal(object)
    flow_wanted = Signal(str)
    check_passed = Signal(int)
    board_wanted = Signal(str)
    visitor_wanted = Signal()

    HEAD_IS_FULL = True

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "today")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._offer_boards()
        screen = Button(look, words.say("visitor.do"), Kind.WORDS, "screen")
        screen.setObjectName("today.visitor")
        screen.setToolTip("Ctrl+F1")
        screen.clicked.connect(self.visitor_wanted)
        self.head.addWidget(screen)
        self._boards.append((screen, screen.said))
        self._side: QWidget | None = None
        self.todo = TodoCard(look, words, self.todo_chosen.emit, scrolls=not look.large)
        self.people = PeopleCard(look, words)
        self.chart = ChartCard(look, words)
        self.steps = StepsCard(look, words)
        for flow, button in self.steps.flows.items():
            button.clicked.connect(partial(self.flow_wanted.emit, flow))
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._stack.addWidget(self._one_column() if look.large else self._two_columns())
        self.panel = StepsPanel(look, words)
        self._stack.addWidget(self.panel)

    def _offer_boards(self) -> None:
        """In the head: the text for the work group, and the view for a visiting inspector."""
        self._boards: list[tuple[Button, str]] = []
        for board, icon, key in (("brief", "people", "Ctrl+G"), ("review", "inspect", "Ctrl+J")):
            button = Button(self.look, self.words.say(f"ui.today.{board}"), Kind.PLAIN, icon)
            button.setObjectName(f"today.{board}")
            button.setToolTip(f"{self.words.say(f'keys.{board}')} · {key}")
            button.clicked.connect(partial(self.board_wanted.emit, board))
            self._boards.append((button, button.said))
            self.head.addWidget(button)

    def give_way(self) -> None:
        """At large text the buttons of the head are icons that say themselves."""
        for button, said in self._boards:
            button.setText("" if self.narrow and self.look.scale > 100 else said)
            button.setAccessibleName(said)
        if self._side is not None:
            self._side.setFixedWidth(self._side_width())

    def _side_width(self) -> int:
        wide = (420, 360) if self.look.scale == 100 else (440, 400)
        return max(wide[1] if self.narrow else wide[0], self.steps.minimumSizeHint().width())

    def connect_to(self, presenter: TodayPresenter) -> None:
        self.board_wanted.connect(presenter.open_board)
        self.todo_chosen.connect(presenter.act)
        self.flow_wanted.connect(presenter.steps.begin)
        self.panel.connect_to(presenter.steps)
        self.check_passed.connect(presenter.steps.pass_nth)
        self.visitor_wanted.connect(presenter.show_visitor)
        presenter.attach(self)
        presenter.steps.attach(self)

    def show_page(self, page: TodayPage, reachable: frozenset[str]) -> None:
        self.subtitle.set_text(speech.long_day(self.words, page.day))
        self.todo.show_todo(page.todo, reachable)
        self.people.show_people(page)
        self.chart.show_hours(page)
        self.steps.show_steps(page)

    def show_steps(self, shown: Shown | None) -> None:
        """The steps over the page, or the page; the keyboard follows what comes to the front."""
        before = self._stack.currentIndex()
        if shown is not None:
            self.panel.show_steps(shown)
        self._stack.setCurrentIndex(1 if shown is not None else 0)
        if self.isVisible() and self._stack.currentIndex() != before:
            self.start_focus()

    def show_paper(self, paper: bytes) -> None:
        self.panel.show_paper(paper)

    @property
    def in_steps(self) -> bool:
        return self._stack.currentIndex() == 1

    def start_focus(self) -> None:
        if self.in_steps:
            self.panel.start_focus()
        else:
            super().start_focus()

    def keys(self) -> tuple[PageKey, ...]:
        if not self.in_steps:
            return ()
        away = PageKey("put_away", "Esc", lambda _at: self.panel.put_away.emit(), (Qt.Key.Key_Escape,))
        check = PageKey("check", "1–9", self.check_passed.emit, digits(9))
        return (check, away) if self.panel.asks_checks else (away,)

    def _two_columns(self) -> QWidget:
        look = self.look
        made = QWidget()
        columns = row_in(made, 0, look.gap(16))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
        left.addWidget(self.todo)
        left.addWidget(self.chart, 1)
        right.addWidget(self.people)
        right.addWidget(self.steps, 1)
        side = QWidget()
        side.setFixedWidth(self._side_width())
        self._side = side
        right.setContentsMargins(0, 0, 0, 0)
        side.setLayout(right)
        columns.addLayout(left, 1)
        columns.addWidget(side)
        return made

    def _one_column(self) -> QWidget:
        room = Scrolling(self.look.gap(12))
        for card in (self.todo, self.people, self.chart, self.steps):
            room.column.addWidget(card)
        self.chart.setMinimumHeight(self.look.px(210))
        return room
