"""The lists of a check-up batch as facts: the booking list 预约名单 with its ID numbers, and the stamped
attendance list that comes back. ID numbers lie sealed beside the chain; a fact holds the hash of one.
"""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


class BookingListEntered(Fact, frozen=True):
    """An ID number was typed into the list; `entry` is the SHA-256 of what was sealed under its own key."""

    KIND = "booking_list.entered"
    batch: str
    referral: str
    entry: str


class BookingListPrinted(Fact, frozen=True):
    """Somebody printed the list with full names and numbers; `lines` on it, `missing` without a number."""

    KIND = "booking_list.printed"
    batch: str
    lines: int
    missing: int


class BookingListDestroyed(Fact, frozen=True):
    """Keys and rows of the list are gone; `entries` there were."""

    KIND = "booking_list.destroyed"
    batch: str
    entries: int


class AttendanceListReturned(Fact, frozen=True):
    """The hospital's stamped list came back: so many attended, so many did not. Nothing else is taken from it."""

    KIND = "attendance_list.returned"
    batch: str
    attended: int
    missed: int


def entered_rows(entry: Entry, fact: BookingListEntered) -> list[Put]:
    values: dict[str, Value] = {
        "batch": fact.batch,
        "entry": fact.entry,
        "entered_day": entry.day,
        "entered_by": entry.by,
        "entered_at": entry.at,
    }
    return [Put("booking_entries", {"referral": fact.referral}, values, newer="entered_at")]


def printed_rows(entry: Entry, fact: BookingListPrinted) -> list[Put]:
    return [_act(entry, fact.batch, "printed", fact.lines, fact.missing)]


def destroyed_rows(entry: Entry, fact: BookingListDestroyed) -> list[Put]:
    gone: dict[str, Value] = {"list_destroyed_day": entry.day, "list_destroyed_at": entry.at}
    return [
        _act(entry, fact.batch, "destroyed", fact.entries, 0),
        Put("checkup_batches", {"batch": fact.batch}, gone, newer="list_destroyed_at"),
    ]


def returned_rows(entry: Entry, fact: AttendanceListReturned) -> list[Put]:
    return [_act(entry, fact.batch, "returned", fact.attended, fact.missed)]


def _act(entry: Entry, batch: str, act: str, counted: int, missing: int) -> Put:
    """A line of what was done with a batch's lists, each fact its own row."""
    values: dict[str, Value] = {
        "batch": batch,
        "act": act,
        "counted": counted,
        "missing": missing,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
    }
    return Put("checkup_list_acts", {"fact": entry.id}, values, newer="at")
