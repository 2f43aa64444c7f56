"""Papers through a real print system: a cupsd of the test's own, and what comes out of its queue."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
import zxingcpp
from PySide6.QtGui import QImage, QTransform
from PySide6.QtWidgets import QApplication

from desktop.app import read_words
from desktop.devices.printer import NotPrinted, Order, PrinterState, SystemPrinters, choose, resolution_of, state_of
from desktop.ui.papers.pages import leaf_of, picture_of
from reports.render import render
from tests.cups import Cups
from tests.gui.fake_papers import paper_of
from tests.unit.reports.samples import health, poster

T = TypeVar("T")
POSTER = poster()
WORDS = read_words()["zh"]
AT_72 = 595
"""A4 in px."""


@pytest.fixture(scope="module")
def cups() -> Iterator[Cups]:
    made = Cups()
    yield made
    made.stop()


@pytest.fixture
def away(cups: Cups, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Callable[[Callable[[], T]], T]]:
    """Runs something on a thread of its own, as the window does: libcups asks for its server once a thread."""
    monkeypatch.setenv("CUPS_SERVER", cups.socket)
    pool = ThreadPoolExecutor(1)
    yield lambda what: pool.submit(what).result(60)
    pool.shutdown()


Away = Callable[[Callable[[], T]], T]


def send(pdf: bytes, title: str, halted: Callable[[], bool] = lambda: False, printer: str = "") -> list[int]:
    told: list[int] = []
    SystemPrinters().send(Order(pdf, title, printer), told.append, halted)
    return told


def apart(one: QImage, other: QImage) -> float:
    """How much of two pictures differs: the part of the dots of one that no dot of the other within one dot of there
    comes near to, by a fifth of all shades: a driver shifts edges by a hair.
    """
    wide, high = min(one.width(), other.width()), min(one.height(), other.height())
    grey = [each.convertToFormat(QImage.Format.Format_Grayscale8) for each in (one, other)]
    left, right = ([bytes(each.constScanLine(y))[:wide] for y in range(high)] for each in grey)
    near = range(-1, 2)
    wrong = 0
    for y in range(1, high - 1):
        if left[y] == right[y]:
            continue
        for x in range(1, wide - 1):
            dot = left[y][x]
            if abs(dot - right[y][x]) > 51:
                wrong += not any(abs(dot - right[y + down][x + on]) <= 51 for down in near for on in near)
    return wrong / (wide * high)


def codes(pdf: bytes, page: int, width: int) -> set[str]:
    picture = picture_of(pdf, page, width)
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return {each.text for each in found}


def test_what_comes_out_of_the_queue_reads_as_the_paper_does(cups: Cups, away: Away[list[int]]) -> None:
    """A slip dot for dot, but for the hairs that a driver shifts, its code to be scanned; and pages in their order."""
    slip, plain = health(), paper_of(2)
    papers = {f"quanyi-{uuid.uuid4().hex}": pdf for pdf in (render(slip, WORDS), plain)}
    assert [away(lambda title=title, pdf=pdf: send(pdf, title)) for title, pdf in papers.items()] == [[1], [1, 2]]
    (one, two), printed = papers.values(), [cups.taken(title) for title in papers]
    assert [leaf_of(pdf).sheet for pdf in printed] == [leaf_of(one).sheet, leaf_of(two).sheet] == ["A5", "A4"]
    assert [leaf_of(pdf).pages for pdf in printed] == [1, 2]
    for page in (0, 1):
        assert apart(picture_of(two, page, AT_72), picture_of(printed[1], page, AT_72)) < 0.01
    # the slip lies across, and is fed upright
    slip_paper, sheet = leaf_of(one), leaf_of(printed[0])
    assert (slip_paper.across, sheet.across) == (True, False)
    ours = picture_of(one, 0, round(slip_paper.width / 25.4 * 72))
    fed = picture_of(printed[0], 0, round(sheet.width / 25.4 * 72))
    turned = [fed.transformed(QTransform().rotate(degrees)) for degrees in (90, 270)]
    right, wrong = sorted(apart(ours, theirs) for theirs in turned)
    assert (right < 0.03, wrong > 0.1) == (True, True), (right, wrong)
    assert slip.frame.code in codes(printed[0], 0, round(sheet.width / 25.4 * 150))


def test_a_paper_that_is_stopped_leaves_no_job(cups: Cups, away: Away[list[int]]) -> None:
    with pytest.raises(NotPrinted, match="halted"):
        away(lambda: send(render(POSTER, WORDS), "quanyi", lambda: True))
    told: list[int] = []
    with pytest.raises(NotPrinted, match="halted"):
        away(lambda: SystemPrinters().send(Order(paper_of(3), "quanyi"), told.append, lambda: bool(told)))  # type: ignore[arg-type,func-returns-value]
    assert told == [1]
    assert cups.jobs() == []


def test_a_queue_that_takes_nothing_says_so_and_gets_no_job(cups: Cups, away: Away[list[int]]) -> None:
    for off, on in (("cupsreject", "cupsaccept"), ("cupsdisable", "cupsenable")):
        cups.run(off, "PDF")
        with pytest.raises(NotPrinted, match="stopped"):
            away(lambda: send(render(POSTER, WORDS), "quanyi"))
        cups.run(on, "PDF")
    assert cups.jobs() == []
    (found,) = ThreadPoolExecutor(1).submit(SystemPrinters().look).result(60)
    assert (found.state, found.said, found.usual) == (PrinterState.READY, "办公室的打印机", True)


def test_an_empty_tray_is_told_apart_and_gets_no_second_job(cups: Cups, away: Away[list[int]]) -> None:
    cups.add_tray()
    cups.run("lp", "-d", "tray", str(cups.home / "cupsd.conf"))
    printers = SystemPrinters()

    def empty() -> bool:
        chosen = choose(away(printers.look), "tray")  # type: ignore[arg-type]
        return chosen is not None and chosen.state is PrinterState.OUT_OF_PAPER

    cups.wait(empty, "the tray is not empty")
    with pytest.raises(NotPrinted, match="out_of_paper"):
        away(lambda: send(render(POSTER, WORDS), "quanyi", printer="tray"))
    assert len(cups.jobs()) == 1
    cups.run("cancel", "-a")
    cups.run("lpadmin", "-x", "tray")


def test_no_printer_at_all(cups: Cups, away: Away[list[int]]) -> None:
    cups.run("lpadmin", "-x", "PDF")
    try:
        with pytest.raises(NotPrinted, match="none"):
            away(lambda: send(render(POSTER, WORDS), "quanyi"))
    finally:
        cups.add_pdf()


@pytest.mark.parametrize(
    ("options", "halted", "state"),
    [
        ({}, False, PrinterState.READY),
        ({"printer-state": "3", "printer-state-reasons": "none"}, False, PrinterState.READY),
        ({"printer-state": "4", "printer-state-reasons": "toner-low-warning"}, False, PrinterState.READY),
        ({"printer-state-reasons": "media-empty-error,door-open"}, True, PrinterState.OUT_OF_PAPER),
        ({"printer-state-reasons": "media-needed"}, False, PrinterState.OUT_OF_PAPER),
        ({"printer-state": "5", "printer-state-reasons": "paused"}, False, PrinterState.STOPPED),
        ({"printer-is-accepting-jobs": "false"}, False, PrinterState.STOPPED),
        ({}, True, PrinterState.STOPPED),
    ],
)
def test_how_a_queue_stands(options: dict[str, str], halted: bool, state: PrinterState) -> None:
    assert state_of(options, halted=halted) is state


@pytest.mark.parametrize(
    ("supported", "chosen"), [([150, 300, 600, 1200], 600), ([72], 300), ([], 300), ([180, 360], 360), ([1200], 300)]
)
def test_the_finest_resolution_that_anybody_sees(supported: list[int], chosen: int) -> None:
    assert resolution_of(supported) == chosen


def test_no_printing_library_is_loaded_with_the_window() -> None:
    """It is the first look at printers that loads it, after the window was painted."""
    program = "import sys, desktop.ui.window; print([m for m in sys.modules if m.endswith(('PrintSupport', 'QtPdf'))])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
