"""Bit rot by the thousand: a byte of database, log or backup altered, and never an altered fact accepted."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections import Counter
from pathlib import Path

from desktop.core.errors import Trouble
from desktop.store import backup, replay
from desktop.store.database import Database
from desktop.store.folder import DATABASE
from tests.bit_rot import GOOD, Image, flips, image_of, outcome
from tests.out import Measurement
from tests.stations import Station, Yard, raw_connection

FLIPS = 1_000


def bit_rot(*, few: bool = False) -> Measurement:
    """Two thirds of the flips in database and log, one third in a backup."""
    count = 30 if few else FLIPS
    with tempfile.TemporaryDirectory(prefix="quanyi-rot-") as place:
        told = Yard(Path(place) / "yard").fresh.open(Path(place) / "station")
        try:
            image = image_of(told, Path(place) / "image")
            came: Counter[tuple[str, str]] = flips(image, count * 2 // 3, seed=3)
            came += _backup_flips(told, Path(place), count - count * 2 // 3)
        finally:
            told.close()
        rewritten = outcome(image, lambda folder: _rewrite(image, folder))
    bad = {key: number for key, number in came.items() if key[1] not in GOOD}
    return Measurement(
        value=sum(bad.values()),
        unit="altered",
        limit=0,
        holds=not bad and came.total() == count,
        n=came.total(),
        control={
            "what": "somebody with the key rewrites the last fact",
            "outcome": rewritten,
            "fails": rewritten == "altered",
        },
        more={"outcomes": {f"{file} {result}": number for (file, result), number in sorted(came.items())}},
    )


def _backup_flips(told: Station, place: Path, count: int) -> Counter[tuple[str, str]]:
    chance = random.Random(4)
    good, bad = place / "good.qyb", place / "bad.qyb"
    told.office.upkeep.back_up(good)
    journal = told.journal()
    whole = good.read_bytes()
    came: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        data = bytearray(whole)
        # every fifth flip in the header, which is small
        at = chance.randrange(400) if number % 5 == 0 else chance.randrange(len(data))
        data[at] ^= chance.randrange(1, 256)
        bad.write_bytes(data)
        came["backup", _unpacked(bad, told.key, place / "unpacked.db", journal)] += 1
    return came


def _unpacked(file: Path, key: bytes, into: Path, journal: list[bytes]) -> str:
    into.unlink(missing_ok=True)
    try:
        backup.unpack(file, key, into)
    except Trouble:
        return "refused"
    except Exception as error:
        return f"crashed: {type(error).__name__}"
    database = Database(into, key)
    try:
        with database.read() as connection:
            rows = connection.exec_driver_sql("SELECT data FROM journal ORDER BY arrived").fetchall()
    finally:
        database.close()
    return "same" if [bytes(row[0]) for row in rows] == journal else "altered"


def _rewrite(image: Image, folder: Path) -> None:
    """The control: the last fact with another group, its hash, and everything worked out from it."""
    raw = raw_connection(folder / DATABASE, image.key)
    arrived, data = raw.execute("SELECT arrived, data FROM journal ORDER BY arrived DESC LIMIT 1").fetchone()
    altered = data.replace(b"delivery_rider", b"truck_driver")
    digest = hashlib.sha256(altered).digest()
    raw.execute("UPDATE journal SET data = ?, hash = ? WHERE arrived = ?", (altered, digest, arrived))
    raw.commit()
    raw.close()
    database = Database(folder / DATABASE, image.key)
    replay.rebuild(database, image.key)
    database.close()
