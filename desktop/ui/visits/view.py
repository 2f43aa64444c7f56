"""The page 服务登记: the live list, the person in hand, one-key visits of the anonymous."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.pages import PersonRow, VisitRow, VisitsPage
from desktop.core.visit_pages import VisitDays, VisitPart
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hotkeys import PageKey, digits
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.row_list import RowList, RowModel
from desktop.ui.parts.text import Elided, Text
from desktop.ui.parts.tiles import GroupTile, ServiceToggle, Stepper
from desktop.ui.visits.model import VisitDelegate, name_of, spoken
from desktop.ui.visits.past_list import DayHead, PastList
from desktop.ui.visits.presenter import GROUPS, SERVICES, VOID_REASONS, VisitsPresenter
from desktop.ui.visits.search import Search

_EMPTY, _LIVE, _PAST = 0, 1, 2


class VisitsView(PageView):
    """Passive.

    Signals:
        row_marked, leave_wanted: the visit.
        service_toggled: the service.
        void_asked, void_dropped: the panel's 作废 and 不作废.
        void_wanted: the reason.
        anonymous_wanted: the group.
        count_set: how many.
        search_wanted: the text; everywhere_wanted: a full phone; person_chosen: the id.
    """

    row_marked = Signal(str)
    leave_wanted = Signal(str)
    service_toggled = Signal(str)
    void_asked = Signal()
    void_dropped = Signal()
    void_wanted = Signal(str)
    anonymous_wanted = Signal(str)
    count_set = Signal(int)
    search_wanted = Signal(str)
    everywhere_wanted = Signal(str)
    person_chosen = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "visits")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.search = Search(self, look, words)
        side = self._side_width()
        self.search.field.setFixedWidth(side)
        self.search.wanted.connect(self.search_wanted)
        self.search.chosen.connect(self.person_chosen)
        self.search.everywhere.connect(self.everywhere_wanted)
        self.head.addWidget(self.search.field)
        columns = row_in(None, 0, look.gap(16))
        columns.addWidget(self._build_list(), 1)
        right = Scrolling(look.gap(16))
        right.setFixedWidth(side)
        self._right = right
        right.column.addWidget(self._build_person(), 1)
        right.column.addWidget(self._build_anonymous())
        columns.addWidget(right)
        self.body.addLayout(columns, 1)
        self._person = self._marked = ""
        self._live = _LIVE
        self.past.day_seen.connect(self._show_day)

    def connect_to(self, presenter: VisitsPresenter) -> None:
        self.row_marked.connect(presenter.mark)
        self.leave_wanted.connect(presenter.leave)
        self.service_toggled.connect(presenter.toggle)
        self.void_asked.connect(presenter.ask_void)
        self.void_dropped.connect(presenter.keep)
        self.void_wanted.connect(presenter.void)
        self.anonymous_wanted.connect(presenter.anonymous)
        self.count_set.connect(presenter.set_count)
        self.search_wanted.connect(presenter.search)
        self.everywhere_wanted.connect(presenter.search_everywhere)
        self.person_chosen.connect(presenter.choose)
        self.day.stepped.connect(presenter.step_day)
        self.day.today_wanted.connect(presenter.past.leave)
        self.past.part_wanted.connect(presenter.past.want)
        self.past.day_seen.connect(presenter.past.look)
        presenter.past.attach(self)
        presenter.attach(self)

    # --- what is told -----------------------------------------------------------

    def show_page(self, page: VisitsPage, marked: str) -> None:
        words = self.words
        self.subtitle.set_text(words.say("ui.visits.subtitle", inside=page.inside, visits=page.visits))
        keys = tuple(row.fact for row in page.rows)
        self._model.set_rows(page.rows, keys, tuple(spoken(words, row) for row in page.rows))
        self._marked, self._live = marked, _LIVE if page.rows else _EMPTY
        if self._pages.currentIndex() == _PAST:
            self.past.mark(marked)
            return
        self._pages.setCurrentIndex(self._live)
        self.list.mark(marked)

    def show_past_days(self, found: VisitDays | None, day: str) -> None:
        """The days gone by, one of them on top; None for today's live list."""
        if found is None:
            self._pages.setCurrentIndex(self._live)
            self.day.show_day("", None)
            return
        self._pages.setCurrentIndex(_PAST)
        self.past.show_days(found, day)
        self._show_day()

    def show_past_part(self, part: VisitPart) -> None:
        self.past.show_part(part)
        self.past.mark(self._marked)
        self._show_day()

    def show_person(self, row: VisitRow | None) -> None:
        for service, toggle in self.toggles.items():
            toggle.setEnabled(row is not None and not row.voided)
            toggle.setChecked(row is not None and service in row.services)
        self._void.setVisible(row is not None and not row.voided)
        key = f"{row.fact}{row.ended}{row.voided}" if row else ""
        if key == self._person and row is not None:
            return
        self._person = key
        self._fill_person(row)

    def show_void(self, asking: bool) -> None:
        self._panel.setCurrentIndex(1 if asking else 0)
        if asking:
            self._reasons[0].setFocus()

    def show_count(self, count: int) -> None:
        self.stepper.set_value(count)

    def show_found(self, query: str, found: tuple[PersonRow, ...] | None) -> None:
        self.search.show_found(query, found)

    # --- what the window asks -----------------------------------------------------

    def cover(self) -> QRect:
        return QRect(self._list_card.mapTo(self, QPoint(0, 0)), self._list_card.size())

    def start_focus(self) -> None:
        (self.past if self._pages.currentIndex() == _PAST else self.list).setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        groups, services = len(GROUPS), len(SERVICES)
        anonymous = PageKey("anonymous", f"Ctrl+1–{groups}", lambda at: self.anonymous_wanted.emit(GROUPS[at]),
                            digits(groups), ctrl=True)  # fmt: skip
        used = PageKey("services", f"1–{services}", lambda at: self.service_toggled.emit(SERVICES[at]),
                       digits(services))  # fmt: skip
        search = PageKey("search", "/", lambda _at: self._go_to_search(), texts=("/", "／"))
        count = PageKey("count", "- +", lambda at: self.stepper.step(2 * at - 1), texts=("-", "+"))
        drop = PageKey("drop_void", "Esc", lambda _at: self.void_dropped.emit(), (Qt.Key.Key_Escape,))
        return (anonymous, search, count, drop if self._panel.currentIndex() == 1 else used)

    def _go_to_search(self) -> None:
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    # --- how it is built ------------------------------------------------------------

    def _show_day(self) -> None:
        if self._pages.currentIndex() == _PAST:
            self.day.show_day(*self.past.here)

    def _side_width(self) -> int:
        wide = {100: (436, 400), 125: (456, 420)}.get(self.look.scale, (500, 430))
        return wide[1] if self.narrow else wide[0]

    def give_way(self) -> None:
        self._right.setFixedWidth(self._side_width())
        self.search.field.setFixedWidth(self._side_width())
        self.day.set_narrow(self.narrow)

    def _build_list(self) -> QWidget:
        look, words = self.look, self.words
        self._list_card = card = Card()
        column = column_in(card, 1)
        self.day = DayHead(look, words)
        column.addWidget(self.day)
        column.addWidget(Rule())
        self._model = RowModel(self)
        self._delegate = VisitDelegate(look, words)
        self.list = RowList(self._model, self._delegate, words.say("ui.visits.list"))
        self.list.setObjectName("visits.list")
        self.list.marked.connect(self.row_marked)
        self.list.button_pressed.connect(self.leave_wanted)
        self._pages = QStackedWidget()
        empty = QWidget()
        inner = column_in(empty, look.gap(20))
        inner.addStretch(1)
        inner.addWidget(EmptyNote(look, "scan", words.say("ui.visits.empty"), words.say("ui.visits.empty_step")), 4)
        inner.addStretch(1)
        self._pages.addWidget(empty)
        self._pages.addWidget(self.list)
        self.past = PastList(look, words)
        self.past.marked.connect(self.row_marked)
        self._pages.addWidget(self.past)
        self._pages.setCurrentIndex(_LIVE)
        column.addWidget(self._pages, 1)
        return card

    def _build_person(self) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, look.gap(16), look.gap(10))
        top = row_in(None, 0, look.gap(12))
        self._who = QWidget()
        self._who_row = row_in(self._who, 0, look.gap(12))
        top.addWidget(self._who, 1)
        self._void = Button(look, words.say("ui.visits.void"), Kind.WORDS, "undo")
        self._void.clicked.connect(self.void_asked)
        self._void.hide()
        top.addWidget(self._void)
        column.addLayout(top)
        self._panel = QStackedWidget()
        self._panel.addWidget(self._build_toggles())
        self._panel.addWidget(self._build_reasons())
        column.addWidget(self._panel, 1)
        self._fill_person(None)
        return card

    def _build_toggles(self) -> QWidget:
        look, words = self.look, self.words
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self.toggles: dict[str, ServiceToggle] = {}
        for at, service in enumerate(SERVICES):
            toggle = ServiceToggle(look, words.say(f"service.{service}"), service, str(at + 1))
            toggle.setObjectName(f"service.{service}")
            toggle.clicked.connect(self._emitting(self.service_toggled, service))
            toggle.setEnabled(False)
            self.toggles[service] = toggle
            grid.addWidget(toggle, at // 3, at % 3)
        return made

    def _build_reasons(self) -> QWidget:
        look, words = self.look, self.words
        made = Card("attention")
        column = column_in(made, look.gap(16), look.gap(10))
        column.addWidget(Text(look, words.say("ui.void.why"), "body", 700, "attention_ink", wrap=True))
        column.addWidget(Text(look, words.say("ui.void.kept"), "small", 400, "ink", wrap=True))
        self._reasons: list[Button] = []
        grid = QGridLayout()
        grid.setSpacing(look.gap(8))
        across = 1 if look.large and words.language != "zh" else 2
        for at, reason in enumerate(VOID_REASONS):
            button = Button(look, words.say(f"void.{reason}"))
            button.setObjectName(f"void.{reason}")
            button.clicked.connect(self._emitting(self.void_wanted, reason))
            self._reasons.append(button)
            grid.addWidget(button, at // across, at % across)
        keep = Button(look, words.say("ui.void.keep"), Kind.WORDS)
        keep.clicked.connect(self.void_dropped)
        grid.addWidget(keep, len(VOID_REASONS) // across, len(VOID_REASONS) % across)
        column.addLayout(grid)
        column.addStretch(1)
        return made

    def _build_anonymous(self) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, look.gap(16), look.gap(8))
        column.setContentsMargins(look.gap(16), look.gap(8), look.gap(16), look.gap(16))
        top = row_in(None, 0, look.gap(8))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        title = Elided(look, words.say("ui.visits.no_card"), "body", 700)
        (column if look.scale > 100 else lines).addWidget(title)
        keys = " · Ctrl+1–6" if look.scale == 100 else ""
        lines.addWidget(Elided(look, words.say("ui.visits.no_name") + keys, 15, 400, "ink_2"))
        top.addLayout(lines, 1)
        self.stepper = Stepper(
            look, (words.say("ui.visits.how_many"), words.say("ui.visits.fewer"), words.say("ui.visits.more"))
        )
        self.stepper.moved.connect(self.count_set)
        top.addWidget(self.stepper)
        column.addLayout(top)
        grid = QGridLayout()
        grid.setSpacing(8)
        across = 2 if look.scale > 100 or words.language != "zh" else 3
        self.groups: dict[str, GroupTile] = {}
        for at, group in enumerate(GROUPS):
            tile = GroupTile(look, words.say(f"group.{group}"), group, f"Ctrl+{at + 1}")
            tile.setObjectName(f"group.{group}")
            tile.clicked.connect(self._emitting(self.anonymous_wanted, group))
            self.groups[group] = tile
            grid.addWidget(tile, at // across, at % across)
        column.addLayout(grid)
        return card

    def _fill_person(self, row: VisitRow | None) -> None:
        look, words = self.look, self.words
        clear(self._who_row)
        if row is None:
            self._who_row.addWidget(Text(look, words.say("ui.visits.nobody"), "body", 400, "ink_2", wrap=True), 1)
            return
        self._who_row.addWidget(Icon(look, row.group or "people", "warm_ink", 30, 52, "warm_tint"))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        first = row_in(None, 0, look.gap(8))
        first.addWidget(Elided(look, name_of(words, row), "title", 700))
        beside = words.say("ui.tail", tail=row.tail) if row.tail else ""
        first.addWidget(Elided(look, beside, "body", 400, "ink_2"), 1)
        lines.addLayout(first)
        how = words.say(f"ui.how.{row.how}", time=row.time)
        asked = words.say("ui.visits.used_what")
        if row.voided:
            asked = words.say("ui.visits.voided_tag", reason=words.say(f"void.{row.voided}"))
        elif row.ended:
            asked = words.say("ui.visits.left_at", time=row.ended)
        how = how if row.tail else f"{speech.group_word(words, row.group)} · {how}"
        told = row.voided or row.ended or look.scale == 100
        lines.addWidget(Elided(look, f"{how} · {asked}" if told else how, "small", 400, "ink_2"))
        self._who_row.addLayout(lines, 1)

    @staticmethod
    def _emitting(signal: object, value: str) -> Callable[[], None]:
        return lambda: signal.emit(value)  # type: ignore[attr-defined]
