"""A backup that says it is good has been opened, checked and replayed; one that is not is refused."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.errors import Broken, EnvironmentFailed, Refused, Trouble
from desktop.services import station as stations
from desktop.store import backup
from tests.integration.conftest import MakeStation
from tests.stations import Station


@pytest.fixture
def file(busy: Station) -> Path:
    place = busy.folder.parent / "b.qyb"
    busy.office.upkeep.back_up(place)
    return place


def payload_at(data: bytes) -> int:
    return 8 + int.from_bytes(data[4:8], "big")


def test_a_backup_says_what_it_holds(busy: Station, file: Path) -> None:
    header = backup.read_header(file)
    head = busy.desk.store.head
    assert (header.facts, header.head, header.made) == (len(busy.journal()), head.hash, busy.clock.now())
    assert header.format == 1
    data = file.read_bytes()
    assert data.startswith(b"QYB1")
    assert busy.key not in data
    assert busy.key.hex().encode() not in data
    assert busy.desk.secrets.seed not in data
    assert {name.name for name in busy.folder.iterdir()} & {"station.db.copy", "station.db.replay"} == set()
    assert not list(file.parent.glob("*.new"))


def test_it_can_be_taken_out_and_is_the_same(busy: Station, file: Path, tmp_path: Path) -> None:
    header = backup.unpack(file, busy.key, tmp_path / "out.db")
    assert header == backup.read_header(file)
    assert [name.name for name in tmp_path.glob("out.db*")] == ["out.db"]


def flip_payload(data: bytes) -> bytes:
    middle = (payload_at(data) + len(data)) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def flip_last(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 128])


def change_header(**changes: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        start = payload_at(data)
        text = json.dumps(json.loads(data[8:start]) | changes, sort_keys=True).encode()
        return data[:4] + struct.pack(">I", len(text)) + text + data[start:]

    return change


BAD: list[tuple[str, Callable[[bytes], bytes], type[Trouble], str]] = [
    ("one byte of the payload", flip_payload, Broken, "backup_damaged"),
    ("the last bit", flip_last, Broken, "backup_damaged"),
    ("truncated", lambda data: data[:-4096], Broken, "backup_damaged"),
    ("payload gone", lambda data: data[: payload_at(data)], Broken, "backup_damaged"),
    ("something behind it", lambda data: data + b"x", Broken, "backup_damaged"),
    ("other facts", change_header(facts=1), Broken, "backup_damaged"),
    ("other head", change_header(head="0" * 64), Broken, "backup_damaged"),
    ("newer", change_header(format=2), EnvironmentFailed, "folder_newer"),
    ("header cut", lambda data: data[:40], Refused, "backup_not_ours"),
    ("cut in the length", lambda data: data[:6], Refused, "backup_not_ours"),
    ("empty", lambda _data: b"", Refused, "backup_not_ours"),
    ("another magic", lambda data: b"QYB2" + data[4:], Refused, "backup_not_ours"),
    ("a vast header", lambda data: data[:4] + b"\xff\xff\xff\xff" + data[8:], Refused, "backup_not_ours"),
    ("header no JSON", lambda data: data[:8] + b"]" + data[9:], Refused, "backup_not_ours"),
    ("no object", lambda data: b"QYB1\0\0\0\x02[]" + data, Refused, "backup_not_ours"),
    ("a PDF", lambda data: b"%PDF-1.7" + data, Refused, "backup_not_ours"),
    ("header lacks a key", lambda data: b"QYB1\0\0\0\x02{}" + data, Refused, "backup_not_ours"),
    ("number too large", change_header(facts=10**400), Broken, "backup_damaged"),
    ("wrapped no base64", change_header(wrapped="é"), Refused, "backup_not_ours"),
]


@pytest.mark.parametrize(("change", "trouble", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_backup_is_refused_and_changes_nothing(
    busy: Station, file: Path, change: Callable[[bytes], bytes], trouble: type[Trouble], code: str
) -> None:
    file.write_bytes(change(file.read_bytes()))
    journal, names = busy.journal(), {place.name for place in busy.folder.iterdir()}
    busy.close()
    for code_word in (None, busy.recovery):
        with pytest.raises(trouble, match=code):
            stations.restore(busy.parts, busy.folder, file, code_word)
    busy.take(stations.open_desk(busy.parts, busy.folder))
    assert busy.journal() == journal
    assert {place.name for place in busy.folder.iterdir()} == names
    assert busy.faults() == []


def test_a_missing_file_and_a_folder_are_no_backups(busy: Station, tmp_path: Path) -> None:
    for place in (tmp_path / "missing.qyb", tmp_path):
        with pytest.raises(EnvironmentFailed, match="input_unreadable"):
            stations.restore(busy.parts, busy.folder.parent / "new", place, busy.recovery)
    assert not (busy.folder.parent / "new").exists()


@pytest.mark.parametrize("where", ["missing/b.qyb", "file/b.qyb", "b" * 300])
def test_a_place_that_cannot_be_written(busy: Station, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentFailed, match="output_unwritable"):
        busy.office.upkeep.back_up(tmp_path / where)
    assert not (busy.folder / "station.db.copy").exists()
    assert busy.office.visits.anonymous(busy.by, "courier", []).outcome == "checked_in"


def test_an_earlier_backup_stands_until_a_good_one_takes_its_place(busy: Station, file: Path) -> None:
    before = file.read_bytes()
    with busy.raw() as raw:
        raw.execute("UPDATE journal SET data = zeroblob(20) WHERE seq = 3")
    with pytest.raises(Broken, match="backup_damaged"):
        busy.office.upkeep.back_up(file)
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*.new"))
    assert not (busy.folder / "station.db.copy").exists()


def test_a_backup_of_another_station_is_not_taken_for_ones_own(make_station: MakeStation) -> None:
    """Its own folder lends its key, which does not fit: another key, not a damaged file."""
    mine, theirs = make_station(), make_station()
    place = theirs.folder.parent / "theirs.qyb"
    made = stations.create(
        theirs.parts, theirs.folder.parent / "other", role="station", name="别的驿站", community="370102005001"
    )
    backup.back_up(made.desk.store.database, made.desk.secrets.database, place, 0)
    made.desk.close()
    mine.close()
    names = {file.name for file in mine.folder.iterdir()}
    with pytest.raises(EnvironmentFailed, match="key_other"):
        stations.restore(mine.parts, mine.folder, place, None)
    assert {file.name for file in mine.folder.iterdir()} == names
    mine.take(stations.open_desk(mine.parts, mine.folder))
    assert mine.faults() == []


def test_two_backups_in_a_row(busy: Station, file: Path) -> None:
    busy.office.visits.anonymous(busy.by, "courier", [])
    header = busy.office.upkeep.back_up(file)
    assert header.facts == len(busy.journal())
    assert backup.read_header(file) == header
