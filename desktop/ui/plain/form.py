"""The form of an act: a label and a field each, Enter gives it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.plain import FieldKind, PlainAct, PlainField
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import row_in
from desktop.ui.parts.text import Text

_HINTS = {FieldKind.DAY: "2026-11-21", FieldKind.MONTH: "2026-11"}


class ActForm(QWidget):
    """Passive: `given` hears of the values by field name, `dropped` of a change of mind."""

    def __init__(
        self,
        look: Look,
        words: Words,
        act: PlainAct,
        given: Callable[[dict[str, str]], None],
        dropped: Callable[[], None],
    ) -> None:
        super().__init__()
        self._look, self._words, self._act, self._given = look, words, act, given
        self._values: dict[str, Callable[[], str]] = {}
        self._first: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.gap(6))
        column.addWidget(Text(look, words.say(act.title), "title", 700, wrap=True))
        for field in act.fields:
            self._add(column, field)
        buttons = row_in(None, 0, look.gap(8))
        save = Button(look, words.say("ui.plain.do"), Kind.PRIMARY, "check")
        save.setObjectName(f"act.{act.code}.do")
        save.clicked.connect(self.give)
        keep = Button(look, words.say("ui.cancel"), Kind.WORDS)
        keep.clicked.connect(lambda: dropped())
        buttons.addWidget(save)
        buttons.addWidget(keep)
        buttons.addStretch(1)
        column.addSpacing(look.gap(6))
        column.addLayout(buttons)

    def start_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus()

    def give(self) -> None:
        self._given({name: value() for name, value in self._values.items()})

    def _add(self, column: QVBoxLayout, field: PlainField) -> None:
        label = self._words.say(field.label)
        if field.kind is FieldKind.YES:
            box = QCheckBox(label)
            box.setMinimumHeight(self._look.px(44))
            self._values[field.name] = lambda: "yes" if box.isChecked() else ""
            self._keep(column, field, box, label)
            return
        column.addWidget(Text(self._look, label, "small", 500, "ink_2"))
        if field.kind is FieldKind.CHOICE:
            choice = QComboBox()
            for code, said in field.choices:
                choice.addItem(said, code)
            choice.setCurrentIndex(max(0, choice.findData(field.value)))
            choice.setMinimumHeight(self._look.px(44))
            self._values[field.name] = lambda: str(choice.currentData() or "")
            self._keep(column, field, choice, label)
            return
        line = QLineEdit(field.value)
        line.setMinimumHeight(self._look.px(44))
        line.setPlaceholderText(
            _HINTS.get(field.kind, "" if field.needed else self._words.say("ui.plain.may_be_empty"))
        )
        if field.kind is FieldKind.PIN:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.returnPressed.connect(self.give)
        self._values[field.name] = line.text
        if field.kind in (FieldKind.FILE, FieldKind.SAVE):
            self._keep(column, field, line, label, self._picker(field, line))
        else:
            self._keep(column, field, line, label)

    def _picker(self, field: PlainField, line: QLineEdit) -> Button:
        pick = Button(self._look, self._words.say("ui.plain.pick"), Kind.SOFT)

        def picked() -> None:
            ask = QFileDialog.getSaveFileName if field.kind is FieldKind.SAVE else QFileDialog.getOpenFileName
            name, _ = ask(self, self._words.say(field.label), line.text())
            if name:
                line.setText(name)

        pick.clicked.connect(picked)
        return pick

    def _keep(
        self, column: QVBoxLayout, field: PlainField, widget: QWidget, label: str, beside: QWidget | None = None
    ) -> None:
        widget.setObjectName(f"field.{field.name}")
        widget.setAccessibleName(label)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._first = self._first or widget
        if beside is None:
            column.addWidget(widget)
            return
        row: QHBoxLayout = row_in(None, 0, self._look.gap(8))
        row.addWidget(widget, 1)
        row.addWidget(beside)
        column.addLayout(row)
