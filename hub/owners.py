"""Whose things are: what a device's fact moves must have been made at its own place.

A fact whose target another place made has no rows. One whose target is not here yet waits (`early`), and is taken
up, through this same way, behind the fact that makes it. So the order in which they come decides nothing, and a
replay, which goes the same way, ends with the same rows. The hub's own facts may concern any place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from desktop.core.entry import Entry, hash_of
from desktop.core.fact import Fact, Put, Unknown
from hub.database import Session
from hub.reach import BESIDE, KEYS, OF_THE_HUB_TOO, Thing, made, moved
from hub.reading import entry_of
from hub.seen import Source
from hub.working import Unreadable, work_out


class Played(NamedTuple):
    """An entry with its fact and rows; `line` its bytes, `high` the latest clock before it (ms UTC), `site` the hub's
    id of its place and None for the hub's own.
    """

    entry: Entry
    line: bytes
    high: int
    site: str | None
    source: Source
    fact: Fact | Unknown
    puts: list[Put]


class Sorted(NamedTuple):
    """`taken` in the order in which rows are to be written; `waiting` with the thing that each still waits for, and
    `came` those of `taken` and `foreign` that had waited.
    """

    taken: list[Played]
    foreign: list[tuple[Played, Thing]]
    waiting: list[tuple[Played, Thing]]
    came: list[Played]


class Owners:
    """For one chunk of entries after another; what is written of one must stand in the tables before the next.

    `days` tells by how many days the day of an entry that waited was corrected.
    """

    def __init__(self, session: Session, hub: str, days: Callable[[Entry], int], schema: str = "") -> None:
        self._session = session
        self._hub = hub
        self._days = days
        self._schema = f'"{schema}".' if schema else ""
        self._known: dict[Thing, str] = {}
        self._early: dict[Thing, dict[str, Played]] = {}

    def sort(self, played: Sequence[Played]) -> Sorted:
        """Which of these are taken, with those that had waited for one of them. Rows of what waits are in its
        `puts`: they are of the table `early`.
        """
        stored = self._load(played)
        found = Sorted([], [], [], [])
        gone: set[str] = set()
        for each in played:
            stack = [each]
            while stack:
                now = stack.pop()
                thing = self._hindered(now)
                if thing is not None and thing not in self._known:
                    self._early.setdefault(thing, {})[hash_of(now.line)] = now
                    continue
                if gone and hash_of(now.line) in gone:
                    found.came.append(now)
                if thing is not None:
                    found.foreign.append((now, thing))
                    continue
                found.taken.append(self._owned(now))
                if self._early:
                    stack += reversed(self._released(now, gone))
        self._session.many(f'DELETE FROM {self._schema}"early" WHERE hash = ?', [(each,) for each in gone & stored])
        for thing, waiting in self._early.items():
            found.waiting.extend(
                (now._replace(puts=[_early_row(digest, now, thing)]), thing)
                for digest, now in waiting.items()
                if digest not in stored or digest in gone
            )
        return found

    def standing(self, facts: Sequence[tuple[Entry, Fact | Unknown | None]], site: str) -> list[bool]:
        """For each of these facts of a place whether its rows stand, by what is in the tables. Not by their ids:
        a device may use one twice.
        """
        self._known.clear()
        things = [[*moved(fact), *([own] if (own := made(entry, fact)) else [])] for entry, fact in facts]
        self._know(set().union(*things))
        return [all(self._may(thing, site) for thing in of_it) for of_it in things]

    def _hindered(self, now: Played) -> Thing | None:
        """The thing that is another's, or is not here yet; None for a fact that is to be taken."""
        if now.site is None:
            return None
        own = made(now.entry, now.fact)
        if own is not None and self._known.get(own, now.site) != now.site:
            return own
        unknown: Thing | None = None
        for thing in moved(now.fact):
            if thing not in self._known:
                unknown = unknown or thing
            elif not self._may(thing, now.site):
                return thing
        return unknown

    def _may(self, thing: Thing, site: str) -> bool:
        owner = self._known.get(thing)
        return owner == site or (owner == self._hub and thing.sort in OF_THE_HUB_TOO)

    def _owned(self, now: Played) -> Played:
        thing = made(now.entry, now.fact)
        if thing is None:
            return now
        beside = thing.sort in BESIDE
        owner = now.site or (self._hub if beside else now.entry.site)
        self._known.setdefault(thing, owner)
        if not beside:
            return now
        put = Put("owners", {"sort": thing.sort, "thing": thing.id}, {"site": owner})
        return now._replace(puts=[*now.puts, put])

    def _released(self, now: Played, gone: set[str]) -> list[Played]:
        """What waited for what this makes, in the order in which it came."""
        thing = made(now.entry, now.fact)
        waiting = self._early.pop(thing, None) if thing else None
        if not waiting:
            return []
        gone.update(waiting)
        return sorted(waiting.values(), key=_order)

    def _load(self, played: Sequence[Played]) -> set[str]:
        """Reads whose the things of a chunk are, and what waits for those that it makes; the hashes of the latter."""
        self._known.clear()
        self._early.clear()
        stored: set[str] = set()
        asked: set[Thing] = set()
        any_early = bool(self._session.row(f'SELECT 1 FROM {self._schema}"early" LIMIT 1'))
        while played:
            makes = {thing for now in played if (thing := made(now.entry, now.fact))}
            things = makes.union(*(moved(now.fact) for now in played)) - asked
            asked |= things
            self._know(things)
            played = self._waiting(makes) if any_early else []
            played = [now for now in played if hash_of(now.line) not in stored]
            stored |= {hash_of(now.line) for now in played}
        return stored

    def _know(self, things: Iterable[Thing]) -> None:
        """One query a sort."""
        sorts: dict[str, list[str]] = {}
        for thing in things:
            sorts.setdefault(thing.sort, []).append(thing.id)
        for sort, ids in sorts.items():
            if sort in BESIDE:
                sql = f'SELECT thing, site FROM {self._schema}"owners" WHERE sort = ? AND thing IN'
                rows = self._session.rows_in(sql, sorted(ids), (sort,))
            else:
                key = KEYS[sort]
                sql = f'SELECT "{key}", site FROM {self._schema}"{sort}" WHERE site IS NOT NULL AND "{key}" IN'
                rows = self._session.rows_in(sql, sorted(ids))
            for name, site in rows:
                self._known[Thing(sort, name)] = site

    def _waiting(self, things: Iterable[Thing]) -> list[Played]:
        found: list[Played] = []
        sql = f'SELECT hash, sort, thing, device, site, arrived, high, line FROM {self._schema}"early" WHERE thing IN'
        wanted = set(things)
        for digest, sort, name, device, site, arrived, high, line in self._session.rows_in(
            sql, sorted({thing.id for thing in wanted})
        ):
            thing = Thing(sort, name)
            if thing not in wanted:
                continue
            entry = entry_of(line.encode())
            try:
                fact, puts = work_out(entry, line.encode(), high, site, self._days(entry))
            except Unreadable:
                # it could be read when it came: only a day beyond the calendar comes here
                continue
            now = Played(entry, line.encode(), high, site, Source(device, site, arrived), fact, puts)
            self._early.setdefault(thing, {})[digest] = now
            found.append(now)
        return found


def _order(now: Played) -> tuple[int, str, str, int, str]:
    entry = now.entry
    return now.source.arrived, entry.device, entry.epoch, entry.seq, hash_of(now.line)


def _early_row(digest: str, now: Played, thing: Thing) -> Put:
    return Put(
        "early",
        {"hash": digest},
        {
            "sort": thing.sort,
            "thing": thing.id,
            "device": now.source.device,
            "site": now.source.site,
            "arrived": now.source.arrived,
            "high": now.high,
            "line": now.line.decode(),
        },
    )
