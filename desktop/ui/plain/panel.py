"""Beside the list: what is known of the marked row, its lines, and what may be done; or the form of an act."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.core.plain import Pair, PlainAct, PlainDetail, PlainRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Rule, Scrolling, clear, column_in
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Text
from desktop.ui.plain.form import ActForm
from desktop.ui.plain.presenter import Panel

LINES_SHOWN = 60
LABEL_MOST = 124
_KINDS = {"primary": Kind.PRIMARY, "plain": Kind.PLAIN, "asked": Kind.PLAIN, "danger": Kind.DANGER}
_TAGS = ("plain", "good", "attention", "wrong", "accent")
_INKS = {"good": "good_ink", "attention": "attention_ink", "wrong": "wrong_ink", "accent": "accent_ink"}


class PanelCard(Card):
    """Passive.

    Signals:
        act_chosen: code of an act, and whether it is on the marked row.
        act_given: its values; act_typed: a field and what stands in it; act_dropped: a change of mind.
    """

    act_chosen = Signal(str, bool)
    act_given = Signal(object)
    act_typed = Signal(str, str)
    act_dropped = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._inside = Scrolling(look.gap(8))
        outer = column_in(self)
        outer.setContentsMargins(look.gap(20), look.gap(16), look.gap(8), look.gap(16))
        outer.setSpacing(look.gap(10))
        outer.addWidget(self._inside, 1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, look.gap(12), 0)
        outer.addLayout(self._foot)
        self._inside.column.setContentsMargins(0, 0, look.gap(12), 0)
        self.form: ActForm | None = None
        self._form_of: tuple[PlainAct, str] | None = None
        self._shown: tuple[object, ...] = ()

    @property
    def _column(self) -> QVBoxLayout:
        return self._inside.column

    def show_panel(self, panel: Panel) -> None:
        """A form that is open stays as it is, with what was typed and where the keyboard is; so does what has not
        changed.
        """
        key = None if panel.act is None else (panel.act, panel.detail.row if panel.on_row and panel.detail else "")
        if key is not None and key == self._form_of and self.form is not None:
            self.form.show_refused(panel.refused)
            return
        shown = (panel.act, panel.detail, panel.acts, panel.done, panel.opens)
        if panel.act is None and shown == self._shown:
            return
        self._shown = shown
        clear(self._column)
        clear(self._foot)
        self.form, self._form_of = None, key
        if panel.act is not None:
            self._show_form(panel, panel.act)
        else:
            self._show_rest(panel)
        self._column.addStretch(1)
        self._inside.verticalScrollBar().setValue(0)

    def _show_form(self, panel: Panel, act: PlainAct) -> None:
        if panel.on_row and panel.detail is not None:
            title = speech.said(self._words, panel.detail.title)
            self._column.addWidget(Text(self._look, title, "small", 500, "ink_2", wrap=True))
        told = (self.act_given.emit, self.act_typed.emit, self.act_dropped.emit)
        self.form = ActForm(self._look, self._words, act, panel.values, told)
        self.form.show_refused(panel.refused)
        self._column.addWidget(self.form)
        self._foot.addWidget(self.form.foot)
        self.form.start_focus()

    def _show_rest(self, panel: Panel) -> None:
        look, words = self._look, self._words
        if panel.done is not None:
            self._add_lines(panel.done.lines)
        if panel.detail is not None:
            self._show_detail(panel.detail)
        if panel.detail is not None and panel.acts:
            self._column.addSpacing(look.gap(8))
            self._column.addWidget(Rule())
            self._column.addSpacing(look.gap(4))
        if panel.acts:
            self._column.addWidget(Text(look, words.say("plain.acts"), "small", 500, "ink_2"))
        filled = any(act.weight == "primary" and not act.roles for act in panel.detail.acts) if panel.detail else False
        self._add_acts(panel.acts, False, filled)
        if panel.detail is None and panel.opens:
            self._column.addWidget(Text(look, words.say("plain.mark_a_row"), "small", 400, "ink_2", wrap=True))

    def _show_detail(self, detail: PlainDetail) -> None:
        look, words = self._look, self._words
        self._column.addWidget(Text(look, speech.said(words, detail.title), "title", 700, wrap=True))
        if detail.pairs:
            self._column.addWidget(self._pairs(detail.pairs))
        self._add_acts(detail.acts, True, False)
        self._add_lines(detail.lines)

    def _pairs(self, pairs: tuple[Pair, ...]) -> QWidget:
        look, words = self._look, self._words
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.gap(12))
        grid.setVerticalSpacing(look.gap(6))
        grid.setColumnStretch(1, 1)
        for at, pair in enumerate(pairs):
            label = Text(look, words.say(f"plain.pair.{pair.label}"), "small", 400, "ink_2", wrap=True)
            natural = label.fontMetrics().horizontalAdvance(label.text()) + 2
            label.setFixedWidth(min(natural, look.px(LABEL_MOST)))
            said = Text(look, speech.said(words, pair.said), "small", 500, _INKS.get(pair.tone, "ink"), wrap=True)
            grid.addWidget(label, at, 0)
            grid.addWidget(said, at, 1)
        return box

    def _add_acts(self, acts: tuple[PlainAct, ...], on_row: bool, filled: bool) -> None:
        """Buttons; those of another role look off and say whose they are. One filled button in all."""
        look, words = self._look, self._words
        for act in acts:
            kind = Kind.OFF if act.roles else _KINDS[act.weight]
            if kind is Kind.PRIMARY and filled:
                kind = Kind.PLAIN
            button = WideButton(look, words.say(f"plain.act.{act.code}"), kind, act.icon)
            button.setObjectName(f"act.{act.code}")
            button.clicked.connect(partial(self.act_chosen.emit, act.code, on_row))
            self._column.addWidget(button)
            if act.roles:
                names = words.say("ui.list").join(words.say(f"role.{role}") for role in act.roles)
                note = words.say("plain.not_yours", roles=names)
                button.setAccessibleDescription(note)
                self._column.addWidget(Text(look, note, "caption", 400, "ink_2", wrap=True))

    def _add_lines(self, lines: tuple[PlainRow, ...]) -> None:
        look, words = self._look, self._words
        if lines:
            self._column.addSpacing(look.gap(4))
        for line in lines[:LINES_SHOWN]:
            self._column.addWidget(Rule())
            self._column.addWidget(self._line(line))
        if len(lines) > LINES_SHOWN:
            more = words.say("plain.more_lines", count=len(lines) - LINES_SHOWN)
            self._column.addWidget(Text(look, more, "small", 400, "ink_2", wrap=True))

    def _line(self, line: PlainRow) -> QWidget:
        look, words = self._look, self._words
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, look.gap(4), 0, look.gap(4))
        grid.setHorizontalSpacing(look.gap(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(Text(look, speech.said(words, line.title), "small", 500, wrap=True), 0, 0)
        detail, end, tag = (speech.said(words, each) for each in (line.detail, line.end, line.tag))
        if detail:
            grid.addWidget(Text(look, detail, "caption", 400, "ink_2", wrap=True), 1, 0)
        if end:
            grid.addWidget(Text(look, end, "small", 500), 0, 1)
        if tag:
            grid.addWidget(Tag(look, tag, line.tone if line.tone in _TAGS else "plain"), 0, 2)
        return box


class WideButton(Button):
    """As wide as the panel; words that do not fit end in … and stand in the tool tip."""

    def __init__(self, look: Look, said: str, kind: Kind, icon: str) -> None:
        super().__init__(look, said, kind, icon)
        self.setToolTip(said)
