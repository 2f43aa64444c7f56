"""Codes: on the grid of device pixels, with their quiet zone, read by two readers in two renderers."""

from __future__ import annotations

import pytest

from desktop.core.papers import Poster
from reports import cards
from reports.code import CARD_MODULE, QUIET, code, snap
from reports.ink import PX_MM
from reports.render import render
from tests.unit.reports import rasters, samples


def test_card_text_makes_45_modules_and_35_9_mm() -> None:
    drawn = code(samples.card_text(1))
    assert drawn.side == 45
    assert drawn.extent(CARD_MODULE) == pytest.approx(35.9, abs=0.01)


def test_small_letters_take_byte_mode() -> None:
    assert code("https://qy.jinan.example/s/7K2M9Q").side == 29
    assert code("HTTPS://QY.JINAN.EXAMPLE/S/7K2M9Q").side == 25


@pytest.mark.parametrize("render_page", [rasters.poppler, rasters.pdfium])
def test_modules_fall_on_whole_pixels(render_page: object) -> None:
    assert callable(render_page)
    sheet = samples.card_sheet(8)
    image = render_page(render(sheet, samples.words()))
    for at, face in enumerate(sheet.cards):
        drawn = code(face.text)
        side = drawn.extent(CARD_MODULE)
        x = cards.ORIGIN_X + at % 2 * (cards.WIDTH + cards.GAP) + cards.WIDTH - side - 1.4
        y = cards.ORIGIN_Y + at // 2 * (cards.HEIGHT + cards.GAP)
        y += cards.BAND + (cards.HEIGHT - cards.BAND - side) / 2
        left, top = snap(x), snap(y)
        whole = round(side / PX_MM)
        found = image.crop((left, top, left + whole, top + whole))
        tones = {tone for _, tone in found.getcolors()}
        assert all(tone < 45 or tone > 250 for tone in tones), tones
        quiet = QUIET * CARD_MODULE
        assert found.crop((0, 0, whole, quiet)).getextrema()[0] > 250
        assert found.crop((0, 0, quiet, whole)).getextrema()[0] > 250
        assert found.crop((whole - quiet, 0, whole, whole)).getextrema()[0] > 250
        for column, row, length in drawn.runs:
            box = (
                quiet + column * CARD_MODULE,
                quiet + row * CARD_MODULE,
                quiet + (column + length) * CARD_MODULE,
                quiet + (row + 1) * CARD_MODULE,
            )
            assert max(found.crop(box).getextrema()) < 60


def test_a_page_of_eight_is_read_by_both_readers() -> None:
    sheet = samples.card_sheet(16)
    wanted = {face.text for face in sheet.cards}
    pdf = render(sheet, samples.words())
    images = [rasters.poppler(pdf, page) for page in (1, 2)]
    assert set().union(*(rasters.zxing(image) for image in images)) == wanted
    assert set().union(*(rasters.zbar(image) for image in images)) == wanted


@pytest.mark.parametrize("dpi", [150, 300])
def test_single_card_slip_and_poster_are_read(dpi: int) -> None:
    papers = (
        (samples.single_card(), samples.face(1).text),
        (samples.health(), samples.CODE.text),
        (samples.poster(mono=True), samples.poster().url),
    )
    for paper, wanted in papers:
        image = rasters.pdfium(render(paper, samples.words()), dpi=dpi)
        assert rasters.zxing(image) == {wanted}
        assert rasters.zbar(image) == {wanted}


@pytest.mark.parametrize("hub", ["https://hub.example.gov.cn", "https://quanyi-hub.lixia.jinan.example.gov.cn:8443"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clinics_small_code_is_read_beside_the_slips_own(hub: str, language: str) -> None:
    slip = samples.health(hub=hub)
    image = rasters.pdfium(render(slip, samples.words(language)), dpi=300)
    wanted = {samples.CODE.text, slip.confirm_at}
    assert rasters.zxing(image) == wanted
    assert rasters.zbar(image) == wanted
    said = "".join(rasters.text(render(slip, samples.words(language))).split())
    assert "482913" in said
    assert slip.code in said
    assert "…" not in said


def test_a_long_url_still_fits_the_frame_of_the_poster() -> None:
    plain = samples.poster()
    long = Poster(**{**vars(plain), "url": plain.url + "?site=" + "0123456789" * 12})
    image = rasters.poppler(render(long, samples.words()))
    assert rasters.zxing(image) == {long.url}
