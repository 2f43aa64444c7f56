"""Codes on paper are read from a photocopy, and posters from some metres away, by two readers that we did not write."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PIL import Image

from reports.render import render
from tests.cards.copies import COPIER, READERS, SPOILT, WORSE, Camera, cut, rasters
from tests.unit.reports import samples, samples_codes
from tests.unit.reports.rasters import text

SHEET = samples.card_sheet(32)
LABELS = samples_codes.labels(("王**",) * 8)
TEXTS = {face.text for face in (*SHEET.cards, *LABELS.cards)}
POSTERS = {
    "station": replace(samples.poster(), url="HTTPS://QY.JINAN.EXAMPLE/S/7K2M9Q3A"),
    "station-long-address": samples.poster(mono=True),
    "merchant": samples_codes.merchant_poster(),
}
every_reader = pytest.mark.parametrize("reader", READERS)


@pytest.fixture(scope="module")
def pages() -> list[Image.Image]:
    return [page for paper in (SHEET, LABELS) for page in rasters(render(paper, samples.words()))]


@every_reader
def test_cards_and_labels_are_read_from_the_print_and_from_its_photocopy(pages: list[Image.Image], reader: str) -> None:
    read = READERS[reader]
    assert set().union(*(read(page) for page in pages)) == TEXTS
    copies = [COPIER.copy(page, number) for number, page in enumerate(pages)]
    assert set().union(*(read(copy) for copy in copies)) == TEXTS


@every_reader
def test_a_card_by_itself_is_read_from_a_worse_copy(pages: list[Image.Image], reader: str) -> None:
    """zbar takes the finders of eight cards for one another's; whoever holds one card shows it alone."""
    copies = [WORSE.copy(card, number) for number, card in enumerate(cut(pages[0]))]
    assert set().union(*(READERS[reader](copy) for copy in copies)) == {face.text for face in SHEET.cards[:8]}


@every_reader
def test_a_copy_blurred_over_a_module_is_read_by_nobody(pages: list[Image.Image], reader: str) -> None:
    """The control: what the copier does to a page matters to the readers."""
    assert READERS[reader](SPOILT.copy(pages[0], 0)) == set()


@every_reader
@pytest.mark.parametrize("name", POSTERS)
def test_an_a4_poster_is_read_from_two_and_a_half_metres(name: str, reader: str) -> None:
    """By a frame of 1,920 px over 67 degrees; an A3 one from a metre farther; from 4.5 m nobody reads an A4 one."""
    poster, read, camera = POSTERS[name], READERS[reader], Camera()
    small = rasters(render(poster, samples.words()))[0]
    large = rasters(render(replace(poster, large=True), samples.words()))[0]
    assert read(camera.look(small, 2.5)) == {poster.url}
    assert read(camera.look(large, 3.5)) == {poster.url}
    assert read(camera.look(small, 4.5)) == set()


@pytest.mark.parametrize("name", POSTERS)
@pytest.mark.parametrize("large", [False, True])
def test_a_poster_says_its_module_and_from_how_far_it_is_read(name: str, large: bool) -> None:
    """And it is, by both readers, from as far as it says."""
    poster = replace(POSTERS[name], large=large)
    pdf = render(poster, samples.words())
    said = re.search(r"码点([\d.]+)mm，([\d.]+)米内可扫", "".join(text(pdf).split()))
    assert said is not None
    module, metres = map(float, said.groups())
    assert (module >= 3.5, metres >= (3.5 if large else 2.5)) == (True, True)
    seen = Camera().look(rasters(pdf)[0], metres)
    assert [read(seen) for read in READERS.values()] == [{poster.url}] * len(READERS)


def test_a_module_is_two_px_of_the_frame_at_least() -> None:
    """The arithmetic of docs/decisions/0106: 21/150 inch at 2.5 m."""
    px = Camera().millimetres(2.5)
    assert px == pytest.approx(1.72, abs=0.01)
    assert 21 * 25.4 / 150 / px > 2
