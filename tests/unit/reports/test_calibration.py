"""The calibration page is measured as a person would with a ruler: 100 mm, 10 mm from the edges, moved as it says."""

from __future__ import annotations

import pytest
from PIL import Image

from desktop.core.papers import CalibrationPaper
from reports.calibration import LEFT, TOP, TRIAL
from reports.render import render
from tests.unit.reports import rasters, samples

DPI = 300
MM = DPI / 25.4
# Half a stroke and a pixel, mm.
NEAR = 0.2


def drawn(shift_x: int = 0, shift_y: int = 0) -> Image.Image:
    return rasters.poppler(render(CalibrationPaper(samples.FRAME, shift_x, shift_y), samples.words()), dpi=DPI)


def dark(image: Image.Image, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """What is black within a box of mm: its own box in mm from the page's upper left corner."""
    left, top, right, bottom = (round(edge * MM) for edge in box)
    inked = image.crop((left, top, right, bottom)).point(lambda grey: 255 if grey < 110 else 0).getbbox()
    assert inked is not None
    return tuple((edge + off) / MM for edge, off in zip(inked, (left, top, left, top), strict=True))  # type: ignore[return-value]


@pytest.mark.parametrize(("shift_x", "shift_y"), [(0, 0), (35, -20), (-45, 15)])
def test_rulers_are_100_mm_and_corners_10_mm_off_moved_as_asked(shift_x: int, shift_y: int) -> None:
    image, right, down = drawn(shift_x, shift_y), shift_x / 10, shift_y / 10
    x, y = LEFT + right, TOP + down
    # through the strokes, from that of 0 to that of 100
    across = dark(image, (x - 2, y - 2.5, x + 103, y - 1.5))
    assert across[2] - across[0] == pytest.approx(100, abs=2 * NEAR)
    down_ruler = dark(image, (x - 2.5, y - 2, x - 1.5, y + 103))
    assert down_ruler[3] - down_ruler[1] == pytest.approx(100, abs=2 * NEAR)
    upper = dark(image, (1, 1, 20 + right, 22 + down))
    assert upper[0] == pytest.approx(10 + right, abs=NEAR)
    assert upper[1] == pytest.approx(10 + down, abs=NEAR)
    wide, high = image.width / MM, image.height / MM
    lower = dark(image, (wide - 20 + right, high - 22 + down, wide - 1, high - 1))
    assert lower[2] == pytest.approx(wide - 10 + right, abs=2 * NEAR)
    assert lower[3] == pytest.approx(high - 10 + down, abs=2 * NEAR)


def test_its_code_is_read() -> None:
    assert rasters.zxing(drawn()) == {TRIAL}
