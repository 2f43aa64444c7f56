"""A paper of ours to the system's own printer: its pages drawn one by one. Qt's printing is loaded when it is used."""

from __future__ import annotations

DOTS = 300


def print_pdf(paper: bytes) -> str:
    """Prints on the system's default printer and returns what came of it: `sent`, `none` where there is no printer,
    `failed`. May be called on any thread; takes as long as drawing the pages does.
    """
    from PySide6.QtCore import QBuffer, QByteArray, QSize
    from PySide6.QtGui import QPainter
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    chosen = QPrinterInfo.defaultPrinter()
    if chosen.isNull():
        found = QPrinterInfo.availablePrinters()
        if not found:
            return "none"
        chosen = found[0]
    printer = QPrinter(chosen, QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    document = QPdfDocument()
    buffer = QBuffer()
    buffer.setData(QByteArray(paper))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    painter = QPainter()
    if not painter.begin(printer):
        return "failed"
    for page in range(document.pageCount()):
        if page:
            printer.newPage()
        points = document.pagePointSize(page)
        size = QSize(round(points.width() / 72 * DOTS), round(points.height() / 72 * DOTS))
        painter.drawImage(painter.viewport(), document.render(page, size))
    return "sent" if painter.end() else "failed"
