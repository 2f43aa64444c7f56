"""What becomes of an operator after being added: another PIN, retirement. Names and PINs are no part of it."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


class OperatorPinChanged(Fact, frozen=True):
    """A supervisor set another PIN on this device."""

    KIND = "operator.pin_changed"
    operator: str


class OperatorRetired(Fact, frozen=True):
    """Signs in no more; what they did stays theirs."""

    KIND = "operator.retired"
    operator: str


def pin_changed_rows(entry: Entry, fact: OperatorPinChanged) -> list[Put]:
    values: dict[str, Value] = {"pin_changed_at": entry.at, "pin_changed_by": entry.by}
    return [Put("operator_states", {"operator": fact.operator}, values, newer="pin_changed_at")]


def retired_rows(entry: Entry, fact: OperatorRetired) -> list[Put]:
    values: dict[str, Value] = {"retired_day": entry.day, "retired_by": entry.by}
    return [Put("operator_states", {"operator": fact.operator}, values)]
