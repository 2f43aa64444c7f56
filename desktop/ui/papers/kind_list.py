"""The list of papers: icon, name, and what each is for, under headings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.core.paper_pages import PaperKind
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.row_list import ROW, Index, RowDelegate, RowList, RowModel
from desktop.ui.parts.text import elide

ICONS = {
    "monthly": "papers",
    "figures": "papers",
    "till": "meals",
    "settlement": "meals",
    "publicity": "info",
    "doubts": "search",
    "callbacks": "phone",
    "hours": "clock",
    "binder": "papers",
    "daily": "today",
    "handover": "handover",
    "reconciliation": "sync",
    "register": "pause",
    "checklist": "inspect",
    "inspection": "check",
    "rectification": "inspect",
    "rectification-closed": "check",
    "medicine": "medicine",
    "disposal": "trash",
    "health": "health",
    "chase-list": "phone",
    "booking-list": "calendar",
    "attendance-list": "people",
    "overview": "info",
    "cards": "card",
    "card-list": "card",
    "poster": "scan",
    "closing_notice": "info",
}


@dataclass(frozen=True)
class KindRow:
    """A paper, or a heading (no `icon`)."""

    code: str
    title: str
    line: str = ""
    icon: str = ""
    mine: bool = True


def rows_of(words: Words, kinds: tuple[PaperKind, ...]) -> tuple[KindRow, ...]:
    rows: list[KindRow] = []
    group = ""
    for kind in kinds:
        if kind.group != group:
            group = kind.group
            rows.append(KindRow(f"heading.{group}", words.say(f"ui.papers.group.{group}")))
        title, line = words.say(f"plain.paper.{kind.code}"), words.say(f"ui.papers.line.{kind.code}")
        rows.append(KindRow(kind.code, title, line, ICONS.get(kind.code, "papers"), not kind.roles))
    return tuple(rows)


class KindModel(RowModel):
    """Headings are passed over by keys and pointer."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = index.data(ROW)
        if isinstance(row, KindRow) and not row.icon:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class KindDelegate(RowDelegate):
    """With `bare` the words have the icon's room too: large English names are longer than the list is wide."""

    def __init__(self, look: Look, *, bare: bool) -> None:
        super().__init__(look, 62)
        self._bare = bare

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        if isinstance(row, KindRow) and not row.icon:
            return QSize(120, self.look.px(34))
        return QSize(120, self.look.px(62 if self.look.scale == 100 else 48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        if not isinstance(row, KindRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self.look
        if not row.icon:
            base = rect.bottom() - look.gap(8)
            room = rect.width() - look.gap(16)
            self.paint_words(
                painter, look.font("small", 700), "ink_2", QPoint(rect.left() + look.gap(12), base), room, row.title
            )
            painter.restore()
            return
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if here or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("accent" if here else "accent_tint"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), look.radius("control"), look.radius("control"))
        ink = "on_accent" if here else "ink" if row.mine else "ink_2"
        size, left = look.px(24), rect.left() + look.gap(12)
        icon = QRectF(left, rect.center().y() - size / 2 + 0.5, size, size)
        if not self._bare:
            shade = "on_accent" if here else "accent_ink" if row.mine else "ink_2"
            look.icons.draw(painter, row.icon, icon, look.color(shade))
            left += size + look.gap(12)
        room = rect.right() - left - look.gap(8)
        font = look.font("body", 700 if here else 500)
        middle = rect.center().y()
        if look.scale == 100:
            self.paint_words(painter, font, ink, QPoint(left, middle - 3), room, row.title)
            line = look.font("small")
            shade = "on_accent" if here else "ink_2"
            self.paint_words(painter, line, shade, QPoint(left, middle + 18), room, row.line)
        else:
            up = QFontMetrics(font).capHeight() // 2
            shown = elide(QFontMetrics(font), row.title, room)
            self.paint_words(painter, font, ink, QPoint(left, middle + up), room, shown)
        painter.restore()


class KindList(RowList):
    """Page keys belong to the paper, arrows to the list."""

    def __init__(self, look: Look, name: str, *, bare: bool = False) -> None:
        self.kinds = KindModel()
        super().__init__(self.kinds, KindDelegate(look, bare=bare), name)
        self.kinds.setParent(self)
        self.setUniformItemSizes(False)
        self.setObjectName("papers.kinds")

    def show_kinds(self, words: Words, kinds: tuple[PaperKind, ...], here: str) -> None:
        rows = rows_of(words, kinds)
        spoken = tuple(f"{row.title} {row.line}".strip() for row in rows)
        self.kinds.set_rows(rows, tuple(row.code for row in rows), spoken)
        for at, row in enumerate(rows):
            if row.icon:
                self.kinds.setData(self.kinds.index(at), f"{row.title}\n{row.line}", Qt.ItemDataRole.ToolTipRole)
        if self.currentIndex().row() != self.kinds.row_of(here):
            self.mark(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        super().mousePressEvent(event)
