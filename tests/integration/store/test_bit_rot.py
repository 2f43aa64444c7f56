"""One bit flipped anywhere in the files: refused, found by `verify`, or nothing; never an altered fact."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desktop.store import replay
from desktop.store.database import Database
from desktop.store.folder import DATABASE
from tests.bit_rot import GOOD, Image, flips, image_of, outcome
from tests.integration.conftest import MakeStation
from tests.stations import raw_connection


@pytest.fixture
def image(make_station: MakeStation, tmp_path: Path) -> Image:
    station = make_station()
    return image_of(station, tmp_path / "image")


def test_no_altered_fact_is_accepted(image: Image) -> None:
    came = flips(image, 60)
    outcomes = {result for _, result in came}
    assert outcomes <= GOOD, came
    assert came[DATABASE, "shorter"] == 0, "only the log may lose its tail"
    assert came[DATABASE, "found"] + came[DATABASE, "refused"] > 10, "most flips in the database are noticed"


def test_an_untouched_copy_is_the_same(image: Image) -> None:
    assert outcome(image, lambda _folder: None) == "same"


def test_a_folder_without_its_log_is_shorter(image: Image) -> None:
    def damage(folder: Path) -> None:
        (folder / f"{DATABASE}-wal").unlink()

    assert outcome(image, damage) in {"shorter", "same"}


def test_an_altered_fact_would_be_seen(image: Image) -> None:
    """The control: whoever has the key rewrites the last fact and all that follows from it."""
    key = image.key

    def damage(folder: Path) -> None:
        raw = raw_connection(folder / DATABASE, key)
        arrived, data = raw.execute("SELECT arrived, data FROM journal ORDER BY arrived DESC LIMIT 1").fetchone()
        altered = data.replace(b"delivery_rider", b"truck_driver")
        digest = hashlib.sha256(altered).digest()
        raw.execute("UPDATE journal SET data = ?, hash = ? WHERE arrived = ?", (altered, digest, arrived))
        raw.commit()
        raw.close()
        database = Database(folder / DATABASE, key)
        assert replay.rebuild(database, key).ok
        database.close()

    assert outcome(image, damage) == "altered"
