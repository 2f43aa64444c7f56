"""Names, phones and groups as people write them, and what others may see of them."""

from __future__ import annotations

import re
import unicodedata

from desktop.core.errors import Refused

GROUPS = (
    "courier",
    "delivery_rider",
    "ride_hailing_driver",
    "truck_driver",
    "live_streamer",
    "other_outdoor",
)
NAME_MOST = 40
_PHONE = re.compile(r"1[3-9][0-9]{9}")
# Embeddings, overrides and isolates of the bidirectional algorithm (Unicode UAX 9).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "司徒",
        "东方",
        "独孤",
        "南宫",
        "长孙",
        "宇文",
        "端木",
        "百里",
        "呼延",
        "轩辕",
        "司空",
        "太史",
        "申屠",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "澹台",
        "赫连",
        "闻人",
        "钟离",
        "鲜于",
        "闾丘",
        "亓官",
        "仲孙",
        "拓跋",
        "西门",
        "左丘",
    ]
)


def clean_name(text: str) -> str:
    """A name as kept: outer and repeated space gone, every letter as it is; raises `Refused`.

    Emoji and rare characters are somebody's name. Refused are the empty, the invisible, the too long, and
    controls (those that turn the direction of writing included: they make a paper say another name).
    """
    name = " ".join(text.split())
    if not name:
        raise Refused("name_empty")
    if len(name) > NAME_MOST:
        raise Refused("name_too_long", most=NAME_MOST, length=len(name))
    kinds = [unicodedata.category(letter) for letter in name]
    if any(kind in {"Cc", "Cs"} for kind in kinds) or not _TURNING.isdisjoint(name):
        raise Refused("name_controls")
    if all(kind in {"Cf", "Mn", "Me", "Zs"} for kind in kinds):
        raise Refused("name_empty")
    return name


def clean_phone(text: str) -> str:
    """Eleven digits of a mainland mobile number; spaces, dashes, +86, full-width digits and the invisible
    marks that address books paste along survive.
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    digits = re.sub(r"[\s\-()]", "", plain)
    digits = digits.removeprefix("+86")
    if not _PHONE.fullmatch(digits):
        raise Refused("phone_wrong", digits=sum(letter.isdigit() for letter in digits))
    return digits


def is_phone(text: str) -> bool:
    """Whether `clean_phone` takes it."""
    try:
        clean_phone(text)
    except Refused:
        return False
    return True


def clean_group(text: str) -> str:
    if text not in GROUPS:
        raise Refused("group_unknown", group=text[:40], groups=", ".join(GROUPS))
    return text


def masked_name(name: str) -> str:
    """王* for two characters, 王** for more, 欧阳** for a compound surname; one letter for other scripts."""
    letters = graphemes(name)
    if not letters:
        return ""
    family = "".join(letters[:2]) if len(letters) > 2 and "".join(letters[:2]) in _COMPOUND else letters[0]
    hidden = min(max(len(letters) - len(graphemes(family)), 1), 2)
    return family + "*" * hidden


def graphemes(text: str) -> list[str]:
    """Letters with their combining marks, joiners and variation selectors, near enough for masking."""
    found: list[str] = []
    join = False
    for letter in text:
        code = ord(letter)
        attached = (
            unicodedata.combining(letter) != 0
            or code in (0x200D, 0xFE0F)
            or 0xFE00 <= code <= 0xFE0F
            or 0xE0100 <= code <= 0xE01EF
            or 0x1F3FB <= code <= 0x1F3FF
        )
        if found and (attached or join):
            found[-1] += letter
        else:
            found.append(letter)
        join = code == 0x200D
    return found


def masked_phone(phone: str) -> str:
    """138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) == 11 else "****"
