"""What facts name beside the chain: every hash in every golden file is accounted for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.core.kinds import REGISTRY
from desktop.core.naming import FIELDS, named, notes_of
from tests.golden import make

# Hashes and keys that point to nothing beside the chain.
OTHERS = {
    ("epoch.opened", "key"),
    ("epoch.opened", "hash"),
    ("day.closed", "head"),
    ("note.blanked", "note"),
    ("site.joined", "hub_key"),
    ("device.enrolled", "key"),
    ("escrow.keeper_named", "key"),
    ("programme.published", "digest"),
    ("standard.published", "digest"),
}
FILES = sorted((make.HERE / "v0.1.0").glob("*.json"))


def hashes(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from hashes(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from hashes(item, key)
    elif isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value):
        yield key, value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_hash_is_accounted_for(file: Any) -> None:
    stored = json.loads(file.read_text("utf-8"))
    body = json.loads(stored["bytes"])["body"]
    found = {digest for key, digest in hashes(body) if (stored["kind"], key) not in OTHERS}
    assert {digest for _, digest in named(stored["kind"], body)} == found


def test_every_field_is_one_of_its_kind() -> None:
    """And stands in a golden file, so that a slip of the pen is seen."""
    assert FIELDS.keys() <= REGISTRY.keys()
    seen = {
        (stored["kind"], key)
        for stored in (json.loads(file.read_text("utf-8")) for file in FILES)
        for key, _ in hashes(json.loads(stored["bytes"])["body"])
    }
    assert {(kind, field) for kind, fields in FIELDS.items() for field in fields} <= seen


def test_notes_are_told_from_files() -> None:
    body = {"answers": [{"note": "aa", "photos": ["bb"], "reason": None}, {"note": None, "photos": []}]}
    assert list(named("inspection.completed", body)) == [("notes", "aa"), ("blobs", "bb")]
    assert notes_of("inspection.completed", body) == ["aa"]
    assert notes_of("invented.kind", {"note": "aa"}) == []
