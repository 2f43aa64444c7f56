"""What somebody without the key may find in the files: nothing about anybody, and no word of health.

And with the key, but for the private tables: the journal itself holds no name, no full phone, no PIN.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from desktop.services import station as stations
from desktop.store.folder import DATABASE
from desktop.tables.declared import PRIVATE
from tests.busy import COMPANY, NOTE, PEOPLE, REASON, SECOND_OPERATOR, SUPERVISOR, THIRD_OPERATOR, busy_day
from tests.busy_health import ID_NUMBERS
from tests.busy_paper import CLOSING_NOTE, LOST
from tests.integration.conftest import MakeStation
from tests.stations import OPERATOR, Station

NAMES = tuple(name for name, _ in PEOPLE)
PHONES = tuple(phone for _, phone in PEOPLE)
HEALTH = (
    "体检",
    "就医",
    "绿色通道",
    "转介",
    "药箱",
    "医院",
    "胸口发闷",
    "checkup",
    "green_channel",
    "referral",
    "medicine",
    "hospital",
)
LATER = ("后来的人", "孔祥瑞", "戚美兰")
TYPED = (COMPANY, NOTE, REASON, LOST, CLOSING_NOTE, *ID_NUMBERS)
OPERATORS = (OPERATOR, SECOND_OPERATOR, THIRD_OPERATOR, SUPERVISOR)
WORDS = (*NAMES, *PHONES, *HEALTH, *TYPED, *OPERATORS, *LATER)
CODECS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def spellings(word: str) -> Iterator[bytes]:
    """The bytes of a word in every way that a file of this machine may hold it."""
    for text in {word, word.lower(), word.upper()}:
        for codec in CODECS:
            yield text.encode(codec)
        yield json.dumps(text).strip('"').encode()
        yield text.encode("unicode_escape")
        yield text.encode().hex().encode()
    if word.isdigit():
        yield f"{word[:3]} {word[3:7]} {word[7:]}".encode()
        yield f"{word[:3]}-{word[3:7]}-{word[7:]}".encode()


def found_in(data: bytes, words: Iterable[str]) -> set[str]:
    return {word for word in words if any(spelling in data for spelling in spellings(word))}


def found_under(folder: Path) -> dict[str, set[str]]:
    """What any file under a folder, or its name, says, by file."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            told = found_in(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes(), WORDS)
            if told:
                found[file.name] = told
    return found


@pytest.fixture
def after_days(busy: Station) -> Station:
    """Two days, a restore, a backup, a check, and an open log."""
    busy.office.upkeep.verify()
    busy.office.upkeep.rebuild()
    busy.office.upkeep.back_up(busy.folder.parent / "last.qyb")
    busy.office.visits.by_search(busy.by, busy.rows("SELECT rider FROM persons")[0][0], ["rest", "medicine"])
    return busy


def test_no_file_tells_anything(after_days: Station) -> None:
    """Data folder, backups and key files, while the station is open and after it was closed."""
    names = {file.name for file in after_days.folder.iterdir()}
    assert {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "folder.json", "lock"} <= names
    assert [name for name in names if name.startswith("replaced-")]
    place = after_days.folder.parent
    assert len(list(place.glob("*.qyb"))) == 2
    assert found_under(place) == {}
    after_days.close()
    assert found_under(place) == {}


def test_half_way_through_a_restore_nothing_is_told(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    told = busy_day(station)
    file = station.folder.parent / "b.qyb"
    station.office.upkeep.back_up(file)
    station.office.people.forget(station.by, told.riders[NAMES[0]], NOTE)
    station.close()

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stations, "_continue", kill)
    with pytest.raises(KeyboardInterrupt):
        stations.restore(station.parts, station.folder, file, None)
    assert (station.folder / "restoring").exists()
    assert found_under(station.folder) == {}


def test_only_what_must_be_plain_is_plain(after_days: Station) -> None:
    """Whatever is not encrypted is a label, a lock, or the index of the log, which holds no content."""
    plain = {"folder.json", "end.json", "lock", f"{DATABASE}-shm"}
    for file in after_days.folder.iterdir():
        data = file.read_bytes()
        if file.name in plain or file.name.endswith("-shm") or not data:
            continue
        # encrypted bytes are spread evenly; text, JSON and a plain database are not
        body = data[32:] if file.name.endswith("-wal") else data
        commonest = max(body.count(bytes([value])) for value in range(256))
        assert commonest < len(body) * 0.01, file.name
        assert not data.startswith(b"SQLite format 3")
    label = json.loads((after_days.folder / "folder.json").read_text())
    assert set(label) == {"format", "folder", "check"}
    assert after_days.key.hex() not in (after_days.folder / "folder.json").read_text()


