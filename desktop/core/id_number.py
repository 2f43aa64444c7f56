"""The citizen identity number 公民身份号码, 18 characters by GB 11643-1999.

Six digits of the place, eight of the birthday, three of order, and a check character: ISO 7064 MOD 11-2, where
ten is written X. A refusal never carries the number that was typed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from desktop.core.errors import Refused

LENGTH = 18
_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CHECKS = "10X98765432"


def check_character(body: str) -> str:
    """The last character for the first seventeen digits."""
    return _CHECKS[sum(int(digit) * (2 ** (LENGTH - 1 - at) % 11) for at, digit in enumerate(body)) % 11]


def clean_id_number(text: str, today: str) -> str:
    """The number as kept: spaces dropped, full-width digits and a small x put right.

    Raises `Refused`: `id_number_form`, `id_number_birthday` (no such day, or after `today`), `id_number_check`.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not _FORM.fullmatch(plain):
        raise Refused("id_number_form", length=len(plain), needed=LENGTH)
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14])).isoformat()
    except ValueError as error:
        raise Refused("id_number_birthday") from error
    if not "1900-01-01" <= born <= today:
        raise Refused("id_number_birthday")
    if plain[-1] != check_character(plain[:-1]):
        raise Refused("id_number_check")
    return plain
