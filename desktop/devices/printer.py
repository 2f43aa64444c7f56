"""Printers: which there are, how they stand, and papers sent to them as pictures at the printer's own resolution.

A paper is drawn from its PDF by PDFium into a `QPrinter`, so that it comes out alike from every driver. Nothing here
runs on the thread that paints: asking a print system may take seconds.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QObject, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from desktop.devices.cups import queue_options

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

ASKED_EVERY_MS = 20_000
# A page is drawn as one picture, 35 MB of A4; PDFium drew other letters at the edges of a page drawn in bands.
DRAWN_DPI = 300
POINTS = 72
STRIP = 100
RESOLUTION_MOST = 600


class PrinterState(StrEnum):
    """How the printer stands. `ASKING` until the print system has answered once."""

    ASKING = "asking"
    READY = "ready"
    NONE = "none"
    OUT_OF_PAPER = "out_of_paper"
    STOPPED = "stopped"


@dataclass(frozen=True)
class PrinterFound:
    """A queue: its name in the print system, its name for people, and what it can."""

    name: str
    said: str
    state: PrinterState = PrinterState.READY
    usual: bool = False
    duplex: bool = False


class NotPrinted(Exception):
    """A paper did not go out. `code` is `none`, `out_of_paper`, `stopped`, `failed` or `halted` (somebody said so)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Order:
    """A paper to print: an empty `printer` is the usual one; `title` stands in the queue and names nobody. The print is
    moved right and down by `shift`, tenths of a millimetre.
    """

    pdf: bytes
    title: str
    printer: str = ""
    copies: int = 1
    duplex: bool = False
    shift: tuple[int, int] = (0, 0)


class Printers(Protocol):
    """What the window asks of printers. All but `known` may take seconds, and are called on worker threads."""

    @property
    def known(self) -> tuple[PrinterFound, ...] | None:
        """As last heard; None while nothing was heard yet."""

    def look(self) -> tuple[PrinterFound, ...]: ...
    def send(self, order: Order, told: Callable[[int], None], halted: Callable[[], bool]) -> None:
        """Sends a paper; `told` hears how many pages are drawn. Raises `NotPrinted`, and then nothing was sent."""


def sent(
    printers: Printers,
    order: Order,
    told: Callable[[int], None] = lambda _page: None,
    halted: Callable[[], bool] = lambda: False,
) -> str:
    """Sends a paper; empty when it went out, else the code of `NotPrinted`."""
    try:
        printers.send(order, told, halted)
    except NotPrinted as kept:
        return kept.code
    return ""


class NoPrinters:
    """Stands where no printers were handed in."""

    @property
    def known(self) -> tuple[PrinterFound, ...] | None:
        return None

    def look(self) -> tuple[PrinterFound, ...]:
        return ()

    def send(self, order: Order, told: Callable[[int], None], halted: Callable[[], bool]) -> None:
        raise NotPrinted("none")


class SystemPrinters:
    """The printers of the system."""

    def __init__(self) -> None:
        self._known: tuple[PrinterFound, ...] | None = None

    @property
    def known(self) -> tuple[PrinterFound, ...] | None:
        return self._known

    def look(self) -> tuple[PrinterFound, ...]:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        usual = QPrinterInfo.defaultPrinterName()
        found = []
        for name in QPrinterInfo.availablePrinterNames():
            info = QPrinterInfo.printerInfo(name)
            if info.isNull():
                continue
            options = queue_options(name)
            halted = info.state() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
            duplex = any(mode is not QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes())
            said = options.get("printer-info") or info.description() or name
            found.append(PrinterFound(name, said, state_of(options, halted=halted), name == usual, duplex))
        self._known = tuple(found)
        return self._known

    def send(self, order: Order, told: Callable[[int], None], halted: Callable[[], bool]) -> None:
        chosen = choose(self.look(), order.printer)
        if chosen is None:
            raise NotPrinted("none")
        if chosen.state is not PrinterState.READY:
            raise NotPrinted(chosen.state.value)
        _send(order, chosen, told, halted)


def choose(found: tuple[PrinterFound, ...], wanted: str) -> PrinterFound | None:
    """The one that was wanted, else the usual one, else the first."""
    named = [each for each in found if each.name == wanted]
    usual = [each for each in found if each.usual]
    return next(iter((*named, *usual, *found)), None)


def state_of(options: dict[str, str] | object, *, halted: bool = False) -> PrinterState:
    """A queue's state from its attributes; `halted` is what Qt says of it."""
    told = options if isinstance(options, dict) else {}
    reasons = {reason.rsplit("-", 1)[0] if reason.endswith(("-error", "-warning", "-report")) else reason
               for reason in told.get("printer-state-reasons", "").split(",")}  # fmt: skip
    if reasons & {"media-empty", "media-needed"}:
        return PrinterState.OUT_OF_PAPER
    if halted or told.get("printer-state") == "5" or told.get("printer-is-accepting-jobs") == "false":
        return PrinterState.STOPPED
    return PrinterState.READY


