"""Bit rot: one bit of a station's files flipped, and what the station makes of it.

Each flip is on a fresh copy of a folder as a power cut leaves it: facts in the database and in its log. An
altered fact must never be accepted. `flips` is called with some sixty by the tests and with a thousand by
the torture run.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.core import entry as entries
from desktop.core.errors import Trouble
from desktop.services import station as stations
from desktop.services.office import Office
from desktop.store.folder import DATABASE
from tests.stations import Station

# The first facts of the acts that `image_of` leaves in the log.
BEGIN_ACTS = ("rider.registered", "visit.recorded")
FILES = (DATABASE, DATABASE + "-wal")
# What may come of a flip. `shorter`: the log's tail is gone, as after a power cut, and whole acts with it.
GOOD = frozenset({"refused", "found", "same", "shorter"})


@dataclass(frozen=True)
class Image:
    """The files of a folder as they lie, its journal, and what opens it."""

    place: Path
    journal: list[bytes]
    parts: stations.Parts
    key: bytes


def image_of(station: Station, place: Path) -> Image:
    """The folder of an open station as a power cut would leave it: half of it folded, half in the log."""
    station.desk.store.database.fold()
    rider = station.register("断电前的人")
    for _ in range(12):
        station.clock.pass_by(45 * 60_000)
        station.office.visits.by_card(station.by, rider.card, ["rest", "medicine"])
    place.mkdir(parents=True)
    for file in station.folder.iterdir():
        if file.is_file() and not file.name.endswith("-shm"):
            shutil.copyfile(file, place / file.name)
    return Image(place, station.journal(), station.parts, station.key)


def flips(image: Image, count: int, seed: int = 1) -> Counter[tuple[str, str]]:
    """What came of `count` flips, by file and outcome; `altered` and `crashed` must not be among them."""
    chance = random.Random(seed)
    sizes = [(image.place / name).stat().st_size for name in FILES]
    came: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        # evenly over the two files, of which one may be far larger
        which = number % 2
        offset, bit = chance.randrange(sizes[which]), chance.randrange(8)

        def flip(folder: Path, which: int = which, offset: int = offset, bit: int = bit) -> None:
            place = folder / FILES[which]
            data = bytearray(place.read_bytes())
            data[offset] ^= 1 << bit
            place.write_bytes(data)

        came[FILES[which], outcome(image, flip)] += 1
    return came


def outcome(image: Image, damage: Callable[[Path], None]) -> str:
    """What a copy of the image comes to after it was damaged."""
    folder = image.place.with_name("flipped")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(image.place, folder)
    damage(folder)
    try:
        desk = stations.open_desk(image.parts, folder)
    except Trouble:
        return "refused"
    except Exception as error:
        return f"crashed: {type(error).__name__} on opening"
    try:
        upkeep = Office(desk).upkeep
        if not upkeep.verify().ok:
            return "found"
        journal = list(upkeep.facts())
    except Exception as error:
        return f"crashed: {type(error).__name__}"
    finally:
        desk.close()
    if journal == image.journal:
        return "same"
    if journal != image.journal[: len(journal)]:
        return "altered"
    return "shorter" if entries.from_bytes(image.journal[len(journal)]).kind in BEGIN_ACTS else "half an act"
