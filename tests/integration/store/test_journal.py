"""The journal on disk: all of an act or nothing of it, the bytes as they were written, snapshots for readers."""

from __future__ import annotations

import hashlib
import threading
from uuid import UUID

import pytest

from desktop.core import canonical
from desktop.core import entry as entries
from desktop.core.entry import THE_APP
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.site import MerchantAdded
from desktop.core.visit import VisitRecorded
from desktop.store.journal import Head, Store, Txn, read_head
from tests.integration.conftest import MakeStation
from tests.stations import MINUTE, Station, raw_connection

DAY = "2026-11-16"


def merchant(txn: Txn, name: str) -> entries.Entry:
    return txn.append(MerchantAdded(str(UUID(int=len(name))), name), day=DAY, by=THE_APP)


def stored_head(store: Store) -> Head | None:
    with store.database.read() as connection:
        return read_head(connection, store.device)


def test_an_append_moves_the_head_and_chains(station: Station) -> None:
    store = station.desk.store
    before = store.head
    with store.write() as txn:
        first = merchant(txn, "一")
        second = merchant(txn, "二二")
        assert store.head == before, "the head is that of what was committed"
    assert (first.seq, second.seq) == (before.seq + 1, before.seq + 2)
    assert first.prev == before.hash
    assert second.prev == entries.hash_of(entries.to_bytes(first))
    assert store.head.hash == entries.hash_of(entries.to_bytes(second))
    assert store.head == stored_head(store)
    assert station.faults() == []


def test_a_rollback_leaves_nothing_and_the_head_where_it_was(station: Station) -> None:
    store = station.desk.store
    before, journal = store.head, station.journal()

    def act() -> None:
        with store.write() as txn:
            merchant(txn, "一")
            txn.execute("INSERT INTO settings (name, value) VALUES ('x', 'y')")
            raise Refused("changed_my_mind")

    with pytest.raises(Refused, match="changed_my_mind"):
        act()
    assert store.head == before == stored_head(store)
    assert station.journal() == journal
    assert station.rows("SELECT 1 FROM merchants") == []
    assert station.rows("SELECT 1 FROM settings WHERE name = 'x'") == []
    with store.write() as txn:
        assert merchant(txn, "二").seq == before.seq + 1
    assert station.faults() == []


def test_a_kill_signal_in_an_act_rolls_it_back_too(station: Station) -> None:
    store, before = station.desk.store, station.desk.store.head

    def act() -> None:
        with store.write() as txn:
            merchant(txn, "一")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act()
    assert store.head == before == stored_head(store)


def test_a_nested_write_joins_the_outer_one(station: Station) -> None:
    store, before = station.desk.store, station.desk.store.head
    with store.write() as outer:
        merchant(outer, "一")
        with store.write() as inner:
            assert inner is outer
            merchant(inner, "二二")
        with raw_connection(station.database, station.key) as other:
            assert other.execute("SELECT max(seq) FROM journal").fetchone()[0] == before.seq, "not yet committed"
        merchant(outer, "三三三")
    assert store.head.seq == before.seq + 3
    assert station.faults() == []


def test_a_nested_write_that_fails_takes_the_outer_one_with_it(station: Station) -> None:
    store, before = station.desk.store, station.desk.store.head

    def act() -> None:
        with store.write() as outer:
            merchant(outer, "一")
            with store.write() as inner:
                merchant(inner, "二二")
                raise Refused("no")

    with pytest.raises(Refused, match="no"):
        act()
    assert store.head == before == stored_head(store)


def test_reading_inside_an_act_sees_what_it_wrote(station: Station) -> None:
    with station.desk.store.write() as txn:
        merchant(txn, "一")
        assert station.rows("SELECT name FROM merchants") == [("一",)]


def test_readers_see_a_snapshot_while_a_write_is_open_in_another_thread(station: Station) -> None:
    store = station.desk.store
    written, seen = threading.Event(), threading.Event()
    trouble: list[BaseException] = []

    def write() -> None:
        try:
            with store.write() as txn:
                merchant(txn, "一")
                written.set()
                assert seen.wait(10)
        except BaseException as error:
            trouble.append(error)
            raise

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(10)
    assert station.rows("SELECT count(*) FROM merchants") == [(0,)], "another thread's act is not seen half-way"
    with store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM merchants").scalar_one() == 0
        seen.set()
        writer.join(10)
        assert connection.exec_driver_sql("SELECT count(*) FROM merchants").scalar_one() == 0, "one snapshot"
    assert station.rows("SELECT count(*) FROM merchants") == [(1,)]
    assert trouble == []


