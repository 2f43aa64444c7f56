"""The dialog before somebody is forgotten: one of the few, since nothing brings it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Icon, column_in, row_in
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.parts.text import Text


class ForgetDialog(QDialog):
    """Passive; Esc keeps.

    Signals:
        agreed: the reason; typed: what stands as the reason now; kept: a change of mind.
    """

    agreed = Signal(str)
    typed = Signal(str)
    kept = Signal()

    def __init__(self, page: QWidget, look: Look, words: Words, name: str, reason: str) -> None:
        super().__init__(page)
        self.setObjectName("people.forget")
        self.setWindowTitle(words.say("plain.act.forget"))
        self.setAccessibleName(words.say("ui.people.forget_ask", name=name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(look.px(460) if not look.large else 680)
        column = column_in(self, look.gap(24), look.gap(12))
        head = row_in(None, 0, look.gap(14))
        head.addWidget(Icon(look, "trash", "wrong_ink", 26, 44, "wrong_tint"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(look, words.say("ui.people.forget_ask", name=name), "title", 700, wrap=True), 1)
        column.addLayout(head)
        column.addWidget(Text(look, words.say("ui.people.forget_what"), "body", 400, "ink", wrap=True))
        column.addWidget(Text(look, words.say("plain.field.reason"), "small", 500, "ink_2"))
        self.reason = QLineEdit(reason)
        self.reason.setObjectName("people.forget.reason")
        self.reason.setAccessibleName(words.say("plain.field.reason"))
        self.reason.setFixedHeight(look.px(44))
        self.reason.setMaxLength(200)
        self.reason.textChanged.connect(self.typed)
        column.addWidget(self.reason)
        self._refused = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        self._refused.hide()
        column.addWidget(self._refused)
        buttons = row_in(None, 0, look.gap(8))
        buttons.addStretch(1)
        keep = Button(look, words.say("ui.people.keep"), Kind.PLAIN)
        keep.setObjectName("people.forget.keep")
        keep.clicked.connect(self.reject)
        buttons.addWidget(keep)
        go = Button(look, words.say("plain.act.forget"), Kind.DANGER, "trash")
        go.setObjectName("people.forget.do")
        go.clicked.connect(lambda: self.agreed.emit(self.reason.text()))
        buttons.addWidget(go)
        column.addLayout(buttons)
        self.rejected.connect(self.kept)
        self._ring = FocusRing(self, look)
        self._ring.used(True)
        self.finished.connect(lambda _code: self._ring.stop())
        self.reason.setFocus()
        self._fit()

    def _fit(self) -> None:
        """As high as the sentences take at this width."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.heightForWidth(self.width()))

    def show_refused(self, sentence: str) -> None:
        self._refused.setText(sentence)
        self._refused.setVisible(bool(sentence))
        self._refused.setAccessibleName(sentence)
        self._fit()
