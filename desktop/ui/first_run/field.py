"""A field of the guide: what it asks for above it, and below it what is wrong with what was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.card import Icon, column_in, row_in
from desktop.ui.parts.text import Text


class Wrong(QWidget):
    """A sentence with a cross; hidden while there is nothing to say."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = row_in(self, 0, look.gap(8))
        row.addWidget(Icon(look, "cross", "wrong_ink", 18), 0, Qt.AlignmentFlag.AlignTop)
        self.sentence = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        row.addWidget(self.sentence, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


class Field(QWidget):
    """Attributes:
    line: the line that is typed in, named `first.<name>`.
    """

    def __init__(self, look: Look, name: str, label: str, hint: str = "", value: str = "", *, secret: bool = False):
        super().__init__()
        column = column_in(self, 0, look.gap(6))
        top = row_in(None, 0, look.gap(8))
        top.addWidget(Text(look, label, "body", 500))
        if hint:
            top.addWidget(Text(look, hint, "small", 400, "ink_2", wrap=True), 1)
        else:
            top.addStretch(1)
        column.addLayout(top)
        self.line = QLineEdit(value)
        self.line.setObjectName(f"first.{name}")
        self.line.setAccessibleName(label)
        self.line.setAccessibleDescription(hint)
        self.line.setFixedHeight(look.px(44))
        self.line.setMaxLength(200)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
            self.line.setMaxLength(32)
        column.addWidget(self.line)
        self.wrong = Wrong(look)
        column.addWidget(self.wrong)

    def show_wrong(self, sentence: str) -> None:
        self.wrong.say(sentence)
        self.line.setAccessibleDescription(sentence)
        self.line.setProperty("wrong", "true" if sentence else "false")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