def test_readers_cannot_write(station: Station) -> None:
    with pytest.raises(EnvironmentFailed, match="disk_failed"), station.desk.store.database.read() as connection:
        connection.exec_driver_sql("DELETE FROM journal")


def test_two_threads_append_one_after_the_other(station: Station) -> None:
    before = station.desk.store.head.seq

    def count(group: str) -> None:
        for _ in range(25):
            station.office.visits.anonymous(station.by, group, ["rest"])

    threads = [threading.Thread(target=count, args=(group,)) for group in ("courier", "truck_driver")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert station.desk.store.head.seq == before + 50
    assert station.faults() == []


def test_a_check_and_a_backup_hold_up_no_append(station: Station) -> None:
    """`verify` and `back_up` run beside the counter: neither breaks the other's transaction."""
    stop, trouble = threading.Event(), []

    def look_after() -> None:
        try:
            for number in range(6):
                assert station.office.upkeep.verify().ok
                station.office.upkeep.back_up(station.folder.parent / f"{number}.qyb")
        except BaseException as error:
            trouble.append(error)
        finally:
            stop.set()

    keeper = threading.Thread(target=look_after)
    keeper.start()
    made = 0
    while not stop.is_set():
        station.office.visits.anonymous(station.by, "courier", ["rest", "medicine"])
        made += 1
    keeper.join(30)
    assert trouble == []
    assert made > 0
    assert len(station.entries("visit.recorded")) == len(station.entries("medicine.used")) == made
    assert station.faults() == []


def test_a_locked_file_is_said_and_nothing_is_kept(make_station: MakeStation, monkeypatch: pytest.MonkeyPatch) -> None:
    station = make_station()
    station.desk.store.database.writer.exec_driver_sql("PRAGMA busy_timeout = 50")
    before = station.desk.store.head
    other = raw_connection(station.database, station.key)
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFailed, match="database_busy"):
        station.office.visits.anonymous(station.by, "courier", ["rest"])
    other.execute("ROLLBACK")
    other.close()
    assert station.desk.store.head == before
    station.office.visits.anonymous(station.by, "courier", ["rest"])
    assert station.faults() == []


def test_bytes_are_stored_as_hashed_and_read_strictly(station: Station) -> None:
    rider = station.register("牛𬱖📦")
    station.office.visits.by_card(station.by, rider.card, ["rest", "medicine"])
    rows = station.rows("SELECT seq, fact, kind, hash, data FROM journal ORDER BY arrived")
    for seq, fact, kind, digest, data in rows:
        read = entries.from_bytes(data)
        assert hashlib.sha256(data).digest() == digest
        assert (read.seq, UUID(read.id).bytes, read.kind) == (seq, fact, kind)
        assert entries.to_bytes(read) == data == canonical.encode(read)
    assert list(station.office.upkeep.facts()) == [row[4] for row in rows]
    before = station.journal()
    station.office.visits.by_search(station.by, rider.rider, ["water"])
    station.clock.pass_by(40 * MINUTE)
    station.office.visits.by_search(station.by, rider.rider, ["water"])
    station.office.upkeep.rebuild()
    station.reopen()
    assert station.journal()[: len(before)] == before
    assert len(station.journal()) == len(before) + 2


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b" " + data,
        lambda data: data.replace(b'"seq":', b'"seq": '),
        lambda data: data.replace(b'"at":', b'"at":1,"at":', 1),
        lambda data: data.replace(b'"v":1', b'"v":1.0'),
        lambda data: data.replace(b'"v":1', b'"v":1,"w":1'),
        lambda data: data[:-1],
        lambda data: data.replace("曲".encode(), b"\\u66f2"),
    ],
)
def test_another_spelling_of_an_entry_is_no_entry(station: Station, change: object) -> None:
    data = next(data for data in station.journal() if b"site.created" in data)
    altered = change(data)  # type: ignore[operator]
    assert altered != data
    with pytest.raises(entries.BadEntry):
        entries.from_bytes(altered)


def test_facts_by_kind_and_after_a_number(station: Station) -> None:
    rider = station.register()
    station.office.visits.by_card(station.by, rider.card, ["rest"])
    all_of_them = list(station.office.upkeep.facts())
    assert all_of_them == station.journal()
    assert list(station.office.upkeep.facts(after=len(all_of_them))) == []
    assert list(station.office.upkeep.facts(after=2)) == all_of_them[2:]
    assert [entries.from_bytes(data).kind for data in station.office.upkeep.facts("visit.recorded")] == [
        VisitRecorded.KIND
    ]
    with pytest.raises(Refused, match="fact_kind_unknown"):
        list(station.office.upkeep.facts("visit.invented"))
    assert list(station.office.upkeep.facts(after=10_000)) == []
