"""One run of the projector: a transaction that takes what waits, writes rows, judges, and gives positions."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import sqlcipher3.dbapi2 as sqlcipher
import structlog
from sqlalchemy.exc import DBAPIError

from desktop.core.clock import ClockCorrected, days_off
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Unknown
from desktop.core.feed import FeedDevice, FeedEntry, FeedJoined
from desktop.core.joining import DeviceEnrolled, DeviceRevoked, RidersJoined
from hub import correction
from hub.cards import send_cards, send_meals
from hub.database import JOURNAL_LOCK, Session
from hub.escrow import Escrow
from hub.judge import Judge
from hub.members import Member, find_member, find_members
from hub.outgoing import Outgoing
from hub.owners import Owners, Played
from hub.parts import Parts
from hub.people import People
from hub.projection import NumberArray, Rows, TextArray, prepare
from hub.reading import continued_high, entries_of, entry_of
from hub.seen import Odd, Seen, Source
from hub.states import LogState, States
from hub.verdicts import Verdicts
from hub.working import Unreadable, work_out

# What one transaction takes: a rebuild of the hub's tables is as many of these as it needs.
ENTRIES_MOST = 5_000
BATCHES_MOST = 256
BYTES_MOST = 8 * 1024 * 1024
SMALL = 64 * 1024


@dataclass(frozen=True)
class Waiting:
    device: str
    epoch: str
    branch: str
    first: int
    last: int
    count: int
    overlap: int
    at: int
    data: bytes


@dataclass
class Run:
    parts: Parts
    session: Session
    now: int
    seen: Seen = field(default_factory=Seen)
    entries: int = 0
    _members: dict[str, Member] = field(default_factory=dict)
    _played: list[Played] = field(default_factory=list)
    _relays: dict[str, bool] = field(default_factory=dict)
    _corrected: list[tuple[str, Entry, ClockCorrected]] = field(default_factory=list)

    def __post_init__(self) -> None:
        prepare(self.session)
        self.outgoing = Outgoing(self.session)
        self.verdicts = Verdicts(self.session, self.outgoing, self.now)
        self.states = States(self.session)
        self.owners = Owners(self.session, self.parts.keys.id, self._days)

    def work(self) -> int:
        """Everything that waits, up to what one transaction takes; the number of entries and batches."""
        # what somebody at the hub decides during a run would be taken with what the run itself says, and judged never
        self.session.lock(JOURNAL_LOCK)
        self._take_journal()
        batches = self._take_batches()
        self._write()
        self._correct_clocks()
        Judge(self.session, self.parts.journal, self.verdicts).judge(self.seen)
        send_meals(self.session, self.outgoing, self.seen, self.now)
        self.opened_sheets()
        self._take_journal()
        self._write()
        send_cards(self.session, self.outgoing, self.seen.carded)
        self.states.flush()
        self.outgoing.flush()
        return self.entries + batches

    def opened_sheets(self) -> None:
        escrow = Escrow(self.session, self.parts.journal, self.now)
        People(self.session, self.parts.keys, self.parts.journal, escrow).follow(self.seen, self.verdicts)
        self.entries += escrow.clear()

    # the hub's own entries

    def _take_journal(self) -> None:
        rows = self.session.rows(
            "SELECT j.epoch, j.seq, j.data, coalesce(b.high, 0) FROM journal j LEFT JOIN journal b"
            " ON b.number = j.number - 1 WHERE j.position IS NULL ORDER BY j.number"
        )
        for epoch, seq, data, high in rows:
            entry = entry_of(bytes(data))
            position = self.outgoing.take()
            self.session.execute("UPDATE journal SET position = ? WHERE epoch = ? AND seq = ?", (position, epoch, seq))
            source = Source(self.parts.keys.id, "", self.now)
            fact = self._play(entry, bytes(data), high, None, source)
            self.outgoing.send(FeedEntry(bytes(data).decode()), source=self.parts.keys.id)
            self._announce(fact)
            self.entries += 1

    def _announce(self, fact: Fact | Unknown | None) -> None:
        """What devices need of the hub's own facts in another form than the entry."""
        if isinstance(fact, DeviceEnrolled | DeviceRevoked):
            member = find_member(self.session, fact.device)
            if member is not None:
                revoked = member.revoked_at // 1_000
                self.outgoing.send(FeedDevice(member.device, member.key, member.site, member.name, revoked))
                if isinstance(fact, DeviceEnrolled):
                    self._relay_from_now(member.site)
        elif isinstance(fact, RidersJoined):
            self.outgoing.send(FeedJoined(fact.rider, fact.same))

    # batches of devices

    def _take_batches(self) -> int:
        taken: list[tuple[str | int, ...]] = []
        held: list[tuple[object, ...]] = []
        for batch in self._waiting():
            member = self._members.get(batch.device)
            key = (batch.device, batch.epoch, batch.branch, batch.first)
            if member is None or (member.revoked_at and batch.at >= member.revoked_at):
                held.append(key)
                continue
            state = self.states.find(batch.device, batch.epoch, batch.branch, batch.first + batch.overlap)
            if state is None or state.seq != batch.first + batch.overlap - 1:
                # what stands before it is committed, and comes in the next run
                continue
            self._take_batch(batch, state, member)
            taken.append((self.outgoing.take(), *key))
        where = "WHERE device = ? AND epoch = ? AND branch = ? AND first = ?"
        self.session.many(f"UPDATE batches SET held = 1 {where}", held)
        if taken and self.session.postgres:
            columns = list(zip(*taken, strict=True))
            self.session.driver.execute(
                "UPDATE batches b SET position = v.position FROM unnest(%b::bigint[], %b::text[], %b::text[],"
                " %b::text[], %b::bigint[]) v (position, device, epoch, branch, first) WHERE b.device = v.device"
                " AND b.epoch = v.epoch AND b.branch = v.branch AND b.first = v.first",
                [(NumberArray if at in (0, 4) else TextArray)(column) for at, column in enumerate(columns)],
            )
        else:
            self.session.many(f"UPDATE batches SET position = ? {where}", taken)
        return len(taken) + len(held)

    def _waiting(self) -> Iterator[Waiting]:
        keys = "device, epoch, branch, first, last, count, overlap, at"
        rows = self.session.rows(
            f"SELECT {keys}, length(data), CASE WHEN length(data) <= ? THEN data END FROM batches"
            " WHERE position IS NULL AND held = 0 ORDER BY at, device, epoch, branch, first LIMIT ?",
            (SMALL, BATCHES_MOST),
        )
        devices = sorted({row[0] for row in rows})
        self._members = find_members(self.session, devices)
        self.states.load(devices)
        sites = sorted({member.site for member in self._members.values()} - self._relays.keys())
        names = [f"relay {site}" for site in sites]
        relayed = {row[0] for row in self.session.rows_in("SELECT name FROM hub_state WHERE name IN", names)}
        self._relays |= {site: f"relay {site}" in relayed for site in sites}
        count = size = 0
        for row in rows:
            if count and (count + row[5] > ENTRIES_MOST or size + row[8] > BYTES_MOST):
                return
            count, size = count + row[5], size + row[8]
            data = row[9]
            if data is None:
                data = self.session.row(
                    "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = ? AND first = ?", row[:4]
                )[0]
            place: tuple[str, str, str, int, int, int, int, int] = tuple(row[:8])
            yield Waiting(*place, bytes(data))

    def _take_batch(self, batch: Waiting, state: LogState, member: Member) -> None:
        source = Source(member.device, member.site, batch.at)
        relay = self._relays_to(member.site)
        for line, entry in entries_of(batch.data, batch.overlap):
            if batch.branch and entry.seq == batch.first + batch.overlap and batch.overlap + batch.first > 0:
                self._forked(entry, batch, source)
            self._play(entry, line, state.high, member.site, source)
            self.states.count(state, entry)
            state.high = max(state.high, continued_high(entry), entry.at)
            if relay:
                self.outgoing.send(FeedEntry(line.decode()), audience=member.site, source=member.device)
            self.entries += 1
        state.seq = batch.last

    def _forked(self, entry: Entry, batch: Waiting, source: Source) -> None:
        """Once a branch: at its first entry of its own."""
        if self.states.is_new(batch.device, batch.epoch, batch.branch):
            self.seen.odd.append(Odd(entry.id, source.device, "forked", {"epoch": entry.epoch, "seq": str(entry.seq)}))

    def _play(self, entry: Entry, line: bytes, high: int, site: str | None, source: Source) -> Fact | Unknown | None:
        """Works the rows of an entry out; None for one that cannot be read, which is flagged and holds up nothing."""
        try:
            fact, puts = work_out(entry, line, high, site)
        except Unreadable as error:
            structlog.get_logger().info("fact_unreadable", fact=entry.id, error=str(error))
            self.seen.odd.append(Odd(entry.id, source.device, "rule_broken", {"why": "unreadable"}))
            return None
        self._played.append(Played(entry, line, high, site, source, fact, puts))
        self.seen.glance(entry, fact, source)
        if isinstance(fact, ClockCorrected) and site is not None:
            self._corrected.append((site, entry, fact))
        return fact

    def _correct_clocks(self) -> None:
        for site, entry, fact in self._corrected:
            correction.apply(self.session, site, entry, fact, self.owners)
        self._corrected.clear()

    def _days(self, entry: Entry) -> int:
        return days_off(entry, correction.corrections(self.session))

    def _write(self) -> None:
        """Rows of what is taken, and what waits; the judge is told of them, and of what is another place's."""
        found = self.owners.sort(self._played)
        self._played.clear()
        self._write_rows([*found.taken, *(now for now, _ in found.waiting)])
        for now in found.taken:
            self.seen.look(now.entry, now.fact, now.source)
        for now, thing in found.foreign:
            self.seen.odd.append(Odd(now.entry.id, now.source.device, "not_yours", {"thing": thing.id}))
        self.seen.waiting += [(now.entry.id, now.source.device, thing.id) for now, thing in found.waiting]
        self.seen.came += [now.entry.id for now in found.came]

    def _write_rows(self, played: list[Played]) -> None:
        """All rows at once; where that fails, fact by fact, so that only the odd one is without."""
        try:
            with self.session.attempt():
                self._flush(played)
        except (DBAPIError, ValueError, OverflowError, struct.error, psycopg.Error, sqlcipher.Error):
            for now in played:
                try:
                    with self.session.attempt():
                        self._flush([now])
                except (DBAPIError, ValueError, OverflowError, struct.error, psycopg.Error, sqlcipher.Error) as error:
                    structlog.get_logger().warning("rows_refused", fact=now.entry.id, error=type(error).__name__)
                    self.seen.odd.append(Odd(now.entry.id, now.source.device, "rule_broken", {"why": "unreadable"}))

    def _flush(self, played: list[Played]) -> None:
        rows = Rows(self.session)
        for now in played:
            rows.add(now.puts)
        rows.flush()

    # a place with several PCs: each gets the others' entries

    def _relays_to(self, site: str) -> bool:
        if site not in self._relays:
            self._relays[site] = bool(self.session.row("SELECT 1 FROM hub_state WHERE name = ?", (f"relay {site}",)))
        return self._relays[site]

    def _relay_from_now(self, site: str) -> None:
        """With its second PC a place's entries go out to it, those before first."""
        devices = [row[0] for row in self.session.rows("SELECT device FROM members WHERE site = ?", (site,))]
        if len(devices) < 2 or self._relays_to(site):
            return
        self._relays[site] = True
        self.session.execute("INSERT INTO hub_state (name, value) VALUES (?, '1')", (f"relay {site}",))
        for device in devices:
            keys = self.session.rows(
                "SELECT epoch, branch, first, overlap FROM batches WHERE device = ? AND position IS NOT NULL"
                " ORDER BY position",
                (device,),
            )
            for epoch, branch, first, overlap in keys:
                data = self.session.row(
                    "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = ? AND first = ?",
                    (device, epoch, branch, first),
                )[0]
                for line, _ in entries_of(bytes(data), overlap):
                    self.outgoing.send(FeedEntry(line.decode()), audience=site, source=device)
