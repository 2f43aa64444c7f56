"""What needs a hand, in sentences, with what to do; the log of rounds stands behind a tab."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.hub_pages import HubPage, TrayRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hub.log_list import LogList
from desktop.ui.hub.presenter import LOG, TRAY
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.text import Text

SHOWN_MOST = 40
_ICONS = {
    "double_meal": "meals",
    "budget_overspent": "meals",
    "same_person": "people",
    "clock_skewed": "clock",
    "clock_behind": "clock",
    "forked": "screen",
}


class RightCard(Card):
    """Passive.

    Signals:
        tab_chosen: `tray` or `log`.
        place_wanted, aside_wanted: a `TrayRow`.
    """

    tab_chosen = Signal(str)
    place_wanted = Signal(object)
    aside_wanted = Signal(object)

    def __init__(self, look: Look, words: Words, *, scrolls: bool) -> None:
        """Where the page scrolls, the card is as high as what is in it."""
        super().__init__()
        self._look, self._words = look, words
        self.places: frozenset[str] = frozenset()
        self.place_of: Callable[[TrayRow], str] = lambda _row: ""
        column = column_in(self, 1)
        self._head = row_in(None, 0, look.gap(8))
        self._head.setContentsMargins(look.gap(16), look.gap(10), look.gap(16), look.gap(10))
        column.addLayout(self._head)
        column.addWidget(Rule())
        self._tray: QWidget
        if scrolls:
            room = Scrolling()
            self._tray, self._rows = room, room.column
        else:
            self._tray = QWidget()
            self._rows = column_in(self._tray)
        self.log = LogList(look, words, scrolls=scrolls)
        column.addWidget(self._tray, 1)
        column.addWidget(self.log, 1)
        self.tabs: Choices | None = None
        self._count = -1
        self._shown: tuple[object, ...] = ()

    def show_page(self, page: HubPage, tab: str, now: int) -> None:
        self._show_tabs(len(page.tray), tab)
        self._tray.setVisible(tab == TRAY)
        self.log.setVisible(tab == LOG)
        self.log.show_rounds(page, now)
        shown = (page.tray, self.places)
        if shown != self._shown:
            self._shown = shown
            self._show_tray(page.tray)

    def _show_tabs(self, count: int, tab: str) -> None:
        words = self._words
        if self.tabs is None or count != self._count:
            focus = self.tabs is not None and any(part.hasFocus() for part in self.tabs.parts.values())
            clear(self._head)
            tray = words.say("ui.hub.tray.tab", count=count) if count else words.say("ui.hub.tray.tab_none")
            self.tabs = Choices(
                self._look, ((TRAY, tray), (LOG, words.say("ui.hub.log.tab"))), words.say("ui.page.hub")
            )
            for code, part in self.tabs.parts.items():
                part.setObjectName(f"hub.tab.{code}")
            self.tabs.chosen.connect(self.tab_chosen)
            self._head.addWidget(self.tabs)
            self._head.addStretch(1)
            self._count = count
            if focus:
                self.tabs.parts[tab].setFocus()
        self.tabs.choose(tab)

    def _show_tray(self, rows: tuple[TrayRow, ...]) -> None:
        look, words, column = self._look, self._words, self._rows
        clear(column)
        if not rows:
            note = EmptyNote(look, "check", words.say("ui.hub.tray.none"), words.say("ui.hub.tray.none_told"))
            holder = QWidget()
            column_in(holder, look.gap(16)).addWidget(note)
            column.addWidget(holder, 1)
            return
        for at, row in enumerate(rows[:SHOWN_MOST]):
            if at:
                column.addWidget(Rule())
            column.addWidget(self._row(row))
        if len(rows) > SHOWN_MOST:
            more = Text(look, words.say("plain.more_lines", count=len(rows) - SHOWN_MOST), "small", 400, "ink_2")
            more.setContentsMargins(look.gap(20), look.gap(10), look.gap(20), look.gap(10))
            column.addWidget(more)
        column.addStretch(1)

    def _row(self, row: TrayRow) -> QWidget:
        look, words = self._look, self._words
        made = QWidget()
        across = row_in(made, 0, look.gap(14))
        across.setContentsMargins(look.gap(20), look.gap(12), look.gap(16), look.gap(12))
        icon = Icon(look, _ICONS.get(row.code, "warn"), "attention_ink", 26, 44, "attention_tint")
        across.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(look.gap(2))
        title = tray_title(words, row)
        lines.addWidget(Text(look, title, "body", 700, wrap=True))
        which = tray_which(words, row)
        if which:
            lines.addWidget(Text(look, which, "small", 400, "ink_2", wrap=True))
        lines.addWidget(Text(look, todo(words, row.code), "small", 400, "ink", wrap=True))
        lines.addSpacing(look.gap(4))
        buttons = row_in(None, 0, look.gap(8))
        place = self.place_of(row)
        if place and place in self.places:
            go = Button(look, words.say(f"ui.hub.go.{place.replace('.', '_')}"), Kind.SOFT)
            go.setObjectName(f"hub.go.{row.verdict or row.code}")
            go.setAccessibleDescription(title)
            go.clicked.connect(lambda: self.place_wanted.emit(row))
            buttons.addWidget(go)
        aside = Button(look, words.say("ui.hub.put_aside"), Kind.WORDS if place in self.places else Kind.SOFT)
        aside.setObjectName(f"hub.aside.{row.verdict or row.code}")
        aside.setAccessibleDescription(title)
        aside.clicked.connect(lambda: self.aside_wanted.emit(row))
        buttons.addWidget(aside)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        across.addLayout(lines, 1)
        return made


def tray_title(words: Words, row: TrayRow) -> str:
    """What happened; of several, how many."""
    key = f"verdict.{row.code}"
    said = words.say(key) if words.has(key) else words.say("verdict.other")
    return words.say("ui.hub.tray.several", said=said, count=f"{row.count:,}") if row.count > 1 else said


def todo(words: Words, code: str) -> str:
    key = f"verdict_todo.{code}"
    return words.say(key) if words.has(key) else words.say("verdict_todo.other")


def tray_which(words: Words, row: TrayRow) -> str:
    """Which record it is: who, what, when, where; a second meal's other place beside it."""
    if row.count > 1 and row.last_day and row.last_day != row.day:
        first, last = speech.short_day(words, row.day), speech.short_day(words, row.last_day)
        return words.say("ui.hub.tray.days", first=first, last=last)
    what = words.say(f"ui.hub.record.{row.kind}") if words.has(f"ui.hub.record.{row.kind}") else ""
    when = " ".join(part for part in (speech.short_day(words, row.day) if row.day else "", row.time) if part)
    said = [row.name, what, when, row.place]
    if row.detail.get("other_time"):
        other = " ".join(part for part in (row.detail["other_time"], row.detail.get("other_place", "")) if part)
        said.append(words.say("ui.hub.tray.beside", other=other))
    return words.say("plain.dot").join(part for part in said if part)
