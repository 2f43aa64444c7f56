"""What every fact is: a frozen struct with a wire name and a version.

Each module of the domain holds its facts; `kinds.py` maps wire names to them. A changed body takes the next
version and leaves an upcast from the one before, so that facts written years ago are read, never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import msgspec

Value = str | int | None
Upcast = Callable[[dict[str, Any]], dict[str, Any]]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all bodies. `KIND` is the wire name in the past tense, `VERSION` that of the body written now."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    UPCASTS: ClassVar[dict[int, Upcast]] = {}


class Unknown(msgspec.Struct, frozen=True):
    """A fact of a kind or version that this program does not know: kept as it is, shown as unknown."""

    kind: str
    version: int


class Put(NamedTuple):
    """A derived row: columns to set on the row of this key. Facts about one row set different columns,
    so that their order does not matter; where two set the same, `newer` names the column that decides (it
    takes the entry's time, and never runs backwards within a log). With `once`, they are set only while this
    column is empty: the first of several in the order in which they are played stands.
    """

    table: str
    key: dict[str, Value]
    values: dict[str, Value]
    newer: str | None = None
    once: str | None = None


def read_body(known: type[Fact] | None, kind: str, version: int, body: dict[str, Any]) -> Fact | Unknown:
    """The fact in a decoded body, brought up to the version of today.

    Raises `msgspec.ValidationError` for a body that is not of its kind.
    """
    if known is None or version > known.VERSION:
        return Unknown(kind, version)
    for step in range(version, known.VERSION):
        body = known.UPCASTS[step](body)
    return msgspec.convert(body, known)
