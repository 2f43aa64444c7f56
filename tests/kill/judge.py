"""Judges a folder after a crash: nothing acknowledged is lost, nothing is half there, nothing is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import entry as entries
from desktop.core.errors import Trouble
from desktop.services import station
from desktop.services.desk import Desk
from desktop.services.upkeep import Upkeep

# Keys of results that name something which the journal must then speak of.
NAMED = ("fact", "rider", "inspection", "referral", "id")
# Where a body's hash of what lies beside the chain is kept.
BESIDE = {
    "sheet": "sheets",
    "note": "notes",
    "lost_property": "notes",
    "reason": "notes",
    "photos": "blobs",
    "photo": "blobs",
    "paper": "blobs",
}


@dataclass(frozen=True)
class Account:
    """What a script does: the number of entries before its first line and after each."""

    marks: tuple[int, ...]


@dataclass(frozen=True)
class Finding:
    """`outcome`: kept, lost (acknowledged and gone), half (part of an act), beyond (never attempted),
    altered, or corrupt (does not open or verify). `ahead`: an act was there that was not yet printed.
    """

    outcome: str
    detail: str = ""
    ahead: bool = False

    @property
    def good(self) -> bool:
        return self.outcome == "kept"


def judge(
    parts: station.Parts,
    folder: Path,
    account: Account,
    acknowledged: Sequence[dict[str, Any]],
    whole: Sequence[bytes] | None = None,
) -> Finding:
    """Opens, verifies and compares. `whole` is the journal of the uncrashed run, where one is known."""
    try:
        desk = station.open_desk(parts, folder, synchronous="OFF")
    except Trouble as trouble:
        return Finding("corrupt", f"does not open: {trouble.code}")
    try:
        return _judge(desk, account, acknowledged, whole)
    except Trouble as trouble:
        return Finding("corrupt", trouble.code)
    finally:
        desk.close()


def _judge(
    desk: Desk, account: Account, acknowledged: Sequence[dict[str, Any]], whole: Sequence[bytes] | None
) -> Finding:
    upkeep = Upkeep(desk)
    verdict = upkeep.verify()
    if not verdict.ok:
        return Finding("corrupt", json.dumps(verdict.faults[:3]))
    journal = list(upkeep.facts())
    done = len(acknowledged)
    at_least = account.marks[done]
    at_most = account.marks[min(done + 1, len(account.marks) - 1)]
    if len(journal) < at_least:
        return Finding("lost", f"{len(journal)} entries, {at_least} acknowledged")
    if len(journal) not in (at_least, at_most):
        return Finding("half" if len(journal) < at_most else "beyond", f"{len(journal)} of {at_least} or {at_most}")
    if whole is not None and list(whole[: len(journal)]) != journal:
        return Finding("altered", "the journal is not the beginning of what was written")
    told = b"".join(journal).decode()
    for line in acknowledged:
        for name in NAMED:
            if line["ok"] and line.get(name) and line[name] not in told:
                return Finding("lost", f"line {line['line']}: {name} {line[name]}")
    loose = next(_loose(desk, journal), None)
    if loose:
        return Finding("half", loose)
    return Finding("kept", ahead=len(journal) > at_least)


def _loose(desk: Desk, journal: Sequence[bytes]) -> Iterator[str]:
    """Private rows without their fact, and facts without their private rows (but for the forgotten)."""
    named: dict[str, set[str]] = {"sheets": set(), "notes": set(), "blobs": set()}
    for data in journal:
        for key, value in _walk(entries.from_bytes(data).body):
            if key in BESIDE and len(value) == 64:
                named[BESIDE[key]].add(value)
    with desk.store.read() as connection:
        gone = [row[0] for row in connection.exec_driver_sql("SELECT rider FROM riders WHERE forgotten_day NOT NULL")]
        named["notes"] -= {row[0] for row in connection.exec_driver_sql("SELECT note FROM blanked_notes")}
        for table, hashes in named.items():
            kept = {row[0] for row in connection.exec_driver_sql(f"SELECT hash FROM {table}")}
            if kept - hashes:
                yield f"{table} holds a row that no fact names"
            if not gone and hashes - kept:
                yield f"a fact names a row that {table} has not"
        odd = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM persons WHERE rider NOT IN"
            " (SELECT rider FROM riders WHERE forgotten_day IS NULL))"
            " + (SELECT count(*) FROM riders WHERE forgotten_day IS NULL AND registered_day NOT NULL"
            " AND rider NOT IN (SELECT rider FROM persons))"
            " + (SELECT count(*) FROM person_terms WHERE rider NOT IN (SELECT rider FROM persons))"
        ).scalar_one()
        if odd:
            yield f"{odd} rows of people and riders do not fit"


def _walk(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _walk(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, key)
    elif isinstance(value, str):
        yield key, value
