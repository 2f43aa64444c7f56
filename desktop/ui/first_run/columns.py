"""Districts, streets and communities side by side, or what a search found: lists that arrows walk through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.communities import FOUND_MOST, Communities
from desktop.core.words import Words
from desktop.ui.first_run.draft import Draft
from desktop.ui.look import Look
from desktop.ui.parts.card import Card, Rule, column_in
from desktop.ui.parts.text import Text, elide

Index = QModelIndex | QPersistentModelIndex


class _Row(QStyledItemDelegate):
    """A name; the chosen one on a tint with what leads on, the chosen community on accent with a tick."""

    def __init__(self, look: Look, owner: Names) -> None:
        super().__init__(owner)
        self._look, self._owner = look, owner

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._look.px(80), self._look.px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, owner = self._look, self._owner
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(0, 1, 0, -1)
        chosen = owner.codes[index.row()] == owner.chosen
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        last = owner.last
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("accent" if chosen and last else "accent_tint"))
            painter.drawRoundedRect(box, look.radius("control"), look.radius("control"))
        ink = ("on_accent" if last else "accent_ink") if chosen else "ink"
        size = look.px(18)
        if chosen:
            mark = QRectF(box.right() - size - look.gap(12), box.center().y() - size / 2, size, size)
            look.icons.draw(painter, "check" if last else "chevron_right", mark, look.color(ink), 2.4)
        font = look.font("body", 700 if chosen else 400)
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        room = int(box.width()) - 2 * look.gap(12) - (size + look.gap(6) if chosen else 0)
        words = QRect(int(box.left()) + look.gap(12), int(box.top()), room, int(box.height()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elide(QFontMetrics(font), str(index.data()), room))
        painter.restore()


class Names(QListView):
    """A list of names.

    Attributes:
        codes: by row. chosen: the code that is marked. last: whether choosing here is the end of it.

    Signals:
        picked: the code of a row that a person went to or pressed.
        entered_row: the code of a row on which Enter was pressed.
    """

    picked = Signal(str)
    entered_row = Signal(str)

    def __init__(self, look: Look, name: str, said: str, *, last: bool = False) -> None:
        super().__init__()
        self.codes: tuple[str, ...] = ()
        self.chosen = ""
        self.last = last
        self._names = QStringListModel(self)
        self._showing = False
        self.setModel(self._names)
        self.setItemDelegate(_Row(look, self))
        self.setObjectName(f"first.{name}")
        self.setAccessibleName(said)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._went)
        self.activated.connect(lambda index: self.entered_row.emit(self.codes[index.row()]))
        self.clicked.connect(self._pressed)

    def show_names(self, codes: tuple[str, ...], names: list[str], chosen: str) -> None:
        self._showing = True
        if codes != self.codes:
            self.codes = codes
            self._names.setStringList(names)
        self.chosen = chosen
        if chosen in codes:
            self.setCurrentIndex(self._names.index(codes.index(chosen)))
            self.scrollTo(self.currentIndex())
        self._showing = False
        self.viewport().update()

    def _went(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._showing and index.isValid() and self.hasFocus():
            self.picked.emit(self.codes[index.row()])

    def _pressed(self, index: QModelIndex) -> None:
        self.picked.emit(self.codes[index.row()])


class Columns(Card):
    """Passive.

    Signals:
        opened: the code of a district or street. chosen: the code of a community.
    """

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        across = QHBoxLayout(self)
        across.setContentsMargins(1, 1, 1, 1)
        across.setSpacing(0)
        self.lists: list[Names] = []
        self._columns: list[QWidget] = []
        for number, (name, wide) in enumerate((("districts", 24), ("streets", 32), ("communities", 44))):
            if number:
                across.addWidget(Rule(upright=True))
            label = words.say(f"first.place.{name}")
            names = Names(look, name, label, last=name == "communities")
            names.picked.connect(self._picked(name))
            names.entered_row.connect(self._picked(name))
            across.addWidget(self._column(label, names), wide)
            self.lists.append(names)
        self.results = Names(look, "results", words.say("first.place.results"), last=True)
        self.results.clicked.connect(lambda index: self.chosen.emit(self.results.codes[index.row()]))
        self.results.entered_row.connect(self.chosen)
        self._found = self._column(words.say("first.place.results"), self.results)
        across.addWidget(self._found, 100)
        self.setMinimumHeight(look.px(46) * (2 if look.large else 3) + look.gap(32 if look.large else 56))

    def _column(self, label: str, names: Names) -> QWidget:
        made = QWidget()
        column = column_in(made, self._look.gap(8), self._look.gap(2))
        head = Text(self._look, label, "small", 400, "ink_2")
        head.setContentsMargins(self._look.gap(12), self._look.gap(4), 0, 0)
        column.addWidget(head)
        column.addWidget(names, 1)
        self._columns.append(made)
        return made

    def show_places(self, draft: Draft) -> None:
        known = draft.communities
        if known is None:
            return
        searching = len(draft.found) > 1
        for made in self._columns:
            made.setVisible((made is self._found) == searching)
        if searching:
            codes = draft.found[:FOUND_MOST]
            self.results.show_names(codes, [self._whole(known, code) for code in codes], draft.community)
            return
        levels = (
            tuple(each.code for each in known.districts),
            tuple(each.code for each in known.within(draft.district)) if draft.district else (),
            tuple(each.code for each in known.within(draft.street)) if draft.street else (),
        )
        chosen = (draft.district, draft.street, draft.community)
        for names, codes, here in zip(self.lists, levels, chosen, strict=True):
            names.show_names(codes, [known.shown(code) for code in codes], here)

    @staticmethod
    def _whole(known: Communities, code: str) -> str:
        """`曲水亭社区　历下区 大明湖街道`: which of several with one name it is."""
        *above, own = (known.shown(each) for each in known.path(code))
        return f"{own}　　{' '.join(above)}"

    def _picked(self, name: str) -> Callable[[str], None]:
        told = self.chosen if name == "communities" else self.opened
        return lambda code: told.emit(code)
