"""When medicine is good: printed expiry, days once opened, and the state of a line of the box.

A printed expiry is the last good day; one printed as a month is good to the month's end (药品说明书和标签管理规定,
局令第24号, art. 23: the label names the day or month before the term is over).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from desktop.core import business_day
from desktop.core.errors import Refused

_DAY = re.compile(r"(\d{4})[-./年]?(\d{2})[-./月]?(\d{2})日?|(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-./年]?(\d{2})月?|(\d{4})[-./年](\d{1,2})月?")
_BATCH = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-/.#()]{0,29}")


class State(StrEnum):
    """`odd` is a balance below nothing: two tills took the same piece, and a count puts it right."""

    OK = "ok"
    SOON = "soon"
    EXPIRED = "expired"
    EMPTY = "empty"
    ODD = "odd"


def parse_expiry(text: str) -> str:
    """The last good day of a printed expiry: `2027-03-15`, `2027.3.15`, `20270315`, `2027年3月`, `202703`.

    Raises `Refused("medicine_expiry_wrong")`, for 29 February of a common year too.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    try:
        if found := _DAY.fullmatch(plain):
            year, month, day = (part for part in found.groups() if part)
            return business_day.parse_day(f"{year}-{month:0>2}-{day:0>2}")
        if found := _MONTH.fullmatch(plain):
            year, month = (part for part in found.groups() if part)
            return business_day.month_span(business_day.parse_month(f"{year}-{month:0>2}"))[1]
    except ValueError:
        pass
    raise Refused("medicine_expiry_wrong", expiry=text.strip()[:20])


def clean_batch(text: str) -> str:
    """A batch number 批号 as printed, letters and digits; raises `Refused("medicine_batch_wrong")`."""
    batch = unicodedata.normalize("NFKC", text).strip()
    if not _BATCH.fullmatch(batch):
        raise Refused("medicine_batch_wrong", batch=batch[:30])
    return batch


def good_until(expiry: str, opened: str | None, good_days: int | None) -> str:
    """The last good day: the printed one, or the opening day and so many days more if that is earlier."""
    if opened is None or good_days is None:
        return expiry
    return min(expiry, business_day.plus_days(opened, good_days))


@dataclass(frozen=True)
class Line:
    """A line of the box as it stands; `left` is what all movements come to, days `YYYY-MM-DD`."""

    line: str
    product: str
    name: str
    form: str
    batch: str
    expiry: str
    good_days: int | None
    unit: str
    source: str
    contains_alcohol: bool
    stocked: str
    opened: str | None
    opened_until: str | None
    left: int

    @property
    def until(self) -> str:
        """The last good day."""
        return min(self.expiry, self.opened_until or self.expiry)

    def state(self, today: str, soon_days: int) -> State:
        if self.left < 0:
            return State.ODD
        if self.left == 0:
            return State.EMPTY
        if self.until < today:
            return State.EXPIRED
        return State.SOON if self.until <= business_day.plus_days(today, soon_days) else State.OK
