"""The page 体检就医: today's calls, the board by state, and beside it the marked slip or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.health_pages import LIVING, Board, SlipCard, SlipForm, SlipPerson
from desktop.core.plain import PlainAct, PlainSection
from desktop.core.words import Words
from desktop.ui.health.aside import Aside
from desktop.ui.health.calls_card import CallsCard
from desktop.ui.health.column_box import ColumnBox
from desktop.ui.health.model import SlipDelegate
from desktop.ui.health.presenter import CALLS, HealthPresenter
from desktop.ui.health.said import spoken
from desktop.ui.health.slip_form import SlipFormCard
from desktop.ui.hotkeys import PageKey
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Scrolling, column_in, row_in
from desktop.ui.parts.front_cards import FrontCards
from desktop.ui.parts.row_list import RowList, RowModel
from desktop.ui.parts.text import Elided
from desktop.ui.plain.panel import PanelCard
from desktop.ui.plain.paper import PaperCard
from desktop.ui.plain.presenter import Panel

_BOARD, _LIST, _PAPER = range(3)
_ASIDE, _PANEL, _NEW = range(3)
ASIDE_WIDE = 236


class HealthView(PageView):
    """Passive.

    Signals:
        begun: a new slip; listed: a state, empty for the board; row_marked: a slip; unmarked.
        next_wanted: a slip and what comes next; loose_chosen: an act of no slip.
    """

    begun = Signal()
    listed = Signal(str)
    row_marked = Signal(str)
    unmarked = Signal()
    next_wanted = Signal(str, str)
    loose_chosen = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "health")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._narrow = look.scale > 100
        self.issue = Button(look, words.say("ui.health.begin"), Kind.PRIMARY, "plus")
        self.issue.setObjectName("health.begin")
        self.issue.setToolTip(words.say("ui.health.begin_key"))
        self.issue.clicked.connect(self.begun)
        self.head.addWidget(self.issue)
        self._front = FrontCards()
        self._front.addWidget(self._build_board())
        self._front.addWidget(self._build_list())
        self.paper = PaperCard(look, words)
        self._front.addWidget(self.paper)
        self.panel = PanelCard(look, words)
        self.form = SlipFormCard(look, words)
        self._side = FrontCards()
        self._side.addWidget(self.aside if not look.large else QWidget())
        self._side.addWidget(self._build_panel())
        self._side.addWidget(self.form)
        row = row_in(None, 0, look.gap(16))
        row.addWidget(self._front, 1)
        row.addWidget(self._side)
        self.body.addLayout(row, 1)
        self._loose: tuple[PlainAct, ...] = ()
        self._marked = self._new = False
        self._arrange()

    def connect_to(self, presenter: HealthPresenter) -> None:
        self.begun.connect(presenter.begin)
        self.listed.connect(presenter.list_state)
        self.row_marked.connect(presenter.mark)
        self.unmarked.connect(presenter.unmark)
        self.next_wanted.connect(presenter.go_on)
        self.loose_chosen.connect(presenter.choose_loose)
        self.form.who_typed.connect(presenter.who_typed)
        self.form.person_chosen.connect(presenter.choose_person)
        self.form.typed.connect(presenter.draft_typed)
        self.form.given.connect(presenter.issue)
        self.form.dropped.connect(presenter.drop_new)
        self.panel.act_chosen.connect(presenter.choose)
        self.panel.act_given.connect(presenter.give)
        self.panel.act_typed.connect(presenter.type)
        self.panel.act_dropped.connect(presenter.drop)
        self.paper.save_wanted.connect(presenter.save_paper)
        self.paper.closed.connect(presenter.close_paper)
        presenter.attach(self)

    # --- what is told ---------------------------------------------------------------------------------------

    def show_board(self, board: Board) -> None:
        self.calls.show_calls(board.calls)
        for column in board.columns:
            self.columns[column.state].show_column(column)
        self.aside.show_counts(board.resting)
        self._may = board.may_issue
        self._arrange()

    def show_list(self, state: str, rows: tuple[SlipCard, ...], marked: str) -> None:
        words = self.words
        keys = tuple(row.referral for row in rows)
        self._model.set_rows(rows, keys, tuple(spoken(words, row) for row in rows))
        self.list.mark(marked)
        self._listing = bool(state)
        if state:
            title = words.say("ui.health.calls") if state == CALLS else words.say(f"referral_state.{state}")
            self._list_title.set_text(words.say("ui.health.list_title", state=title, count=len(rows)))
        self._arrange()

    def show_form(self, form: SlipForm) -> None:
        self.form.show_form(form)

    def show_draft(
        self, draft: Mapping[str, str], who: str, person: SlipPerson | None, found: tuple[SlipPerson, ...] | None
    ) -> None:
        self.form.show_draft(draft, who, person, found)

    def show_refused(self, sentence: str) -> None:
        self.form.show_refused(sentence)

    def show_side(self, new: bool, marked: bool) -> None:
        began = new and not self._new
        self._new, self._marked = new, marked
        self.issue.setVisible(not new)
        self._arrange()
        if began and self.isVisible():
            self.form.start_focus()

    def show_section(self, section: PlainSection, row: str) -> None:
        """The board is the page's own; a new slip has its own form, the call list its own button."""
        self._loose = tuple(act for act in section.acts if act.code not in ("refer", "chase_paper"))
        self.aside.show_acts(self._loose)

    def show_panel(self, panel: Panel) -> None:
        self.panel.show_panel(replace(panel, acts=()))

    def show_paper(self, paper: bytes) -> None:
        self._paper = bool(paper)
        self._arrange()
        width = max(300, self._front.width() - 3 * self.look.gap(16) - 14)
        self.paper.show_paper(paper, width if paper else 0)

    def fill(self, name: str, value: str) -> None:
        if self.panel.form is not None:
            self.panel.form.fill(name, value)

    # --- what the window asks -------------------------------------------------------------------------------

    def cover(self) -> QRect:
        """The board or the list, never the form in progress."""
        front = self._front if not self._front.isHidden() else self._side
        return QRect(front.mapTo(self, QPoint(0, 0)), front.size())

    def start_focus(self) -> None:
        if self._new:
            self.form.start_focus()
        elif self.panel.form is not None:
            self.panel.form.start_focus()
        else:
            self.issue.setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        begin = PageKey("new_slip", "Ctrl+N", lambda _at: self.begun.emit(), (Qt.Key.Key_N,), ctrl=True)
        away = PageKey("drop_form", "Esc", lambda _at: self._put_away(), (Qt.Key.Key_Escape,), when=self._may_put_away)
        return (begin, away) if self._may_put_away() else (begin,)

    def _may_put_away(self) -> bool:
        return bool(self._paper or self._new or self.panel.form is not None or self._marked or self._listing)

    def _put_away(self) -> None:
        if self._paper:
            self.paper.closed.emit()
        elif self._new:
            self.form.dropped.emit()
        elif self.panel.form is not None:
            self.panel.act_dropped.emit()
        elif self._marked:
            self.unmarked.emit()
        else:
            self.listed.emit("")

    # --- how it is built ------------------------------------------------------------------------------------

    _paper = _listing = False
    _may = True

    def _build_board(self) -> QWidget:
        look, words = self.look, self.words
        self.calls = CallsCard(look, words)
        self.calls.opened.connect(self.row_marked)
        self.calls.all_wanted.connect(partial(self.listed.emit, CALLS))
        self.calls.paper_wanted.connect(partial(self.loose_chosen.emit, "chase_paper"))
        self.columns = {state: ColumnBox(look, words, state, scrolls=not look.large) for state in LIVING}
        for column in self.columns.values():
            column.opened.connect(self.row_marked)
            column.next_wanted.connect(self.next_wanted)
            column.all_wanted.connect(self.listed)
        self.aside = Aside(look, words)
        self.aside.listed.connect(self.listed)
        self.aside.act_chosen.connect(self.loose_chosen)
        if look.large:
            made = Scrolling(look.gap(16))
            for part in (self.calls, *self.columns.values(), self.aside):
                made.column.addWidget(part)
            made.column.addStretch(1)
            return made
        made_plain = QWidget()
        inside = column_in(made_plain, 0, look.gap(16))
        inside.addWidget(self.calls)
        row = row_in(None, 0, look.gap(12))
        for each in self.columns.values():
            row.addWidget(each, 1)
        inside.addLayout(row, 1)
        return made_plain

    def _build_list(self) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, 1)
        head = row_in(None, 0, look.gap(12))
        head.setContentsMargins(look.gap(20), look.gap(8), look.gap(12), look.gap(8))
        self._list_title = Elided(look, "", "body", 700)
        head.addWidget(self._list_title, 1)
        back = Button(look, words.say("ui.health.back"), Kind.PLAIN, "chevron_left")
        back.setObjectName("health.back")
        back.clicked.connect(partial(self.listed.emit, ""))
        head.addWidget(back)
        column.addLayout(head)
        self._model = RowModel(self)
        self.list = RowList(self._model, SlipDelegate(look, words), words.say("ui.section.slips"))
        self.list.setObjectName("health.list")
        self.list.marked.connect(self.row_marked)
        column.addWidget(self.list, 1)
        return card

    def _build_panel(self) -> QWidget:
        """The marked slip, and what leads back to the counts."""
        made = QWidget()
        column = column_in(made, 0, self.look.gap(8))
        column.addWidget(self.panel, 1)
        self.close_panel = Button(self.look, self.words.say("ui.health.close"), Kind.PLAIN, "cross")
        self.close_panel.setObjectName("health.close")
        self.close_panel.clicked.connect(self.unmarked)
        column.addWidget(self.close_panel)
        return made

    def give_way(self) -> None:
        self.calls.set_narrow(self.narrow)

    def _arrange(self) -> None:
        """What is in front, and how much room it has: at large text one of the two sides."""
        look = self.look
        kind = Kind.PLAIN if self._marked or self._paper else Kind.PRIMARY
        self.issue.set_kind(kind if self._may else Kind.OFF)
        self._front.setCurrentIndex(_PAPER if self._paper else _LIST if self._listing else _BOARD)
        side = _NEW if self._new else _PANEL if self._marked else _ASIDE
        self._side.setCurrentIndex(side)
        if self._narrow:
            beside = side == _ASIDE and not look.large and not self._paper
            self._side.setVisible((side != _ASIDE and not self._paper) or beside)
            self._front.setVisible(side == _ASIDE or self._paper)
        wide = look.gap(ASIDE_WIDE) + (40 if look.scale > 100 else 0) if side == _ASIDE else 400
        if self._narrow and side != _ASIDE:
            self._side.setMaximumWidth(16_777_215)
            self._side.setMinimumWidth(0)
        else:
            self._side.setFixedWidth(wide)
        self.close_panel.setVisible(self.panel.form is None)
