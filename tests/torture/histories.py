"""Histories that are put back: a backup restored, a disk copied, the hub restored to yesterday. Nothing that was
written is lost, and nothing is there twice.
"""

from __future__ import annotations

import atexit
import contextlib
import random
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from desktop.core import batch, feed
from desktop.core.keys import DeviceKey
from tests.out import Measurement
from tests.stations import SetClock
from tests.sync.machines import SITE, Machine, Notes, copy_of, make_template
from tests.sync.small_hub import Answer, Branch, SmallHub

SEED = b"\x21" * 32
MORE = 20
TIMES, FEW = 100, 3


class OneBranch(SmallHub):
    """Writes over what it holds under the same numbers."""

    def _store(self, header: batch.Header, given: list[tuple[bytes, str]]) -> Answer:
        branches = self.state.logs.setdefault((header.device, header.epoch), [Branch()])
        del branches[0].entries[header.first - 1 :]
        return super()._store(header, given)


class Unaware(SmallHub):
    """Never finds that it was restored."""

    def _receipt(self, body: bytes) -> Answer:
        return 200, {"hub_epoch": self.state.epoch}

    def _compare(self, device: str, ask: feed.Ask) -> feed.Compared:
        return feed.Compared(True, [], [])


class Forgetful(Notes):
    """Keeps nothing beside the key."""

    def note(self, folder: Path, name: str, text: str) -> None:
        return


def restored_backup_cloned_disk(*, few: bool = False) -> Measurement:
    """The value is the number of facts lost of the 40 of each history, half of them restored, half cloned; each must
    end under two names of a log's stretch, and the second machine learns of the fork at its first contact.
    """
    times = FEW if few else TIMES
    lost = odd = 0
    for number in range(times):
        for history in (_restored, _cloned):
            gone, well = history(SmallHub(SEED), Notes, number)
            lost += gone
            odd += not well
    control = sum(history(OneBranch(SEED), Forgetful, 1)[0] for history in (_restored, _cloned))
    return Measurement(
        value=lost,
        unit="facts lost",
        limit=0,
        holds=lost == 0 and odd == 0,
        n=2 * times * 2 * MORE,
        control={"what": "nothing beside the key, a hub with one branch", "lost": control, "fails": control > 0},
        more={"histories_that_ended_otherwise": odd},
    )


def hub_restored_to_yesterday(*, few: bool = False) -> Measurement:
    """The value is the part of all facts that the hub holds again once the devices have synced."""
    times = FEW if few else TIMES
    wrote = held = twice = 0
    for number in range(times):
        one, two, again = _yesterday(SmallHub(SEED), number)
        wrote, held, twice = wrote + one, held + two, twice + again
    whole, kept, _ = _yesterday(Unaware(SEED), 1)
    return Measurement(
        value=round(100 * held / wrote, 3),
        unit="% recovered",
        limit=100,
        holds=held == wrote and twice == 0,
        n=wrote,
        control={"what": "a hub that never finds out", "recovered": kept, "of": whole, "fails": kept < whole},
        more={"twice": twice},
    )


@cache
def _template(number: int) -> Path:
    """A folder that has joined; made once a process, since migrating costs more than a history."""
    place = Path(tempfile.mkdtemp(prefix="histories-template-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    make_template(place / "folder", DeviceKey(bytes([number + 1]) * 32), DeviceKey(SEED), SetClock())
    return place / "folder"


@contextlib.contextmanager
def _machines(hub: SmallHub, count: int, notes: type[Notes] = Notes) -> Iterator[list[Machine]]:
    """Machines with a key each, joined."""
    place, clock = Path(tempfile.mkdtemp(prefix="histories-")), SetClock()
    made: list[Machine] = []
    try:
        hub.now = clock.now()
        for number in range(count):
            key = DeviceKey(bytes([number + 1]) * 32)
            hub.state.devices[key.device] = (key.public.hex(), SITE)
            copy_of(_template(number), place / f"{number}")
            made.append(Machine(place / f"{number}", key, hub, notes(), clock))
        yield made
    finally:
        for machine in made:
            machine.close()
        shutil.rmtree(place, ignore_errors=True)


def _put_back(machine: Machine, older: Path) -> None:
    machine.close()
    shutil.rmtree(machine.place)
    copy_of(older, machine.place)
    machine.open()


def _end(hub: SmallHub, written: set[str]) -> int:
    """Facts that are missing at the hub, or there twice."""
    held = hub.facts()
    return len(written - set(held)) + len(held) - len(set(held))


def _restored(hub: SmallHub, notes: type[Notes], number: int) -> tuple[int, bool]:
    with _machines(hub, 1, notes) as (machine,):
        machine.append(number)
        machine.round({})
        copy_of(machine.place, machine.place.with_name("older"))
        machine.append(MORE)
        machine.round({})
        written = machine.own()
        _put_back(machine, machine.place.with_name("older"))
        machine.append(MORE)
        machine.round({})
        written |= machine.own()
        return _end(hub, written), len(hub.state.logs) == 2 and machine.stands().waiting == 0


def _cloned(hub: SmallHub, notes: type[Notes], number: int) -> tuple[int, bool]:
    with _machines(hub, 1, notes) as machines:
        one = machines[0]
        one.append(number)
        one.round({})
        place = one.place.with_name("clone")
        copy_of(one.place, place)
        machines.append(Machine(place, one.key, hub, notes(), one.clock))
        for machine in machines:
            machine.append(MORE)
        written = machines[0].own() | machines[1].own()
        for machine in machines:
            machine.round({})
        written |= machines[1].own()
        reasons = [
            [row[0] for row in each.rows(f"SELECT reason FROM epochs WHERE device = '{one.key.device}'")]
            for each in machines
        ]
        return _end(hub, written), reasons[0] == ["init"] and sorted(reasons[1]) == ["fork", "init"]


def _yesterday(hub: SmallHub, number: int) -> tuple[int, int, int]:
    """(Facts written, of these at the hub in the end, there twice)."""
    chance = random.Random(number)
    with _machines(hub, 3) as machines:
        for machine in machines[: chance.randint(0, 3)]:
            machine.append(chance.randint(1, 9))
            machine.round({})
        yesterday = hub.backup()
        for machine in machines:
            machine.append(chance.randint(1, 30))
            machine.round({})
        hub.restore(yesterday)
        if chance.random() < 0.5:
            machines[0].append(3)
        for _ in range(2):
            for machine in machines:
                machine.round({})
        written: set[str] = set().union(*(machine.own() for machine in machines))
        held = hub.facts()
        return len(written), len(written & set(held)), len(held) - len(set(held))
