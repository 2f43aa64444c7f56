"""The counter beside 200 phones that check in within a minute: how long a scan takes until it is durable."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import quantiles

from desktop.core.phone_pages import CheckIn
from desktop.services.phone_desk import PhoneDesk
from desktop.web.app import make_app
from tests.out import HERE, Measurement
from tests.stations import MINUTE, SetClock, Station, Yard
from tests.web.browser import serving
from tests.web.phone import SECRET, WORDS

PHONES, SECONDS, SCANS = 200, 60, 300
LIMIT_MS = 50.0
CROWD = 40


def phones_p99() -> Measurement:
    """The control: as many phones write with no turn to wait for."""
    with tempfile.TemporaryDirectory(prefix="phones-") as folder:
        station = Yard(Path(folder)).fresh.open(Path(folder) / "station")
        cards = [station.register().card for _ in range(SCANS)]
        quiet = _scans(station, cards, 0.01)
        pages = PhoneDesk(station.office)
        with serving(lambda: make_app(pages, SECRET, Clock().now, WORDS)) as base:
            poster = f"{base}/p/{pages.place().site}"
            command = [sys.executable, "-m", "tests.bench.phones_crowd", poster, str(PHONES), str(SECONDS)]
            with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True) as crowd:
                beside = _scans(station, cards, SECONDS / SCANS)
                said = crowd.communicate(timeout=120)[0].split()
        came = len(station.rows("SELECT 1 FROM visits WHERE how = 'self'"))
        control = _unshared(station, pages, cards)
        station.close()
    assert came == PHONES, (came, said)
    return Measurement(
        value=round(_p99(beside), 2),
        unit="ms",
        limit=LIMIT_MS,
        holds=_p99(beside) <= LIMIT_MS,
        n=len(beside),
        control={
            "what": f"{CROWD} phones that write with no turn",
            "ms": round(_p99(control), 1),
            "fails": _p99(control) > LIMIT_MS,
        },
        more={"without_phones_ms": round(_p99(quiet), 2), "phones": PHONES, "page_p99_ms": float(said[0])},
    )


class Clock:
    """The machine's, for the pages: tickets grow old by it."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


def _scans(station: Station, cards: list[str], every: float) -> list[float]:
    """Milliseconds of a check-in by card, one after the other at even distances."""
    clock = station.clock
    assert isinstance(clock, SetClock)
    clock.pass_by(40 * MINUTE)
    found = []
    for card in cards:
        began = time.perf_counter()
        assert station.office.visits.by_card(station.by, card, ["rest"]).outcome == "checked_in"
        took = time.perf_counter() - began
        found.append(took * 1000)
        time.sleep(max(0.0, every - took))
    return found


def _unshared(station: Station, pages: PhoneDesk, cards: list[str]) -> list[float]:
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            pages.check_in(CheckIn(pages.new_fact(), "poster", "courier"))

    crowd = [threading.Thread(target=write, daemon=True) for _ in range(CROWD)]
    for each in crowd:
        each.start()
    found = _scans(station, cards[:40], 0.02)
    over.set()
    for each in crowd:
        each.join()
    return found


def _p99(series: list[float]) -> float:
    return quantiles(series, n=100)[98]
