"""A paper to look at: its pages one under the other, and buttons to print and to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfPageRenderer

PAGES_SHOWN = 12


class Sheet(QWidget):
    """A page of paper, white in every theme; blank while its picture is on the way."""

    def __init__(self, look: Look, size: QSize) -> None:
        super().__init__()
        self._look, self._size = look, size
        self.image: QImage | None = None
        self.setFixedHeight(size.height() + 2)

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, wide, high = (self.width() - self._size.width()) // 2, self._size.width(), self._size.height()
        painter.fillRect(left, 1, wide, high, Qt.GlobalColor.white)
        if self.image is not None:
            painter.drawImage(left, 1, self.image)
        painter.setPen(self._look.qcolor("line"))
        painter.drawRect(left - 1, 0, wide + 1, high + 1)


class Drawing(QObject):
    """A PDF whose pages PDFium draws one after the other on a thread of Qt's, so that no page holds up the window.

    It goes with the card that shows it: a page that is drawn after that arrives nowhere.
    """

    def __init__(self, paper: bytes, card: QWidget) -> None:
        super().__init__(card)
        from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer  # not before the window was painted

        # it goes first when all of this goes: it waits for its thread, which draws from the document
        self._renderer: QPdfPageRenderer | None = QPdfPageRenderer()
        self._document, self._buffer = QPdfDocument(), QBuffer()
        self._buffer.setData(QByteArray(paper))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.pages = self._document.pageCount()
        self._waiting: list[tuple[int, QSize, Sheet]] = []
        self._renderer.setDocument(self._document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._arrive)

    def size(self, page: int, width: int) -> QSize:
        """Of a page (from 0) so many px wide, at most as large as it is easy to read."""
        size = self._document.pagePointSize(page)
        wide = min(width, round(size.width() * 1.6))
        return QSize(wide, max(1, round(wide * size.height() / max(1.0, size.width()))))

    def draw(self, page: int, size: QSize, sheet: Sheet) -> None:
        self._waiting.append((page, size, sheet))
        if len(self._waiting) == 1:
            self._ask()

    def drop(self) -> None:
        """Nothing arrives any more; waits for the page that is being drawn."""
        self._waiting.clear()
        self._renderer = None
        self._document.close()
        self.deleteLater()

    def _ask(self) -> None:
        from PySide6.QtPdf import QPdfDocumentRenderOptions

        page, size, _sheet = self._waiting[0]
        assert self._renderer is not None
        self._renderer.requestPage(page, size, QPdfDocumentRenderOptions())

    def _arrive(self, _page: int, _size: QSize, image: QImage, *_rest: Any) -> None:
        if not self._waiting:
            return
        _, _, sheet = self._waiting.pop(0)
        sheet.show_image(image)
        if self._waiting:
            self._ask()


class PaperCard(Card):
    """Passive.

    Signals:
        print_wanted: the paper, to a printer; only once that is offered.
        save_wanted: where to keep the paper.
        closed: back to the list.
    """

    print_wanted = Signal(bytes)
    save_wanted = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._paper = b""
        self._drawing: Drawing | None = None
        column = column_in(self, look.gap(16), look.gap(12))
        head = row_in(None, 0, look.gap(8))
        self._title = Elided(look, "", "body", 700)
        head.addWidget(self._title, 1)
        self._print = Button(look, words.say("ui.papers.print_nothing"), Kind.PRIMARY, "print")
        self._print.setObjectName("paper.print")
        self._print.clicked.connect(lambda: self.print_wanted.emit(self._paper))
        self._print.setVisible(False)
        head.addWidget(self._print)
        self._save = Button(look, words.say("plain.save_paper"), Kind.PRIMARY, "save")
        self._save.setObjectName("paper.save")
        self._save.clicked.connect(self._ask)
        head.addWidget(self._save)
        close = Button(look, words.say("plain.close_paper"), Kind.PLAIN, "cross")
        close.setObjectName("paper.close")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        column.addLayout(head)
        self.pages = Scrolling(look.gap(12))
        column.addWidget(self.pages, 1)

    def offer_print(self) -> None:
        """Somebody listens to `print_wanted`: printing is what a person does first, keeping comes after it."""
        self._print.setVisible(True)
        self._save.set_kind(Kind.PLAIN)

    def show_paper(self, paper: bytes, width: int) -> None:
        """Draws the first pages at so many px of width."""
        if paper == self._paper:
            return
        self._paper = paper
        if self._drawing is not None:
            self._drawing.drop()
            self._drawing = None
        clear(self.pages.column)
        if not paper:
            return
        self._drawing = drawing = Drawing(paper, self)
        self._title.set_text(self._words.say("plain.paper_pages", count=drawing.pages))
        for at in range(min(drawing.pages, PAGES_SHOWN)):
            size = drawing.size(at, width)
            sheet = Sheet(self._look, size)
            self.pages.column.addWidget(sheet)
            drawing.draw(at, size, sheet)
        self.pages.column.addStretch(1)

    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("plain.save_paper"), "", "PDF (*.pdf)")
        if name:
            self.save_wanted.emit(name if name.endswith(".pdf") else f"{name}.pdf")
