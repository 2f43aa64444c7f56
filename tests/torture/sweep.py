"""The sweep: stations by the thousand live a day against a real hub, and some come back after a week.

Two workers and their projector, PostgreSQL, HTTP over sockets. A day is pressed into minutes: each hour every station
that is on line pushes what it wrote, and one push in twenty is sent twice, as after a lost answer. One meal in twenty
is also eaten next door. At the end each station tells the hub its head, counts and fen by kind, and the hub says
whether it has the same. The control is a station that kept a fact back, and one that has a fen more.

`QUANYI_SWEEP_STATIONS` takes another number of stations.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from desktop.core import business_day
from desktop.core.feed import Head, Sum
from tests.bench.hub_client import push_all, request
from tests.bench.hub_ground import hub, logs, now
from tests.hub.conftest import Hub
from tests.out import Measurement
from tests.torture.light_station import LightStation, agrees, page_of

STATIONS = int(os.environ.get("QUANYI_SWEEP_STATIONS", "2000"))
CONNECTIONS = 32
AWAY, AWAY_DAYS = 20, 6
# the hour after the day's last one, in which they come back
BACK = 24
TWICE, NEXT_DOOR = 20, 20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Swept:
    """What happened: seconds and CPU by part, and who does not agree with the hub in the end."""

    facts: int = 0
    pushes: int = 0
    twice: int = 0
    doubles: int = 0
    held: int = 0
    differing: list[int] = field(default_factory=list)
    tables_differ: list[int] = field(default_factory=list)
    control: dict[str, bool] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)


def sweep(*, stations: int = STATIONS) -> Measurement:
    """The value is the number of stations that do not agree with the hub on head, counts or fen by kind."""
    done = _sweep(stations)
    wrong = sorted({*done.differing, *done.tables_differ})
    return Measurement(
        value=len(wrong),
        unit="stations that differ",
        limit=0,
        holds=not wrong and done.held == done.doubles,
        n=stations,
        control={
            "what": "a station that kept a fact back, and one with a fen more",
            **done.control,
            "fails": all(done.control.values()),
        },
        more={
            "differing": wrong[:20],
            "facts": done.facts,
            "pushes": done.pushes,
            "sent_twice": done.twice,
            "double_meals": done.doubles,
            "held": done.held,
            **done.figures,
        },
    )


def _sweep(count: int) -> Swept:
    done = Swept()
    with hub() as made:
        chance = random.Random(count)
        stations = [LightStation(number, log, random.Random(number)) for number, log in enumerate(logs(made, count))]
        away = set(range(0, count, AWAY))
        hours = _live(stations, away, chance, done)
        with made.serve() as client:
            _push_the_day(made, stations, hours, chance, done)
            _settled(client)
            _compare(made, client, stations, done)
            _keep_back(made, client, stations[1], done)
        _look_at_tables(made, stations, done)
    return done


def _live(
    stations: Sequence[LightStation], away: set[int], chance: random.Random, done: Swept
) -> dict[int, list[list[int]]]:
    """Everybody's entries; by station, the numbers that were written in each hour of the last day."""
    today = business_day.previous(business_day.day_of(now()))
    for number in away:
        for back in range(AWAY_DAYS, 0, -1):
            stations[number].live(business_day.plus_days(today, -back), [])
    hours: dict[int, list[list[int]]] = {}
    guests: list[tuple[str, str]] = []
    for station in stations:
        hours[station.number] = station.live(today, guests)
        own = [(body["rider"], body["period"]) for body in _meals_of(station, today)]
        own = [each for each in dict.fromkeys(own) if each not in guests]
        guests = [each for each in own if chance.randrange(NEXT_DOOR) == 0]
        done.doubles += len(guests) if station is not stations[-1] else 0
    done.facts = sum(len(station.log.entries) for station in stations)
    return hours


def _meals_of(station: LightStation, day: str) -> Iterator[dict[str, Any]]:
    for data, _ in station.log.entries:
        entry = json.loads(data)
        if entry["kind"] == "meal.served" and entry["day"] == day:
            yield entry["body"]


