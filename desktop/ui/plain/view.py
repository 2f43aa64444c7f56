"""A plain section: a list at the left, the marked row and what may be done at the right, a paper over the list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.plain import PlainAct, PlainSection
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hotkeys import PageKey
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, clear, column_in, row_in
from desktop.ui.parts.row_list import RowList, RowModel
from desktop.ui.plain.head import FigureCard, Note, PickBar
from desktop.ui.plain.panel import PanelCard
from desktop.ui.plain.paper import PaperCard
from desktop.ui.plain.presenter import Panel, PlainPresenter
from desktop.ui.plain.rows import PlainDelegate, spoken

_LIST, _EMPTY, _PAPER = range(3)
EDGES = 48 + 18
LEAST_WIDTH = 1366 - 204 - EDGES
"""What a page has across on the smallest usual screen, at the largest text, less the gap, px."""


class PlainView(PageView):
    """Passive.

    Signals:
        row_marked: the id of a row; picked, searched: what the section is about.
    """

    row_marked = Signal(str)
    picked = Signal(str, str)
    searched = Signal(str)

    def __init__(self, look: Look, words: Words, page: str, code: str, icon: str) -> None:
        super().__init__(look, words, page)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._code, self._icon = code, icon
        self._above: tuple[object, ...] = ()
        self._shown: PlainSection | None = None
        self._bar: PickBar | None = None
        self._refused = QWidget()
        self._top = QVBoxLayout()
        self._top.setSpacing(look.gap(10))
        self._model = RowModel(self)
        self.list = RowList(self._model, PlainDelegate(look, words), words.say(f"ui.section.{code}"))
        self.list.setObjectName(f"plain.list.{code}")
        self.list.marked.connect(self.row_marked)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(look.px(90))  # it scrolls; what stands above it is read whole
        card = Card()
        inside = column_in(card, 1)
        inside.addWidget(self.list)
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty())
        self.paper = PaperCard(look, words)
        self._stack.addWidget(self.paper)
        left = QVBoxLayout()
        left.setSpacing(look.gap(10))
        left.addLayout(self._top)
        left.addWidget(self._stack, 1)
        self.panel = PanelCard(look, words)
        self.panel.setFixedWidth(self._panel_width())
        self._first: Button | None = None
        self._inside = QWidget()
        row = row_in(self._inside, 0, look.gap(16))
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._inside)
        self.body.addWidget(self._pages, 1)

    def _panel_width(self) -> int:
        wide = {100: (400, 340), 125: (450, 360)}.get(self.look.scale, (500, 390))
        return wide[1] if self.narrow else wide[0]

    def give_way(self) -> None:
        self.panel.setFixedWidth(self._panel_width())
        if self._shown is not None:  # figures stand in as many rows as it takes
            self._above = ()
            self._show_above(self._shown)

    def connect_to(self, presenter: PlainPresenter) -> None:
        self.row_marked.connect(presenter.mark)
        self.picked.connect(presenter.pick)
        self.searched.connect(presenter.search)
        self.panel.act_chosen.connect(presenter.choose)
        self.panel.act_given.connect(presenter.give)
        self.panel.act_typed.connect(presenter.type)
        self.panel.act_dropped.connect(presenter.drop)
        self.paper.save_wanted.connect(presenter.save_paper)
        self.paper.closed.connect(presenter.close_paper)
        presenter.attach(self)

    # --- what is told ---------------------------------------------------------------------------------------

    def show_section(self, section: PlainSection, row: str) -> None:
        if section.roles:
            self._show_not_yours(section.roles)
            return
        self._pages.setCurrentWidget(self._inside)
        self._shown = section
        self._show_above(section)
        keys = tuple(each.id for each in section.rows)
        self._model.set_rows(section.rows, keys, tuple(spoken(self.words, each) for each in section.rows))
        self.list.mark(row)
        if self._stack.currentIndex() != _PAPER:
            self._stack.setCurrentIndex(_LIST if section.rows else _EMPTY)
        self._rows = len(section.rows)

    def show_panel(self, panel: Panel) -> None:
        """The section's first act, where it is the work of this page, stands in the head."""
        first = next((act for act in panel.acts if act.weight == "primary" and not act.roles), None)
        rest = tuple(act for act in panel.acts if act is not first)
        self.panel.show_panel(replace(panel, acts=rest))
        self.panel.setVisible(bool(rest or panel.act or panel.detail or panel.done or panel.opens))
        self._show_first(first, panel)

    def _show_first(self, first: PlainAct | None, panel: Panel) -> None:
        if self._first is not None:
            self.head.removeWidget(self._first)
            self._first.hide()
            self._first.deleteLater()
            self._first = None
        if first is None:
            return
        filled = panel.act is not None or any(
            act.weight == "primary" and not act.roles for act in (panel.detail.acts if panel.detail else ())
        )
        said = self.words.say(f"plain.act.{first.code}")
        self._first = Button(self.look, said, Kind.PLAIN if filled else Kind.PRIMARY, first.icon)
        self._first.setObjectName(f"act.{first.code}")
        self._first.clicked.connect(partial(self.panel.act_chosen.emit, first.code, False))
        self.head.addWidget(self._first)

    def show_paper(self, paper: bytes) -> None:
        if not paper:
            self.paper.show_paper(b"", 0)
            if self._stack.currentIndex() == _PAPER:
                self._stack.setCurrentIndex(_LIST if self._rows else _EMPTY)
            return
        self.paper.show_paper(paper, max(300, self._stack.width() - 3 * self.look.gap(16) - 14))
        self._stack.setCurrentIndex(_PAPER)

    def fill(self, name: str, value: str) -> None:
        if self.panel.form is not None:
            self.panel.form.fill(name, value)

    # --- what the window asks -------------------------------------------------------------------------------

    def cover(self) -> QRect:
        """The list, never the form in progress."""
        return QRect(self._stack.mapTo(self, QPoint(0, 0)), self._stack.size())

    def start_focus(self) -> None:
        if self.panel.form is not None:
            self.panel.form.start_focus()
        else:
            self.list.setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        found = []
        search = self._bar.search if self._bar is not None else None
        if search is not None:
            found.append(PageKey("search", "/", lambda _at: search.setFocus(), texts=("/", "／")))
        if self.panel.form is not None:
            found.append(PageKey("drop_form", "Esc", lambda _at: self.panel.act_dropped.emit(), (Qt.Key.Key_Escape,)))
        return tuple(found)

    # --- how it is built ------------------------------------------------------------------------------------

    _rows = 0

    def _empty(self) -> QWidget:
        said, step = (self.words.say(f"plain.empty.{self._code}.{part}") for part in ("said", "step"))
        return EmptyNote(self.look, self._icon, said, step)

    def _show_above(self, section: PlainSection) -> None:
        """Made anew only where it changed, so that a search or a choice keeps the keyboard."""
        picks = (section.searches, tuple((pick.name, pick.choices) for pick in section.picks))
        rest = (section.figures, section.notes)
        if self._above == (picks, rest):
            self._show_picks(section)
            return
        kept = self._bar if self._bar is not None and self._above and self._above[0] == picks else None
        if kept is not None:
            self._top.removeWidget(kept)
        clear(self._top)
        self._above = (picks, rest)
        self._bar = kept
        if self._bar is None and any(picks):
            self._bar = PickBar(self.look, self.words, section)
            self._bar.picked.connect(self.picked)
            self._bar.searched.connect(self.searched)
        if self._bar is not None:
            self._top.addWidget(self._bar)
            self._show_picks(section)
        for tone, said in section.notes:
            self._top.addWidget(Note(self.look, tone, speech.said(self.words, said)))
        if section.figures:
            room = (min(LEAST_WIDTH, self.width() - EDGES) if self.narrow else LEAST_WIDTH) - self.panel.width()
            self._top.addWidget(FigureCard(self.look, self.words, section.figures, room, adds_up=section.adds_up))

    def _show_picks(self, section: PlainSection) -> None:
        if self._bar is not None:
            self._bar.show_here(section.picks)

    def _show_not_yours(self, roles: tuple[str, ...]) -> None:
        words = self.words
        names = words.say("ui.list").join(words.say(f"role.{role}") for role in roles)
        note = EmptyNote(
            self.look, "lock", words.say("plain.not_yours", roles=names), words.say("plain.not_yours_step")
        )
        note.setObjectName("plain.not_yours")
        self._pages.removeWidget(self._refused)
        self._refused.deleteLater()
        self._refused = note
        self._pages.addWidget(note)
        self._pages.setCurrentWidget(note)