def _send(order: Order, chosen: PrinterFound, told: Callable[[int], None], halted: Callable[[], bool]) -> None:
    """All pages are drawn before the first goes out: a job of Qt's that is given up in the middle is printed as far as
    it got.
    """
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(order.pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    pages: list[_Page] = []
    for page in range(document.pageCount()):
        if halted():
            raise NotPrinted("halted")
        pages.append(_drawn(document, page))
        told(page + 1)
    document.close()
    if not pages:
        raise NotPrinted("failed")
    if halted():
        raise NotPrinted("halted")
    info = QPrinterInfo.printerInfo(chosen.name)
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(order.title)
    printer.setFullPage(True)
    printer.setResolution(resolution_of(info.supportedResolutions()))
    printer.setCopyCount(max(1, order.copies))
    if order.duplex and chosen.duplex:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    _feed(printer, pages, order.shift)


def _feed(printer: QPrinter, pages: list[_Page], shift: tuple[int, int]) -> None:
    from PySide6.QtPrintSupport import QPrinter

    painter = QPainter()
    for at, page in enumerate(pages):
        _fit(printer, page.points)
        if at:
            printer.newPage()
        elif not painter.begin(printer):
            raise NotPrinted("failed")
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        right, down = (round(tenths / 254 * printer.resolution()) for tenths in shift)
        painter.resetTransform()
        painter.translate(right, down)
        page.put(painter, printer.pageLayout().fullRectPixels(printer.resolution()))
    if not painter.end() or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise NotPrinted("failed")


def resolution_of(supported: list[int]) -> int:
    """The finest of a printer up to 600 dpi; 300 where it names none."""
    usable = [each for each in supported if DRAWN_DPI // 2 < each <= RESOLUTION_MOST]
    return max(usable, default=DRAWN_DPI)


def _fit(printer: QPrinter, points: QSizeF) -> None:
    """The printer's page takes the size and way of the paper's."""
    short, long = sorted((points.width(), points.height()))
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(size)
    across = points.width() > points.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)


@dataclass(frozen=True)
class _Page:
    """A page drawn and packed (zlib, which lets go of Python's lock): some 200 kB, where its dots take 35 MB."""

    points: QSizeF
    size: QSize
    stride: int
    form: QImage.Format
    packed: bytes

    def put(self, painter: QPainter, whole: QRect) -> None:
        """Over a whole sheet, in strips: Qt packs each once more, and keeps Python's lock while it does."""
        dots = zlib.decompress(self.packed)
        wide, high = self.size.width(), self.size.height()
        picture = QImage(dots, wide, high, self.stride, self.form)
        grey = self.form is QImage.Format.Format_Grayscale8
        for top in range(0, high, STRIP):
            strip = picture.copy(0, top, wide, min(STRIP, high - top))
            if not grey:
                strip = strip.convertToFormat(QImage.Format.Format_RGB32)  # without a mask
            begin, end = (whole.height() * row // high for row in (top, top + strip.height()))
            painter.drawImage(QRect(0, begin, whole.width(), end - begin), strip)


def _drawn(document: QPdfDocument, page: int) -> _Page:
    """Without colour where it has none."""
    points = document.pagePointSize(page)
    drawn = on_white(rendered(document, page, (points * DRAWN_DPI / POINTS).toSize()))
    if drawn.allGray():
        drawn = drawn.convertToFormat(QImage.Format.Format_Grayscale8)
    packed = zlib.compress(drawn.constBits(), 1)
    return _Page(points, drawn.size(), drawn.bytesPerLine(), drawn.format(), packed)


def rendered(document: QPdfDocument, page: int, size: QSize) -> QImage:
    """A page drawn by PDFium on a thread of Qt's, waited for here: `QPdfDocument.render` keeps Python's lock, and a
    page at 300 dpi would hold up the painting thread for more than 100 ms.
    """
    from PySide6.QtPdf import QPdfDocumentRenderOptions, QPdfPageRenderer

    found: list[QImage] = []
    loop, renderer = QEventLoop(), QPdfPageRenderer()

    def arrived(_page: int, _size: QSize, image: QImage, _options: object, _request: int) -> None:
        found.append(image)
        loop.quit()

    renderer.setDocument(document)
    renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
    renderer.pageRendered.connect(arrived)
    renderer.requestPage(page, size, QPdfDocumentRenderOptions())
    if not found:
        loop.exec()
    return found[0]


def on_white(drawn: QImage) -> QImage:
    """What PDFium drew, on paper: where it drew nothing its picture is transparent."""
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    painter.fillRect(drawn.rect(), Qt.GlobalColor.white)
    painter.end()
    return drawn


class PrinterWatch(QObject):
    """Asks how the printers stand, now and then, on a thread of its own.

    Signals:
        changed: what was found, when it is another than before.
    """

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, printers: Printers, parent: QObject | None = None, every_ms: int = ASKED_EVERY_MS) -> None:
        super().__init__(parent)
        self._printers = printers
        self._pool = ThreadPoolExecutor(1, "printer")
        self._asking = False
        self._last: tuple[PrinterFound, ...] | None = None
        self._heard.connect(self._arrive, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.setInterval(every_ms)
        self._clock.timeout.connect(self.ask)

    def begin(self) -> None:
        self._clock.start()
        self.ask()

    def ask(self) -> None:
        """One question at a time: a print system that does not answer is not asked again meanwhile."""
        if self._asking:
            return
        self._asking = True
        self._pool.submit(self._look)

    def stop(self) -> None:
        self._clock.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> None:
        try:
            found = self._printers.look()
        except OSError:
            found = ()
        self._heard.emit(found)

    def _arrive(self, found: tuple[PrinterFound, ...]) -> None:
        self._asking = False
        if found != self._last:
            self._last = found
            self.changed.emit(found)
