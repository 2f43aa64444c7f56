"""Lost answers: the line is cut after byte k of a request or an answer, for every region of k. The control is a hub
that takes what comes again for something new.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from desktop.core import batch
from desktop.core.keys import DeviceKey
from desktop.sync.client import Client
from desktop.sync.line import Line
from desktop.sync.round import run_round
from desktop.sync.trouble import Later
from tests.out import Measurement
from tests.stations import SetClock
from tests.sync.machines import SITE, Machine, Notes, make_template
from tests.sync.proxy import Proxy
from tests.sync.small_hub import Answer, Branch, SmallHub

STEP, FEW = 7, 331
SEED = b"\x21" * 32


class CarelessHub(SmallHub):
    """Keeps a batch once more each time it comes."""

    def _store(self, header: batch.Header, given: list[tuple[bytes, str]]) -> Answer:
        again = (header.device, header.epoch) in self.state.logs
        answer = super()._store(header, given)
        if again:
            self.state.logs.setdefault((header.device, f"again-{len(self.state.logs)}"), []).append(Branch("", given))
        return answer


def lost_answer(*, few: bool = False) -> Measurement:
    """The value is the number of entries that are at the hub twice, or missing there, after all cuts."""
    step = FEW if few else STEP
    wrong, cuts = _cut(SmallHub(SEED), step)
    control, _ = _cut(CarelessHub(SEED), FEW)
    return Measurement(
        value=wrong,
        unit="twice or missing",
        limit=0,
        holds=wrong == 0 and cuts > 0,
        n=cuts,
        control={"what": "a hub that keeps what comes again", "wrong": control, "fails": control > 0},
    )


def _cut(hub: SmallHub, step: int) -> tuple[int, int]:
    place = Path(tempfile.mkdtemp(prefix="lost-answer-"))
    key, clock = DeviceKey(b"\x01" * 32), SetClock()
    make_template(place / "machine", key, hub.key, clock)
    hub.now = clock.now()
    hub.state.devices[key.device] = (key.public.hex(), SITE)
    machine = Machine(place / "machine", key, hub, Notes(), clock)
    proxy = Proxy(urlsplit(hub.serve()).port or 0)
    cuts = 0
    try:
        line = machine.line({})
        line.connect = lambda member, key: Client(proxy.url, key, member.certificate)
        _round(machine, line)
        for direction in ("request", "answer"):
            before = proxy.passed[direction]
            _round(machine, line)
            for count in range(0, proxy.passed[direction] - before, step):
                proxy.cut_after(direction, count)
                _round(machine, line)
                cuts += proxy.has_cut
                _round(machine, line)
        held = hub.facts()
        return len(held) - len(set(held)) + len(machine.own() ^ set(held)), cuts
    finally:
        proxy.close()
        hub.close()
        machine.close()
        shutil.rmtree(place, ignore_errors=True)


def _round(machine: Machine, line: Line) -> None:
    """Two new entries, and a round that may break off."""
    machine.append(2)
    with contextlib.suppress(Later):
        run_round(line)
