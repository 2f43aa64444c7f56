"""A restore never passes for what it continues, and brings nobody back who was forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.core import card, keys
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.rider import CardWithdrawn, RiderForgotten
from desktop.core.site import EpochOpened
from desktop.services import station as stations
from desktop.store import epoch, recovery, swap
from desktop.store.folder import DATABASE, RESTORING, Folder
from tests.integration.conftest import MakeStation
from tests.stations import HOUR, MINUTE, FileKeys, Station, parts, raw_connection


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours catches it but to let go of locks, as the system would."""


def back_up(station: Station) -> Path:
    place = station.folder.parent / "b.qyb"
    station.office.upkeep.back_up(place)
    return place


def restored(station: Station, file: Path, code: str | None = None) -> None:
    station.close()
    station.take(stations.restore(station.parts, station.folder, file, code))


def elsewhere(station: Station, file: Path, name: str = "elsewhere") -> Station:
    """The backup brought back on another machine, whose keyring knows nothing."""
    place = station.folder.parent.parent / name
    known = parts(place / "keys", station.clock)
    desk = stations.restore(known, place / "data", file, station.recovery)
    return Station(known, place / "data", station.clock, desk, station.recovery)


def epochs(station: Station) -> list[tuple[Any, ...]]:
    return station.rows("SELECT device, epoch, own FROM logs ORDER BY log")


def test_on_the_same_folder_a_new_epoch_continues_the_backup(station: Station) -> None:
    rider = station.register()
    file, before, journal = back_up(station), station.desk.store.head, station.journal()
    for _ in range(20):
        station.office.visits.anonymous(station.by, "courier", [])
    after = station.desk.store.head
    station.clock.pass_by(HOUR)
    restored(station, file)

    head = station.desk.store.head
    assert station.journal()[: len(journal)] == journal
    assert len(station.journal()) == len(journal) + 1
    (opened,) = station.entries(EpochOpened.KIND)[1:]
    assert opened.body["continues"] == {
        "device": before.device,
        "epoch": before.epoch,
        "seq": before.seq,
        "hash": before.hash,
        "high": before.high_water,
    }
    assert opened.body["reason"] == "restore"
    assert (opened.seq, opened.prev, opened.device) == (1, before.hash, before.device)
    assert head.epoch == opened.epoch not in {before.epoch, after.epoch}
    assert len(opened.epoch) == 16
    int(opened.epoch, 16)
    assert station.faults() == []
    assert station.office.visits.by_card(station.by, rider.card, []).outcome == "checked_in"
    assert station.entries()[-1].seq == 2
    station.reopen()
    assert station.desk.store.head.epoch == opened.epoch
    assert station.office.upkeep.status()["facts"] == len(station.journal())


def test_what_it_replaced_is_kept(station: Station) -> None:
    file = back_up(station)
    station.office.visits.anonymous(station.by, "courier", [])
    journal = station.journal()
    restored(station, file)
    (kept,) = station.folder.glob("replaced-*.db")
    with raw_connection(kept, station.key) as raw:
        assert [bytes(row[0]) for row in raw.execute("SELECT data FROM journal ORDER BY arrived")] == journal
    assert not list(station.folder.glob("coming*"))
    assert not (station.folder / RESTORING).exists()


def test_restored_twice_each_is_an_epoch_of_its_own(station: Station) -> None:
    file = back_up(station)
    restored(station, file)
    first = station.desk.store.head.epoch
    station.clock.pass_by(MINUTE)
    restored(station, file)
    assert station.desk.store.head.epoch != first
    again = back_up(station)
    station.clock.pass_by(MINUTE)
    restored(station, again)
    assert len(epochs(station)) == 3
    assert len(list(station.folder.glob("replaced-*.db"))) == 3
    assert station.faults() == []


def test_the_forgotten_stay_forgotten(station: Station) -> None:
    """What was destroyed after the backup is destroyed again, and the card no longer works."""
    kept, gone = station.register("张三"), station.register("李四光", phone="13800001111")
    file = back_up(station)
    station.office.people.forget(station.by, gone.rider, "本人要求")
    restored(station, file)
    assert station.rows("SELECT rider FROM persons") == [(kept.rider,)]
    assert station.office.people.find(station.by, "李四光") == ()
    assert station.office.people.find(station.by, "1111") == ()
    assert station.rows("SELECT 1 FROM sheets WHERE subject = ?", (gone.rider,)) == []
    assert station.office.visits.by_card(station.by, gone.card, []).outcome == "card_withdrawn"
    assert station.office.visits.by_card(station.by, kept.card, []).outcome == "checked_in"
    assert [entry.body["rider"] for entry in station.entries(RiderForgotten.KIND)] == [gone.rider]
    assert [entry.body["rider"] for entry in station.entries(CardWithdrawn.KIND)] == [gone.rider]
    assert station.faults() == []
    station.register("李四光", phone="13800001111")


