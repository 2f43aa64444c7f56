"""What a person is found by: any part of the name, pinyin initials in all readings, phone and its tail."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator

READINGS_MOST = 64


def terms(name: str, phone: str) -> frozenset[str]:
    """The search terms of a person; a query finds a term that begins with it."""
    plain = fold(name)
    found = {plain[at:] for at in range(len(plain))}
    found |= set(_initials(name))
    found |= {phone, phone[-4:]}
    return frozenset(term for term in found if term)


def fold(text: str) -> str:
    """Case, width and inner space dropped, as in both terms and queries."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _initials(name: str) -> Iterator[str]:
    """`dsx` and `ssx` for 单式秀: the first letters of every reading of every character."""
    from pypinyin import Style, pinyin  # a dictionary of 20 MB, read only when somebody is registered

    letters = [
        sorted({fold(reading)[:1] for reading in readings if reading})
        for readings in pinyin(name, style=Style.NORMAL, heteronym=True, errors="default")
    ]
    for combination in itertools.islice(itertools.product(*letters), READINGS_MOST):
        yield "".join(combination)
