"""How often something may be asked for.

What keeps a worker from being kept busy is counted by each worker in memory: two workers let twice as much through,
and nothing is lost by it. What guards a secret (codes, phone numbers, PINs) or the disk is counted in the database,
for all workers together.
"""

from __future__ import annotations

from dataclasses import dataclass

from hub.beside import Shares
from hub.database import Database
from hub.denied import Denied
from hub.journal import Clock

MINUTE_MS = 60_000
BUCKETS_MOST = 50_000
JSON_MOST = 1024 * 1024
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Times a minute: of a device, of an address before its device is known, of enrolment and search; and what a
    device may send beside its log, in MiB a day.
    """

    device: int = 240
    address: int = 60
    guesses: int = 5
    beside_mib: int = Shares.bytes // MIB

    @property
    def shares(self) -> Shares:
        return Shares(bytes=self.beside_mib * MIB)


class Rate:
    """Counts by name within the present minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._counts: dict[str, int] = {}

    def count(self, name: str, most: int) -> None:
        """One more of `name`; raises `Denied(429)` beyond `most` a minute."""
        minute, past = divmod(self._clock.now(), MINUTE_MS)
        if minute != self._minute or len(self._counts) > BUCKETS_MOST:
            self._minute, self._counts = minute, {}
        counted = self._counts[name] = self._counts.get(name, 0) + 1
        if counted > most:
            raise _too_many(past, counted > most + 1)


def _too_many(past: int, again: bool) -> Denied:
    """Only the first of a minute is told in the log, or a flood of requests would be one of lines."""
    return Denied(429, "too_many", retry_after=(MINUTE_MS - past) // 1000 + 1, quiet=again)


def count_for_all(database: Database, clock: Clock, name: str, most: int) -> None:
    """As `Rate.count`, over all workers."""
    minute, past = divmod(clock.now(), MINUTE_MS)
    with database.write() as session:
        session.execute("DELETE FROM tries WHERE minute < ?", (minute - 1,))
        counted = session.row(
            "INSERT INTO tries (bucket, minute, count) VALUES (?, ?, 1)"
            " ON CONFLICT (bucket, minute) DO UPDATE SET count = tries.count + 1 RETURNING count",
            (name, minute),
        )[0]
    if counted > most:
        raise _too_many(past, counted > most + 1)


class Tries:
    """So many wrong ones a minute from one address, over all workers; a good one counts for nothing, since an office of
    many comes from one address.
    """

    def __init__(self, database: Database, clock: Clock, what: str, most: int) -> None:
        self._database = database
        self._clock = clock
        self._what = what
        self._most = most

    def count(self, address: str) -> int:
        """Counts a try before it is looked at; the minute that it is counted in. Raises `Denied(429)`."""
        minute = self._clock.now() // MINUTE_MS
        count_for_all(self._database, self._clock, self._bucket(address), self._most)
        return minute

    def give_back(self, address: str, minute: int) -> None:
        with self._database.write() as session:
            session.execute(
                "UPDATE tries SET count = count - 1 WHERE bucket = ? AND minute = ?", (self._bucket(address), minute)
            )

    def _bucket(self, address: str) -> str:
        return f"{self._what} {address}"
