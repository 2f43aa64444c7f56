"""The text of the guide in the letters of the look: headings, keys, pictures no wider than the room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from desktop.ui.guide.text import Guide
from desktop.ui.look import Look

# Type size, weight, room above and below, by the level of a heading.
_HEADINGS = {1: ("page", 700, 0, 10), 2: ("title", 700, 30, 8), 3: ("body", 700, 18, 4)}
_LINE = 150.0
# What stands for a picture in the text of a block.
_PICTURE = "\ufffc"


class Reader(QTextBrowser):
    """Signals:
    turned: the number of the chapter at the top of the room changed.
    """

    turned = Signal(int)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._pictures: dict[str, QImage] = {}
        self._starts: list[int] = []
        self._here = -1
        self._turning = False
        self.setObjectName("guide.text")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDefaultFont(look.font("body"))
        self.document().setDocumentMargin(look.gap(16))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_guide(self, guide: Guide) -> None:
        """All of it at once: each change to a document that is looked at would lay it out anew."""
        self._pictures = guide.pictures
        change = QTextCursor(self.document())
        change.beginEditBlock()
        change.select(QTextCursor.SelectionType.Document)
        change.insertMarkdown(guide.text)
        self._dress()
        self._fit_pictures()
        change.endEditBlock()
        self.setTextCursor(QTextCursor(self.document()))

    def turn_to(self, chapter: int) -> None:
        """The heading of a chapter comes to the top."""
        if 0 <= chapter < len(self._starts):
            block = self.document().findBlock(self._starts[chapter])
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self._here, self._turning = chapter, True  # the last ones cannot come to the top, and are read all the same
            self.verticalScrollBar().setValue(round(top) if chapter else 0)
            self._turning = False

    def look_for(self, text: str, *, backwards: bool = False) -> tuple[int, int]:
        """Goes to the next place of a text, round and round; which of how many it is, from one, or (0, 0)."""
        places = self._places(text)
        self._mark(places, len(text))
        if not places:
            return 0, 0
        here = self.textCursor().selectionStart() if self.textCursor().hasSelection() else -1
        if backwards:
            at = next((n for n in reversed(range(len(places))) if places[n] < here), len(places) - 1)
        else:
            at = next((n for n, place in enumerate(places) if place > here), 0)
        cursor = QTextCursor(self.document())
        cursor.setPosition(places[at])
        cursor.setPosition(places[at] + len(text), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return at + 1, len(places)

    def forget_search(self) -> None:
        self.setExtraSelections([])
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._pictures.get(name.toString() if isinstance(name, QUrl) else name)
        return super().loadResource(kind, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    # --- within -------------------------------------------------------------------------------------------------

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _dress(self) -> None:
        look, self._starts = self._look, []
        for block in self._blocks():
            level = block.blockFormat().headingLevel()
            cursor = QTextCursor(block)
            form = QTextBlockFormat()
            if level in _HEADINGS:
                size, weight, above, below = _HEADINGS[level]
                form.setTopMargin(look.gap(above))
                form.setBottomMargin(look.gap(below))
                self._set_font(cursor, look.font(size, weight), "accent_ink" if level == 2 else "ink")
                if level == 2:
                    self._starts.append(block.position())
            else:
                form.setBottomMargin(look.gap(6))
                if _PICTURE not in block.text():
                    form.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                self._dress_words(block)
            cursor.mergeBlockFormat(form)

    def _set_font(self, cursor: QTextCursor, font: QFont, color: str) -> None:
        form = QTextCharFormat()
        form.setFont(font)
        form.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        form.setForeground(self._look.qcolor(color))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(form)
        whole = QTextCursor(cursor.block() if cursor.position() else self.document().begin())
        whole.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        whole.setCharFormat(form)

    def _dress_words(self, block: QTextBlock) -> None:
        """Keys in a box of their own colour, bold in the bold letters; all else is as the document is."""
        look, parts = self._look, []
        each = block.begin()
        while not each.atEnd():
            part = each.fragment()
            if not part.charFormat().isImageFormat():
                parts.append((part.position(), part.length(), part.charFormat()))
            each += 1
        for position, length, before in parts:
            form = QTextCharFormat()
            key = before.fontFixedPitch() or "mono" in str(before.fontFamilies()).lower()
            strong = before.fontWeight() > QFont.Weight.Medium
            if not key and not strong:
                continue
            form.setFont(look.font("body", 700 if strong else 500))
            form.setForeground(look.qcolor("ink"))
            if key:
                form.setBackground(look.qcolor("sunken"))
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def _fit_pictures(self) -> None:
        room = self.viewport().width() - 2 * self._look.gap(16) - 2
        for block in self._blocks():
            each = block.begin()
            while not each.atEnd():
                part = each.fragment()
                form = QTextImageFormat(part.charFormat().toImageFormat())
                each += 1
                picture = self._pictures.get(form.name()) if form.isValid() else None
                if picture is None or picture.isNull() or room <= 0:
                    continue
                width = min(picture.width(), room)
                if form.width() == width:
                    continue
                form.setWidth(width)
                form.setHeight(round(picture.height() * width / picture.width()))
                cursor = QTextCursor(self.document())
                cursor.setPosition(part.position())
                cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(form)
                break

    def _places(self, text: str) -> list[int]:
        wanted, whole = text.casefold(), self.document().toPlainText().casefold()
        places, at = [], whole.find(wanted) if wanted else -1
        while at >= 0:
            places.append(at)
            at = whole.find(wanted, at + len(wanted))
        return places

    def _mark(self, places: list[int], length: int) -> None:
        marked = []
        form = QTextCharFormat()
        form.setBackground(QColor(self._look.qcolor("attention_tint")))
        for place in places:
            one = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(place)
            cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, form
            marked.append(one)
        self.setExtraSelections(marked)

    def _scrolled(self, value: int) -> None:
        layout, at = self.document().documentLayout(), 0
        below = value + self._look.px(60)
        for number, start in enumerate(self._starts):
            if layout.blockBoundingRect(self.document().findBlock(start)).top() <= below:
                at = number
        if at != self._here and not self._turning:
            self._here = at
            self.turned.emit(at)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(700), self._look.px(600))