def _push_the_day(
    made: Hub, stations: Sequence[LightStation], hours: dict[int, list[list[int]]], chance: random.Random, done: Swept
) -> None:
    """Hour by hour, then those who come back; at the same time as the projector."""
    port = made.client.base_url.port or 0
    seconds, before = 0.0, _cpu(made)
    began = time.perf_counter()
    took: list[float] = []
    for hour in range(BACK + 1):
        lines: list[list[tuple[LightStation, bytes]]] = [[] for _ in range(CONNECTIONS)]
        for station in stations:
            numbers = _due(station, hour, hours)
            if not numbers:
                continue
            line = lines[station.number % CONNECTIONS]
            line.append((station, station.batch(numbers[-1])))
            if chance.randrange(TWICE) == 0:
                line.append(line[-1])
                done.twice += 1
        done.pushes += sum(map(len, lines))
        busy = [line for line in lines if line]
        if not busy:
            continue
        spent, each = push_all(
            port,
            [[request(data) for _, data in line] for line in busy],
            [[station.hear for station, _ in line] for line in busy],
        )
        seconds, took = seconds + spent, took + each
    done.figures["push_seconds"] = round(seconds, 1)
    done.figures["facts_a_second"] = round(done.facts / seconds)
    took.sort()
    done.figures["push_p50_ms"] = round(took[len(took) // 2] * 1_000, 1)
    done.figures["push_p99_ms"] = round(took[len(took) * 99 // 100] * 1_000, 1)
    _settled(made.client)
    done.figures["projected_after_s"] = round(time.perf_counter() - began, 1)
    after = _cpu(made)
    done.figures["cpu_us_a_fact"] = {name: round((after[name] - before[name]) / done.facts * 1e6) for name in before}
    done.figures["load"] = [round(each, 1) for each in os.getloadavg()]


def _due(station: LightStation, hour: int, hours: dict[int, list[list[int]]]) -> list[int]:
    """What goes out in an hour; those who were away send all in one after the day is over."""
    if hour == BACK:
        return [len(station.log.entries)] if station.number % AWAY == 0 else []
    return [] if station.number % AWAY == 0 else hours[station.number][hour]


def _settled(client: httpx.Client) -> None:
    """Waits until the hub's own projector has nothing left to do."""
    tick = threading.Event()
    while client.get("/healthz").json()["waiting"]:
        tick.wait(0.2)


def _compare(made: Hub, client: httpx.Client, stations: Sequence[LightStation], done: Swept) -> None:
    """Each asks the hub whether both agree; two lie, to see that the hub can tell. Some read the whole feed."""
    hub_key = made.parts.keys.device.public
    told = {station.number: station.head(hub_key) for station in stations}
    began = time.perf_counter()
    agree = _asked(client, hub_key, [(station, told[station.number], station.own_sums()) for station in stations])
    done.figures["compare_seconds"] = round(time.perf_counter() - began, 1)
    for station, good in zip(stations, agree, strict=True):
        here = Head(station.log.epoch, len(station.log.entries), station.log.head)
        if not good or told[station.number] != here:
            done.differing.append(station.number)
    (richer,) = _asked(client, hub_key, [(stations[0], told[0], stations[0].own_sums(fen_more=1))])
    done.control["a_fen_more"] = not richer
    _read_feed(client, hub_key, stations[0], done)


def _keep_back(made: Hub, client: httpx.Client, station: LightStation, done: Swept) -> None:
    """The other control: a fact that is counted here and was never pushed."""
    station.live(business_day.day_of(now()), [])
    whole, sums = len(station.log.entries), station.own_sums()
    data = station.batch(whole - 1)
    push_all(client.base_url.port or 0, [[request(data)]], [[station.hear]])
    _settled(client)
    hub_key = made.parts.keys.device.public
    (short,) = _asked(client, hub_key, [(station, Head(station.log.epoch, whole, station.log.head), sums)])
    done.control["a_fact_kept_back"] = not short
    push_all(client.base_url.port or 0, [[request(station.batch(whole))]], [[station.hear]])
    _settled(client)
    (again,) = _asked(client, hub_key, [(station, station.head(hub_key), sums)])
    if not again:
        done.differing.append(station.number)


def _asked(client: httpx.Client, hub_key: bytes, asking: Sequence[tuple[LightStation, Head, list[Sum]]]) -> list[bool]:
    """Whether the hub agrees with each, by its signed word."""
    epoch = _epoch(client, hub_key, asking[0])
    answers: list[bytes] = []
    for start in range(0, len(asking), 500):
        challenge = client.get("/v1/challenge").json()["challenge"]
        some = [station.ask(epoch, 2**53, head, sums, challenge) for station, head, sums in asking[start : start + 500]]
        push_all(client.base_url.port or 0, [some], [[answers.append] * len(some)])
    return [agrees(page_of(answer, hub_key).compared) for answer in answers]


def _epoch(client: httpx.Client, hub_key: bytes, asking: tuple[LightStation, Head, list[Sum]]) -> str:
    station, head, sums = asking
    answers: list[bytes] = []
    challenge = client.get("/v1/challenge").json()["challenge"]
    push_all(client.base_url.port or 0, [[station.ask("", 0, head, sums, challenge)]], [[answers.append]])
    return page_of(answers[0], hub_key).hub_epoch


def _read_feed(client: httpx.Client, hub_key: bytes, station: LightStation, done: Swept) -> None:
    """All that a station has to read of a day: what the feed costs."""
    pages, items, size, after, epoch = 0, 0, 0, 0, ""
    head, sums = station.head(hub_key), station.own_sums()
    challenge = client.get("/v1/challenge").json()["challenge"]
    began = time.perf_counter()
    while True:
        answers: list[bytes] = []
        push_all(
            client.base_url.port or 0,
            [[station.ask(epoch, after, head, sums, challenge)]],
            [[answers.append]],
        )
        page = page_of(answers[0], hub_key)
        pages, items, size = pages + 1, items + len(page.items), size + len(answers[0])
        after, epoch = page.next, page.hub_epoch
        if not page.more:
            break
    done.figures["feed_of_one"] = {
        "pages": pages, "items": items, "bytes": size, "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def _look_at_tables(made: Hub, stations: Sequence[LightStation], done: Swept) -> None:
    """The derived tables by themselves: meals, their fen, visits of each device; and what was held."""
    with made.parts.database.read() as session:
        meals = {
            row[0]: (int(row[1]), int(row[2]))
            for row in session.rows(
                "SELECT device, count(*), sum(subsidy_fen) FROM meals WHERE day IS NOT NULL GROUP BY device"
            )
        }
        visits = {
            row[0]: int(row[1])
            for row in session.rows("SELECT device, count(*) FROM visits WHERE day IS NOT NULL GROUP BY device")
        }
        done.held = int(session.row("SELECT count(*) FROM verdicts WHERE code = 'double_meal' AND done = 0")[0])
        packed, whole = session.row("SELECT sum(length(data)), pg_database_size(current_database()) FROM batches")
    facts = sum(len(station.log.entries) for station in stations)
    done.figures["bytes_a_fact"] = {
        "entry": round(sum(len(data) for station in stations for data, _ in station.log.entries) / facts),
        "stored_batch": round(int(packed) / facts),
        "database": round(int(whole) / facts),
    }
    for station in stations:
        device = station.log.key.device
        own = (station.counts["meal.served"], station.fen["meal.served"])
        if meals.get(device) != own or visits.get(device) != station.counts["visit.recorded"]:
            done.tables_differ.append(station.number)


def _cpu(made: Hub) -> dict[str, float]:
    """Seconds of CPU so far: workers, projector, and the database's processes."""
    spent = {"workers": sum(map(_spent, made.workers())), "projector": _spent(made.process), "postgresql": 0.0}
    folder = made.db.rpartition("host=")[2].replace("%2F", "/")
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                command = (place / "cmdline").read_bytes()
                parent = int((place / "stat").read_text("ascii").rpartition(")")[2].split()[1])
                line = command + Path(f"/proc/{parent}/cmdline").read_bytes()
                if command.startswith(b"postgres:") and folder.encode() in line:
                    spent["postgresql"] += _spent(int(place.name))
            except (OSError, ValueError):
                # a process that ended meanwhile
                continue
    return spent


def _spent(process: int) -> float:
    """Seconds of user and system time."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
