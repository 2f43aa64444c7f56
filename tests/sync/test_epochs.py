"""Epochs: no history is ever written over, whatever was copied, restored or lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.core.errors import Refused
from desktop.core.site import SiteCreated
from desktop.services import station as stations
from desktop.store import membership
from desktop.store.folder import END
from tests.integration.conftest import MakeStation
from tests.stations import FileKeys, Station, Template, parts
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.hub_journal import HubJournal
from tests.sync.small_hub import SmallHub


def test_a_restored_backup_loses_and_overwrites_nothing(town: Town, tmp_path: Path) -> None:
    station = town.station()
    devices.sync(station)
    station.office.upkeep.back_up(tmp_path / "backup.qyb")
    gone = set(devices.visit(station, 20))
    devices.sync(station)
    station.close()
    station.take(stations.restore(station.parts, station.folder, tmp_path / "backup.qyb", None))
    kept = set(devices.visit(station, 20))
    done = devices.sync(station)
    assert done.waiting == 0
    assert [reason for _, reason in devices.epochs(station)] == ["init", "restore"]
    assert _visits(town.hub) == gone | kept
    assert len(gone | kept) == 40
    assert {epoch for _, epoch in town.hub.state.logs} == {epoch for epoch, _ in devices.epochs(station)}
    station.reopen()
    assert len(devices.epochs(station)) == 2
    assert station.faults() == []


def test_another_machine_is_a_new_device_and_joins_again(town: Town, tmp_path: Path) -> None:
    """What the first machine wrote and never sent cannot be signed by the second, and is counted apart."""
    station = town.station()
    devices.sync(station)
    unsent = devices.visit(station, 3)
    station.office.upkeep.back_up(tmp_path / "backup.qyb")
    there = parts(tmp_path / "other-keys", station.clock)
    desk = stations.restore(there, tmp_path / "other", tmp_path / "backup.qyb", station.recovery)
    other = Station(there, tmp_path / "other", station.clock, desk, station.recovery)
    try:
        assert other.desk.store.device != station.desk.store.device
        with pytest.raises(Refused) as refused:
            devices.sync(other)
        assert refused.value.code == "hub_none"
        devices.join(other, town.hub, town.url)
        new = devices.visit(other, 2)
        done = devices.sync(other)
        assert other.office.upkeep.status()["cannot_send"] == 3
        assert done.waiting == 3
        assert _visits(town.hub) == set(new)
        devices.sync(station)
        done = devices.sync(other)
        assert other.office.upkeep.status()["cannot_send"] == done.waiting == 0
        assert _visits(town.hub) == {*unsent, *new}
        assert other.faults() == []
    finally:
        other.close()


def test_what_the_first_machine_still_wrote_comes_back_by_the_feed(town: Town, tmp_path: Path) -> None:
    station = town.station()
    station.office.upkeep.back_up(tmp_path / "backup.qyb")
    later = devices.visit(station, 5)
    devices.sync(station)
    there = parts(tmp_path / "other-keys", station.clock)
    desk = stations.restore(there, tmp_path / "other", tmp_path / "backup.qyb", station.recovery)
    other = Station(there, tmp_path / "other", station.clock, desk, station.recovery)
    try:
        devices.join(other, town.hub, town.url)
        devices.sync(other)
        assert {row[0] for row in other.rows("SELECT fact FROM visits")} == set(later)
        assert other.faults() == []
        other.reopen()
        assert len(devices.epochs(other)) == 2
    finally:
        other.close()


def test_a_database_behind_its_last_acknowledgement_opens_a_new_epoch(town: Town, tmp_path: Path) -> None:
    station = town.station()
    devices.sync(station)
    station.close()
    shutil.copy(station.database, tmp_path / "older.db")
    station.reopen()
    first = set(devices.visit(station, 20))
    devices.sync(station)
    station.close()
    shutil.copy(tmp_path / "older.db", station.database)
    station.reopen()
    assert [reason for _, reason in devices.epochs(station)] == ["init", "behind"]
    second = set(devices.visit(station, 20))
    devices.sync(station)
    assert _visits(town.hub) == first | second
    assert len(first | second) == 40
    station.reopen()
    assert len(devices.epochs(station)) == 2
    assert all(len(branches) == 1 for branches in town.hub.state.logs.values())
    assert station.faults() == []


def test_a_whole_folder_put_back_is_noticed_by_what_stands_beside_the_key(town: Town, tmp_path: Path) -> None:
    station = town.station()
    devices.sync(station)
    station.close()
    shutil.copytree(station.folder, tmp_path / "older")
    station.reopen()
    devices.visit(station)
    devices.sync(station)
    station.close()
    shutil.rmtree(station.folder)
    shutil.copytree(tmp_path / "older", station.folder)
    assert (station.folder / END).exists()
    station.reopen()
    assert [reason for _, reason in devices.epochs(station)] == ["init", "behind"]


def test_a_database_that_has_its_last_acknowledgement_goes_on(town: Town) -> None:
    station = town.station()
    devices.visit(station)
    devices.sync(station)
    devices.visit(station)
    station.reopen()
    station.reopen()
    assert [reason for _, reason in devices.epochs(station)] == ["init"]


def test_two_machines_with_one_key_are_told_apart_at_first_contact(town: Town, make_station: MakeStation) -> None:
    one = town.station()
    devices.sync(one)
    two = clone(one, make_station)
    ours, theirs = set(devices.visit(one, 20)), set(devices.visit(two, 20))
    devices.sync(one)
    devices.sync(two)
    assert [reason for _, reason in devices.epochs(one)] == ["init"]
    assert [reason for _, reason in devices.epochs(two)] == ["init", "fork"]
    assert _visits(town.hub) == ours | theirs
    assert len(ours | theirs) == 40
    for station in (one, two):
        more = devices.visit(station, 2)
        assert devices.sync(station).waiting == 0
        assert set(more) <= _visits(town.hub)
        assert station.faults() == []
    assert devices.all_at_hub(town.hub, one, two)


def test_machines_that_parted_before_they_joined(town: Town, make_station: MakeStation) -> None:
    """More than a batch apart: the second one finds where its log parted."""
    one = town.alone()
    two = clone(one, make_station)
    for station in (one, two):
        with station.desk.store.write():
            devices.visit(station, 1_200)
        devices.join(station, town.hub, town.url)
        devices.sync(station)
    assert [reason for _, reason in devices.epochs(two)] == ["init", "fork"]
    assert len(_visits(town.hub)) == 2_400
    assert devices.stands(two).waiting == 0


def test_the_hub_restored_to_yesterday_gets_all_of_it_again(town: Town) -> None:
    station = town.station()
    devices.visit(station, 5)
    devices.sync(station)
    yesterday, epoch = town.hub.backup(), town.hub.state.epoch
    devices.visit(station, 5)
    devices.sync(station)
    town.hub.restore(yesterday)
    devices.visit(station)
    devices.sync(station)
    assert town.hub.state.epoch != epoch
    assert devices.stands(station).waiting == 0
    assert devices.all_at_hub(town.hub, station)


def test_a_restored_hub_is_noticed_without_anything_new_to_send(town: Town) -> None:
    station = town.station()
    devices.sync(station)
    yesterday = town.hub.backup()
    devices.visit(station, 5)
    devices.sync(station)
    town.hub.restore(yesterday)
    done = devices.sync(station)
    assert devices.all_at_hub(town.hub, station)
    assert done.waiting == 0
    assert station.office.hub.page(station.by).agrees is True


def test_a_hub_restored_to_before_its_present_epoch_is_told(town: Town) -> None:
    """A device that knows a later epoch of the hub has nothing to send in it: its receipt says that there was one."""
    one, two = town.station(), town.station()
    devices.sync(one)
    devices.sync(two)
    older = town.hub.backup()
    devices.visit(one, 5)
    devices.sync(one)
    town.hub.restore(older)
    devices.sync(one)
    devices.sync(two)
    town.hub.restore(older)
    devices.sync(two)
    devices.sync(one)
    devices.sync(two)
    assert devices.stands(one).waiting == devices.stands(two).waiting == 0
    assert devices.all_at_hub(town.hub, one, two)


def test_a_hub_that_has_forgotten_the_device_is_shown_its_certificate(town: Town) -> None:
    empty = town.hub.backup()
    station = town.station()
    devices.visit(station, 5)
    devices.sync(station)
    town.hub.restore(empty)
    devices.visit(station)
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)
    assert devices.stands(station).waiting == 0


def test_receipts_of_an_epoch_that_is_over_do_not_count(town: Town) -> None:
    """Between the moment the new hub epoch is known and the second push, nothing is called acknowledged."""
    station = town.station()
    devices.visit(station, 5)
    devices.sync(station)
    with station.desk.store.write() as txn:
        assert membership.take_epoch(txn, "0" * 16)
    assert devices.stands(station).acknowledged == 0


def test_joining_another_hub_sends_everything_there(town: Town) -> None:
    station = town.station()
    HubJournal(town.hub).append(SiteCreated("station", "曲水亭", "370102005001"))
    devices.visit(station, 3)
    devices.sync(station)
    assert station.rows("SELECT name FROM sites") == [("曲水亭",)]
    other = SmallHub()
    try:
        devices.join(station, other, other.serve(), devices.OTHER_SITE)
        assert devices.stands(station).acknowledged == 0
        devices.visit(station)
        devices.sync(station)
        assert devices.all_at_hub(other, station)
        assert station.entries()[-1].site == devices.OTHER_SITE
        assert station.faults() == []
    finally:
        other.close()


def clone(station: Station, make_station: MakeStation) -> Station:
    """The disk copied to a second machine: the same key, the same log."""
    station.close()
    copied = make_station(of=Template(station.folder.parent, station.recovery, station.clock.now()))
    station.take(stations.open_desk(station.parts, station.folder, synchronous="NORMAL"))
    assert isinstance(copied.parts.keyring, FileKeys)
    return copied


def _visits(hub: SmallHub) -> set[str]:
    """Facts of visits that the hub holds."""
    entries = [
        json.loads(data) for branches in hub.state.logs.values() for branch in branches for data, _ in branch.entries
    ]
    return {entry["id"] for entry in entries if entry["kind"] == "visit.recorded"}
