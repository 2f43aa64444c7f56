"""The groups as tiles of which one is chosen: by digit, by arrows, by pointer. One stop of the Tab key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.core.people import GROUPS
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.text import balanced
from desktop.ui.parts.tiles import GroupTile

_WRAP = Qt.TextFlag.TextWordWrap
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoiceTile(GroupTile):
    """A group, chosen or not; Enter belongs to the form, Space chooses."""

    def __init__(self, look: Look, said: str, icon: str, key: str) -> None:
        super().__init__(look, said, icon, key)
        self._sign = icon
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """A press chooses, and never takes the choice back."""
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in (*_ENTER, *arrows) or event.text().isdigit():
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.isChecked():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        look = self.look
        self.paint_box(painter, "accent", "", look.radius("control"))
        size, tick = look.px(20), look.px(18)
        middle = self.height() / 2
        box = QRectF(look.gap(11), middle - size / 2, size, size)
        look.icons.draw(painter, self._sign, box, look.color("on_accent"))
        mark = QRectF(self.width() - tick - look.gap(10), middle - tick / 2, tick, tick)
        look.icons.draw(painter, "check", mark, look.color("on_accent"), 2.4)
        left = int(box.right()) + look.gap(8)
        room = QRect(left, 0, int(mark.left()) - left - 4, self.height())
        font = look.font("body", 700)
        if QFontMetrics(font).boundingRect(QRect(0, 0, room.width(), 400), _WRAP, self.said).height() > room.height():
            font = look.font("small", 700)
        painter.setFont(font)
        painter.setPen(look.qcolor("on_accent"))
        room.setWidth(balanced(QFontMetrics(font), self.said, room.width(), int(_WRAP)))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | _WRAP, self.said)


class GroupChoice(QWidget):
    """Signals:
    chosen: the group.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, words: Words, name: str, across: int = 3) -> None:
        super().__init__()
        self._across = across
        self.setAccessibleName(name)
        self.tiles: dict[str, ChoiceTile] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.gap(8))
        for at, group in enumerate(GROUPS):
            tile = ChoiceTile(look, words.say(f"group.{group}"), group, str(at + 1))
            tile.setObjectName(f"group.{group}")
            tile.setMinimumHeight(look.px(50))
            tile.clicked.connect(partial(self._choose, group))
            self.tiles[group] = tile
            grid.addWidget(tile, at // across, at % across)
            grid.setColumnStretch(at % across, 1)
        self.show_chosen("")

    def show_chosen(self, group: str) -> None:
        """Tells nobody. The Tab key comes to the chosen tile, to the first one while there is none."""
        stop = group or GROUPS[0]
        for code, tile in self.tiles.items():
            tile.setChecked(code == group)
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if code == stop else Qt.FocusPolicy.ClickFocus)
            tile.update()
        self.setFocusProxy(self.tiles[stop])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a tile left over: a digit chooses its group, an arrow the one beside."""
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._across,
            Qt.Key.Key_Down: self._across,
        }
        text = event.text()
        to = -1
        if text.isascii() and text.isdigit():
            to = int(text) - 1
        elif event.key() in moves:
            here = next((at for at, tile in enumerate(self.tiles.values()) if tile.hasFocus()), 0)
            to = here + moves[Qt.Key(event.key())]
        if not 0 <= to < len(GROUPS):
            event.ignore()
            return
        self._choose(GROUPS[to])

    def _choose(self, group: str) -> None:
        self.show_chosen(group)
        self.tiles[group].setFocus()
        self.chosen.emit(group)
