"""Five hundred cards, printed, rasterised at 150 dpi and read by two readers that we did not write."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode  # type: ignore[import-untyped]

from desktop.app import SystemClock
from desktop.core.people import GROUPS
from tests.e2e.command import quanyi
from tests.e2e.folders import make_folder, open_folder

CARDS = 500
A_PAGE = 8
DPI = 150
# At which half a dot is left of a module: nobody can read that.
COARSE = 20


def rasterise(pdf: Path, page: int, dpi: int = DPI) -> Image.Image:
    target = pdf.with_name(f"{pdf.stem}-{page}-{dpi}")
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", "-f", str(page), "-l", str(page)]
    subprocess.run([*command, str(pdf), str(target)], check=True)
    with Image.open(target.with_suffix(".pgm")) as opened:
        return opened.convert("L")


def read_page(pdf: Path, page: int, dpi: int = DPI) -> tuple[list[str], list[str]]:
    """The codes of a page as zxing-cpp and as zbar read them."""
    image = rasterise(pdf, page, dpi)
    zxing = [
        code.text
        for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    ]
    zbar = [code.data.decode() for code in decode(image, symbols=[ZBarSymbol.QRCODE])]
    return zxing, zbar


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_five_hundred_printed_cards_are_read_and_check_in(tmp_path: Path) -> None:
    folder, pdf = tmp_path / "data", tmp_path / "cards.pdf"
    office, by = make_folder(folder, SystemClock())
    with office.desk.store.write():
        issued = [
            office.people.register(
                by, f"骑手{number}", f"139{number:08d}", GROUPS[number % len(GROUPS)], proof="badge", consent=True
            ).card
            for number in range(CARDS)
        ]
    office.desk.close()
    printed = quanyi(folder, "print", "cards", "-o", str(pdf))
    assert printed.code == 0, printed
    pages = -(-CARDS // A_PAGE)
    assert printed.document["pages"] == pages

    with ThreadPoolExecutor(2) as pool:
        read = list(pool.map(partial(read_page, pdf), range(1, pages + 1)))
    zxing = [text for page, _ in read for text in page]
    zbar = [text for _, page in read for text in page]
    # a reader may find one symbol twice; none may be missing, and none may be another text
    assert set(zxing) == set(zbar) == set(issued)

    office, by = open_folder(folder, SystemClock())
    try:
        # what one reader read and what the other did, in turn
        scanned = [zxing[number] if number % 2 else sorted(zbar)[number] for number in range(CARDS)]
        scanned = [*dict.fromkeys([*scanned, *zxing])]
        outcomes = [office.visits.by_card(by, text, ["rest"]).outcome for text in scanned]
    finally:
        office.desk.close()
    assert outcomes == ["checked_in"] * CARDS

    coarse = read_page(pdf, 1, COARSE)
    assert max(len(coarse[0]), len(coarse[1])) < A_PAGE, "the control: too coarse to be read"
