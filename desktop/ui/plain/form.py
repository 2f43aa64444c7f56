"""The form of an act: a label and a field each, Enter gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.core.plain import FieldKind, PlainAct, PlainField
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, column_in, row_in
from desktop.ui.parts.text import Text
from desktop.ui.plain.fields import ChoiceField, YesField
from desktop.ui.plain.row_fields import RowsField

_HINTS = {
    FieldKind.DAY: "2026-11-21",
    FieldKind.MONTH: "2026-11",
    FieldKind.MONEY: "￥",
}


class ActForm(QWidget):
    """Passive: `given` hears of all values by name, `typed` of each as it changes, `dropped` of a change of mind.

    Attributes:
        foot: the buttons and what was refused, to stand below the form where it never scrolls away.
    """

    def __init__(
        self,
        look: Look,
        words: Words,
        act: PlainAct,
        values: Mapping[str, str],
        told: tuple[Callable[[dict[str, str]], None], Callable[[str, str], None], Callable[[], None]],
    ) -> None:
        super().__init__()
        self._look, self._words, self._act = look, words, act
        self._given, self._typed, self._dropped = told
        self._values: dict[str, Callable[[], str]] = {}
        self._lines: dict[str, QLineEdit] = {}
        self._first: QWidget | None = None
        column = column_in(self, 0, look.gap(6))
        column.addWidget(Text(look, words.say(f"plain.act.{act.code}"), "title", 700, wrap=True))
        note = speech.said(words, act.note)
        if note:
            column.addWidget(Text(look, note, "small", 400, "ink_2", wrap=True))
        for each in act.fields:
            self._add(column, each, values.get(each.name, each.value))
        self._refused = Card("wrong")
        self._sentence = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        column_in(self._refused, look.gap(10)).addWidget(self._sentence)
        self._refused.hide()
        self.foot = QWidget()
        below = column_in(self.foot, 0, look.gap(8))
        below.addWidget(self._refused)
        buttons = row_in(None, 0, look.gap(8))
        buttons.addWidget(self._do_button(), 1)
        keep = Button(look, words.say("ui.cancel"), Kind.WORDS)
        keep.setObjectName("act.drop")
        keep.clicked.connect(self._dropped)
        buttons.addWidget(keep)
        below.addLayout(buttons)

    def _do_button(self) -> Button:
        danger = self._act.weight == "danger"
        said = self._words.say("plain.do" if self._act.fields else "plain.really")
        made = Button(self._look, said, Kind.DANGER if danger else Kind.PRIMARY, self._act.icon or "check")
        made.setObjectName(f"act.{self._act.code}.do")
        made.clicked.connect(self.give)
        return made

    def start_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus()

    def give(self) -> None:
        self._given({name: value() for name, value in self._values.items()})

    def fill(self, name: str, value: str) -> None:
        if name in self._lines:
            self._lines[name].setText(value)

    def show_refused(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._refused.setVisible(bool(sentence))
        self._refused.setAccessibleName(sentence)

    # --- fields ---------------------------------------------------------------------------------------------

    def _add(self, column: QVBoxLayout, each: PlainField, value: str) -> None:
        label = self._label(each)
        if each.kind is FieldKind.YES:
            yes = YesField(self._look, label, value == "yes")
            yes.toggled.connect(lambda on: self._typed(each.name, "yes" if on else ""))
            self._values[each.name] = lambda: "yes" if yes.isChecked() else ""
            self._keep(column, each, yes, label)
            return
        column.addWidget(Text(self._look, label, "small", 500, "ink_2"))
        if each.kind is FieldKind.CHOICE:
            said = tuple((code, speech.said(self._words, words)) for code, words in each.choices)
            chosen = ChoiceField(self._look, said, value)
            chosen.chosen.connect(lambda code: self._typed(each.name, code))
            self._values[each.name] = chosen.code
            self._keep(column, each, chosen, label)
            return
        if each.kind is FieldKind.ROWS:
            rows = RowsField(self._look, self._words, each, tuple(map(self._label, each.columns)), value)
            rows.typed.connect(lambda text: self._typed(each.name, text))
            self._values[each.name] = rows.text
            self._keep(column, each, rows, label)
            return
        self._add_line(column, each, value, label)

    def _label(self, each: PlainField) -> str:
        return speech.said(self._words, each.said) or self._words.say(f"plain.field.{each.label or each.name}")

    def _add_line(self, column: QVBoxLayout, each: PlainField, value: str, label: str) -> None:
        line = QLineEdit(value)
        line.setFixedHeight(self._look.px(44))
        line.setMaxLength(1000)
        hint = "" if each.needed else self._words.say("plain.may_be_empty")
        if each.kind is FieldKind.CARD:
            hint = self._words.say("plain.scan_card")
        line.setPlaceholderText(_HINTS.get(each.kind, hint))
        if each.kind is FieldKind.PIN:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.returnPressed.connect(self.give)
        line.textChanged.connect(lambda text: self._typed(each.name, text))
        self._values[each.name] = line.text
        self._lines[each.name] = line
        beside = self._picker(each, line, label) if each.kind in (FieldKind.FILE, FieldKind.SAVE) else None
        self._keep(column, each, line, label, beside)

    def _picker(self, each: PlainField, line: QLineEdit, label: str) -> Button:
        pick = Button(self._look, self._words.say("plain.pick"), Kind.SOFT)

        def picked() -> None:
            ask = QFileDialog.getSaveFileName if each.kind is FieldKind.SAVE else QFileDialog.getOpenFileName
            name, _ = ask(self, label, line.text())
            if name:
                line.setText(name)

        pick.clicked.connect(picked)
        return pick

    def _keep(
        self, column: QVBoxLayout, each: PlainField, widget: QWidget, label: str, beside: QWidget | None = None
    ) -> None:
        widget.setObjectName(f"field.{each.name}")
        widget.setAccessibleName(label)
        self._first = self._first or widget
        if beside is None:
            column.addWidget(widget)
            return
        row = row_in(None, 0, self._look.gap(8))
        row.addWidget(widget, 1)
        row.addWidget(beside)
        column.addLayout(row)
