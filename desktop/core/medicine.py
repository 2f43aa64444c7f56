"""The medicine box 药箱 as stock: what came in, was opened, taken, counted and disposed of.

Nothing here is linked to a person or a visit: taking is a movement of stock. (`medicine.used` counts that somebody
of a group took something, and knows no line.) A line's balance is the sum of its movements, so that movements from
two devices join in any order; the `left` in a fact is what its writer saw.
"""

from __future__ import annotations

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


class Parted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line that a single container was taken out of, and what was left in it then."""

    line: str
    left: int


class MedicineStocked(Fact, frozen=True):
    """A line came into the box. `expiry` is the last good day printed, `good_days` counts once it is opened;
    `product`, `form`, `unit` and `source` are codes of the list of version `listed`.
    """

    KIND = "medicine.stocked"
    line: str
    product: str
    form: str
    batch: str
    expiry: str
    quantity: int
    unit: str
    source: str
    contains_alcohol: bool
    good_days: int | None
    listed: str
    note: str | None = None
    out_of: Parted | None = None


class MedicineOpened(Fact, frozen=True):
    """`when` in ms UTC; `until` is the last good day from now on."""

    KIND = "medicine.opened"
    line: str
    when: int
    until: str
    left: int


class MedicineTaken(Fact, frozen=True):
    KIND = "medicine.taken"
    line: str
    quantity: int
    left: int


class MedicineCounted(Fact, frozen=True):
    """`expected` is what the movements came to; the difference is a movement of its own."""

    KIND = "medicine.counted"
    line: str
    counted: int
    expected: int
    note: str | None = None


class DisposedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    line: str
    quantity: int
    left: int


class MedicineDisposed(Fact, frozen=True):
    """Taken out, sealed and handed over by the entry's operator and `witness`, who both gave their PIN.

    `number` counts this site's disposals of the year; `reason` and `receiver` are codes of the list.
    """

    KIND = "medicine.disposed"
    number: int
    lines: list[DisposedLine]
    reason: str
    witness: str
    receiver: str | None
    listed: str
    note: str | None = None


def stocked_rows(entry: Entry, fact: MedicineStocked) -> list[Put]:
    values: dict[str, Value] = {
        "product": fact.product,
        "form": fact.form,
        "batch": fact.batch,
        "expiry": fact.expiry,
        "quantity": fact.quantity,
        "unit": fact.unit,
        "source": fact.source,
        "contains_alcohol": int(fact.contains_alcohol),
        "good_days": fact.good_days,
        "listed": fact.listed,
        "note": fact.note,
        "out_of": fact.out_of.line if fact.out_of else None,
        "stocked_day": entry.day,
        "stocked_by": entry.by,
    }
    kind = "parted" if fact.out_of else "stocked"
    puts = [Put("medicine_lines", {"line": fact.line}, values)]
    puts += _move(entry, fact.line, kind, fact.quantity, fact.quantity)
    if fact.out_of:
        puts += _move(entry, fact.out_of.line, kind, -fact.quantity, fact.out_of.left)
    return puts


def opened_rows(entry: Entry, fact: MedicineOpened) -> list[Put]:
    values: dict[str, Value] = {
        "opened_day": entry.day,
        "opened_until": fact.until,
        "opened_by": entry.by,
        "opened_at": entry.at,
    }
    opened = Put("medicine_lines", {"line": fact.line}, values, newer="opened_at")
    return [opened, *_move(entry, fact.line, "opened", 0, fact.left)]


def taken_rows(entry: Entry, fact: MedicineTaken) -> list[Put]:
    return _move(entry, fact.line, "taken", -fact.quantity, fact.left)


def counted_rows(entry: Entry, fact: MedicineCounted) -> list[Put]:
    return _move(entry, fact.line, "counted", fact.counted - fact.expected, fact.counted)


def disposed_rows(entry: Entry, fact: MedicineDisposed) -> list[Put]:
    values: dict[str, Value] = {
        "site": entry.site,
        "day": entry.day,
        "number": fact.number,
        "reason": fact.reason,
        "by": entry.by,
        "witness": fact.witness,
        "receiver": fact.receiver,
        "note": fact.note,
        "disposed_at": entry.at,
    }
    puts = [Put("medicine_disposals", {"disposal": entry.id}, values)]
    for gone in fact.lines:
        puts += _move(entry, gone.line, "disposed", -gone.quantity, gone.left)
    return puts


def _move(entry: Entry, line: str, kind: str, delta: int, left: int) -> list[Put]:
    """A movement of a line, and what the line was last seen to hold (by which lists skip what is used up)."""
    move: dict[str, Value] = {
        "site": entry.site,
        "day": entry.day,
        "kind": kind,
        "delta": delta,
        "by": entry.by,
        "moved_at": entry.at,
    }
    seen: dict[str, Value] = {"last_left": left, "last_at": entry.at, "site": entry.site}
    return [
        Put("medicine_moves", {"fact": entry.id, "line": line}, move, newer="moved_at"),
        Put("medicine_lines", {"line": line}, seen, newer="last_at"),
    ]
