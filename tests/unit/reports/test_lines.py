"""Line breaking and fitting: no closing punctuation at a line's start, nothing wider than its box."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reports.fonts import MARK, Run, fonts, printable, to_unicode
from reports.ink import Weight
from reports.lines import CLOSING, OPENING, atoms, fit_block, fit_line, wrap
from tests.unit.reports.samples import LONG, RARE

REGULAR = Weight.REGULAR
TEXTS = st.text(
    st.sampled_from("驿站服务一二三，。：；！？％》〉）”（“《abc XYZ0123456789.-/" + RARE + "👍"),
    max_size=120,
)


@given(TEXTS, st.floats(30, 400), st.sampled_from([8.0, 10.5, 17.0]))
@example("他说：“好！”（真的？）然后，就走了。", 60.0, 10.5)
def test_wrapped_lines_stay_in_the_column_and_lose_nothing(text: str, width: float, size: float) -> None:
    lines = wrap(fonts(), text, REGULAR, size, width)
    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")
    for line in lines:
        # a sign and what closes it are not parted, however narrow the column
        assert fonts().width(line, REGULAR, size) <= width + 0.01 or set(line[1:]) <= set(CLOSING)


@given(st.text(st.sampled_from("驿站服务，。：；！？％》〉）”（“《"), max_size=80))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(text: str) -> None:
    # A chain of punctuation wider than the column has to be cut somewhere.
    assume(max(map(len, atoms(text)), default=0) <= 20)
    lines = wrap(fonts(), text, REGULAR, 10, 200)
    for earlier, later in pairwise(lines):
        assert later[0] not in CLOSING
        assert earlier[-1] not in OPENING


@given(st.text(st.sampled_from("0123456789abc"), min_size=30, max_size=60), st.sampled_from("，。）！"))
def test_what_is_cut_for_want_of_a_break_begins_no_line_with_closing_punctuation(word: str, end: str) -> None:
    """A number longer than the column is cut between any two characters, but not before what closes it."""
    for width in (40.0, 47.0, 53.0, 61.0):
        lines = wrap(fonts(), word + end + "后面", REGULAR, 10.5, width)
        assert "".join(lines) == word + end + "后面"
        assert not [line for line in lines[1:] if line[0] in CLOSING]


@given(TEXTS, st.floats(20, 200), st.floats(8, 40))
def test_one_line_is_never_wider_than_its_box(text: str, width: float, size: float) -> None:
    fitted = fit_line(fonts(), text, REGULAR, size, width)
    assert fonts().width(fitted.lines[0], REGULAR, fitted.size) <= width + 0.01


@given(TEXTS, st.floats(40, 200), st.floats(12, 80), st.floats(8, 20))
def test_a_block_stays_in_its_box(text: str, width: float, height: float, size: float) -> None:
    fitted = fit_block(fonts(), text, REGULAR, size, width, height)
    high = fitted.size * 1.4 * len(fitted.lines) - fitted.size * 0.4
    assert high <= max(height, fitted.size) + 0.01
    for line in fitted.lines:
        assert fonts().width(line, REGULAR, fitted.size) <= width + 0.01 or len(line) == 1


def test_figures_shrink_and_are_never_cut() -> None:
    fitted = fit_line(fonts(), "1,234,567,890.00", REGULAR, 9, 40)
    assert fitted.lines == ("1,234,567,890.00",)
    assert "…" in fit_line(fonts(), LONG, REGULAR, 9, 40).lines[0]


def test_rare_characters_take_the_second_face_and_unknown_ones_a_mark() -> None:
    assert fonts().runs("王𠀀明", Weight.BOLD) == (
        Run(Weight.BOLD, "王"),
        Run("quanyi-rare", "𠀀"),
        Run(Weight.BOLD, "明"),
    )
    assert fonts().runs("👍", REGULAR) == (Run(REGULAR, MARK, "👍"),)
    assert all(fonts().covers(char) for char in RARE)


def test_to_unicode_beyond_the_bmp_is_utf_16() -> None:
    assert "<01> <D86CDC56>" in to_unicode("ABC", [0, 0x2B056])
    assert "100 beginbfchar" in to_unicode("ABC", list(range(1, 150)))


@pytest.mark.parametrize(("given_text", "kept"), [("王\u200b明", "王明"), ("a\tb\nc", "a b c"), ("一\ufe00", "一")])
def test_characters_without_width_are_left_out(given_text: str, kept: str) -> None:
    assert printable(given_text) == kept
