"""迎检模式: a clean sheet over all of the window, in large figures, of which nothing can be changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QStackedWidget, QWidget

from desktop.core.day_pages import ReviewPage, SeenItem, SeenJob, SeenPaper
from desktop.core.money import yuan_sign
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.board import Board
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Elided, Figure, Text
from desktop.ui.plain.paper import PaperCard
from desktop.ui.review.presenter import ReviewPresenter

_STATES = {
    "met": ("check", "good_ink", "good_tint"),
    "unmet": ("cross", "wrong_ink", "wrong_tint"),
    "open": ("clock", "ink_2", "sunken"),
}
# Keys that go on working: text size, language, lock.
_THROUGH = (Qt.Key.Key_F10, Qt.Key.Key_F11, Qt.Key.Key_F12)


class ReviewBoard(Board):
    """Passive.

    Signals:
        paper_wanted: a `SeenPaper`. paper_closed, save_wanted: of the paper that is looked at.
    """

    WHOLE = True
    paper_wanted = Signal(object)
    paper_closed = Signal()
    save_wanted = Signal(str)

    def __init__(self, window: QWidget, look: Look, words: Words) -> None:
        super().__init__(window, look, words, "review")
        self.setProperty("card", "ground")
        self.setAutoFillBackground(True)
        self._shown: ReviewPage | None = None
        outer = column_in(self, 0, look.gap(12))
        outer.setContentsMargins(24, 0, 24, 20)
        outer.addWidget(self._build_head())
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self._room = Scrolling(look.gap(12))
        self._stack.addWidget(self._room)
        self.paper = PaperCard(look, words)
        self.paper.save_wanted.connect(self.save_wanted)
        self.paper.closed.connect(self.paper_closed)
        self._stack.addWidget(self.paper)

    def connect_to(self, presenter: ReviewPresenter) -> None:
        self.paper_wanted.connect(presenter.look_at)
        self.paper_closed.connect(presenter.close_paper)
        self.save_wanted.connect(presenter.save_paper)
        presenter.attach(self)

    def place(self, _page: QRect, window: QRect) -> None:
        self.setGeometry(window)

    def start_focus(self) -> None:
        self.leave.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts a paper away, then leaves; no other key reaches what lies beneath."""
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == 1:
            self.paper_closed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _THROUGH:
            event.ignore()
        else:
            event.accept()

    def show_page(self, page: ReviewPage) -> None:
        if page == self._shown:
            return
        self._shown = page
        words = self.words
        self._title.set_text(page.station)
        self._day.set_text(speech.long_day(words, page.day))
        clear(self._room.column)
        self._room.column.addWidget(self._figures(page))
        # two columns become one where the text is large
        across = QBoxLayout(QBoxLayout.Direction.TopToBottom if self.look.large else QBoxLayout.Direction.LeftToRight)
        across.setSpacing(self.look.gap(12))
        across.addWidget(self._standard(page), 3)
        across.addWidget(self._jobs(page), 2)
        self._room.column.addLayout(across, 1)
        self._room.column.addWidget(self._papers(page))

    def show_paper(self, paper: bytes) -> None:
        self._stack.setCurrentIndex(1 if paper else 0)
        self.paper.show_paper(paper, max(300, self.width() - 140) if paper else 0)

    # --- how it is built --------------------------------------------------------------------------------------

    def _build_head(self) -> QWidget:
        look, words = self.look, self.words
        head = QWidget()
        head.setFixedHeight(max(76, look.px(64)))
        row = row_in(head, 0, look.gap(14))
        self._title = Elided(look, "", "page", 700)
        row.addWidget(self._title)
        self._day = Elided(look, "", "body", 400, "ink_2")
        row.addWidget(self._day, 1)
        row.addWidget(Tag(look, words.say("review.masked"), "accent", "lock"))
        self.leave = Button(look, words.say("review.leave"), Kind.PLAIN, "cross")
        self.leave.setObjectName("review.leave")
        self.leave.clicked.connect(self.closed)
        row.addWidget(self.leave)
        return head

    def _figures(self, page: ReviewPage) -> QWidget:
        words, brief = self.words, page.brief
        card = Card()
        row = row_in(card, 1)
        figures = (
            ("visits", f"{brief.visits:,}", words.say("ui.unit.visits")),
            ("persons", f"{brief.persons:,}", words.say("ui.unit.people")),
            ("meals", f"{brief.meals:,}", words.say("ui.unit.meals")),
            ("taken", yuan_sign(brief.taken_fen), ""),
        )
        for at, (name, number, unit) in enumerate(figures):
            if at:
                row.addWidget(Rule(upright=True))
            row.addWidget(self._figure(name, number, unit), 1)
        row.addWidget(Rule(upright=True))
        row.addWidget(self._hours(page), 2)
        return card

    def _figure(self, name: str, number: str, unit: str) -> QWidget:
        look = self.look
        made = QWidget()
        column = column_in(made, 0, look.gap(2))
        column.setContentsMargins(look.gap(20), look.gap(12), look.gap(8), look.gap(12))
        column.addWidget(Elided(look, self.words.say(f"review.{name}"), "small", 500, "ink_2"))
        figure = Figure(look, unit, 34 if not look.large else 26, "ink", "small")
        figure.set_text(number)
        figure.setObjectName(f"review.{name}")
        column.addWidget(figure)
        return made

    def _hours(self, page: ReviewPage) -> QWidget:
        look, words = self.look, self.words
        made = QWidget()
        column = column_in(made, 0, look.gap(4))
        column.setContentsMargins(look.gap(20), look.gap(12), look.gap(12), look.gap(12))
        spans = words.say("ui.list").join(words.say("steps.know.span", begin=a, end=b) for a, b in page.posted)
        posted = words.say("review.posted", hours=spans or words.say("hours.closed"))
        column.addWidget(Text(look, posted, "body", 500, wrap=True))
        key = "not_opened" if not page.opened else "closed" if page.closed else "open"
        real = words.say(f"review.{key}", opened=page.opened, closed=page.closed)
        column.addWidget(Text(look, real, "small", 400, "ink_2", wrap=True))
        column.addStretch(1)
        return made

    def _title_row(self, said: str, tag: Tag | None = None) -> QWidget:
        made = QWidget()
        row = row_in(made, 0, self.look.gap(10))
        row.setContentsMargins(self.look.gap(20), self.look.gap(12), self.look.gap(20), self.look.gap(4))
        row.addWidget(Text(self.look, said, "title", 700), 1)
        if tag is not None:
            row.addWidget(tag)
        return made

    def _standard(self, page: ReviewPage) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, 1)
        code, tone, icon = (
            ("never_seen", "plain", "clock") if not page.brief.seen
            else ("compliant", "good", "check") if page.compliant
            else ("not_compliant", "wrong", "cross")
        )  # fmt: skip
        tag = Tag(look, words.say(f"plain.{code}"), tone, icon)
        column.addWidget(self._title_row(words.say("review.standard", met=page.brief.met), tag))
        grid = QGridLayout()
        grid.setContentsMargins(look.gap(20), look.gap(6), look.gap(16), look.gap(14))
        grid.setHorizontalSpacing(look.gap(12))
        grid.setVerticalSpacing(look.gap(8))
        for at, item in enumerate(page.items):
            grid.addWidget(self._item(item), at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid, 1)
        return card

    def _item(self, item: SeenItem) -> QWidget:
        look, words = self.look, self.words
        icon, ink, tint = _STATES[item.state]
        made = QWidget()
        row = row_in(made, 0, look.gap(12))
        row.addWidget(Icon(look, icon, ink, 24, 44, tint))
        holder = QWidget()
        lines = column_in(holder)
        name, state = words.say(f"item.{item.item}"), words.say(f"plain.item.{item.state}")
        since = words.say("plain.since", day=speech.short_day(words, item.since)) if item.since else ""
        lines.addWidget(Elided(look, name, "body", 500))
        lines.addWidget(Elided(look, " · ".join(part for part in (state, since) if part), "small", 400, ink))
        row.addWidget(holder, 1)
        made.setAccessibleName(f"{name} {state} {since}".strip())
        return made

    def _jobs(self, page: ReviewPage) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, 1)
        column.addWidget(self._title_row(words.say("review.jobs", count=page.brief.open_jobs)))
        holder = QWidget()
        rows = column_in(holder)
        rows.setContentsMargins(look.gap(20), 0, look.gap(16), look.gap(10))
        if not page.jobs:
            rows.addWidget(Text(look, words.say("review.no_jobs"), "body", 400, "good_ink", wrap=True))
        for at, job in enumerate(page.jobs):
            if at:
                rows.addWidget(Rule())
            rows.addWidget(self._job(job))
        rows.addStretch(1)
        column.addWidget(holder, 1)
        return card

    def _job(self, job: SeenJob) -> QWidget:
        look, words = self.look, self.words
        made = QWidget()
        made.setMinimumHeight(look.px(52))
        row = row_in(made, 0, look.gap(10))
        holder = QWidget()
        lines = column_in(holder)
        said = words.say("review.job", number=job.number, what=speech.title(words, job.titles))
        due = words.say("review.overdue" if job.overdue else "review.due", day=speech.short_day(words, job.due))
        lines.addWidget(Elided(look, said, "body", 500))
        lines.addWidget(Elided(look, due, "small", 400, "wrong_ink" if job.overdue else "ink_2"))
        row.addWidget(holder, 1)
        row.addWidget(Tag(look, words.say(f"rectification_state.{job.state}"), "wrong" if job.overdue else "attention"))
        return made

    def _papers(self, page: ReviewPage) -> QWidget:
        """Registers and papers, each a press away; how much is recorded and still on its way."""
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, 1)
        column.addWidget(self._title_row(words.say("review.papers")))
        grid = QGridLayout()
        grid.setContentsMargins(look.gap(20), look.gap(4), look.gap(16), look.gap(10))
        grid.setSpacing(look.gap(10))
        across = 3 if look.large else 6
        for at, paper in enumerate(page.papers):
            button = Button(look, words.say(f"plain.paper.{paper.kind}"), Kind.PLAIN, "papers")
            button.setObjectName(f"review.paper.{paper.kind}")
            button.clicked.connect(self._wanting(paper))
            grid.addWidget(button, at // across, at % across)
        column.addLayout(grid)
        told = words.say("review.recorded", facts=f"{page.facts:,}", waiting=f"{page.waiting:,}", box=page.box)
        foot = Text(look, told, "small", 400, "ink_2", wrap=True)
        foot.setContentsMargins(look.gap(20), 0, look.gap(20), look.gap(12))
        column.addWidget(foot)
        return card

    def _wanting(self, paper: SeenPaper) -> Callable[[], None]:
        return lambda: self.paper_wanted.emit(paper)
