"""The cards of Today."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.money import yuan_sign
from desktop.core.pages import Step, TodayPage, Todo
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Figure, Text
from desktop.ui.today.pictures import HourChart, Legend, Seats

_ICONS = {
    "rectification": "warn",
    "recheck": "inspect",
    "inspect": "inspect",
    "referral": "phone",
    "open_day": "today",
    "waiting": "sync",
}
_SHADES = {
    "wrong": ("wrong_ink", "wrong_tint"),
    "attention": ("attention_ink", "attention_tint"),
    "plain": ("accent_ink", "accent_tint"),
}
ROWS_SHOWN = 4


def _row_height(look: Look) -> int:
    return 84 if look.scale == 100 else look.px(62)


class TodoCard(Card):
    """What to do now, the first with the one filled button. `chosen` hears of the verb pressed."""

    def __init__(self, look: Look, words: Words, chosen: Callable[[Todo], None], *, scrolls: bool) -> None:
        super().__init__()
        self._look, self._words, self._chosen, self._scrolls = look, words, chosen, scrolls
        column = column_in(self, 1)
        head = QWidget()
        head.setFixedHeight(look.gap(55))
        row = row_in(head, 0, look.gap(8))
        row.setContentsMargins(look.gap(20), 0, look.gap(20), 0)
        row.addWidget(Text(look, words.say("ui.today.todo"), "title", 700))
        self._count = Text(look, "", "body", 400, "ink_2")
        row.addWidget(self._count, 1)
        column.addWidget(head)
        column.addWidget(Rule())
        self.rows: list[QWidget] = []
        self._shown = ROWS_SHOWN
        if scrolls:
            room = Scrolling()
            column.addWidget(room, 1)
            self._column = room.column
        else:
            self._column = QVBoxLayout()
            self._column.setSpacing(0)
            column.addLayout(self._column)

    def show_todo(self, todo: tuple[Todo, ...], reachable: frozenset[str]) -> None:
        words = self._words
        clear(self._column)
        self.rows = []
        self._count.setText(words.say("ui.today.todo_count", count=len(todo)) if todo else "")
        for at, given in enumerate(todo):
            if at:
                self._column.addWidget(Rule())
            made = self._row(given, at == 0, given.page in reachable)
            self.rows.append(made)
            self._column.addWidget(made)
        if not todo:
            self._column.addWidget(self._nothing())
        if self._scrolls:
            self._column.addStretch(1)
            self._shown = min(max(1, len(todo)), ROWS_SHOWN)
            self.setMaximumHeight(self._height(self._shown))
            self.updateGeometry()

    def _height(self, rows: int) -> int:
        return self._look.gap(55) + 3 + rows * (_row_height(self._look) + 2)

    def sizeHint(self) -> QSize:
        return QSize(400, self._height(self._shown)) if self._scrolls else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = QSize(300, self._height(min(2, self._shown)))
        return least if self._scrolls else super().minimumSizeHint()

    def _row(self, todo: Todo, first: bool, can: bool) -> QWidget:
        look, words = self._look, self._words
        ink, tint = _SHADES.get(todo.urgency, _SHADES["plain"])
        made = QWidget()
        made.setMinimumHeight(_row_height(look))
        row = row_in(made, 0, look.gap(14))
        row.setContentsMargins(look.gap(20), look.gap(8), look.gap(16), look.gap(8))
        icon = todo.title.icon or _ICONS.get(todo.kind, "info")
        row.addWidget(Icon(look, icon, ink, 26, 44, tint), 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        said = speech.hint(words, todo.title)
        lines.addWidget(Elided(look, said, "body", 500))
        detail = speech.hint(words, todo.detail)
        lines.addWidget(
            Elided(
                look,
                detail,
                "small",
                500 if todo.urgency != "plain" else 400,
                ink if todo.urgency != "plain" else "ink_2",
            )
        )
        lines.addStretch(1)
        row.addLayout(lines, 1)
        if can:
            verb = words.say(f"ui.verb.{todo.kind}")
            button = Button(look, verb, Kind.PRIMARY if first else Kind.PLAIN)
            button.setObjectName(f"todo.{todo.kind}.{todo.subject}")
            button.setAccessibleDescription(said)
            button.clicked.connect(lambda: self._chosen(todo))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _nothing(self) -> QWidget:
        look, words = self._look, self._words
        made = QWidget()
        made.setMinimumHeight(_row_height(look))
        row = row_in(made, 0, look.gap(14))
        row.setContentsMargins(look.gap(20), look.gap(8), look.gap(16), look.gap(8))
        row.addWidget(Icon(look, "check", "good_ink", 26, 44, "good_tint"), 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(Text(look, words.say("ui.today.nothing"), "body", 500, wrap=True))
        lines.addWidget(Text(look, words.say("ui.today.nothing_step"), "small", 400, "ink_2", wrap=True))
        lines.addStretch(1)
        row.addLayout(lines, 1)
        return made


class PeopleCard(Card):
    """People inside as seats, visits and meals of the day."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        across = look.large
        outer = row_in(self, 1) if across else column_in(self, 1)
        upper = QWidget()
        row = row_in(upper, 0, look.gap(12))
        row.setContentsMargins(look.gap(20), look.gap(14), look.gap(20), look.gap(12))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(Text(look, words.say("ui.today.inside"), "body", 700))
        self._inside = Figure(look, words.say("ui.unit.people"), "figure", "warm_ink")
        left.addWidget(self._inside)
        self._free = Text(look, " ", "small", 400, "ink_2")
        left.addWidget(self._free)
        row.addLayout(left)
        self.seats = Seats(look)
        row.addWidget(self.seats, 1)
        outer.addWidget(upper, 1)
        outer.addWidget(Rule(upright=across))
        below = row_in()
        self._visits = _Sum(look, words.say("ui.today.visits"), words.say("ui.unit.visits"))
        self._meals = _Sum(look, words.say("ui.today.meals"), words.say("ui.unit.meals"))
        below.addWidget(self._visits, 1)
        below.addWidget(Rule(upright=True))
        below.addWidget(self._meals, 1)
        outer.addLayout(below, 1 if across else 0)

    def show_people(self, page: TodayPage) -> None:
        words = self._words
        self._inside.set_text(str(page.inside))
        free = page.seats - page.inside
        said = words.say("ui.today.free", count=free) if free > 0 else words.say("ui.today.full")
        self._free.setText(said if page.seats else "")
        self.seats.show_people(page.inside, page.seats, f"{page.inside} {words.say('ui.unit.people')} {said}")
        more = page.visits - page.visits_week_ago
        weekday = speech.weekday(words, page.day)
        key = "more" if more > 0 else "fewer" if more < 0 else "same"
        self._visits.show_figure(page.visits, words.say(f"ui.today.{key}", weekday=weekday, count=abs(more)))
        self._meals.show_figure(page.meals, words.say("ui.today.taken", sum=yuan_sign(page.taken_fen)))


