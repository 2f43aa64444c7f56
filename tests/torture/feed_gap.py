"""A gap in the feed: sixteen writers with delays and roll-backs, and a reader that follows the cursor, on PostgreSQL.

Positions must become visible in their order, or a reader that has gone on never sees what commits behind it. The
writers push batches as workers do; in each of their transactions it is left to chance how long it takes to commit,
and a fifth is rolled back and pushed again, as a device does. Two projectors are just as slow. The control numbers
items as each writer comes, outside of the projector's lock.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from desktop.core.enrolment import Certificate
from desktop.core.rider import CardIssued
from hub.database import Database, Session
from hub.ingest import Ingest
from hub.members import admit
from hub.parts import Parts
from hub.projector import Projector
from tests.hub.device import Device
from tests.hub.servers import new_database, new_parts, postgres_server
from tests.out import Measurement

WRITERS, EACH, FEW = 16, 313, 8
UNDONE, SLOW_S = 0.2, 0.01


class Undone(Exception):
    """A transaction that is rolled back."""


class Chancy(Database):
    """The same database, whose transactions end when chance has it, and sometimes not at all."""

    def __init__(self, inner: Database, seed: int) -> None:
        self._inner, self._chance = inner, random.Random(seed)
        self._lock = threading.Lock()
        self.place, self.postgres, self.engine = inner.place, inner.postgres, inner.engine
        self.undone = 0

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        with self._lock:
            wait, undone = self._chance.random() * SLOW_S, self._chance.random() < UNDONE
        with self._inner.write() as session:
            yield session
            session.row("SELECT pg_sleep(?)", (wait,))
            if undone:
                self.undone += 1
                raise Undone


@dataclass
class Run:
    """What the reader saw and what stands there at the end; `undone` transactions were rolled back."""

    seen: set[int] = field(default_factory=set)
    stands: set[int] = field(default_factory=set)
    undone: int = 0

    @property
    def missed(self) -> int:
        return len(self.stands - self.seen)


def admitted(parts: Parts, count: int, *, together: bool = False) -> list[Device]:
    """Devices that the hub knows, without a network: each at a place of its own, or all at one."""
    found: list[Device] = []
    # one that needs no certificates read, which takes longer than all the rest
    nowhere = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(503)), trust_env=False)
    with parts.database.write() as session:
        for number in range(count):
            device = Device(nowhere, parts.clock.now() - 3_600_000)
            site = found[0].log.site if together and found else device.log.site
            hub, key = parts.keys.device.public.hex(), device.key.public.hex()
            device.certificate = Certificate(1, parts.keys.id, hub, device.id, key, site, "station", f"{number}", "", 0)
            admit(session, parts.keys.device, device.certificate)
            found.append(device)
    return found


def feed_gap(*, few: bool = False) -> Measurement:
    """The value is the number of items that the reader never saw."""
    each = FEW if few else EACH
    with postgres_server() as uri, tempfile.TemporaryDirectory(prefix="quanyi-gap-") as place:
        runs = []
        for name, locked in (("kept", True), ("loose", False)):
            folder = Path(place) / name
            folder.mkdir()
            with new_parts(new_database(uri), folder) as parts:
                runs.append(follow(parts, each if locked else max(each // 4, 40), locked=locked))
    kept, loose = runs
    return Measurement(
        value=kept.missed,
        unit="missed",
        limit=0,
        holds=kept.missed == 0 and len(kept.stands) == WRITERS * each and kept.undone > 0,
        n=len(kept.stands),
        control={
            "what": "positions given outside of the projector's lock",
            "missed": loose.missed,
            "n": len(loose.stands),
            "fails": loose.missed > 0,
        },
        more={"rolled_back": kept.undone},
    )


def follow(parts: Parts, each: int, *, locked: bool) -> Run:
    """Writers write `each` items, the reader follows; all that stands in the end, and what it saw."""
    run = Run()
    devices = admitted(parts, WRITERS)
    chancy = [Chancy(parts.database, number) for number in range(WRITERS + 2)]
    start, over = threading.Barrier(WRITERS + 1), threading.Event()
    if not locked:
        with parts.database.write() as session:
            session.execute("CREATE SEQUENCE loose START 1")

    def write(number: int) -> None:
        start.wait()
        for item in range(each):
            if locked:
                _push(parts, chancy[number], devices[number], item)
            else:
                _loose(chancy[number])

    def project(number: int) -> None:
        # its own roll-backs are part of the trouble, so that its loop is written out here
        projector = Projector(replace(parts, database=chancy[number]))
        while not over.is_set():
            with contextlib.suppress(Undone):
                projector.run()
            over.wait(0.002)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    projectors = [threading.Thread(target=project, args=(WRITERS + number,)) for number in range(2 * locked)]
    for thread in (*writers, *projectors):
        thread.start()
    start.wait()
    cursor = 0
    while any(thread.is_alive() for thread in writers):
        cursor = _look(parts, run, cursor)
    over.set()
    for thread in (*writers, *projectors):
        thread.join()
    if locked:
        Projector(parts).all()
    _look(parts, run, cursor)
    with parts.database.read() as session:
        run.stands = {row[0] for row in session.rows("SELECT position FROM feed WHERE sort = 'card'")}
    run.undone = sum(each.undone for each in chancy)
    return run


def _push(parts: Parts, database: Chancy, device: Device, item: int) -> None:
    """One card more, sent again until there is a receipt."""
    device.log.append(CardIssued(str(uuid.uuid4()), "courier", item + 1, 730, "ab" * 6))
    ingest = Ingest(database, parts.keys, parts.clock, parts.members)
    last = len(device.log.entries)
    push = ingest.check(device.log.batch(1 if item == 0 else last, last))
    while True:
        with contextlib.suppress(Undone):
            ingest.store(push)
            return


def _loose(database: Chancy) -> None:
    with contextlib.suppress(Undone), database.write() as session:
        session.execute(
            "INSERT INTO feed (position, audience, origin, source, sort, until, body)"
            " VALUES (nextval('loose'), '', '', '', 'card', 0, '{}')"
        )


def _look(parts: Parts, run: Run, cursor: int) -> int:
    """One page, as a device asks for it; where the cursor stands behind it."""
    with parts.database.read() as session:
        rows = session.rows(
            "SELECT position FROM feed WHERE sort = 'card' AND position > ? ORDER BY position", (cursor,)
        )
    run.seen |= {row[0] for row in rows}
    return max([cursor, *(row[0] for row in rows)])
