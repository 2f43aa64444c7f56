"""The projector: takes stored batches, writes tables, judges, and gives feed positions. One at a time, whoever
holds the lock; what it did not finish is simply done again.
"""

from __future__ import annotations

import threading

import structlog

from desktop.core.errors import EnvironmentFailed
from hub import escrow
from hub.database import PROJECT_LOCK
from hub.parts import Parts
from hub.position import Keeper
from hub.run import Run
from hub.sweeps import no_sweeps

IDLE_S = 0.05
# Less than this is gathered for a moment: a run costs as much for one fact as for a hundred.
MANY = 500
TROUBLED_S = 2.0


class Projector:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._keeper = Keeper(parts)

    def loop(self, stop: threading.Event) -> None:
        """Works until it is told to stop; trouble of the database is waited out."""
        log = structlog.get_logger()
        while not stop.is_set():
            try:
                idle = IDLE_S if self.run() < MANY else 0
                if not self._keeper.step():
                    log.error("position_not_kept")
            except EnvironmentFailed as error:
                log.error("projector_waits", detail=str(error))
                idle = TROUBLED_S
            except Exception:
                # a mistake of ours: told loudly, and nothing is lost by trying again
                log.exception("projector_failed")
                idle = TROUBLED_S
            if idle:
                stop.wait(idle)

    def run(self, *, patient: bool = False) -> int:
        """One transaction; how much was done, 0 when nothing waits or another projector is at it (unless `patient`,
        which waits for that one to end).
        """
        database = self._parts.database
        with database.read() as session:
            waits = (
                session.row("SELECT 1 FROM batches WHERE position IS NULL AND held = 0 LIMIT 1")
                or session.row("SELECT 1 FROM journal WHERE position IS NULL LIMIT 1")
                or session.row("SELECT 1 FROM sheet_keys WHERE opened = 0 LIMIT 1")
                or escrow.waits(session, self._parts.clock.now())
            )
        if not waits:
            return 0
        with database.write() as session:
            if patient:
                session.lock(PROJECT_LOCK)
            elif not session.try_lock(PROJECT_LOCK):
                return 0
            with no_sweeps():
                return Run(self._parts, session, self._parts.clock.now()).work()

    def all(self) -> int:
        """Until nothing waits."""
        done = 0
        while step := self.run(patient=True):
            done += step
        # where the disk refuses, the next one keeps it
        self._keeper.step(now=True)
        return done