class _Sum(QWidget):
    """A number with its unit, and what is to be said of it."""

    def __init__(self, look: Look, title: str, unit: str) -> None:
        super().__init__()
        column = column_in(self)
        column.setContentsMargins(look.gap(20), look.gap(10), look.gap(12), look.gap(10))
        column.addWidget(Elided(look, title, "small", 400, "ink_2"))
        self._number = Figure(look, unit, 29, "ink", "small")
        column.addWidget(self._number)
        self._said = Elided(look, " ", "small", 400, "ink_2")
        column.addWidget(self._said)
        column.addStretch(1)

    def show_figure(self, number: int, said: str) -> None:
        self._number.set_text(f"{number:,}")
        self._said.set_text(said)


class ChartCard(Card):
    """Visits by hour."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        column = column_in(self)
        column.setContentsMargins(look.gap(20), look.gap(10), look.gap(20), look.gap(6))
        self._head = row_in()
        self._head.addWidget(Text(look, words.say("ui.today.by_hour"), "body", 700), 1)
        column.addLayout(self._head)
        self.chart = HourChart(look)
        column.addWidget(self.chart, 1)
        self._none = Text(look, words.say("ui.today.no_hours"), "small", 400, "ink_2", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.hide()
        column.addWidget(self._none, 1)
        self._legend: Legend | None = None
        self.setMinimumHeight(look.px(150))

    def show_hours(self, page: TodayPage) -> None:
        words = self._words
        some = any(page.by_hour) or any(page.usual_by_hour)
        self.chart.setVisible(some)
        self._none.setVisible(not some)
        if self._legend is None and some:
            usual = words.say("ui.today.usual", weekday=speech.weekday(words, page.day))
            self._legend = Legend(self._look, words.say("ui.today.now"), usual)
            self._head.addWidget(self._legend)
        spoken = (
            words.say("ui.today.by_hour")
            + " "
            + ", ".join(f"{hour}: {count}" for hour, count in enumerate(page.by_hour) if count)
        )
        hour_word = words.say("ui.today.hour")
        self.chart.show_hours(page.by_hour, page.usual_by_hour, page.hour_now, hour_word, spoken)


class StepsCard(Card):
    """The day in order, and its end."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        column = column_in(self)
        column.setContentsMargins(look.gap(20), look.gap(12), look.gap(20), look.gap(16))
        column.addWidget(Text(look, words.say("ui.today.steps"), "body", 700))
        column.addSpacing(look.gap(4))
        if look.large:
            self._rows = QVBoxLayout()
            column.addLayout(self._rows)
        else:
            room = Scrolling()
            column.addWidget(room, 1)
            self._rows = room.column
        self._rows.setSpacing(0)
        column.addSpacing(look.gap(8))
        self.open_day = Button(look, words.say("ui.today.open_day"), Kind.PLAIN, "today")
        self.hand_over = Button(look, words.say("ui.today.hand_over"), Kind.PLAIN, "handover")
        self.close_day = Button(look, words.say("ui.today.close_day"), Kind.PLAIN, "lock")
        self.flows = {"open_day": self.open_day, "hand_over": self.hand_over, "close_day": self.close_day}
        self._closed = Text(look, words.say("ui.today.is_closed"), "body", 500, "ink_2", wrap=True)
        self._closed.hide()
        column.addWidget(self._closed)
        self._buttons = row_in(None, 0, look.gap(10))
        for flow, button in self.flows.items():
            button.setObjectName(f"flow.{flow}")
            button.hide()
            self._buttons.addWidget(button, 1)
        column.addLayout(self._buttons)

    def show_steps(self, page: TodayPage) -> None:
        """The button of what comes next is filled where no thing to do has the filled one."""
        clear(self._rows)
        for at, step in enumerate(page.steps):
            if at:
                self._rows.addWidget(Rule())
            self._rows.addWidget(self._row(step))
        self._rows.addStretch(1)
        running = page.opened and not page.closed
        self.open_day.setVisible(not page.opened and not page.closed)
        self.hand_over.setVisible(running)
        self.close_day.setVisible(running)
        self._closed.setVisible(page.closed)
        free = Kind.PLAIN if page.todo else Kind.PRIMARY
        self.open_day.set_kind(free)
        self.close_day.set_kind(free)

    def _row(self, step: Step) -> QWidget:
        look = self._look
        made = QWidget()
        made.setMinimumHeight(look.px(45))
        row = row_in(made, 0, look.gap(12))
        row.addWidget(Icon(look, "check" if step.done else "clock", "good_ink" if step.done else "ink_2", 20))
        row.addWidget(Elided(look, self._words.say(f"step.{step.key}"), "body"), 1)
        end = " ".join(part for part in (step.who, step.when) if part)
        row.addWidget(Text(look, end, "small", 400, "ink_2"))
        return made
