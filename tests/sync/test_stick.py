"""The stick: the same facts, once, whether they go by stick, by network, or both at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.stick import BadStick
from desktop.sync import stick
from tests.stations import Station
from tests.sync import devices
from tests.sync.conftest import Town


def pack(station: Station, place: Path) -> bytes:
    stick.pack(devices.line(station), place)
    return place.read_bytes()


def unpack(station: Station, data: bytes, place: Path) -> int:
    place.write_bytes(data)
    return stick.unpack(devices.line(station), place).acknowledged


def test_there_and_back(town: Town, tmp_path: Path) -> None:
    station = town.station()
    station.register("马向阳")
    devices.visit(station, 4)
    before = devices.stands(station)
    packed = stick.pack(devices.line(station), tmp_path / "out.qys")
    assert (packed.facts, packed.first, packed.last) == (before.captured, 1, before.captured)
    assert devices.stands(station) == before
    answer = town.hub.accept((tmp_path / "out.qys").read_bytes())
    assert unpack(station, answer, tmp_path / "in.qya") == before.captured
    assert devices.all_at_hub(town.hub, station)
    assert {row[0] for row in station.rows("SELECT hash FROM sheets")} <= town.hub.state.whole
    assert stick.pack(devices.line(station), tmp_path / "more.qys").first is None
    assert station.faults() == []


def test_nothing_in_the_file_is_readable(town: Town, tmp_path: Path) -> None:
    station = town.station()
    station.register("马向阳", phone="13987654321")
    data = pack(station, tmp_path / "out.qys")
    for plain in ("马向阳", "13987654321", "delivery_rider", "rider.registered"):
        assert plain.encode() not in data


def test_by_stick_and_by_network_at_once(town: Town, tmp_path: Path) -> None:
    station = town.station()
    devices.visit(station, 4)
    data = pack(station, tmp_path / "out.qys")
    devices.visit(station, 2)
    devices.sync(station)
    answer = town.hub.accept(data)
    devices.visit(station, 1)
    devices.sync(station)
    before = devices.stands(station)
    unpack(station, answer, tmp_path / "in.qya")
    unpack(station, answer, tmp_path / "in.qya")
    assert devices.stands(station) == before
    assert town.hub.accept(data)
    assert devices.all_at_hub(town.hub, station)


def test_a_stick_that_was_cut_short_brings_what_came(town: Town, tmp_path: Path) -> None:
    station = town.station()
    with station.desk.store.write():
        devices.visit(station, 1_500)
    data = pack(station, tmp_path / "out.qys")
    answer = town.hub.accept(data[: len(data) * 3 // 4])
    unpack(station, answer, tmp_path / "in.qya")
    assert 0 < devices.stands(station).waiting < 1_500
    assert station.office.hub.page(station.by).rounds[0].outcome == "stick_cut"
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)


def test_an_answer_for_another_is_refused(town: Town, tmp_path: Path) -> None:
    one, two = town.station(), town.station()
    answer = town.hub.accept(pack(one, tmp_path / "out.qys"))
    with pytest.raises(Refused) as refused:
        unpack(two, answer, tmp_path / "in.qya")
    assert refused.value.code == "sealed_for_other"


def test_an_answer_that_the_hub_did_not_sign_is_refused(town: Town, tmp_path: Path) -> None:
    station = town.station()
    answer = town.hub.accept(pack(station, tmp_path / "out.qys"))
    at = answer.index(b'"whole":true}') + len(b'"whole":true}')
    broken = answer[:at] + bytes(64) + answer[at + 64 :]
    with pytest.raises(Refused) as refused:
        unpack(station, broken, tmp_path / "in.qya")
    assert refused.value.code == "not_a_stick"
    assert devices.stands(station).acknowledged == 0


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_damaged_answer_changes_nothing_it_should_not(town: Town, tmp_path: Path, part: float) -> None:
    station = town.station()
    devices.visit(station, 3)
    answer = bytearray(town.hub.accept(pack(station, tmp_path / "out.qys")))
    answer[int(len(answer) * part)] ^= 1
    with pytest.raises(Refused) as refused:
        unpack(station, bytes(answer), tmp_path / "in.qya")
    assert refused.value.code in ("sealed_for_other", "stick_damaged")
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)


class Cut(BaseException):
    """The power goes while the stick is written."""


def test_a_pack_that_is_cut_at_any_byte_leaves_the_file_before(town: Town, tmp_path: Path) -> None:
    station = town.station()
    devices.visit(station, 3)
    place = tmp_path / "out.qys"
    data = pack(station, place)

    def pieces(count: int) -> Iterator[bytes]:
        yield data[:count]
        raise Cut

    place.write_bytes(b"the one before")
    for count in range(len(data) + 1):
        with pytest.raises(Cut):
            stick._write(place, pieces(count))
        assert place.read_bytes() == b"the one before"
        assert [each.name for each in tmp_path.glob("out*")] == ["out.qys"]


def test_what_a_cut_pack_left_is_written_over_and_brings_nothing_twice(town: Town, tmp_path: Path) -> None:
    """A half file of another name, carried by mistake, before the whole one and after it, and the network between."""
    station = town.station()
    devices.visit(station, 3)
    place = tmp_path / "out.qys"
    data = pack(station, place)
    for count in range(0, len(data), 101):
        with contextlib.suppress(BadStick):
            town.hub.accept(data[:count])
    place.with_name("out.qys.new").write_bytes(data[: len(data) // 2])
    devices.visit(station)
    again = pack(station, place)
    assert [each.name for each in tmp_path.glob("out*")] == ["out.qys"]
    devices.sync(station)
    answer = town.hub.accept(again)
    with contextlib.suppress(BadStick):
        town.hub.accept(data[: len(data) // 2])
    unpack(station, answer, tmp_path / "in.qya")
    assert devices.stands(station).waiting == 0
    assert devices.all_at_hub(town.hub, station)


def test_a_full_stick_leaves_the_old_file(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    station = town.station()
    place = tmp_path / "out.qys"
    place.write_bytes(b"the one before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.sync.stick.os.fsync", full)
    with pytest.raises(EnvironmentFailed) as failed:
        stick.pack(devices.line(station), place)
    assert failed.value.code == "output_unwritable"
    assert place.read_bytes() == b"the one before"
    assert [each.name for each in tmp_path.glob("out*")] == ["out.qys"]


def test_a_stick_that_reads_back_other_bytes_is_told(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = town.station()
    place = tmp_path / "out.qys"

    def rot(_folder: Path) -> None:
        data = bytearray(place.read_bytes())
        data[-1] ^= 1
        place.write_bytes(data)

    monkeypatch.setattr("desktop.sync.stick.sync_folder", rot)
    with pytest.raises(EnvironmentFailed) as failed:
        stick.pack(devices.line(station), place)
    assert failed.value.code == "stick_unreadable"


def test_a_stick_of_an_older_hub_epoch_turns_nothing_back(town: Town, tmp_path: Path) -> None:
    """The hub was restored between the stick and its answer's way home."""
    station = town.station()
    devices.visit(station, 3)
    devices.sync(station)
    yesterday = town.hub.backup()
    devices.visit(station, 3)
    answer = town.hub.accept(pack(station, tmp_path / "out.qys"))
    unpack(station, answer, tmp_path / "in.qya")
    town.hub.restore(yesterday)
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)
    held = devices.stands(station)
    unpack(station, answer, tmp_path / "in.qya")
    assert devices.stands(station) == held
    assert station.rows("SELECT value FROM settings WHERE name = 'hub.epoch'") == [(town.hub.state.epoch,)]
    assert devices.sync(station).waiting == 0
