"""First letters of characters, for looking something up by initials of pinyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable


def initials() -> Callable[[str], frozenset[str]]:
    """The first letters of all readings of a character, from pypinyin's own table."""
    from pypinyin.constants import PINYIN_DICT  # 44,000 characters, read only when somebody looks one up

    def of(letter: str) -> frozenset[str]:
        readings = str(PINYIN_DICT.get(ord(letter), "")).split(",")
        return frozenset(unicodedata.normalize("NFD", each)[0] for each in readings if each)

    return of
