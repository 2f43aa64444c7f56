"""A data folder that is not ours to open: each way told apart, and nothing in it touched."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import keyring.errors
import pytest

from desktop import keys
from desktop.core.errors import Broken, EnvironmentFailed, Refused, Trouble
from desktop.core.keys import Secrets
from desktop.services import station as stations
from desktop.store.folder import DATABASE, LABEL, LOCK, RESTORING, Folder
from tests.integration.conftest import MakeStation
from tests.stations import COMMUNITY, FileKeys, SetClock, Station, parts


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.name != LOCK}


def relabel(**changes: object) -> Callable[[Station], None]:
    def damage(station: Station) -> None:
        place = station.folder / LABEL
        place.write_text(json.dumps(json.loads(place.read_text()) | changes))

    return damage


def write_label(data: bytes) -> Callable[[Station], None]:
    def damage(station: Station) -> None:
        (station.folder / LABEL).write_bytes(data)

    return damage


def half_restored(station: Station) -> None:
    (station.folder / RESTORING).write_text("")


def no_label(station: Station) -> None:
    (station.folder / LABEL).unlink()


def no_database(station: Station) -> None:
    station.database.unlink()


def no_key(station: Station) -> None:
    for file in (station.folder.parent / "keys").iterdir():
        file.unlink()


def other_key(station: Station) -> None:
    """Another folder's secrets under this one's name."""
    place = next((station.folder.parent / "keys").iterdir())
    FileKeys(place.parent).save(station.folder, place.name, Secrets(bytes(32), bytes(32)))


def other_database(station: Station) -> None:
    station.database.write_bytes(bytes(range(256)) * 400)


def empty_database(station: Station) -> None:
    station.database.write_bytes(b"")


def cut_database(station: Station) -> None:
    data = station.database.read_bytes()
    station.database.write_bytes(data[: len(data) // 2 // 4096 * 4096])


NOT_OURS: list[tuple[str, Callable[[Station], None], type[Trouble], str]] = [
    ("newer", relabel(format=2), EnvironmentFailed, "folder_newer"),
    ("half restored", half_restored, EnvironmentFailed, "folder_half_restored"),
    ("no label", no_label, Refused, "folder_missing"),
    ("label is no JSON", write_label(b"{"), EnvironmentFailed, "folder_label_damaged"),
    ("label is a list", write_label(b"[1]"), EnvironmentFailed, "folder_label_damaged"),
    ("label is not text", write_label(b"\xff\xfe\x00"), EnvironmentFailed, "folder_label_damaged"),
    ("label lacks a key", write_label(b'{"format": 1}'), EnvironmentFailed, "folder_label_damaged"),
    ("format is no number", relabel(format="x"), EnvironmentFailed, "folder_label_damaged"),
    ("format is nothing", relabel(format=None), EnvironmentFailed, "folder_label_damaged"),
    ("another check", relabel(check="0" * 16), EnvironmentFailed, "key_other"),
    ("other key", other_key, EnvironmentFailed, "key_other"),
    ("no key", no_key, EnvironmentFailed, "key_missing"),
    ("database missing", no_database, Broken, "database_missing"),
    ("other database", other_database, Broken, "database_damaged"),
    ("database cut", cut_database, Broken, "database_damaged"),
    ("database empty", empty_database, Broken, ""),
]


@pytest.mark.parametrize(("damage", "trouble", "code"), [row[1:] for row in NOT_OURS], ids=[row[0] for row in NOT_OURS])
def test_a_folder_that_cannot_be_opened(
    station: Station, damage: Callable[[Station], None], trouble: type[Trouble], code: str
) -> None:
    station.close()
    damage(station)
    before = contents(station.folder)
    with pytest.raises(trouble) as caught:
        stations.open_desk(station.parts, station.folder)
    assert code in ("", caught.value.code)
    if code:
        assert contents(station.folder) == before
    folder = Folder(station.folder)
    folder.hold()
    folder.release()


def test_no_folder_at_all(tmp_path: Path) -> None:
    known = parts(tmp_path / "keys", SetClock())
    with pytest.raises(Refused, match="folder_missing"):
        stations.open_desk(known, tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_use_by_another_process(station: Station) -> None:
    station.close()
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from desktop.store.folder import Folder
        Folder(Path(sys.argv[1])).hold()
        print("held", flush=True)
        sys.stdin.read()
        """
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(station.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert other.stdout is not None
    with other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentFailed, match="folder_in_use"):
            stations.open_desk(station.parts, station.folder)
        with pytest.raises(EnvironmentFailed, match="folder_in_use"):
            stations.restore(station.parts, station.folder, backup_of(station), None)
        other.kill()
        other.wait(10)
    station.take(stations.open_desk(station.parts, station.folder))
    assert station.faults() == []


def backup_of(station: Station) -> Path:
    """A file that is at least a backup's header, for what is refused before it is read further."""
    place = station.folder.parent / "b.qyb"
    head = b'{"digest": "", "facts": 0, "format": 1, "head": "", "made": 0, "wrapped": ""}'
    place.write_bytes(b"QYB1" + len(head).to_bytes(4, "big") + head)
    return place


def test_a_folder_in_use_in_this_process(station: Station) -> None:
    with pytest.raises(EnvironmentFailed, match="folder_in_use"):
        stations.open_desk(station.parts, station.folder)
    assert station.faults() == []


