"""A mobile number that groups itself as it is typed: 138 0531 0427."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from desktop.ui.look import Look

DIGITS = 11
_CUTS = (3, 7)


def digits_of(text: str) -> str:
    """The digits of what was typed or pasted, full-width ones too; +86 and what is too much are dropped."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isascii())
    plain = plain.strip().removeprefix("+86")
    return "".join(letter for letter in plain if letter.isdigit())[:DIGITS]


def grouped(digits: str) -> str:
    first, second = _CUTS
    return " ".join(part for part in (digits[:first], digits[first:second], digits[second:]) if part)


class PhoneField(QLineEdit):
    """Signals:
    typed: the digits that stand in it now.
    """

    typed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedHeight(look.px(44))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._regroup)

    @property
    def digits(self) -> str:
        return digits_of(self.text())

    def show_digits(self, digits: str) -> None:
        """Tells nobody."""
        if digits != self.digits:
            self.setText(grouped(digits))

    def _regroup(self, text: str) -> None:
        """The cursor stays behind the digit that it stood behind."""
        digits = digits_of(text)
        before = len(digits_of(text[: self.cursorPosition()]))
        shown = grouped(digits)
        if shown != text:
            self.setText(shown)
            at = before + sum(before > cut for cut in _CUTS)
            self.setCursorPosition(min(at, len(shown)))
        self.typed.emit(digits)
