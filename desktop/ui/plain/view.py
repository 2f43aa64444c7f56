"""The view of a plain page: its tables at the left, what can be done at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.core.plain import PlainAct, PlainPage, PlainTable
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Scrolling, clear, column_in
from desktop.ui.parts.text import Text
from desktop.ui.plain.form import ActForm
from desktop.ui.plain.presenter import PlainPresenter

ROWS_SHOWN = 8
_TONES = {"good": "good_ink", "attention": "attention_ink", "wrong": "wrong_ink"}


class TableCard(Card):
    """A table with its title; `marked` hears of the row that was chosen."""

    def __init__(self, look: Look, words: Words, table: PlainTable, marked: Callable[[str], None]) -> None:
        super().__init__()
        column = column_in(self, look.gap(16), look.gap(8))
        column.addWidget(Text(look, words.say(table.title), "body", 700))
        if table.note:
            column.addWidget(Text(look, table.note, "small", 400, "ink_2", wrap=True))
        if not table.rows:
            column.addWidget(EmptyNote(look, "info", words.say(table.empty), ""))
            return
        self.grid = QTableWidget(len(table.rows), len(table.heads))
        self.grid.setObjectName(f"table.{table.code}")
        self.grid.setAccessibleName(words.say(table.title))
        self.grid.setHorizontalHeaderLabels([words.say(head) for head in table.heads])
        self.grid.verticalHeader().hide()
        self.grid.setShowGrid(False)
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.grid.setWordWrap(False)
        self.grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.grid.horizontalHeader().setStretchLastSection(True)
        self.grid.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._rows = [row.id for row in table.rows]
        for at, row in enumerate(table.rows):
            self.grid.setRowHeight(at, look.px(44))
            for column_at, cell in enumerate(row.cells):
                item = QTableWidgetItem(cell)
                item.setToolTip(cell)
                if row.tone in _TONES:
                    item.setForeground(QColor(look.color(_TONES[row.tone])))
                self.grid.setItem(at, column_at, item)
        shown = min(len(table.rows), ROWS_SHOWN)
        self.grid.setFixedHeight(look.px(44) * shown + look.px(44) + 4)
        self.grid.currentCellChanged.connect(lambda at, *_: marked(self._rows[at]) if at >= 0 else None)
        column.addWidget(self.grid)

    def mark(self, row: str) -> None:
        if hasattr(self, "grid") and row in self._rows:
            self.grid.blockSignals(True)
            self.grid.selectRow(self._rows.index(row))
            self.grid.blockSignals(False)


class PlainView(PageView):
    """Passive.

    Signals:
        row_marked: table and row.
        act_chosen: the code of an act.
        act_given: its values by field name.
        act_dropped: a change of mind.
    """

    row_marked = Signal(str, str)
    act_chosen = Signal(str)
    act_given = Signal(object)
    act_dropped = Signal()

    def __init__(self, look: Look, words: Words, code: str) -> None:
        super().__init__(look, words, code)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._tables = Scrolling(look.gap(16))
        self._panel = Card()
        self._panel.setFixedWidth(look.px(340) if look.large else 420)
        self._acts = Scrolling(look.gap(8))
        column_in(self._panel, look.gap(16)).addWidget(self._acts)
        row = QHBoxLayout()
        row.setSpacing(look.gap(16))
        row.addWidget(self._tables, 1)
        row.addWidget(self._panel)
        self.body.addLayout(row, 1)

    def connect_to(self, presenter: PlainPresenter) -> None:
        self.row_marked.connect(presenter.mark)
        self.act_chosen.connect(presenter.choose)
        self.act_given.connect(presenter.give)
        self.act_dropped.connect(presenter.drop)
        presenter.attach(self)

    def show_page(self, page: PlainPage, table: str, row: str) -> None:
        clear(self._tables.column)
        for given in page.tables:
            card = TableCard(self.look, self.words, given, partial(self.row_marked.emit, given.code))
            self._tables.column.addWidget(card)
            if given.code == table:
                card.mark(row)
        self._tables.column.addStretch(1)

    def show_acts(self, acts: tuple[PlainAct, ...], chosen: PlainAct | None) -> None:
        clear(self._acts.column)
        if chosen is not None:
            form = ActForm(self.look, self.words, chosen, self.act_given.emit, self.act_dropped.emit)
            self._acts.column.addWidget(form)
            self._acts.column.addStretch(1)
            form.start_focus()
            return
        self._acts.column.addWidget(Text(self.look, self.words.say("ui.plain.acts"), "body", 700))
        for act in acts:
            button = Button(self.look, self.words.say(act.title), Kind.PLAIN, act.icon)
            button.setObjectName(f"act.{act.code}")
            button.clicked.connect(partial(self.act_chosen.emit, act.code))
            self._acts.column.addWidget(button)
        if not acts:
            self._acts.column.addWidget(Text(self.look, self.words.say("ui.plain.mark_a_row"), "small", 400, "ink_2"))
        self._acts.column.addStretch(1)