def test_what_a_kill_left_beside_the_database_is_cleared(station: Station) -> None:
    """Copies of the database are personal data; a broken-off backup or check leaves none for good."""
    station.close()
    left = [f"{DATABASE}.copy", f"{DATABASE}.copy-wal", f"{DATABASE}.replay", "coming.db", "coming.db-shm"]
    for name in left:
        (station.folder / name).write_bytes(b"left")
    station.take(stations.open_desk(station.parts, station.folder))
    assert not {file.name for file in station.folder.iterdir()} & set(left)


# --- making one ----------------------------------------------------------------


def test_a_folder_is_made_once(station: Station) -> None:
    station.close()
    before = contents(station.folder)
    with pytest.raises(Refused, match="folder_taken"):
        stations.create(station.parts, station.folder, role="station", name="又一个", community=COMMUNITY)
    assert contents(station.folder) == before


def test_a_lost_label_does_not_cost_the_key(station: Station) -> None:
    """`init` on a folder whose label is gone must not write a new key over the database's."""
    station.close()
    label = (station.folder / LABEL).read_bytes()
    (station.folder / LABEL).unlink()
    before, known = contents(station.folder), contents(station.folder.parent / "keys")
    with pytest.raises(Refused, match="folder_taken"):
        stations.create(station.parts, station.folder, role="station", name="又一个", community=COMMUNITY)
    assert contents(station.folder) == before
    assert contents(station.folder.parent / "keys") == known
    (station.folder / LABEL).write_bytes(label)
    station.take(stations.open_desk(station.parts, station.folder))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "site_name_empty"),
        ({"name": " \u3000\t"}, "site_name_empty"),
        ({"name": "泉" * 200}, "site_name_too_long"),
        ({"community": "370102005999"}, "community_unknown"),
        ({"community": "370102"}, "community_unknown"),
        ({"community": ""}, "community_unknown"),
    ],
)
def test_a_refused_folder_is_not_made(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    known = parts(tmp_path / "keys", SetClock())
    given = {"role": "station", "name": "驿站", "community": COMMUNITY} | changes
    with pytest.raises(Refused, match=code):
        stations.create(known, tmp_path / "data", **given)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_whose_making_failed_can_be_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = parts(tmp_path / "keys", SetClock())

    def fail(*_: object) -> None:
        raise EnvironmentFailed("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "write_label", fail)
        with pytest.raises(EnvironmentFailed, match="disk_full"):
            stations.create(known, tmp_path / "data", role="station", name="驿站", community=COMMUNITY)
    made = stations.create(known, tmp_path / "data", role="station", name="驿站", community=COMMUNITY)
    assert made.desk.place.name == "驿站"
    made.desk.close()


def test_a_folder_under_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    known = parts(tmp_path / "keys", SetClock())
    with pytest.raises(EnvironmentFailed, match="folder_unusable"):
        stations.create(known, tmp_path / "file" / "data", role="station", name="驿站", community=COMMUNITY)


def test_a_merchant_has_no_community(tmp_path: Path) -> None:
    known = parts(tmp_path / "keys", SetClock())
    made = stations.create(known, tmp_path / "data", role="merchant", name="泉香快餐")
    assert (made.desk.place.role, made.desk.place.community) == ("merchant", "")
    made.desk.close()


def test_two_stations_share_nothing(make_station: MakeStation, tmp_path: Path) -> None:
    known = parts(tmp_path / "keys", SetClock())
    one = stations.create(known, tmp_path / "one", role="station", name="驿站", community=COMMUNITY)
    two = stations.create(known, tmp_path / "two", role="station", name="驿站", community=COMMUNITY)
    assert one.desk.store.device != two.desk.store.device
    assert one.desk.place.site != two.desk.place.site
    assert one.desk.secrets.database != two.desk.secrets.database
    assert one.recovery != two.recovery
    one.desk.close()
    two.desk.close()


# --- the key file, where there is no keyring ------------------------------------


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(keyring, "get_password", none)
    monkeypatch.setattr(keyring, "set_password", none)


@pytest.mark.usefixtures("no_keyring")
def test_the_key_file_is_the_owners_alone(tmp_path: Path) -> None:
    made = Secrets(b"\x01" * 32, b"\x02" * 32)
    keys.save(tmp_path, "name", made)
    place = tmp_path / keys.FILE
    assert place.stat().st_mode & 0o777 == 0o600
    assert keys.load(tmp_path, "name") == made
    assert [file.name for file in tmp_path.iterdir()] == [keys.FILE]


@pytest.mark.usefixtures("no_keyring")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "key_missing"),
        (b"", "key_damaged"),
        (b"\xff\x00", "key_damaged"),
        (b"[]", "key_damaged"),
        (b"{}", "key_damaged"),
        (b'{"seed": "00", "database": "zz"}', "key_damaged"),
        (b'{"seed": "00", "database": "00"}', "key_damaged"),
        (b'{"seed": 1, "database": null}', "key_damaged"),
    ],
)
def test_a_key_file_that_is_none(tmp_path: Path, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / keys.FILE).write_bytes(data)
    with pytest.raises(EnvironmentFailed, match=code):
        keys.load(tmp_path, "name")
