"""Any order: machines of one station and a hub, by network and stick at once, with lost answers, kills between
steps, disks copied and put back, and a hub restored. All of it ends in the same state.

`HYPOTHESIS_PROFILE=torture` runs 10,000 sequences.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.sync import stick
from tests.stations import SetClock
from tests.sync.machines import SITE, Machine, Notes, copy_of, make_template
from tests.sync.small_hub import SmallHub, State

HUB_SEED = b"\x21" * 32
KEYS = [DeviceKey(bytes([number]) * 32) for number in (1, 2, 3)]
FATES = st.dictionaries(st.integers(0, 9), st.sampled_from(["lost", "unheard", "killed"]), max_size=3)
WHICH = st.integers(0, 2)
PASSES = 8
"""Rounds of each machine until all is still: a hub that finds itself restored, and then each disk that was copied,
may set all others going once more.
"""
_YARD: list[Path] = []


@pytest.fixture(scope="module", autouse=True)
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    make_templates(tmp_path_factory.mktemp("templates"))
    yield
    _YARD.clear()


def make_templates(place: Path) -> None:
    """The folders from which machines are copied, under `place`."""
    for number, key in enumerate(KEYS):
        make_template(place / str(number), key, DeviceKey(HUB_SEED), SetClock())
        _YARD.append(place / str(number))


class AnyOrder(RuleBasedStateMachine):
    """`odd` once a disk was put back or copied: it no longer shows all that its device wrote."""

    MACHINE: type[Machine] = Machine

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.hub, self.notes, self.clock = SmallHub(HUB_SEED), Notes(), SetClock()
        self.hub.now = self.clock.now()
        self.machines: list[Machine] = []
        self.touched: set[Machine] = set()
        for number, key in enumerate(KEYS):
            self.hub.state.devices[key.device] = (key.public.hex(), SITE)
            copy_of(_YARD[number], self.place / str(number))
            self._start(number)
        self.written: set[str] = set()
        self.sticks: list[bytes] = []
        self.answers: list[bytes] = []
        self.older: State | None = None
        self.disks: dict[int, Path] = {}
        self.odd = self.calm = False

    @initialize(calm=st.booleans())
    def begin(self, calm: bool) -> None:
        """In a calm run no disk is put back or copied to another machine: it must end in the same state on all."""
        self.calm = calm

    def _start(self, number: int) -> None:
        place = self.place / str(number)
        self.machines.append(self.MACHINE(place, KEYS[number % len(KEYS)], self.hub, self.notes, self.clock))
        self.touched.add(self.machines[-1])

    def _of(self, number: int) -> Machine:
        machine = self.machines[number % len(self.machines)]
        self.touched.add(machine)
        return machine

    @rule(number=WHICH, count=st.integers(1, 5))
    def write(self, number: int, count: int) -> None:
        self.clock.pass_by(1_000)
        self._of(number).append(count)
        self.written |= self._of(number).own()

    @rule(number=WHICH, fate=FATES)
    def round(self, number: int, fate: dict[int, str]) -> None:
        self._of(number).round(dict(fate))
        self.written |= self._of(number).own()

    @rule(number=WHICH)
    def pack(self, number: int) -> None:
        file = self.place / "out.qys"
        stick.pack(self._of(number).line({}), file)
        self.sticks.append(file.read_bytes())

    @precondition(lambda self: self.sticks)
    @rule(which=st.integers(0, 9), part=st.sampled_from([1.0, 1.0, 0.6]))
    def carry_there(self, which: int, part: float) -> None:
        data = self.sticks[which % len(self.sticks)]
        self.answers.append(self.hub.accept(data[: int(len(data) * part)]))

    @precondition(lambda self: self.answers)
    @rule(number=WHICH, which=st.integers(0, 9))
    def carry_back(self, number: int, which: int) -> None:
        file = self.place / "in.qya"
        file.write_bytes(self.answers[which % len(self.answers)])
        codes = {"done"}
        try:
            stick.unpack(self._of(number).line({}), file)
        except Refused as refused:
            codes.add(refused.code)
        assert codes <= {"done", "sealed_for_other"}

    @rule(number=WHICH)
    def restart(self, number: int) -> None:
        self._of(number).reopen()
        self.written |= self._of(number).own()

    @rule()
    def back_up_hub(self) -> None:
        self.older = self.hub.backup()

    @precondition(lambda self: self.older is not None)
    @rule(noticed=st.booleans())
    def restore_hub(self, noticed: bool) -> None:
        """Where the hub does not notice, devices show it their receipts; what another device had read of an entry
        whose sender never heard of it is then read under another position, and may be passed over.
        """
        assert self.older is not None
        self.hub.restore(self.older)
        if noticed or self.calm:
            self.hub.state.past.add(self.hub.state.epoch)
            self.hub.state.epoch = secrets.token_hex(8)
        else:
            self.odd = True

    @rule(number=WHICH)
    def copy_disk(self, number: int) -> None:
        """While the machine runs, as its power cut would leave it: the log is folded when the copy is opened."""
        shutil.rmtree(self.disks.get(number, self.place / "none"), ignore_errors=True)
        self.disks[number] = self.place / f"disk-{number}"
        copy_of(self._of(number).place, self.disks[number])

    @precondition(lambda self: self.disks and not self.calm)
    @rule(number=WHICH)
    def put_disk_back(self, number: int) -> None:
        if number not in self.disks:
            return
        machine = self._of(number)
        machine.close()
        shutil.rmtree(machine.place)
        copy_of(self.disks[number], machine.place)
        machine.open()
        self.written |= machine.own()
        self.odd = True

    @precondition(lambda self: self.disks and not self.calm and len(self.machines) == len(KEYS))
    @rule()
    def second_machine(self) -> None:
        """One of the copied disks starts in another machine, with the same key."""
        number = min(self.disks)
        copy_of(self.disks[number], self.place / "clone")
        key = KEYS[number]
        self.machines.append(self.MACHINE(self.place / "clone", key, self.hub, self.notes, self.clock))
        self.touched.add(self.machines[-1])
        self.written |= self.machines[-1].own()
        self.odd = True

    @invariant()
    def nothing_counts_twice(self) -> None:
        held = self.hub.facts()
        assert len(held) == len(set(held))
        while self.touched:
            stands = self.touched.pop().stands()
            assert stands.captured == stands.acknowledged + stands.waiting + stands.flagged

    def teardown(self) -> None:
        try:
            self._settle()
        finally:
            for machine in self.machines:
                machine.close()
            shutil.rmtree(self.place, ignore_errors=True)

    def _stands(self) -> tuple[str, int]:
        return self.hub.state.epoch, len(self.hub.state.items)

    def _settle(self) -> None:
        seen: dict[Machine, tuple[str, int]] = {}
        for _ in range(PASSES):
            # until none has missed anything: the hub may go over to another epoch on behalf of one further down
            for machine in self.machines:
                if seen.get(machine) != self._stands():
                    assert machine.round({}), "a round over a whole line says later"
                    self.written |= machine.own()
                    seen[machine] = self._stands()
        assert set(seen.values()) == {self._stands()}, "it does not come to rest"
        held = set(self.hub.facts())
        for machine in self.machines:
            assert machine.stands().waiting == 0, "something waits"
            assert machine.own() <= held, "the hub lacks something"
        assert self.machines[len(self.written) % len(self.machines)].faults() == []
        assert held <= self.written, "the hub holds what nobody wrote"
        if not self.odd:
            assert held == self.written
            assert self.machines[0].visits() == self.machines[1].visits() == self.machines[2].visits()


# Each takes a third of a second: longer than a test is given.
@pytest.mark.timeout(900)
def test_any_order_ends_in_the_same_state() -> None:
    """100 sequences; 2,000 with the torture profile, and as many as it is told by `make torture`."""
    most = (settings.default or settings()).max_examples
    run_state_machine_as_test(AnyOrder, settings=settings(max_examples=most, stateful_step_count=16))
