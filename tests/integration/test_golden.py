"""Golden files: one entry of every kind that a release ever wrote must replay for ever."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from desktop import __version__
from desktop.core import entry as entries
from desktop.core.fact import Unknown
from desktop.core.kinds import REGISTRY, fact_of
from desktop.core.rows import rows_of
from desktop.store import projection
from tests.golden import make
from tests.stations import Station

FOLDERS = sorted(path for path in make.HERE.iterdir() if path.is_dir() and path.name.startswith("v"))
FILES = [file for folder in FOLDERS for file in sorted(folder.glob("*.json"))]
TODAY = make.HERE / f"v{__version__}"


def read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def names(files: list[Path]) -> list[str]:
    return [f"{file.parent.name}/{file.stem}" for file in files]


@pytest.mark.parametrize("file", FILES, ids=names(FILES))
def test_it_replays(file: Path) -> None:
    """The bytes are still an entry, spelled the same; the fact is known, and its rows hold what they held."""
    stored = read(file)
    data = stored["bytes"].encode()
    assert hashlib.sha256(data).hexdigest() == stored["hash"]
    entry = entries.from_bytes(data)
    assert entries.to_bytes(entry) == data
    assert (entry.kind, entry.v) == (stored["kind"], stored["v"])
    assert not isinstance(fact_of(entry), Unknown)
    rows = {(put.table, json.dumps(put.key), put.newer): put.values for put in rows_of(entry, stored["high_water"])}
    for row in stored["rows"]:
        values = rows[row["table"], json.dumps(row["key"]), row["newer"]]
        # a later version may have added columns, and changes none
        assert values | row["values"] == values
        if file.parent == TODAY:
            assert list(values.items()) == list(row["values"].items())
    assert len(rows) >= len(stored["rows"])
    if file.parent == TODAY:
        assert len(rows) == len(stored["rows"])


def test_every_kind_has_one() -> None:
    assert {read(file)["kind"] for file in TODAY.glob("*.json")} == set(REGISTRY)
    for kind, (body, _) in REGISTRY.items():
        assert any((stored := read(file))["kind"] == kind and stored["v"] == body.VERSION for file in FILES)
    for fact in make.FACTS.values():
        assert REGISTRY[fact.KIND][0] is type(fact)


def test_every_older_version_of_a_body_has_one() -> None:
    kept = {(stored["kind"], stored["v"]) for stored in map(read, FILES)}
    assert kept == {(kind, v) for kind, (body, _) in REGISTRY.items() for v in range(1, body.VERSION + 1)}


def test_they_are_what_this_version_writes() -> None:
    """The writer's spelling has not changed within the version; nothing lies there that nobody made."""
    made = {f"{name}.json": make.spell(content) for name, content in make.golden().items()}
    assert {file.name: file.read_text("utf-8") for file in TODAY.iterdir()} == made


def test_the_writer_and_the_reader_agree_on_the_rows() -> None:
    """A counter writes rows from the fact it holds, a replay from the bytes."""
    for number, body in enumerate(make.FACTS.values(), 1):
        entry = make.entry_of(number, body)
        again = entries.from_bytes(entries.to_bytes(entry))
        assert rows_of(entry, make.HIGH_WATER, body) == rows_of(again, make.HIGH_WATER)


def test_their_rows_fit_the_tables(station: Station) -> None:
    for file in FILES:
        entry = entries.from_bytes(read(file)["bytes"].encode())
        puts = rows_of(entry, make.HIGH_WATER)
        with station.desk.store.write() as txn:
            projection.write(txn.connection, puts)
        for put in puts:
            where = " AND ".join(f'"{name}" = ?' for name in put.key)
            assert station.rows(f'SELECT 1 FROM "{put.table}" WHERE {where}', tuple(put.key.values())) == [(1,)]


@pytest.mark.parametrize("name", ["meal.served", "epoch.opened-restore"])
def test_another_byte_would_be_seen(name: str) -> None:
    """The control."""
    stored = read(TODAY / f"{name}.json")
    altered = stored["bytes"].replace('"kind":', '"kind": ', 1).encode()
    with pytest.raises(entries.BadEntry):
        entries.from_bytes(altered)
    longer = stored["bytes"].replace('"body":{', '"body":{"aaa":1,', 1).encode()
    with pytest.raises(ValueError, match="aaa"):
        rows_of(entries.from_bytes(longer), 0)
