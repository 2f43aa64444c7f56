"""What facts name beside the chain, by its hash: notes, sealed sheets, files, ID numbers of booking lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NOTES, SHEETS, BLOBS, BOOKING_SHEETS = "notes", "sheets", "blobs", "booking_sheets"

# By kind: the field, wherever in the body it stands, and the private table that the hash in it points to.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "operator.added": {"sheet": SHEETS},
    "rider.registered": {"sheet": SHEETS},
    "rider.forgotten": {"note": NOTES},
    "rider.searched": {"sheet": SHEETS},
    "visit.voided": {"note": NOTES},
    "meal.voided": {"note": NOTES},
    "meal.reviewed": {"reason": NOTES},
    "settlement.closed": {"paper": BLOBS},
    "settlement.moved": {"note": NOTES},
    "callback.recorded": {"note": NOTES},
    "inspection.completed": {"reason": NOTES, "note": NOTES, "photos": BLOBS},
    "rectification.moved": {"note": NOTES, "photos": BLOBS},
    "rectification.extended": {"reason": NOTES},
    "referral.issued": {"reason": NOTES},
    "referral.moved": {"note": NOTES},
    "medicine.stocked": {"note": NOTES},
    "medicine.counted": {"note": NOTES},
    "medicine.disposed": {"note": NOTES},
    "shift.handed_over": {"lost_property": NOTES, "note": NOTES},
    "closing.planned": {"note": NOTES},
    "sheet.entered": {"photo": BLOBS},
    "table.exported": {"reason": NOTES},
    "device.revoked": {"reason": NOTES},
    "escrow.asked": {"note": NOTES},
    "booking_list.entered": {"entry": BOOKING_SHEETS},
}


def named(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each (private table, hash) that the plain body of a fact names."""
    fields = FIELDS.get(kind)
    if fields:
        yield from _walk(body, fields, "")


def notes_of(kind: str, body: Mapping[str, Any]) -> list[str]:
    """The hashes of the notes that a fact names."""
    return [digest for table, digest in named(kind, body) if table == NOTES]


def _walk(value: object, fields: Mapping[str, str], key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _walk(item, fields, name)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, fields, key)
    elif isinstance(value, str) and key in fields:
        yield fields[key], value
