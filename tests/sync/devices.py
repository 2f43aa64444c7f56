"""Stations that have joined a hub of the tests."""

from __future__ import annotations

import itertools
from typing import Any

from desktop.app import make_line
from desktop.store.rounds import RoundResult
from desktop.store.standing import Standing, standing
from desktop.sync.joining import ask_to_join
from desktop.sync.line import Line
from desktop.sync.round import run_round
from tests.stations import Station
from tests.sync.small_hub import SmallHub

SITE = "7b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"
OTHER_SITE = "8c1e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"
_numbers = itertools.count(1)


def line(station: Station) -> Line:
    return make_line(station.desk)


def join(station: Station, hub: SmallHub, url: str, site: str = SITE) -> None:
    station.office.hub.enrol(station.by, url, hub.new_code(site), ask_to_join)


def sync(station: Station) -> RoundResult:
    return run_round(line(station))


def visit(station: Station, count: int = 1) -> list[str]:
    """Anonymous visits; returns their facts."""
    station.clock.pass_by(60_000)
    return [station.office.visits.anonymous(station.by, "courier", []).fact or "" for _ in range(count)]


def stands(station: Station) -> Standing:
    with station.desk.store.read() as connection:
        return standing(connection)


def own_hashes(station: Station) -> list[str]:
    rows = station.rows(
        "SELECT hash FROM journal WHERE log IN (SELECT log FROM logs WHERE own = 1 AND device = ?) ORDER BY arrived",
        (station.desk.store.device,),
    )
    return [row[0].hex() for row in rows]


def epochs(station: Station) -> list[tuple[Any, ...]]:
    """(epoch, reason) of own logs, the oldest first."""
    return station.rows(
        "SELECT l.epoch, e.reason FROM logs l JOIN epochs e USING (device, epoch) WHERE l.own = 1 ORDER BY l.log"
    )


def all_at_hub(hub: SmallHub, *stations: Station) -> bool:
    """Nothing is missing at the hub, and nothing is there twice or that no station has."""
    held = hub.facts()
    owned = {digest for station in stations for digest in own_hashes(station)}
    return len(held) == len(set(held)) and set(held) == owned