def test_forgotten_before_the_backup_too(station: Station) -> None:
    gone = station.register("李四光")
    station.office.people.forget(station.by, gone.rider, "本人要求")
    file = back_up(station)
    restored(station, file)
    assert len(station.entries(RiderForgotten.KIND)) == 1
    assert station.rows("SELECT 1 FROM persons") == []
    assert station.faults() == []


def test_registered_and_forgotten_after_the_backup_is_unknown(station: Station) -> None:
    file = back_up(station)
    gone = station.register("李四光")
    station.office.people.forget(station.by, gone.rider, "本人要求")
    restored(station, file)
    assert station.entries(RiderForgotten.KIND) == []
    assert station.rows("SELECT 1 FROM persons") == []


def test_on_another_machine_it_is_a_new_device_and_old_cards_hold(station: Station) -> None:
    rider = station.register("马向阳")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    file, before = back_up(station), station.desk.store.head
    other = elsewhere(station, file)
    try:
        assert other.desk.store.device != station.desk.store.device
        assert other.desk.store.device == keys.DeviceKey(other.desk.secrets.seed).device
        assert other.desk.place == station.desk.place
        (opened,) = other.entries(EpochOpened.KIND)[1:]
        assert opened.device == other.desk.store.device
        assert opened.body["continues"] == {
            "device": before.device,
            "epoch": before.epoch,
            "seq": before.seq,
            "hash": before.hash,
            "high": before.high_water,
        }
        assert other.office.visits.by_card(other.by, rider.card, ["rest"]).outcome == "checked_in"
        other.clock.set("2026-11-16T12:00:00")
        assert other.office.meals.serve(other.by, rider.card, merchant).outcome == "served"
        new = other.register("新来的", phone="13711112222")
        read, trust = card.check(new.card, other.desk.issuers)
        assert (read.issuer, trust) == (other.desk.key.key_id, card.Trust.VERIFIED)
        assert other.office.people.reissue(other.by, rider.rider) != rider.card
        assert other.faults() == []
        other.reopen()
        assert other.faults() == []
        third = elsewhere(station, file, "a third")
        assert third.desk.store.device not in {station.desk.store.device, other.desk.store.device}
        third.close()
        # the two know nothing of each other's keys yet
        assert station.office.visits.by_card(station.by, new.card, []).outcome == "accepted_unverified"
    finally:
        other.close()


def test_on_another_machine_it_takes_the_code(station: Station) -> None:
    file = back_up(station)
    known = parts(station.folder.parent / "no keys", station.clock)
    place = station.folder.parent / "other"
    for code, refusal in (
        (None, "recovery_needed"),
        ("", "recovery_wrong"),
        (recovery.new_code(), "recovery_wrong"),
        (station.recovery[:-1], "recovery_wrong"),
        (station.recovery.replace("-", "")[:-1] + "U", "recovery_wrong"),
        ("驿" * 32, "recovery_wrong"),
    ):
        with pytest.raises(Refused, match=refusal):
            stations.restore(known, place, file, code)
        assert not (place / DATABASE).exists()
    typed = station.recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    desk = stations.restore(known, place, file, typed)
    desk.close()


def test_a_folder_whose_key_is_lost_is_restored_by_code(station: Station) -> None:
    rider, file, device = station.register(), back_up(station), station.desk.store.device
    station.close()
    for key in (station.folder.parent / "keys").iterdir():
        key.unlink()
    with pytest.raises(EnvironmentFailed, match="key_missing"):
        stations.restore(station.parts, station.folder, file, None)
    station.take(stations.restore(station.parts, station.folder, file, station.recovery))
    assert station.desk.store.device != device
    assert station.office.visits.by_card(station.by, rider.card, []).outcome == "checked_in"
    assert station.faults() == []


def test_a_folder_whose_label_is_damaged_is_restored_by_code(station: Station) -> None:
    file = back_up(station)
    station.close()
    (station.folder / "folder.json").write_bytes(b"\x00" * 40)
    with pytest.raises(EnvironmentFailed, match="folder_label_damaged"):
        stations.restore(station.parts, station.folder, file, None)
    station.take(stations.restore(station.parts, station.folder, file, station.recovery))
    assert station.faults() == []
    station.reopen()


def test_a_damaged_database_is_restored(station: Station) -> None:
    rider, file = station.register(), back_up(station)
    station.close()
    data = bytearray(station.database.read_bytes())
    data[100:20_000] = bytes(19_900)
    station.database.write_bytes(data)
    station.take(stations.restore(station.parts, station.folder, file, None))
    assert station.office.visits.by_card(station.by, rider.card, []).outcome == "checked_in"
    assert station.faults() == []


