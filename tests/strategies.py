"""Hypothesis strategies that several test modules share: ids, times, facts of every kind, entries."""

from __future__ import annotations

import types
import typing
from datetime import date
from typing import Any, Union

import msgspec
from hypothesis import strategies as st

from desktop.core import entry as entries
from desktop.core.entry import Entry
from desktop.core.fact import Fact
from desktop.core.people import GROUPS

INT64 = st.integers(-(2**63), 2**63 - 1)
U32 = st.integers(0, 2**32 - 1)
# 2020-01-01 to 2099-12-31 in Shanghai, ms UTC
INSTANTS = st.integers(1_577_808_000_000, 4_102_416_000_000 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
UUIDS = st.uuids(version=4).map(str)
DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31)).map(date.isoformat)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
EPOCHS = st.binary(min_size=8, max_size=8).map(bytes.hex)
SEEDS = st.binary(min_size=32, max_size=32)

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | INT64 | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)

# What a field of this name holds, where its type alone would say less.
_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("rider", "merchant", "operator", "partner", "visit", "meal", "inspection"), UUIDS),
    **dict.fromkeys(("rectification", "referral", "device"), UUIDS),
    **dict.fromkeys(("issued", "card_issued"), U32),
    **dict.fromkeys(("when", "begun", "ended"), INSTANTS),
    **dict.fromkeys(("until", "due"), DAYS),
    "group": st.sampled_from(GROUPS),
    "epoch": EPOCHS,
    "hash": HASHES,
    "result": st.sampled_from(("pass", "fail", "na")),
}
_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: INT64,
    bool: st.booleans(),
    type(None): st.none(),
}


def of_type(wanted: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Values of a field's type: scalars, optionals, lists and structs of these."""
    origin = typing.get_origin(wanted)
    if origin in (Union, types.UnionType):
        return st.one_of([of_type(part, name) for part in typing.get_args(wanted)])
    if origin is list:
        return st.lists(of_type(typing.get_args(wanted)[0], name), max_size=3)
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return structs(wanted)
    if name in _BY_NAME and wanted is not type(None):
        return _BY_NAME[name]
    return _BY_TYPE[wanted]


def structs(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Structs of a class, from its fields as msgspec sees them."""
    fields = {field.name: of_type(field.type, field.name) for field in msgspec.structs.fields(kind)}
    return st.builds(kind, **fields)


def sample(wanted: Any, name: str = "") -> Any:
    """One plain value of a field's type, the same in every run, with nothing left empty."""
    origin = typing.get_origin(wanted)
    if origin in (Union, types.UnionType):
        return sample(next(part for part in typing.get_args(wanted) if part is not type(None)), name)
    if origin is list:
        return [sample(typing.get_args(wanted)[0], name)]
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        fields = msgspec.structs.fields(wanted)
        return wanted(**{field.name: sample(field.type, field.name) for field in fields})
    if _BY_NAME.get(name) is UUIDS:
        return "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab"
    return {str: name, int: 1_700_000_000, bool: True}[wanted]


def facts(kind: type[Fact]) -> st.SearchStrategy[Any]:
    return structs(kind)


def entries_of(body: st.SearchStrategy[Any], kind: str, version: int = 1) -> st.SearchStrategy[Entry]:
    """Entries as a writer makes them, with these bodies."""
    return st.builds(
        Entry,
        v=st.just(version),
        device=UUIDS,
        epoch=EPOCHS,
        seq=st.integers(1, 2**40),
        prev=HASHES,
        id=UUIDS,
        kind=st.just(kind),
        at=INSTANTS,
        day=DAYS,
        site=UUIDS,
        by=UUIDS,
        body=body,
    )


def an_entry(kind: str, body: Any, **changes: Any) -> Entry:
    """One plain entry for tests that look at something else."""
    plain: dict[str, Any] = {
        "v": 1,
        "device": "0a6fd4e5-2c11-8d5a-9f1d-6d2f0a3b4c5d",
        "epoch": "00112233445566aa",
        "seq": 7,
        "prev": entries.NO_HASH,
        "id": "019a3f10-0000-7000-8000-000000000001",
        "kind": kind,
        "at": 1_793_500_000_000,
        "day": "2026-11-01",
        "site": "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c",
        "by": "6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d",
        "body": body,
    }
    return Entry(**(plain | changes))


def read_back(entry: Entry) -> Entry:
    """The entry as a reader finds it in the journal."""
    return entries.from_bytes(entries.to_bytes(entry))
