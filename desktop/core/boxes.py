"""蜂享食光: boxed meals that a merchant brings to the station, counted once a business day.

Received = handed out + left over + spoiled, always. A later count of the same day corrects the earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact, Put, Value

MOST = 5_000


class BoxesCounted(Fact, frozen=True):
    """Boxes of the entry's business day from one merchant."""

    KIND = "boxes.counted"
    merchant: str
    received: int
    handed_out: int
    left_over: int
    spoiled: int


@dataclass(frozen=True)
class BoxSum:
    """Boxes of one merchant over `days` days that were counted."""

    merchant: str
    name: str
    days: int
    received: int
    handed_out: int
    left_over: int
    spoiled: int


def check(received: int, handed_out: int, left_over: int, spoiled: int) -> None:
    """Raises `Refused`: `boxes_number_wrong`, or `boxes_missing` and `boxes_too_many` with the sum in words."""
    parts = (received, handed_out, left_over, spoiled)
    if not all(0 <= part <= MOST for part in parts):
        raise Refused("boxes_number_wrong", most=MOST)
    total = handed_out + left_over + spoiled
    if total != received:
        raise Refused(
            "boxes_missing" if received > total else "boxes_too_many",
            received=received,
            handed_out=handed_out,
            left_over=left_over,
            spoiled=spoiled,
            total=total,
            difference=abs(received - total),
        )


def counted_rows(entry: Entry, fact: BoxesCounted) -> list[Put]:
    key: dict[str, Value] = {"site": entry.site, "day": entry.day, "merchant": fact.merchant}
    values: dict[str, Value] = {
        "received": fact.received,
        "handed_out": fact.handed_out,
        "left_over": fact.left_over,
        "spoiled": fact.spoiled,
        "by": entry.by,
        "fact": entry.id,
        "counted_at": entry.at,
    }
    return [Put("boxes", key, values, newer="counted_at")]
