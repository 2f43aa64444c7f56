"""Above the list: what the section is about, figures in large, sentences with a tone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.core.plain import Pair, Pick, PlainSection
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.card import Card, Icon, column_in, row_in
from desktop.ui.parts.text import Text
from desktop.ui.plain.fields import ChoiceField

PAUSE_MS = 250
BIG = 24
_INKS = {"good": "good_ink", "attention": "attention_ink", "wrong": "wrong_ink", "accent": "accent_ink"}
_NOTES = {"attention": ("attention", "attention_ink", "warn"), "wrong": ("wrong", "wrong_ink", "warn")}


class FigureCard(Card):
    """Figures beside each other, in as many rows as it takes for none to be cut."""

    def __init__(
        self, look: Look, words: Words, figures: tuple[Pair, ...], room: int, *, adds_up: bool = False
    ) -> None:
        """`room` is the least width it will have, px; with `adds_up` the first figure is the sum of the others."""
        super().__init__()
        labels = [words.say(f"plain.pair.{pair.label}") for pair in figures]
        numbers = [speech.said(words, pair.said) for pair in figures]
        big, small = QFontMetrics(look.font(BIG, 700)), QFontMetrics(look.font("small"))
        widths = [
            max(big.horizontalAdvance(number), small.horizontalAdvance(label)) + 4
            for number, label in zip(numbers, labels, strict=True)
        ]
        gap, edge = look.gap(16), look.gap(20)
        sign = big.horizontalAdvance("+") + gap if adds_up else 0
        across = _across(widths, gap + sign, room - 2 * edge)
        grid = QGridLayout(self)
        grid.setContentsMargins(edge, look.gap(12), edge, look.gap(12))
        grid.setHorizontalSpacing(gap)
        grid.setVerticalSpacing(look.gap(6))
        for at, pair in enumerate(figures):
            box = QWidget()
            column = column_in(box)
            column.addWidget(Text(look, labels[at], "small", 400, "ink_2"))
            number = Text(look, numbers[at], BIG, 700, _INKS.get(pair.tone, "ink"))
            number.setObjectName(f"figure.{pair.label}")
            column.addWidget(number)
            line, place = divmod(at, across)
            grid.addWidget(box, line, 2 * place)
            grid.setColumnStretch(2 * place, 1)
            if adds_up and at + 1 < len(figures):
                mark = Text(look, "=" if at == 0 else "+", BIG, 500, "ink_2")
                grid.addWidget(mark, line, 2 * place + 1, Qt.AlignmentFlag.AlignBottom)


def _across(widths: list[int], gap: int, room: int) -> int:
    """How many figures fit beside each other, columns as wide as their widest; at least one."""
    for across in range(len(widths), 1, -1):
        columns = [max(widths[at::across]) for at in range(across)]
        if sum(columns) + gap * (across - 1) <= room:
            return across
    return 1


class Note(Card):
    """A sentence; quiet, or on a tint with its icon."""

    def __init__(self, look: Look, tone: str, said: str) -> None:
        kind, ink, icon = _NOTES.get(tone, ("plain", "ink_2", "info"))
        super().__init__(kind)
        row = row_in(self, 0, look.gap(10))
        if tone in _NOTES:
            row.setContentsMargins(look.gap(14), look.gap(8), look.gap(14), look.gap(8))
        row.addWidget(Icon(look, icon, ink, 20))
        row.addWidget(Text(look, said, "small", 500 if tone in _NOTES else 400, ink, wrap=True), 1)


class PickBar(QWidget):
    """What the section is about, and a search.

    Signals:
        picked: a name and the code of its choice.
        searched: the text, once typing pauses.
    """

    picked = Signal(str, str)
    searched = Signal(str)

    def __init__(self, look: Look, words: Words, section: PlainSection) -> None:
        super().__init__()
        self._row = row_in(self, 0, look.gap(12))
        self.search: QLineEdit | None = None
        self._choices: dict[str, ChoiceField] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._say)
        if section.searches:
            self.search = QLineEdit()
            self.search.setObjectName("plain.search")
            self.search.setFixedHeight(look.px(44))
            self.search.setMaxLength(200)
            self.search.setPlaceholderText(words.say("ui.visits.search"))
            self.search.setAccessibleName(words.say("ui.visits.search"))
            self.search.textEdited.connect(lambda _text: self._pause.start(PAUSE_MS))
            self.search.returnPressed.connect(self._say)
            self._row.addWidget(self.search, 1)
        for pick in section.picks:
            self._row.addWidget(self._choice(look, words, pick), 1)

    def _choice(self, look: Look, words: Words, pick: Pick) -> ChoiceField:
        choices = tuple((code, speech.said(words, said)) for code, said in pick.choices)
        made = ChoiceField(look, choices, pick.here)
        made.setObjectName(f"pick.{pick.name}")
        made.setAccessibleName(words.say(f"plain.field.{pick.name}"))
        made.chosen.connect(self._picking(pick.name))
        self._choices[pick.name] = made
        return made

    def show_here(self, picks: tuple[Pick, ...]) -> None:
        """What is chosen now, telling nobody."""
        for pick in picks:
            self._choices[pick.name].choose(pick.here)

    def _picking(self, name: str) -> Callable[[str], None]:
        return lambda code: self.picked.emit(name, code)

    def _say(self) -> None:
        self._pause.stop()
        if self.search is not None:
            self.searched.emit(self.search.text())
