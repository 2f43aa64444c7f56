"""Names and phones as people write them, and how little others may see of them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import Refused
from desktop.core.people import (
    GROUPS,
    NAME_MOST,
    clean_group,
    clean_name,
    clean_phone,
    graphemes,
    masked_name,
    masked_phone,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FULL_WIDTH = str.maketrans("0123456789+-() ", "０１２３４５６７８９＋－（）\u3000")


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


# --- names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王芳", "王芳"),
        ("  王芳 ", "王芳"),
        ("王芳\n", "王芳"),
        ("\u3000王芳\u3000", "王芳"),
        ("John  Smith", "John Smith"),
        ("阿不都热合曼·买买提", "阿不都热合曼·买买提"),
        ("𠮷野家", "𠮷野家"),
        ("㼆䶮", "㼆䶮"),
        ("小明😀", "小明😀"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("e\u0301lodie", "e\u0301lodie"),
        ("O'Neil; DROP TABLE", "O'Neil; DROP TABLE"),
        ("=1+1", "=1+1"),
        ("王", "王"),
    ],
)
def test_names_are_kept_as_people_write_them(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", " ", "\t\r\n", "\u3000\u00a0\u2003"])
def test_an_empty_name_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(typed)
    assert code_of(refused) == "name_empty"


@pytest.mark.parametrize("length", [NAME_MOST + 1, 200, 100_000])
def test_a_name_too_long_is_refused_with_both_numbers(length: int) -> None:
    with pytest.raises(Refused) as refused:
        clean_name("王" * length)
    assert code_of(refused) == "name_too_long"
    assert refused.value.values == {"most": NAME_MOST, "length": length}
    assert clean_name(" " + "王" * NAME_MOST + " ") == "王" * NAME_MOST


@pytest.mark.parametrize("typed", ["王\x00芳", "王\x1b[31m芳", "王\x7f芳", "王\x9b芳", "王\ud800芳", "\x08"])
def test_controls_and_broken_letters_are_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(typed)
    assert code_of(refused) == "name_controls"


@given(st.text(max_size=60))
def test_a_clean_name_is_clean(typed: str) -> None:
    try:
        name = clean_name(typed)
    except Refused:
        return
    assert clean_name(name) == name == name.strip()
    assert 1 <= len(name) <= NAME_MOST
    assert not {unicodedata.category(letter) for letter in name} & {"Cc", "Cs", "Zl", "Zp"}
    assert "".join(name.split()) == "".join(typed.split()), "a letter was lost"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王芳", "王*"),
        ("王小明", "王**"),
        ("王小明明", "王**"),
        ("王", "王*"),
        ("欧阳修", "欧阳*"),
        ("欧阳震华", "欧阳**"),
        ("诸葛亮", "诸葛*"),
        ("司马相如", "司马**"),
        ("欧阳", "欧*"),
        ("欧小阳", "欧**"),
        ("令狐冲", "令狐*"),
        ("买买提", "买**"),
        ("阿不都热合曼·买买提", "阿**"),
        ("John Smith", "J**"),
        ("Li", "L*"),
        ("𠮷野", "𠮷*"),
        ("𠮷野家", "𠮷**"),
        ("😀明", "😀*"),
        ("👨‍👩‍👧小明", "👨‍👩‍👧**"),
        ("👍🏽小明", "👍🏽**"),
        ("e\u0301lodie", "e\u0301**"),
        ("葛\U000e0100城", "葛\U000e0100*"),
        ("", ""),
    ],
)
def test_masks(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@given(st.text(HAN, min_size=2, max_size=8))
def test_a_mask_shows_the_family_name_only(name: str) -> None:
    masked = masked_name(name)
    family = masked.rstrip("*")
    assert name.startswith(family)
    assert len(family) <= (1 if len(name) == 2 else 2)
    assert masked == family + "*" * min(len(name) - len(family), 2)


@given(st.text(min_size=1, max_size=12))
def test_graphemes_lose_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text
    assert all(graphemes(text))


@given(st.text(HAN, min_size=3, max_size=3), st.text(HAN, min_size=2, max_size=2))
def test_the_mask_does_not_tell_given_names_apart(name: str, other: str) -> None:
    if len(masked_name(name).rstrip("*")) == 1 and len(masked_name(name[0] + other).rstrip("*")) == 1:
        assert masked_name(name[0] + other) == masked_name(name)


# --- phones ---------------------------------------------------------------------------


@given(
    PHONES,
    st.sampled_from(["", "+86", "+86 ", "+86-", "(+86)", " "]),
    st.sampled_from(["", " ", "-"]),
    st.booleans(),
)
def test_phones_as_people_write_them(phone: str, before: str, between: str, full_width: bool) -> None:
    typed = before + between.join((phone[:3], phone[3:7], phone[7:])) + " "
    assert clean_phone(typed.translate(FULL_WIDTH) if full_width else typed) == phone


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("", 0),
        ("1380000123", 10),
        ("138000012345", 12),
        ("12800001234", 11),
        ("10086", 5),
        ("0531-88888888", 12),
        ("23800001234", 11),
        ("+8513800001234", 13),
        ("+86+8613800001234", 13),
        ("138OOOO1234", 7),
        ("1380000123x", 10),
        ("138.0000.1234", 11),
        ("13800001234\x00", 11),
        ("13٨00001234", 11),
        ("1३800001234", 11),
        ("王芳", 0),
    ],
)
def test_what_is_no_phone_is_refused_and_counted(typed: str, digits: int) -> None:
    with pytest.raises(Refused) as refused:
        clean_phone(typed)
    assert code_of(refused) == "phone_wrong"
    assert refused.value.values == {"digits": digits}
    assert typed == "" or typed not in str(refused.value), "the number itself is in no message"


@given(st.text(max_size=30))
def test_a_clean_phone_is_eleven_plain_digits(typed: str) -> None:
    try:
        phone = clean_phone(typed)
    except Refused:
        return
    assert phone.isascii()
    assert phone.isdigit()
    assert len(phone) == 11


@given(PHONES)
def test_a_masked_phone_keeps_its_ends(phone: str) -> None:
    assert masked_phone(phone) == f"{phone[:3]}****{phone[7:]}"


@pytest.mark.parametrize("phone", ["", "1234", "1380000123", "138000012345"])
def test_what_is_no_phone_is_masked_altogether(phone: str) -> None:
    assert masked_phone(phone) == "****"


# --- groups ---------------------------------------------------------------------------


def test_the_six_groups_are_those_of_the_contract_in_the_order_of_the_cards() -> None:
    """A card holds the number of its group, so the order is for ever."""
    assert GROUPS == (
        "courier",
        "delivery_rider",
        "ride_hailing_driver",
        "truck_driver",
        "live_streamer",
        "other_outdoor",
    )
    assert [clean_group(group) for group in GROUPS] == list(GROUPS)


@pytest.mark.parametrize("group", ["", "rider", "Courier", "courier ", "骑手", "x" * 10_000])
def test_another_group_is_refused_with_the_list(group: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_group(group)
    assert code_of(refused) == "group_unknown"
    assert len(str(refused.value.values["group"])) <= 40
    assert all(known in str(refused.value.values["groups"]) for known in GROUPS)