def test_a_lost_database_is_restored_although_its_log_still_lies_there(station: Station) -> None:
    """A log beside no database belongs to nothing; it must not be played into the restored one."""
    file = back_up(station)
    for _ in range(5):
        station.office.visits.anonymous(station.by, "courier", ["rest"])
    log = Path(f"{station.database}-wal")
    left = log.read_bytes()
    assert left
    station.close()
    log.write_bytes(left)
    station.database.unlink()
    station.take(stations.restore(station.parts, station.folder, file, None))
    assert station.faults() == []
    assert station.entries("visit.recorded") == []


# --- broken off -----------------------------------------------------------------

# Where a restore may be killed: each names what is about to happen.
STEPS = {
    "the database is moved away": (swap, "put_in_place"),
    "the key is kept": (FileKeys, "save"),
    "the label is written": (Folder, "write_label"),
    "the epoch begins": (epoch, "begin_epoch"),
    "the forgotten are forgotten again": (stations, "_forget_again"),
    "the folder is opened": (stations, "_opened"),
}


@pytest.mark.parametrize("with_code", [False, True], ids=["own key", "by code"])
@pytest.mark.parametrize("step", STEPS)
def test_a_broken_off_restore_says_so_and_can_be_done_again(
    station: Station, monkeypatch: pytest.MonkeyPatch, step: str, with_code: bool
) -> None:
    kept, gone = station.register("张三"), station.register("李四光")
    file, before = back_up(station), station.desk.store.head
    station.office.people.forget(station.by, gone.rider, "本人要求")
    replaced, key = station.journal(), station.key
    station.close()
    code = station.recovery if with_code else None

    def kill(*_args: object, **_named: object) -> None:
        raise Killed

    owner, name = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, kill)
        with pytest.raises(Killed):
            stations.restore(station.parts, station.folder, file, code)

    if (station.folder / RESTORING).exists():
        with pytest.raises(EnvironmentFailed, match="folder_half_restored"):
            stations.open_desk(station.parts, station.folder)
        # one that is refused in between changes nothing about that
        wrong = station.folder.parent / "wrong.qyb"
        wrong.write_bytes(file.read_bytes()[:-1])
        with pytest.raises(Exception, match="backup_damaged"):
            stations.restore(station.parts, station.folder, wrong, code)
        with pytest.raises(EnvironmentFailed, match="folder_half_restored"):
            stations.open_desk(station.parts, station.folder)
    else:
        assert step == "the folder is opened"

    station.take(stations.restore(station.parts, station.folder, file, code))
    assert station.faults() == []
    opened = station.entries(EpochOpened.KIND)[-1]
    assert opened.body["continues"]["hash"] == before.hash
    assert station.rows("SELECT rider FROM persons") == [(kept.rider,)]
    assert station.office.visits.by_card(station.by, gone.card, []).outcome == "card_withdrawn"
    assert station.office.visits.by_card(station.by, kept.card, []).outcome == "checked_in"
    assert not (station.folder / RESTORING).exists()
    if step != "the folder is opened":
        (kept_file,) = station.folder.glob("replaced-*.db")
        with raw_connection(kept_file, key) as raw:
            assert [bytes(row[0]) for row in raw.execute("SELECT data FROM journal ORDER BY arrived")] == replaced
    station.reopen()


def test_killed_between_moving_the_database_and_its_log(
    station: Station, monkeypatch: pytest.MonkeyPatch, make_station: MakeStation
) -> None:
    file = back_up(station)
    station.close()
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "coming.db":
            raise Killed
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(Killed):
            stations.restore(station.parts, station.folder, file, None)
    with pytest.raises(EnvironmentFailed, match="folder_half_restored"):
        stations.open_desk(station.parts, station.folder)
    station.take(stations.restore(station.parts, station.folder, file, None))
    assert station.faults() == []


def test_the_clock_may_be_behind_the_backup(station: Station) -> None:
    """A new machine whose clock is two hours slow: the facts after the restore are flagged all the same."""
    station.office.visits.anonymous(station.by, "courier", [])
    file = back_up(station)
    station.clock.pass_by(-2 * HOUR)
    restored(station, file)
    opened = station.entries(EpochOpened.KIND)[-1]
    assert station.rows("SELECT detail FROM flags WHERE fact = ?", (opened.id,)) == [(2 * HOUR,)]
    assert station.office.upkeep.status()["clock"] == "suspect"
    assert station.faults() == []


def test_cards_withdrawn_since_stay_withdrawn(station: Station) -> None:
    """A lost card must not come back to life; one that was issued and withdrawn since, neither."""
    lost, replaced = station.register("张三"), station.register("李四光")
    file = back_up(station)
    station.office.people.withdraw(station.by, lost.card)
    new = station.office.people.reissue(station.by, replaced.rider)
    station.office.people.withdraw(station.by, new)
    restored(station, file)
    for text in (lost.card, replaced.card, new):
        assert station.office.visits.by_card(station.by, text, []).outcome == "card_withdrawn"
    assert sorted(entry.body["reason"] for entry in station.entries(CardWithdrawn.KIND)) == ["lost", "lost", "replaced"]
    assert station.faults() == []
