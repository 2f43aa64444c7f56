"""The block by which a paper is checked: once on each paper, read by two readers, also from a photocopy."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from desktop.core.paper_code import LETTERS_MOST, digits
from desktop.core.paper_seal import coded
from reports.code import QUIET, code
from reports.proof import CODE, HEIGHT, MODULE
from reports.render import pages
from tests.cards.copies import by_zbar
from tests.unit.reports import rasters, samples
from tests.unit.reports.test_papers import drawn

WITH_BLOCK = ("settlement-draft", "daily", "inspection", "reconciliation", "hours", "district", "figures", "disposal")
SMALL = ("rectification", "handover", "handover-long", "till", "till-long", "health", "green-long", "closing-notice")
WITHOUT = ("checklist", "poster", "register-visits", "readiness", "recovery", "trial")
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def picture(name: str, page: int) -> Image.Image:
    return rasters.pdfium(drawn(name), page)


def codes(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=QR) if found.text.startswith("QYD1")]


@pytest.mark.parametrize("name", [*WITH_BLOCK, *SMALL])
def test_once_on_each_paper(name: str) -> None:
    found = [text for page in range(1, pages(drawn(name)) + 1) for text in codes(picture(name, page))]
    assert found == [samples.CODE.text]


def rim(image: Image.Image) -> int:
    """The darkest grey within four modules around the one code of a page; 255 is white."""
    (found,) = (each for each in zxingcpp.read_barcodes(image, formats=QR) if each.text.startswith("QYD1"))
    place, wide = found.position, QUIET * MODULE
    left, top = place.top_left.x, place.top_left.y
    right, bottom = place.bottom_right.x + 1, place.bottom_right.y + 1
    around = image.convert("L")
    around.paste(255, (left - 1, top - 1, right + 1, bottom + 1))
    box = (left - wide + 1, top - wide + 1, right + wide - 1, bottom + wide - 1)
    return int(around.crop(box).getextrema()[0])


@pytest.mark.parametrize("name", [*WITH_BLOCK, *SMALL])
def test_four_modules_around_each_code_are_white(name: str) -> None:
    images = [picture(name, page) for page in range(1, pages(drawn(name)) + 1)]
    assert [rim(image) for image in images if codes(image)] == [255]


def test_a_mark_within_the_quiet_zone_is_seen() -> None:
    """The control."""
    image = picture("handover", 1)
    (found,) = zxingcpp.read_barcodes(image, formats=QR)
    x, y = found.position.top_left.x, found.position.top_left.y
    image.paste(0, (x - 2 * MODULE, y, x - MODULE, y + MODULE))
    assert rim(image) == 0


@pytest.mark.parametrize("name", WITHOUT)
def test_not_on_forms_that_state_nothing(name: str) -> None:
    assert codes(picture(name, 1)) == []


def photocopy(image: Image.Image, chance: random.Random) -> Image.Image:
    """Up to 5° askew, blurred, at 70 % contrast, with noise."""
    turned = image.rotate(chance.uniform(-5, 5), resample=Image.Resampling.BICUBIC, fillcolor=255, expand=True)
    pale = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 1.0))).point(lambda v: int(245 - (255 - v) * 0.7))
    return ImageChops.add(pale, Image.effect_noise(pale.size, 12), 1, -128)


def test_a_photocopy_at_150_dpi_is_read() -> None:
    """In small; with modules of 3/150 inch one in four was not."""
    chance = random.Random(5)
    last = picture("daily", pages(drawn("daily")))
    copies = [photocopy(last, chance) for _ in range(8)]
    assert [codes(copy) for copy in copies] == [[samples.CODE.text]] * len(copies)
    assert [by_zbar(copy) for copy in (last, *copies[:2])] == [{samples.CODE.text}] * 3


def test_the_largest_code_stays_in_its_box() -> None:
    largest = code("QYD1".ljust(LETTERS_MOST, "A"))
    assert largest.side == 65
    assert largest.extent(MODULE) <= min(HEIGHT, CODE)


def test_of_too_many_figures_the_last_are_left_out() -> None:
    """A paper is never left unprinted for it."""
    many = replace(samples.settlement(), merchant="泉" * 40)
    lines = tuple(replace(line, price_fen=10**16) for line in many.lines)
    made = coded(samples.KEY, replace(samples.FRAME, number="编" * 40), replace(many, lines=lines))
    assert len(made.frame.code) <= LETTERS_MOST
    assert made.frame.check == digits(made.frame.code)
