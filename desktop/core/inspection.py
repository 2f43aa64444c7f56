"""Inspections 巡查 and rectifications 整改: one walk round, and the jobs that put right what was wrong."""

from __future__ import annotations

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

KINDS = ("opening", "weekly", "supervised", "unannounced")
RESULTS = ("pass", "fail", "na")
# 待整改 → 待复查 → 已销号; 退回整改 leads back to 待复查.
MOVES = {"open": ("awaiting",), "returned": ("awaiting",), "awaiting": ("closed", "returned"), "closed": ()}


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One checkpoint as answered; `note` and `photos` are hashes of what lies beside the chain.

    `rectification` is the job that a fail opened or joined.
    """

    checkpoint: str
    result: str
    reason: str | None = None
    note: str | None = None
    photos: list[str] = msgspec.field(default_factory=list)
    severity: str | None = None
    rectification: str | None = None


class InspectionCompleted(Fact, frozen=True):
    """`begun` and `ended` in ms UTC; `number` counts this device's inspections of the year."""

    KIND = "inspection.completed"
    inspection: str
    number: int
    inspection_kind: str
    standard: str
    begun: int
    ended: int
    answers: list[Answer]
    compliant: bool
    role: str


class RectificationOpened(Fact, frozen=True):
    """`due` is the last business day to put it right; `role` that of who found it."""

    KIND = "rectification.opened"
    rectification: str
    number: int
    inspection: str
    item: str
    checkpoint: str
    severity: str
    due: str
    role: str


class RectificationMoved(Fact, frozen=True):
    """A re-check that closes it has looked at the `checkpoint`: its last answer is then a pass."""

    KIND = "rectification.moved"
    rectification: str
    checkpoint: str
    to: str
    note: str | None = None
    photos: list[str] = msgspec.field(default_factory=list)


class RectificationExtended(Fact, frozen=True):
    """A supervisor gave more time, once; `due` is the new last business day, `reason` a note's hash."""

    KIND = "rectification.extended"
    rectification: str
    due: str
    reason: str


def extended_rows(entry: Entry, fact: RectificationExtended) -> list[Put]:
    values: dict[str, Value] = {"extended_due": fact.due, "extended_at": entry.at, "extended_by": entry.by}
    return [Put("rectifications", {"rectification": fact.rectification}, values)]


def completed_rows(entry: Entry, fact: InspectionCompleted) -> list[Put]:
    counts = {result: sum(answer.result == result for answer in fact.answers) for result in RESULTS}
    values: dict[str, Value] = {
        "day": entry.day,
        "kind": fact.inspection_kind,
        "number": fact.number,
        "standard": fact.standard,
        "begun": fact.begun,
        "ended": fact.ended,
        "compliant": int(fact.compliant),
        "passed": counts["pass"],
        "failed": counts["fail"],
        "na": counts["na"],
        "by": entry.by,
        "site": entry.site,
        "seq": entry.seq,
    }
    puts = [Put("inspections", {"inspection": fact.inspection}, values)]
    for answer in fact.answers:
        found: dict[str, Value] = {
            "result": answer.result,
            "reason": answer.reason,
            "note": answer.note,
            "photos": ",".join(answer.photos),
            "severity": answer.severity,
            "rectification": answer.rectification,
            "answered_at": fact.ended,
        }
        puts.append(Put("findings", {"inspection": fact.inspection, "checkpoint": answer.checkpoint}, found))
        last: dict[str, Value] = {
            "result": answer.result,
            "inspection": fact.inspection,
            "day": entry.day,
            "answered_at": entry.at,
        }
        puts.append(
            Put(
                "checkpoint_states",
                {"site": entry.site, "checkpoint": answer.checkpoint},
                last,
                newer="answered_at",
            )
        )
    return puts


def opened_rows(entry: Entry, fact: RectificationOpened) -> list[Put]:
    values: dict[str, Value] = {
        "number": fact.number,
        "inspection": fact.inspection,
        "item": fact.item,
        "checkpoint": fact.checkpoint,
        "severity": fact.severity,
        "due": fact.due,
        "found_role": fact.role,
        "opened_day": entry.day,
        "opened_at": entry.at,
        "opened_by": entry.by,
        "site": entry.site,
    }
    first: dict[str, Value] = {"state": "open", "moved_at": entry.at}
    key: dict[str, Value] = {"rectification": fact.rectification}
    return [Put("rectifications", key, values), Put("rectifications", key, first, newer="moved_at")]


def moved_rows(entry: Entry, fact: RectificationMoved) -> list[Put]:
    key: dict[str, Value] = {"rectification": fact.rectification}
    state: dict[str, Value] = {"state": fact.to, "moved_at": entry.at}
    move: dict[str, Value] = {
        "rectification": fact.rectification,
        "state": fact.to,
        "at": entry.at,
        "day": entry.day,
        "by": entry.by,
        "note": fact.note,
        "photos": ",".join(fact.photos),
    }
    puts = [
        Put("rectifications", key, state, newer="moved_at"),
        Put("rectification_moves", {"fact": entry.id}, move),
    ]
    if fact.to == "closed":
        seen: dict[str, Value] = {"result": "pass", "inspection": None, "day": entry.day, "answered_at": entry.at}
        place: dict[str, Value] = {"site": entry.site, "checkpoint": fact.checkpoint}
        puts.append(Put("checkpoint_states", place, seen, newer="answered_at"))
    return puts
