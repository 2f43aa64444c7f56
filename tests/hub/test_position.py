"""A database that was put back behind the hub's back: what is kept beside the key tells, before a word is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.receipt import PREAMBLE, Receipt
from desktop.core.signed import sign
from hub.journal import hub_epoch
from hub.position import Keeper, place_of, position_in, read_position
from hub.projector import Projector
from hub.restored import Restored
from tests.hub.conftest import COMMUNITY, Hub, copy_database
from tests.hub.device import Device
from tests.hub.test_feed import known


def epoch_of(hub: Hub) -> str:
    with hub.parts.database.read() as session:
        return hub_epoch(session)


def reasons(hub: Hub) -> list[str]:
    with hub.parts.database.read() as session:
        rows = session.rows("SELECT data FROM journal WHERE kind = 'epoch.opened' ORDER BY number")
    return [bytes(row[0]).decode().partition('"reason":"')[2].partition('"')[0] for row in rows]


def enrol(hub: Hub) -> None:
    hub.run("enrol", "--station", "泉城路驿站", "--community", COMMUNITY)


def yesterday(hub: Hub, tmp_path: Path, request: pytest.FixtureRequest) -> Hub:
    Projector(hub.parts).all()
    return copy_database(hub, tmp_path / "yesterday", request)


def push(hub: Hub, device: Device) -> None:
    device.log.append({"n": 1}, kind="something.new")
    count = len(device.log.entries)
    data = device.log.batch(1 if count == 2 else count)
    assert isinstance(hub.parts.ingest.store(hub.parts.ingest.check(data)), bytes)


def test_its_own_journal_tells(hub: Hub, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    older = yesterday(hub, tmp_path, request)
    enrol(hub)
    Projector(hub.parts).all()
    before = epoch_of(hub)
    older.run("status")
    assert epoch_of(older) == before, "who only looks at a copy changes nothing"
    enrol(older)
    assert reasons(older) == ["init", "behind"]
    assert epoch_of(older) != before
    after = epoch_of(older)
    enrol(older)
    assert epoch_of(older) == after
    with older.parts.database.read() as session:
        first = session.row("SELECT epoch FROM journal WHERE kind = 'site.created' ORDER BY number DESC LIMIT 1")
    assert first[0] == after, "nothing was written under the epoch that is over"
    assert older.run("verify")["ok"] is True


def test_what_devices_sent_tells(hub: Hub, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The hub itself has decided nothing since: its own journal stands as it stood yesterday."""
    device = known(hub, 1)[0]
    older = yesterday(hub, tmp_path, request)
    push(hub, device)
    Projector(hub.parts).all()
    enrol(older)
    assert reasons(older) == ["init", "behind"]


def test_a_hub_that_goes_on_stays_in_its_epoch(hub: Hub) -> None:
    device = known(hub, 1)[0]
    for _ in range(2):
        push(hub, device)
        Projector(hub.parts).all()
        # beyond what was kept, as after a power cut in that second
        push(hub, device)
        enrol(hub)
    assert reasons(hub) == ["init"]


def test_a_push_keeps_nothing(hub: Hub) -> None:
    device = known(hub, 1)[0]
    Projector(hub.parts).all()
    kept = place_of(hub.key).stat()
    push(hub, device)
    assert place_of(hub.key).stat() == kept


@pytest.mark.parametrize("text", ["", "{", '{"epoch": 1}', "null"])
def test_what_cannot_be_read_tells_nothing(hub: Hub, text: str) -> None:
    place_of(hub.key).write_text(text)
    enrol(hub)
    assert reasons(hub) == ["init"]
    Projector(hub.parts).all()
    with hub.parts.database.read() as session:
        assert read_position(hub.key) == position_in(session)


def test_a_disk_that_refuses_holds_nothing_up(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    enrol(hub)
    with monkeypatch.context() as patched:
        patched.setattr("hub.position.os.fsync", full)
        assert Projector(hub.parts).all() > 0
        assert not Keeper(hub.parts).step()
    assert list(hub.key.parent.glob("*.position*")) == []
    assert Keeper(hub.parts).step()
    assert read_position(hub.key) is not None


def test_a_receipt_of_an_epoch_that_it_was_never_in_tells(hub: Hub) -> None:
    """It was restored to before that epoch began."""

    def shown(named: str) -> str:
        document = Receipt(1, hub.parts.keys.id, named, "d", "e", 1, "0" * 64, 1, "")
        return Restored(hub.parts).look(sign(hub.parts.keys.device, PREAMBLE, document))

    first = epoch_of(hub)
    second = shown("ab" * 8)
    assert second == epoch_of(hub) != first
    assert shown(first) == second, "an epoch that is over says nothing"
    assert reasons(hub) == ["init", "restore"]
