"""What a paper is printed on, and whether names stand on it in full."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.papers.state import NOT_YOURS, Shown
from desktop.ui.parts.card import column_in, row_in
from desktop.ui.plain.fields import ChoiceField, YesField


class ShapeRow(QWidget):
    """Passive; out of sight for a paper that has one size and no names to show.

    Signals:
        size_chosen: one of the kind's sizes.
        full_chosen: names in full, or masked.
    """

    size_chosen = Signal(str)
    full_chosen = Signal(bool)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._kind = ""
        row = column_in(self, 0, look.gap(4)) if look.large else row_in(self, 0, look.gap(12))
        self._place = QWidget()
        self._inside = column_in(self._place)
        self.size_field: ChoiceField | None = None
        self.full = YesField(look, words.say("ui.papers.full_names"), False)
        self.full.setObjectName("papers.full_names")
        self.full.clicked.connect(lambda: self.full_chosen.emit(self.full.isChecked()))
        row.addWidget(self._place, 1)
        row.addWidget(self.full)
        self.hide()

    def show_wish(self, shown: Shown) -> None:
        kind = shown.kind
        mine = shown.state != NOT_YOURS
        self.setVisible(mine and (len(kind.sizes) > 1 or kind.names))
        self.full.setVisible(kind.names)
        self.full.setChecked(shown.wish.full)
        if kind.code != self._kind:
            self._kind = kind.code
            if self.size_field is not None:
                self.size_field.hide()
                self.size_field.deleteLater()
                self.size_field = None
            if len(kind.sizes) > 1:
                said = tuple((size, self._words.say(f"ui.papers.size.{kind.code}.{size}")) for size in kind.sizes)
                self.size_field = ChoiceField(self._look, said, shown.wish.size or kind.sizes[0])
                self.size_field.setObjectName("papers.size")
                self.size_field.setAccessibleName(self._words.say("ui.papers.printed_on"))
                self.size_field.chosen.connect(self.size_chosen)
                self._inside.addWidget(self.size_field)
        elif self.size_field is not None:
            self.size_field.choose(shown.wish.size or kind.sizes[0])
        self._place.setVisible(self.size_field is not None)