def test_the_keys_are_in_no_file_of_the_folder(after_days: Station) -> None:
    secrets = after_days.desk.secrets
    code = after_days.recovery
    for file in (*after_days.folder.iterdir(), *after_days.folder.parent.glob("*.qyb")):
        data = file.read_bytes()
        for secret in (secrets.seed, secrets.database):
            assert secret not in data
            assert secret.hex().encode() not in data
        assert code.encode() not in data
        assert code.replace("-", "").encode() not in data


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("word", [NAMES[0], NAMES[2], PHONES[1], "绿色通道", "checkup"])
def test_a_planted_word_is_found(station: Station, codec: str, word: str) -> None:
    """The control: in a file, in another spelling, deep in the folder."""
    place = station.folder / "logs"
    place.mkdir()
    (place / "crash.txt").write_bytes(b"\x00\x01" + f"…{word}…".encode(codec) + b"\xff")
    assert found_under(station.folder) == {"crash.txt": {word}}


@pytest.mark.parametrize("spelled", ["159-6667-0001", "\\u9a6c\\u5411\\u9633", "CHECKUP", "马向阳".encode().hex()])
def test_a_planted_spelling_is_found(station: Station, spelled: str) -> None:
    (station.folder / "crash.txt").write_text(f"x {spelled} y")
    assert len(found_under(station.folder)["crash.txt"]) == 1


def test_a_name_of_a_file_is_found(station: Station) -> None:
    (station.folder / f"{NAMES[0]}.jpg").write_bytes(b"")
    assert list(found_under(station.folder).values()) == [{NAMES[0]}]


def test_a_plain_database_would_be_found(station: Station) -> None:
    """The control of the encryption: the same content, exported without a key."""
    busy_day(station)
    plain = station.folder / "plain.db"
    with station.raw() as raw:
        raw.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        raw.execute("SELECT sqlcipher_export('plain')").fetchone()
        raw.commit()
        raw.execute("DETACH DATABASE plain")
    told = found_under(station.folder)["plain.db"]
    assert {NAMES[0], PHONES[0], "checkup", "green_channel", "医院"} <= told


def test_the_journal_holds_nobody(make_station: MakeStation, busy: Station) -> None:
    """No name, phone, company, note, PIN or operator's name in any fact, decrypted."""
    everybody = (*NAMES, *PHONES, *TYPED, *OPERATORS, *LATER, "135790", "000000")
    for data in busy.journal():
        assert found_in(data, (word for word in everybody if not word.isdigit() or len(word) > 6)) == set(), data
        entry = json.loads(data)
        told = json.dumps(entry["body"], ensure_ascii=False)
        assert not re.search(
            r"(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])", re.sub(r'"(when|begun|ended)":\s*\d+', "", told)
        )
        if entry["kind"] in ("programme.published", "standard.published"):
            # rules that a hub handed down, in words for clerks
            continue
        assert not any(
            letter > "\u2e80" for letter in re.sub(r'"(name|licence_name|package|payer)":\s*"[^"]*"', "", told)
        ), told


def test_names_in_the_journal_are_those_of_places(busy: Station) -> None:
    named = {entry.kind for entry in busy.entries() if "name" in entry.body}
    assert named == {"site.created", "merchant.added", "partner.added"}


def test_the_derived_tables_hold_nobody(busy: Station) -> None:
    """They go to the hub as facts do: names and phones are in private tables only."""
    private = {str(table.__tablename__) for table in PRIVATE}
    for (table,) in busy.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        text = repr(busy.rows(f'SELECT * FROM "{table}"')).encode()
        told = found_in(text, (*NAMES, *PHONES, *TYPED, *OPERATORS, *LATER))
        assert table in private or not told, (table, told)


def test_what_is_refused_tells_nobody_else(busy: Station) -> None:
    """Sentences may be shown and logged: their values carry no full phone and no name of somebody else."""
    with pytest.raises(Exception, match="already_registered") as caught:
        busy.register("新名字", phone=PHONES[0])
    assert found_in(repr(caught.value).encode(), (*NAMES, *PHONES)) == set()
    with pytest.raises(Exception, match="phone_wrong") as caught:
        busy.register("新名字", phone=PHONES[0] + "9")
    assert PHONES[0] not in repr(caught.value)
