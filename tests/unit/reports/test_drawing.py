"""The smaller parts: outlines, icons, dates, the scale of a chart, tables that turn the page."""

from __future__ import annotations

import pytest

from reports.bars import ceiling
from reports.dates import long_day, long_month, month_span, short_day
from reports.icons import OF_ITEM, icon
from reports.outline import path
from reports.page import BOTTOM, Paper
from reports.render import pages
from reports.sheet import A4, A5_LANDSCAPE, CR80
from reports.table import Column, Table
from tests.unit.reports import rasters, samples


def test_pages_are_whole_pixels_close_to_their_standards() -> None:
    for size, width, height in ((A4, 210, 297), (A5_LANDSCAPE, 210, 148), (CR80, 85.6, 53.98)):
        assert size.width == pytest.approx(width, abs=0.1)
        assert size.height == pytest.approx(height, abs=0.1)


def test_an_arc_ends_where_it_should() -> None:
    half = path("M0 0a5 5 0 0 1 10 0")
    assert half[-1].points[-2:] == pytest.approx((10, 0))
    assert half[1].points[-2:] == pytest.approx((5, -5))
    packed = path("M20 12a9 9 0 00-.99 1.133z")
    assert packed[1].points[-2:] == pytest.approx((19.01, 13.133))
    assert packed[-1].kind == "Z"


@pytest.mark.parametrize("name", sorted({*OF_ITEM.values(), "brand_mono", "meals", "health", "inspect", "rest"}))
def test_icons_stay_on_their_grid(name: str) -> None:
    drawing = icon(name)
    assert drawing.strokes
    for stroke in drawing.strokes:
        for segment in stroke.segments:
            assert all(-0.5 <= value <= drawing.grid + 0.5 for value in segment.points)


def test_days_in_both_languages() -> None:
    zh, en = samples.words("zh"), samples.words("en")
    assert long_day(zh, "2026-11-21", weekday=True) == "2026年11月21日　星期六"
    assert long_day(en, "2026-11-21", weekday=True) == "Saturday, 21 November 2026"
    assert long_month(zh, "2026-10") == "2026年10月"
    assert short_day(zh, "2026-10-02") == "10-02 周五"
    assert month_span(zh, "2026-02") == "2月1日 0时 至 2月28日 24时"
    assert month_span(zh, "2026-12") == "12月1日 0时 至 12月31日 24时"
    assert long_day(zh, "someday") == "someday"


@pytest.mark.parametrize(("most", "scale"), [(0, 4), (4, 4), (5, 8), (14, 20), (21, 40), (999, 2000)])
def test_charts_end_on_a_round_number(most: int, scale: int) -> None:
    assert ceiling(most) == scale


@pytest.mark.parametrize("count", range(28, 42))
def test_the_last_rows_stay_with_what_follows(count: int) -> None:
    paper = Paper(samples.FRAME, samples.words(), "表", "")
    rows = [(f"第{number}行", str(number)) for number in range(count)]
    after = 60.0
    Table(paper, (Column("甲", 80), Column("乙", 40))).draw(rows, after=after)
    assert paper.y + after <= BOTTOM + 1
    pdf = paper.finish()
    last = rasters.text(pdf, pages(pdf))
    assert f"第{count - 3}行" in last
    assert f"第{count - 1}行" in last
