"""A calm card: who are you, and the PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.core.pages import OperatorRow
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind, Painted
from desktop.ui.parts.card import Card, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Text, elide
from desktop.ui.signin.presenter import SignInPresenter


class OperatorTile(Painted):
    """A person to sign in as: name, and what they may do."""

    def __init__(self, look: Look, name: str, roles: str) -> None:
        super().__init__(look, name)
        self._roles = roles
        self.setAccessibleDescription(roles)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(200), self.look.px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, here = self.look, self.isChecked()
        fill = "accent_tint" if here or self.hovered else "surface"
        self.paint_box(painter, fill, "accent" if here else "line_control", look.radius("control"), 2 if here else 1)
        size = look.px(26)
        box = QRectF(look.gap(16), (self.height() - size) / 2, size, size)
        look.icons.draw(painter, "operator", box, look.color("warm_ink"))
        left = int(box.right()) + look.gap(14)
        room = self.width() - left - look.gap(12)
        bold, small = look.font("body", 700), look.font("small")
        painter.setFont(bold)
        painter.setPen(look.qcolor("ink"))
        middle = self.height() // 2
        painter.drawText(
            QRect(left, 0, room, middle + look.px(2)),
            Qt.AlignmentFlag.AlignBottom,
            elide(QFontMetrics(bold), self.said, room),
        )
        painter.setFont(small)
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(
            QRect(left, middle + look.px(1), room, middle),
            Qt.AlignmentFlag.AlignTop,
            elide(QFontMetrics(small), self._roles, room),
        )


class SignInView(QWidget):
    """Passive.

    Signals:
        operator_chosen: an operator's id.
        pin_given: the PIN.
    """

    operator_chosen = Signal(str)
    pin_given = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self.setObjectName("page.signin")
        self._look, self._words = look, words
        outer = column_in(self, 12)
        outer.addStretch(1)
        card = Card()
        card.setFixedWidth(min(look.px(460), 760))
        across = row_in()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)
        column = column_in(card, look.gap(24), look.gap(10))
        column.addWidget(Text(look, words.say("ui.signin.title"), "page", 700))
        column.addWidget(Text(look, words.say("ui.signin.who"), "body", 400, "ink_2", wrap=True))
        self._people = Scrolling(look.gap(8))
        column.addWidget(self._people)
        self.pin = QLineEdit()
        self.pin.setObjectName("signin.pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText(words.say("ui.signin.pin"))
        self.pin.setAccessibleName(words.say("ui.signin.pin"))
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.pin.setMaxLength(32)
        self.pin.setFixedHeight(look.px(52))
        self.pin.setFont(look.font("title", 500))
        self.pin.returnPressed.connect(self._give)
        column.addWidget(self.pin)
        self._wrong = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        self.enter = Button(look, words.say("ui.signin.enter"), Kind.PRIMARY)
        self.enter.setObjectName("signin.enter")
        self.enter.clicked.connect(self._give)
        column.addWidget(self.enter)
        column.addWidget(Text(look, words.say("ui.signin.kept"), "small", 400, "ink_2", wrap=True))

    def connect_to(self, presenter: SignInPresenter) -> None:
        self.operator_chosen.connect(presenter.choose)
        self.pin_given.connect(presenter.sign_in)
        presenter.attach(self)

    def show_operators(self, rows: tuple[OperatorRow, ...], chosen: str) -> None:
        clear(self._people.column)
        for row in rows:
            roles = " · ".join(self._words.say(f"role.{role}") for role in row.roles)
            tile = OperatorTile(self._look, row.name, roles)
            tile.setChecked(row.operator == chosen)
            tile.clicked.connect(self._choosing(row.operator))
            self._people.column.addWidget(tile)
        shown = max(1, min(2 if self._look.large else 3, len(rows)))
        self._people.setFixedHeight(self._look.px(64) * shown + self._look.gap(8) * (shown - 1) + 2)
        self.start_focus()

    def show_wrong(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self._mark(bool(sentence))
        self.pin.clear()
        self.start_focus()

    def show_busy(self, busy: bool) -> None:
        self.enter.setEnabled(not busy)

    def cover(self) -> QRect:
        return self.rect()

    def handle_key(self, _event: QKeyEvent) -> bool:
        return False

    def start_focus(self) -> None:
        self.pin.setFocus()

    def _mark(self, wrong: bool) -> None:
        self.pin.setProperty("wrong", "true" if wrong else "false")
        self.pin.style().unpolish(self.pin)
        self.pin.style().polish(self.pin)

    def _give(self) -> None:
        self._wrong.hide()
        self._mark(False)
        self.pin_given.emit(self.pin.text())

    def _choosing(self, operator: str) -> Callable[[], None]:
        return lambda: self.operator_chosen.emit(operator)
