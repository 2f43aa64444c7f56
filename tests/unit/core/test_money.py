"""Money in figures and capitals 人民币大写, checked by a table and by a reader that objects like a clerk."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.money import capitals, yuan, yuan_sign

MOST = 10**14 - 1
# Amounts of every length alike, with many zeros: that is where capitals go wrong.
AMOUNTS = st.one_of(
    st.integers(0, MOST),
    st.integers(0, 10**6),
    st.lists(st.sampled_from("0000123456789"), min_size=1, max_size=14).map(lambda digits: int("".join(digits))),
)

# 正确填写票据和结算凭证的基本规定: those marked * are its own examples.
TABLE = {
    "0.00": "零元整",
    "0.01": "壹分",
    "0.05": "伍分",
    "0.10": "壹角",
    "0.50": "伍角",
    "0.99": "玖角玖分",
    "1.00": "壹元整",
    "1.01": "壹元零壹分",
    "1.10": "壹元壹角",
    "1.11": "壹元壹角壹分",
    "5.00": "伍元整",
    "9.90": "玖元玖角",
    "10.00": "壹拾元整",
    "10.01": "壹拾元零壹分",
    "10.10": "壹拾元壹角",
    "11.00": "壹拾壹元整",
    "14.90": "壹拾肆元玖角",
    "15.00": "壹拾伍元整",
    "20.05": "贰拾元零伍分",
    "99.99": "玖拾玖元玖角玖分",
    "100.00": "壹佰元整",
    "100.01": "壹佰元零壹分",
    "100.10": "壹佰元壹角",
    "101.00": "壹佰零壹元整",
    "110.00": "壹佰壹拾元整",
    "110.50": "壹佰壹拾元伍角",
    "111.11": "壹佰壹拾壹元壹角壹分",
    "325.04": "叁佰贰拾伍元零肆分",  # *
    "505.05": "伍佰零伍元零伍分",
    "990.00": "玖佰玖拾元整",
    "1,000.00": "壹仟元整",
    "1,000.05": "壹仟元零伍分",
    "1,001.00": "壹仟零壹元整",
    "1,007.40": "壹仟零柒元肆角",
    "1,010.00": "壹仟零壹拾元整",
    "1,100.00": "壹仟壹佰元整",
    "1,110.01": "壹仟壹佰壹拾元零壹分",
    "1,409.50": "壹仟肆佰零玖元伍角",  # *
    "1,680.32": "壹仟陆佰捌拾元叁角贰分",  # *, the one of its two ways without 零
    "5,005.00": "伍仟零伍元整",
    "5,050.50": "伍仟零伍拾元伍角",
    "6,007.14": "陆仟零柒元壹角肆分",  # *
    "9,009.09": "玖仟零玖元零玖分",
    "10,000.00": "壹万元整",
    "10,000.01": "壹万元零壹分",
    "10,000.10": "壹万元壹角",
    "10,001.00": "壹万零壹元整",
    "10,010.00": "壹万零壹拾元整",
    "10,100.00": "壹万零壹佰元整",
    "11,000.00": "壹万壹仟元整",
    "16,409.02": "壹万陆仟肆佰零玖元零贰分",  # *
    "20,300.00": "贰万零叁佰元整",
    "50,050.05": "伍万零伍拾元零伍分",
    "90,909.09": "玖万零玖佰零玖元零玖分",
    "100,000.00": "壹拾万元整",
    "100,001.00": "壹拾万零壹元整",
    "100,100.00": "壹拾万零壹佰元整",
    "101,000.00": "壹拾万壹仟元整",
    "107,000.53": "壹拾万柒仟元伍角叁分",  # *, with both 零 left out
    "110,000.00": "壹拾壹万元整",
    "1,000,000.00": "壹佰万元整",
    "1,000,001.00": "壹佰万零壹元整",
    "1,010,101.01": "壹佰零壹万零壹佰零壹元零壹分",
    "1,050,000.00": "壹佰零伍万元整",
    "10,000,000.00": "壹仟万元整",
    "10,000,000.05": "壹仟万元零伍分",
    "10,000,001.00": "壹仟万零壹元整",
    "10,001,000.00": "壹仟万壹仟元整",
    "10,010,000.00": "壹仟零壹万元整",
    "10,101,010.10": "壹仟零壹拾万壹仟零壹拾元壹角",
    "50,005,000.50": "伍仟万伍仟元伍角",
    "100,000,000.00": "壹亿元整",
    "100,000,001.00": "壹亿零壹元整",
    "100,001,000.00": "壹亿零壹仟元整",
    "100,010,000.00": "壹亿零壹万元整",
    "100,100,000.00": "壹亿零壹拾万元整",
    "101,000,000.00": "壹亿零壹佰万元整",
    "110,000,000.00": "壹亿壹仟万元整",
    "100,010,001.01": "壹亿零壹万零壹元零壹分",
    "123,456,789.01": "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分",
    "1,000,000,000.00": "壹拾亿元整",
    "1,000,010,000.00": "壹拾亿零壹万元整",
    "1,010,000,000.00": "壹拾亿壹仟万元整",
    "10,000,000,000.01": "壹佰亿元零壹分",
    "100,000,000,000.00": "壹仟亿元整",
    "100,000,000,000.10": "壹仟亿元壹角",
    "999,999,999,999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "-0.01": "负壹分",
    "-9.90": "负玖元玖角",
    "-100,000.00": "负壹拾万元整",
}


def fen_of(figures: str) -> int:
    return int(figures.replace(",", "").replace(".", ""))


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_FOUR = "".join(f"(?:(零?)([{_DIGITS[1:]}]){unit})?" for unit in ("仟", "佰", "拾", ""))
_WHOLE = f"(?:(?!元)(?:(?!亿){_FOUR}亿)?(?:(?!万){_FOUR}万)?{_FOUR}元)?"
_AMOUNT = re.compile(f"(负?){_WHOLE}(?:(零?)([{_DIGITS[1:]}])角)?(?:(零?)([{_DIGITS[1:]}])分)?(整?)")


def read_capitals(text: str) -> int:
    """Fen in an amount in capitals; `ValueError` where a clerk at the bank would hand it back."""
    if text == "零元整":
        return 0
    shape = _AMOUNT.fullmatch(text)
    if shape is None:
        raise ValueError("not an amount")
    minus, *pairs, whole = shape.groups()
    # place in powers of ten of a yuan, from 仟亿 (11) down to 分 (-2); its digit; whether 零 stands before it
    spoken = [
        (place, _DIGITS.index(digit), zero == "零")
        for place, zero, digit in zip(range(11, -3, -1), pairs[::2], pairs[1::2], strict=True)
        if digit
    ]
    if not spoken or spoken[0][2]:
        raise ValueError("nothing, or 零 first")
    for (before, _, _), (place, _, zero) in pairwise(spoken):
        if zero and place == before - 1:
            raise ValueError("零 where none is missing")
        # at 万位 and 元位 it may be left out, as long as 千位 or 角位 is not 0
        if not zero and place < before - 1 and place not in (7, 3, -1):
            raise ValueError("零 is missing")
    if bool(whole) != (spoken[-1][0] >= 0):
        raise ValueError("整 is missing or out of place")
    fen = sum(int(str(digit) + "0" * (place + 2)) for place, digit, _ in spoken)
    return -fen if minus else fen


@pytest.mark.parametrize(("figures", "text"), TABLE.items(), ids=TABLE.keys())
def test_capitals_as_a_clerk_writes_them(figures: str, text: str) -> None:
    assert capitals(fen_of(figures)) == text
    assert read_capitals(text) == fen_of(figures), "the reader of these tests is wrong"


# Zeros in every place of every group, with 角 and 分: written by filling in every place as on a printed form
# (壹仟零佰零拾柒元肆角零分) and striking out what the rule strikes out, which is not how the code goes about it.
HARD = [line.split("\t") for line in (Path(__file__).parent / "capitals.tsv").read_text("utf-8").splitlines()]


def test_two_hundred_hard_cases() -> None:
    assert len(HARD) >= 200
    wrong = {figures: text for figures, text in HARD if capitals(fen_of(figures)) != text}
    assert wrong == {}
    assert [figures for figures, text in HARD if read_capitals(text) != fen_of(figures)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "整",
        "元整",
        "壹元",
        "壹角整",
        "壹元零壹分整",
        "壹元零整",
        "拾元整",
        "壹佰一元整",
        "壹佰壹元整",
        "壹万壹佰元整",
        "壹亿壹元整",
        "壹亿壹佰万元整",
        "壹元壹分",
        "壹佰零壹拾元整",
        "壹拾零壹元整",
        "零壹元整",
        "壹仟零零壹元整",
        "壹拾壹佰元整",
        "壹万壹万元整",
        "万元整",
        "壹元零角壹分",
        "零角壹分",
        "壹元整零壹分",
    ],
)
def test_the_reader_hands_back_what_is_wrong(text: str) -> None:
    """The control: a reader that takes everything would prove nothing."""
    with pytest.raises(ValueError, match=r"."):
        read_capitals(text)


@given(AMOUNTS, st.booleans())
def test_capitals_are_read_back_by_somebody_else(fen: int, minus: bool) -> None:
    fen = -fen if minus else fen
    text = capitals(fen)
    assert read_capitals(text) == fen
    assert text.endswith("整") == (fen % 100 == 0)
    assert "零零" not in text
    assert set(text) <= set("负零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整")


def test_every_amount_below_a_thousand_yuan() -> None:
    texts = [capitals(fen) for fen in range(0, 100_000, 7)]
    assert [read_capitals(text) for text in texts] == list(range(0, 100_000, 7))
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("fen", [10**14, 10**18, -(10**14)])
def test_too_much_money_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="too much"):
        capitals(fen)


@given(st.integers(-(2**63), 2**63 - 1))
def test_figures_read_back(fen: int) -> None:
    text = yuan(fen)
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d\d", text)
    assert fen_of(text) == fen


@pytest.mark.parametrize(
    ("fen", "text", "signed"),
    [
        (0, "0.00", "￥0.00"),
        (1, "0.01", "￥0.01"),
        (990, "9.90", "￥9.90"),
        (100, "1.00", "￥1.00"),
        (99_999, "999.99", "￥999.99"),
        (100_000, "1,000.00", "￥1,000.00"),
        (100_740, "1,007.40", "￥1,007.40"),
        (123_456_789_012, "1,234,567,890.12", "￥1,234,567,890.12"),
        (-1, "-0.01", "-￥0.01"),
        (-990, "-9.90", "-￥9.90"),
        (-100_000, "-1,000.00", "-￥1,000.00"),
    ],
)
def test_figures(fen: int, text: str, signed: str) -> None:
    assert (yuan(fen), yuan_sign(fen)) == (text, signed)
