"""A paper to look at: its pages one under the other, and buttons to print and to keep it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided

PAGES_SHOWN = 12


class Sheet(QWidget):
    """A page of paper, white in every theme."""

    def __init__(self, look: Look, image: QImage) -> None:
        super().__init__()
        self._look, self._image = look, image
        self.setFixedHeight(image.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = (self.width() - self._image.width()) // 2
        painter.drawImage(left, 1, self._image)
        painter.setPen(self._look.qcolor("line"))
        painter.drawRect(left - 1, 0, self._image.width() + 1, self._image.height() + 1)


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
        clear(self.pages.column)
        if not paper:
            return
        from PySide6.QtPdf import QPdfDocument  # not before the window was painted

        document, buffer = QPdfDocument(), QBuffer()
        buffer.setData(QByteArray(paper))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        count = document.pageCount()
        self._title.set_text(self._words.say("plain.paper_pages", count=count))
        for at in range(min(count, PAGES_SHOWN)):
            size = document.pagePointSize(at)
            wide = min(width, round(size.width() * 1.6))
            image = document.render(at, QSize(wide, max(1, round(wide * size.height() / max(1.0, size.width())))))
            white = QImage(image.size(), QImage.Format.Format_RGB32)
            white.fill(0xFFFFFFFF)
            painter = QPainter(white)
            painter.drawImage(0, 0, image)
            painter.end()
            self.pages.column.addWidget(Sheet(self._look, white))
        self.pages.column.addStretch(1)
        document.close()

    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("plain.save_paper"), "", "PDF (*.pdf)")
        if name:
            self.save_wanted.emit(name if name.endswith(".pdf") else f"{name}.pdf")
