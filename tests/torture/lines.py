"""Slow lines: a byte a second, a black hole, a half-open line, a portal that says 200 to everything. The counter
saves meanwhile, and the queue stands where it stood. The control is a round inside the counter's transaction.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from desktop.sync.client import Client
from desktop.sync.line import Line
from desktop.sync.round import run_round
from desktop.sync.trouble import Later
from tests.out import Measurement
from tests.stations import Station, Yard
from tests.sync import devices
from tests.sync.proxy import Portal, Proxy
from tests.sync.small_hub import SmallHub

LIMIT_MS = 200
ROUNDS = 10
WAYS = ("drip", "black hole", "half open", "portal")


def slow_half_open_captive_portal(*, few: bool = False) -> Measurement:
    """The value is the 99th percentile of a save at the counter (ms, `synchronous=FULL`) while rounds hang."""
    saves: list[float] = []
    moved: list[str] = []
    # how long a line is silent before it is given up, and how long each is looked at, seconds
    silence, most = (0.3, 0.8) if few else (2.0, 12.0)
    with _joined() as (station, hub, url):
        for way in WAYS if few else WAYS * ROUNDS:
            before = devices.stands(station)
            with _bad_line(way, url) as bad:
                took = _saves(station, partial(_try, _line(station, bad.url, silence)), most, bad.close)
            saves += took
            stands = devices.stands(station)
            if (stands.acknowledged, stands.waiting) != (before.acknowledged, before.waiting + len(took)):
                moved.append(way)
        devices.sync(station)
        whole = devices.all_at_hub(hub, station) and devices.stands(station).waiting == 0
        with _bad_line("black hole", url) as bad:
            line = _line(station, bad.url, max(silence, 0.5))
            held = _p99(_saves(station, partial(_inside, station, line), most, bad.close))
    value = _p99(saves)
    return Measurement(
        value=round(value, 1),
        unit="ms p99",
        limit=LIMIT_MS,
        holds=value <= LIMIT_MS and not moved and whole,
        n=len(saves),
        control={"what": "a round inside the counter's transaction", "p99": round(held), "fails": held > LIMIT_MS},
        more={"queue_moved": moved, "all_there_afterwards": whole},
    )


@contextlib.contextmanager
def _joined() -> Iterator[tuple[Station, SmallHub, str]]:
    hub = SmallHub()
    url = hub.serve()
    with tempfile.TemporaryDirectory(prefix="quanyi-lines-") as place:
        station = Yard(Path(place) / "yard").fresh.open(Path(place) / "station")
        try:
            hub.now = station.clock.now()
            devices.join(station, hub, url)
            devices.sync(station)
            yield station, hub, url
        finally:
            station.close()
            hub.close()


@contextlib.contextmanager
def _bad_line(way: str, url: str) -> Iterator[Proxy | Portal]:
    made: Proxy | Portal = Portal() if way == "portal" else Proxy(urlsplit(url).port or 0)
    if isinstance(made, Proxy):
        made.swallow = way == "black hole"
        made.drip = 1.0 if way == "drip" else 0.0
        made.deaf = way == "half open"
    try:
        yield made
    finally:
        made.close()


def _line(station: Station, url: str, silence: float) -> Line:
    line = devices.line(station)
    line.connect = lambda member, key: Client(url, key, member.certificate, silence=silence, whole=2 * silence)
    return line


def _try(line: Line) -> None:
    with contextlib.suppress(Later):
        run_round(line)


def _inside(station: Station, line: Line) -> None:
    with station.desk.store.write():
        _try(line)


def _saves(station: Station, work: Callable[[], None], most: float, end: Callable[[], None]) -> list[float]:
    """Milliseconds of each save at the counter while `work` is under way, at least one; ends the line after `most`
    seconds (a head that drips is waited for longer than a whole answer).
    """
    began = threading.Event()

    def run() -> None:
        began.set()
        work()

    thread = threading.Thread(target=run)
    thread.start()
    began.wait()
    took: list[float] = []
    last = time.monotonic() + most
    while thread.is_alive() or not took:
        before = time.perf_counter()
        devices.visit(station)
        took.append(1_000 * (time.perf_counter() - before))
        # a person at the counter, not a loop
        thread.join(0.02)
        if time.monotonic() > last:
            end()
    thread.join()
    return took


def _p99(saves: list[float]) -> float:
    return sorted(saves)[min(len(saves) - 1, int(0.99 * len(saves)))]
