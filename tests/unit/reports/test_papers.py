"""Every paper, plain and extreme, in both languages: same bytes, faces embedded, nothing out of its box."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import pytest

from desktop.core.papers import CalibrationPaper
from reports.mark import marked
from reports.render import PAPERS, pages, render
from tests.money import text_of
from tests.unit.reports import (
    health_samples,
    rasters,
    samples,
    samples_checklist,
    samples_codes,
    samples_day,
    samples_hub,
    samples_lists,
    samples_medicine,
    samples_month,
    samples_start,
)

NAMES = ("王**", f"{samples.RARE}*", samples.LONG, "欧阳**")
ADJUSTED = tuple(samples.adjustment(at, 500 if at == 0 else -500) for at in range(5))
MAKERS: dict[str, Callable[[], object]] = {
    "cards": lambda: samples.card_sheet(8, NAMES),
    "card": lambda: samples.single_card(samples.LONG),
    "labels": lambda: samples_codes.labels((*NAMES, "王建国")),
    "singles": lambda: samples_codes.singles(NAMES),
    "merchant-poster": lambda: samples_codes.merchant_poster(),
    "merchant-poster-large-long": lambda: samples_codes.merchant_poster(mono=True, large=True, long=True),
    "poster-large": lambda: replace(samples.poster(), large=True),
    "poster": lambda: samples.poster(),
    "poster-mono-long": lambda: samples.poster(mono=True, long=True),
    "inspection": lambda: samples.inspection(),
    "inspection-long": lambda: samples.inspection(long=True, photos=3, problems=14),
    "inspection-clean": lambda: samples.inspection(clean=True, photos=0, problems=0),
    "checklist": lambda: samples_checklist.checklist(),
    "checklist-long": lambda: samples_checklist.checklist("en", problems=6, long=True),
    "daily": lambda: samples.daily(),
    "daily-long": lambda: samples.daily(70, long=True),
    "daily-empty": lambda: samples.daily(0, empty=True),
    "settlement-draft": lambda: samples.settlement(60),
    "settlement-long": lambda: samples.settlement(140, long=True, draft=False),
    "settlement-empty": lambda: samples.settlement(0),
    "settlement-no-list-price": lambda: samples.settlement(9, list_fen=0),
    "settlement-adjusted": lambda: samples.settlement(60, refused=True, adjustments=ADJUSTED),
    "settlement-negative": lambda: samples.settlement(0, adjustments=ADJUSTED[1:], draft=False),
    "settlement-adjusted-long": lambda: samples.settlement(
        140, long=True, refused=True, adjustments=tuple(samples.adjustment(at, -1_000_00) for at in range(70))
    ),
    "callbacks": lambda: samples.callbacks(),
    "callbacks-long": lambda: samples.callbacks(45, long=True),
    "figures": lambda: samples.figures(),
    "figures-long": lambda: samples.figures(long=True),
    "figures-empty": lambda: samples.figures(empty=True),
    "monthly": lambda: samples_month.monthly(),
    "monthly-long": lambda: samples_month.monthly(long=True),
    "monthly-empty": lambda: samples_month.monthly(empty=True),
    "publicity": lambda: samples_lists.publicity(),
    "publicity-long": lambda: samples_lists.publicity(90, long=True),
    "publicity-empty": lambda: samples_lists.publicity(0),
    "doubts": lambda: samples_lists.doubts(),
    "doubts-long": lambda: samples_lists.doubts(60, long=True),
    "binder": lambda: samples_lists.binder(),
    "binder-long": lambda: samples_lists.binder(long=True),
    "card-list": lambda: samples_lists.card_list(),
    "card-list-long": lambda: samples_lists.card_list(70, long=True),
    "rectification": lambda: samples_lists.rectification(),
    "rectification-long": lambda: samples_lists.rectification(long=True),
    "rectification-closed": lambda: samples_lists.rectification(closing=True),
    "rectification-closed-long": lambda: samples_lists.rectification(closing=True, long=True),
    "overview": lambda: samples_lists.station_sheet(),
    "overview-long": lambda: samples_lists.station_sheet(long=True),
    "overview-empty": lambda: samples_lists.station_sheet(empty=True),
    "calibration": lambda: CalibrationPaper(samples.FRAME),
    "calibration-long": lambda: CalibrationPaper(samples.LONG_FRAME, -35, 20),
    "health": lambda: samples.health(),
    "medicine": lambda: samples_medicine.register(),
    "medicine-long": lambda: samples_medicine.register(80, long=True),
    "medicine-empty": lambda: samples_medicine.register(0, empty=True),
    "disposal": lambda: samples_medicine.disposal(),
    "disposal-long": lambda: samples_medicine.disposal(40, long=True),
    "green-long": lambda: samples.health("green_channel", name=samples.LONG, long=True),
    "health-booked": lambda: replace(samples.health(), appointment_day="2026-12-05", appointment_time="08:00—10:00"),
    "health-clinic": lambda: samples.health(hub="https://hub.example.gov.cn"),
    "health-clinic-long": lambda: samples.health(long=True, hub="https://quanyi-hub.lixia.jinan.example.gov.cn:8443"),
    "booking-list": lambda: health_samples.booking_list(9),
    "booking-list-long": lambda: health_samples.booking_list(64, long=True),
    "attendance-list": lambda: health_samples.attendance_list(12),
    "attendance-list-long": lambda: health_samples.attendance_list(40, long=True),
    "chase-list": lambda: health_samples.chase_list(14),
    "chase-list-long": lambda: health_samples.chase_list(90, long=True),
    "chase-list-empty": lambda: health_samples.chase_list(0),
    "handover": lambda: samples_day.handover(),
    "handover-long": lambda: samples_day.handover(long=True),
    "handover-empty": lambda: samples_day.handover(empty=True),
    "till": lambda: samples_day.till(),
    "till-long": lambda: samples_day.till(long=True),
    "till-empty": lambda: samples_day.till(empty=True),
    "reconciliation": lambda: samples_day.reconciliation(),
    "reconciliation-long": lambda: samples_day.reconciliation(long=True),
    "reconciliation-empty": lambda: samples_day.reconciliation(empty=True),
    "closing-notice": lambda: samples_day.notice(),
    "closing-notice-long": lambda: samples_day.notice(long=True),
    "closing-notice-empty": lambda: samples_day.notice(empty=True),
    "district": lambda: samples_hub.district(),
    "district-long": lambda: samples_hub.district(80, long=True),
    "district-empty": lambda: samples_hub.district(0),
    "settlement-list": lambda: samples_hub.settlements(),
    "settlement-list-long": lambda: samples_hub.settlements(80, long=True),
    "settlement-list-empty": lambda: samples_hub.settlements(0),
    "hours": lambda: samples_day.hours(),
    "hours-long": lambda: samples_day.hours(long=True),
    "hours-empty": lambda: samples_day.hours(empty=True),
    "register-visits": lambda: samples_day.register(),
    "register-meals-long": lambda: samples_day.register("meals", 3, 12, long=True),
    "recovery": lambda: samples_start.recovery_sheet(),
    "recovery-long": lambda: samples_start.recovery_sheet(long=True),
    "trial": lambda: samples_start.trial_page(),
    "readiness": lambda: samples_start.readiness(),
    "readiness-long": lambda: samples_start.readiness(long=True),
}
LANGUAGES = ("zh", "en")
every_paper = pytest.mark.parametrize("name", MAKERS)
both = pytest.mark.parametrize("language", LANGUAGES)


@cache
def drawn(name: str, language: str = "zh") -> bytes:
    return render(MAKERS[name](), samples.words(language))


def test_every_kind_of_paper_is_tried() -> None:
    assert {type(make()) for make in MAKERS.values()} == set(PAPERS)


@every_paper
def test_same_data_give_the_same_bytes(name: str) -> None:
    assert render(MAKERS[name](), samples.words()) == drawn(name)


def test_threads_that_draw_at_once_give_the_same_bytes() -> None:
    names = ["settlement-draft", "health", "daily", "inspection-clean"] * 2
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: render(MAKERS[name](), samples.words()), names))
    assert found == [drawn(name) for name in names]


@every_paper
def test_counts_its_pages(name: str) -> None:
    pdf = drawn(name)
    assert pages(pdf) == int(rasters.info(pdf)["Pages"])


@pytest.mark.parametrize("name", ["cards", "card", "poster", "settlement-long", "readiness"])
def test_every_page_of_practice_is_marked(name: str) -> None:
    """By a letter that stands nowhere else: turned letters are told one by one."""
    with marked("鬱"):
        pdf = render(MAKERS[name](), samples.words())
    assert "鬱" not in rasters.text(drawn(name))
    for page in range(1, pages(pdf) + 1):
        assert rasters.text(pdf, page).count("鬱") >= 2, page
    assert render(MAKERS[name](), samples.words()) == drawn(name)


def test_bytes_that_are_no_paper_are_refused() -> None:
    with pytest.raises(ValueError, match="not a paper"):
        pages(b"GIF89a")
    with pytest.raises(TypeError, match="str"):
        render("a paper", samples.words())


@both
@every_paper
def test_nothing_leaves_the_page_or_lies_on_another_text(name: str, language: str) -> None:
    for width, height, words in rasters.words_of(drawn(name, language)):
        assert words
        for word in words:
            assert word.left >= 0, word
            assert word.right <= width, word
            assert word.top >= -2, word
            assert word.bottom <= height + 2, word
        # The draft mark lies under everything on purpose.
        plain = [word for word in words if word.bottom - word.top < 40]
        clashes = [
            (one.text, other.text)
            for number, one in enumerate(plain)
            for other in plain[number + 1 :]
            if one.overlaps(other)
        ]
        assert not clashes


@every_paper
def test_all_faces_are_embedded_and_can_be_searched(name: str) -> None:
    found = rasters.faces(drawn(name))
    assert found
    assert all(embedded == "yes" and to_unicode == "yes" for _, embedded, to_unicode in found), found


@both
@pytest.mark.parametrize("name", ["inspection-long", "daily-long", "settlement-long"])
def test_footer_stands_on_every_page(name: str, language: str) -> None:
    pdf = drawn(name, language)
    count = pages(pdf)
    assert count > 2
    for page in range(1, count + 1):
        said = rasters.text(pdf, page)
        assert "K8R2-6VNA-P0X5" in said
        expected = (f"第{page}页", f"共{count}页") if language == "zh" else (f"Page{page}of{count}",)
        assert all(part in "".join(said.split()) for part in expected)
        assert "骑" in said if language == "zh" else "seal across" in said


def test_one_page_needs_no_seal_across_the_edges() -> None:
    pdf = drawn("hours-empty")
    assert pages(pdf) == 1
    assert "骑\n" not in rasters.text(pdf)


@every_paper
def test_every_file_has_a_title_a_language_and_bookmarks(name: str) -> None:
    pdf = drawn(name)
    assert rasters.info(pdf)["Title"]
    assert b"/Lang (zh-CN)" in pdf
    assert re.search(rb"/Outlines \d+ 0 R", pdf)


def test_document_says_what_it_is() -> None:
    said = rasters.info(drawn("settlement-long"))
    assert said["Title"].startswith("商户补贴结算单 2026年10月")
    assert "K8R2-6VNA-P0X5" in said["Subject"]
    assert b"/Lang (zh-CN)" in drawn("settlement-long")
    assert b"/Lang (en)" in drawn("settlement-long", "en")
    assert b"/Outlines" in drawn("settlement-long")


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_have_the_same_keys(language: str) -> None:
    other = "en" if language == "zh" else "zh"
    assert samples.words(language).names() == samples.words(other).names()


def test_copying_gives_rare_names_back() -> None:
    name = f"{samples.RARE}𠀀𫠝👍"
    pdf = render(samples.single_card(name), samples.words())
    assert name in rasters.text(pdf)
    slip = render(samples.health(name=samples.RARE), samples.words())
    assert samples.RARE in rasters.text(slip)


def test_full_name_stands_on_the_slip_only() -> None:
    said = rasters.text(render(samples.health(name="王建国"), samples.words()))
    assert said.count("王建国") == 1
    assert "王**" in said


def test_a_long_name_is_whole_on_the_slip() -> None:
    said = rasters.text(drawn("green-long")).replace("\n", "")
    assert samples.LONG in said


def test_photo_that_is_none_says_so() -> None:
    paper = samples.inspection(photos=0)
    broken = samples.Photo(1, "微波炉", b"\xff\xd8\xff\xe0 not a picture")
    pdf = render(type(paper)(**{**vars(paper), "photos": (broken,)}), samples.words())
    assert "照片无法显示" in rasters.text(pdf)


def test_an_opening_check_that_leaves_items_open_is_drawn() -> None:
    paper = samples.inspection(photos=0, problems=0)
    items = tuple(type(item)(item.code, item.title, item.short, "open", ()) for item in paper.items)
    bare = type(paper)(**{**vars(paper), "kind": "opening", "items": items, "site": None})
    said = rasters.text(render(bare, samples.words()))
    assert "开站自查" in said
    assert said.count("未检") >= len(items)


def test_the_daily_log_says_how_held_and_voided_meals_are_counted() -> None:
    said = "".join(rasters.text(drawn("daily"), 1).split())
    assert "含待核1，另作废1" in said
    assert "待核的计份数，不计补贴" in said


@both
@pytest.mark.parametrize("problems", [0, 6])
def test_a_checklist_is_one_sheet_with_three_boxes_a_checkpoint(language: str, problems: int) -> None:
    """Two sides at most, with as many open problems as ever stand on it; nothing on it is answered beforehand."""
    paper = samples_checklist.checklist(language, problems=problems, long=problems > 0)
    pdf = render(paper, samples.words(language))
    assert pages(pdf) <= 2
    text = text_of(pdf)
    for item in paper.items:
        for point in item.points:
            assert "".join(point.title.split()) in "".join(text.split())
    assert "✓" not in text
    assert "×" not in text


@pytest.mark.parametrize(
    ("name", "column"),
    [("publicity-long", 2), ("hours", 4), ("district-long", 6), ("settlement-list-long", 3), ("settlement-long", 6)],
)
def test_sums_are_carried_over_every_page(name: str, column: int) -> None:
    """过次页 at the foot of a page and 承前页 at the head of the next say the same amounts."""
    pdf, said = drawn(name), dict[str, list[list[str]]]()
    for page in range(1, pages(pdf) + 1):
        for words in rasters.rows(pdf, page):
            said.setdefault(words[0], []).append(words[1:])
    assert len(said["过次页"]) == pages_of_table(pdf) > 0
    assert said["过次页"] == said["承前页"]
    assert all(len(words) >= column for words in said["过次页"])
    assert len({" ".join(words) for words in said["过次页"]}) == len(said["过次页"])


def pages_of_table(pdf: bytes) -> int:
    """On how many pages something goes on from the page before."""
    return sum("承前页" in rasters.text(pdf, page) for page in range(1, pages(pdf) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["overview", "overview-empty", "reconciliation", "reconciliation-empty", "daily-empty"]
)
def test_a_usual_day_and_the_station_are_one_page_with_the_code_that_proves_it(name: str, language: str) -> None:
    assert pages(render(MAKERS[name](), samples.words(language))) == 1


@every_paper
def test_signatures_and_code_never_stand_alone_on_a_page(name: str) -> None:
    """At least a row or a sentence of what is signed stands over them."""
    pdf = drawn(name)
    if pages(pdf) == 1:
        return
    body = [words for words in rasters.rows(pdf, pages(pdf)) if words]
    first = next((row for row in body[1:] if row), [""])[0]
    alone = ("编制单位", "审核单位", "处置单位", "结算单位", "商户：", "回访人", "校验码")
    assert not first.startswith(alone), body[:3]


@pytest.mark.parametrize("name", ["settlement-long", "inspection", "daily", "register-visits"])
def test_every_page_can_be_bound_on_either_edge(name: str) -> None:
    """25 mm stay free on both sides, so that a sheet printed on both is bound at its left as well."""
    binding = 25.0 * 72 / 25.4
    for width, _, words in rasters.words_of(drawn(name)):
        across = [word for word in words if word.bottom - word.top < 40 and word.text not in "骑缝章"]
        assert min(word.left for word in across) > binding - 1
        assert max(word.right for word in across) < width - binding + 1
