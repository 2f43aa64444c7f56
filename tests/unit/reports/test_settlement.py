"""The settlement's figures: bridge, sums over pages, capitals on first and last page, the draft mark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.money import capitals, yuan
from desktop.core.papers import MealLine
from reports.render import pages, render
from reports.sums import Running, add_up, bridge
from tests.unit.reports import rasters, samples

MEALS = st.lists(
    st.builds(
        MealLine,
        day=st.just("2026-10-01"),
        time=st.just("11:30"),
        period=st.just("午餐"),
        card=st.just("99MM"),
        list_fen=st.integers(0, 5000),
        price_fen=st.just(990),
        subsidy_fen=st.integers(0, 2000),
        state=st.sampled_from(["counted", "voided", "held", "refused"]),
        why=st.just(""),
        seq=st.integers(1, 10**6),
    )
)


@given(MEALS)
def test_collected_less_voided_held_and_refused_is_due(lines: list[MealLine]) -> None:
    found = bridge(lines)
    for name in ("count", "list_fen", "price_fen", "subsidy_fen"):
        parts = (found.collected, found.voided, found.held, found.refused, found.due)
        collected, voided, held, refused, due = (getattr(part, name) for part in parts)
        assert collected - voided - held - refused == due
    assert found.due.subsidy_fen == sum(line.subsidy_fen for line in lines if line.state == "counted")


@given(MEALS)
def test_sums_so_far_end_in_what_is_due(lines: list[MealLine]) -> None:
    running = Running(lines)
    for rows in [*range(len(lines) + 1), 0, len(lines)]:
        assert running.after(rows) == add_up(line for line in lines[:rows] if line.state == "counted")
    assert running.after(len(lines)) == bridge(lines).due
    assert add_up(lines).count == len(lines)


def test_an_unknown_state_is_refused() -> None:
    line = samples.settlement(1).lines[0]
    with pytest.raises(ValueError, match="paid"):
        bridge([MealLine(**{**vars(line), "state": "paid"})])


def test_amount_in_figures_and_capitals_on_first_and_last_page() -> None:
    paper = samples.settlement(120, draft=False)
    pdf = render(paper, samples.words())
    due = bridge(paper.lines).due
    last = pages(pdf)
    assert last > 3
    for page in (1, last):
        said = rasters.text(pdf, page)
        assert capitals(due.subsidy_fen) in said
        assert f"￥{yuan(due.subsidy_fen)}" in said


def test_bridge_is_printed_to_the_fen() -> None:
    paper = samples.settlement(60)
    found = bridge(paper.lines)
    said = rasters.text(render(paper, samples.words()), 1)
    for part in (found.collected, found.voided, found.held, found.due):
        for fen in (part.list_fen, part.price_fen, part.subsidy_fen):
            assert yuan(fen) in said


def test_every_meal_is_a_line_and_pages_carry_their_sums() -> None:
    paper = samples.settlement(120, draft=False)
    pdf = render(paper, samples.words())
    whole = rasters.text(pdf)
    for line in paper.lines:
        assert re.search(rf"\b{line.seq}\b", whole)
    sums = Running(paper.lines)
    running = [sums.after(rows) for rows in range(len(paper.lines) + 1)]
    amounts = [yuan(part.subsidy_fen) for part in running]
    turns = [page for page in range(1, pages(pdf) + 1) if "过次页" in rasters.text(pdf, page)]
    assert turns
    for page in turns:
        below, above = rasters.text(pdf, page), rasters.text(pdf, page + 1)
        assert "承前页" in above
        counts = re.findall(r"有效 ([\d,]+) 份", below)
        carried = counts[-1]
        assert carried in re.findall(r"有效 ([\d,]+) 份", above)
        rows = [number for number, part in enumerate(running) if f"{part.count:,}" == carried]
        assert any(amounts[row] in below and amounts[row] in above for row in rows)
    assert "以下无明细" in re.sub(r"\s", "", whole)


def test_a_draft_says_so_on_every_page_and_has_no_number() -> None:
    words = samples.words()
    draft = render(samples.settlement(60), words)
    for page in range(1, pages(draft) + 1):
        assert "草" in rasters.text(draft, page)
    assert "不作付款依据" in rasters.text(draft)
    assert "286号" not in rasters.text(draft)
    final = rasters.text(render(samples.settlement(60, draft=False), words))
    assert "草稿" not in final
    assert "286号" in final


def test_the_list_price_is_left_out_where_there_is_none() -> None:
    said = rasters.text(render(samples.settlement(9, list_fen=0), samples.words()))
    assert said.count("门市价") == 1


def test_adjustments_and_refusals_come_to_the_amount() -> None:
    """First page: due, what is added of earlier months, payable; last page: the same amount, and why."""
    adjustments = tuple(samples.adjustment(at, 500 if at == 0 else -500) for at in range(5))
    paper = samples.settlement(60, draft=False, refused=True, adjustments=adjustments)
    found = bridge(paper.lines)
    total = found.due.subsidy_fen - 1_500
    pdf = render(paper, samples.words())
    first, last, whole = rasters.text(pdf, 1), rasters.text(pdf, pages(pdf)), rasters.text(pdf)
    assert found.refused.count == 2
    for said in ("减：不予补贴", "加：以前月份", yuan(found.due.subsidy_fen), "-15.00", yuan(total)):
        assert said in first
    for page in (first, last):
        assert f"￥{yuan(total)}" in page
        assert capitals(total) in page
    assert f"{found.due.count} 份 × 5.00 元 − 调整 15.00 元" in last
    assert "不予补贴（2 份）" in whole
    assert "以前月份调整（5 份）" in whole
    assert all(f"{line.day} 12:10" in whole and str(line.seq) in whole for line in adjustments)
    assert (whole.count("冲销：退餐"), whole.count("结算后补记")) == (4, 1)


def test_less_than_nothing_is_said_with_its_sign() -> None:
    adjustments = tuple(samples.adjustment(at, -500) for at in range(3))
    pdf = render(samples.settlement(0, draft=False, adjustments=adjustments), samples.words())
    for page in (1, pages(pdf)):
        said = rasters.text(pdf, page)
        assert "-￥15.00" in said
        assert "负壹拾伍元整" in said


def test_the_call_back_list_has_a_line_a_meal_with_the_whole_phone() -> None:
    paper = samples.callbacks(12)
    for language, choices, done in (("zh", "□不属实", "从 240 份中抽查 12 份"), ("en", "□ denied", "12 of 240 meals")):
        said = rasters.text(render(paper, samples.words(language)))
        assert done in said
        assert all(line.phone in said for line in paper.lines)
        assert said.count(choices) == sum(not line.result for line in paper.lines)
