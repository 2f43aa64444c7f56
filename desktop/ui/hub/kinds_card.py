"""What arrived, by kind: a table with three lines whose last row is the sum; below it the way by stick."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.core.hub_pages import HubPage, KindLine
from desktop.core.words import Words
from desktop.ui.hub.state import by_part
from desktop.ui.look import Look
from desktop.ui.parts.card import Card, Icon, Rule, Scrolling, clear, column_in
from desktop.ui.parts.text import Elided, Text

_ICONS = {
    "visits": "visits",
    "meals": "meals",
    "voids": "undo",
    "standard": "inspect",
    "referrals": "health",
    "people": "people",
    "day": "today",
    "paper": "papers",
}
_COLUMNS = (("captured", 72), ("acknowledged", 72), ("waiting", 60), ("flagged", 56))
# Width of a scroll bar, px (`ui/style.py`).
SCROLL_BAR = 12
_INKS = {"waiting": "accent_ink", "flagged": "attention_ink"}


class KindsCard(Card):
    """The table; `foot` is room for what stands below it."""

    def __init__(self, look: Look, words: Words, *, scrolls: bool) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._shown: tuple[object, ...] = ()
        self._grids: list[QGridLayout] = []
        self._bar = 0
        column = column_in(self, 1)
        column.addWidget(self._row("", None, head=True))
        column.addWidget(Rule())
        self._rows: QVBoxLayout
        if scrolls:
            room = Scrolling()
            room.verticalScrollBar().rangeChanged.connect(self._make_room)
            self._rows = room.column
            column.addWidget(room, 1)
        else:
            self._rows = QVBoxLayout()
            self._rows.setSpacing(0)
            column.addLayout(self._rows)
        column.addWidget(Rule())
        self._whole = QVBoxLayout()
        column.addLayout(self._whole)
        column.addWidget(Rule())
        self.foot = QVBoxLayout()
        column.addLayout(self.foot)

    def show_page(self, page: HubPage) -> None:
        shown = (page.kinds, page.whole)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._rows)
        self._grids = []
        for line in by_part(page.kinds):
            self._rows.addWidget(
                self._row(self._words.say(f"ui.hub.part.{line.kind}"), line, _ICONS.get(line.kind, "info"))
            )
        self._rows.addStretch(1)
        clear(self._whole)
        self._whole.addWidget(self._row(self._words.say("ui.hub.whole"), page.whole, whole=True))

    def _make_room(self, _least: int, most: int) -> None:
        """Where a scroll bar stands beside the rows, they give way, so that columns stay below their heads."""
        self._bar = SCROLL_BAR if most else 0
        edge = self._look.gap(20)
        for grid in self._grids:
            grid.setContentsMargins(edge, 0, edge - self._bar, 0)

    def _row(
        self, said: str, line: KindLine | None, icon: str = "", *, head: bool = False, whole: bool = False
    ) -> QWidget:
        look, words = self._look, self._words
        made = QWidget()
        made.setMinimumHeight(look.px(34 if head or whole else 27))
        grid = QGridLayout(made)
        grid.setContentsMargins(look.gap(20), 0, look.gap(20) - (0 if head or whole else self._bar), 0)
        if not (head or whole):
            self._grids.append(grid)
        grid.setHorizontalSpacing(look.gap(6))
        grid.setColumnStretch(1, 1)
        if icon:
            grid.addWidget(Icon(look, icon, "accent_ink", 20), 0, 0)
        title = words.say("ui.hub.kind") if head else said
        name = Elided(look, title, "small", 700 if whole else 400, "ink_2" if head else "ink")
        grid.addWidget(name, 0, 1)
        spoken = [title]
        for at, (column, width) in enumerate(_COLUMNS):
            number = 0 if line is None else getattr(line, column)
            shown = words.say(f"ui.hub.column.{column}") if head else f"{number:,}" if number else "–"
            ink = "ink_2" if head or not number else _INKS.get(column, "ink")
            cell = Text(look, shown, "small", 700 if whole or (column in _INKS and number) else 400, ink)
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.setFixedWidth(look.px(width))
            cell.setObjectName(f"{'whole' if whole else ''}.{column}")
            grid.addWidget(cell, 0, 2 + at)
            spoken.append(f"{words.say(f'ui.hub.column.{column}')} {number}")
        if not head:
            made.setAccessibleName(" · ".join(spoken))
        return made
