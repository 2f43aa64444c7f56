"""A batch that the hub refuses for good holds up nothing but what stands behind it in its own log."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core import batch
from desktop.services import station as stations
from desktop.store.membership import take_epoch
from desktop.store.outbox import refused, sendable
from tests.stations import Station
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.small_hub import Answer, SmallHub


def refuse(hub: SmallHub, seq: int, epoch: str, answer: Answer) -> None:
    """The hub refuses every batch that holds this entry."""
    store = hub._store

    def odd(header: batch.Header, given: list[tuple[bytes, str]]) -> Answer:
        if header.epoch == epoch and header.first <= seq <= header.last:
            return answer
        return store(header, given)

    hub._store = odd  # type: ignore[method-assign]


@pytest.mark.parametrize("answer", [(400, {"error": "entry_wrong"}), (413, {"error": "too_large"})])
def test_the_one_entry_is_found_and_what_stands_before_it_goes(town: Town, answer: Answer) -> None:
    station = town.station()
    devices.visit(station, 20)
    epoch = station.desk.store.head.epoch
    refuse(town.hub, 9, epoch, answer)
    devices.sync(station)
    last = station.desk.store.head.seq
    assert devices.stands(station).acknowledged == 8
    assert devices.stands(station).waiting == last - 8
    assert station.office.hub.page(station.by).rounds[0].outcome == "hub_refused"
    assert _refused(station) == {epoch: 9}


def test_it_is_not_sent_again_as_it_is(town: Town) -> None:
    station = town.station()
    refuse(town.hub, 2, station.desk.store.head.epoch, (422, {"error": "entry_wrong"}))
    devices.sync(station)
    served = len(town.hub.served)
    devices.visit(station)
    devices.sync(station)
    assert "/v1/batches" not in town.hub.served[served:]
    with station.desk.store.read() as connection:
        assert sendable(connection, station.desk.store.device) == []
    with station.desk.store.write() as txn:
        assert take_epoch(txn, "0" * 16)
    assert _refused(station) == {}


def test_a_later_epoch_goes_all_the_same(town: Town, tmp_path: Path) -> None:
    station = town.station()
    old = station.desk.store.head.epoch
    station.office.upkeep.back_up(tmp_path / "backup.qyb")
    station.close()
    station.take(stations.restore(station.parts, station.folder, tmp_path / "backup.qyb", None))
    facts = devices.visit(station, 3)
    refuse(town.hub, 1, old, (400, {"error": "entry_wrong"}))
    devices.sync(station)
    assert len(facts) == 3
    assert len(town.hub.state.logs[station.desk.store.device, station.desk.store.head.epoch][0].entries) == 4
    assert (station.desk.store.device, old) not in town.hub.state.logs


def _refused(station: Station) -> dict[str, int]:
    with station.desk.store.read() as connection:
        return refused(connection)
