"""Health-check batches 体检批次 handed down by the hub: hospital, package, days, slots with places, quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import business_day
from desktop.core.checkup import CheckupBatchOpened, Quota, Slot
from desktop.core.errors import Refused
from desktop.core.joining import AliasDeclared
from desktop.core.site import PartnerAdded
from hub.merchants import Known, partners_known
from hub.supervision import Supervision, Supervisor, Writer, allowed

PAGE = 50
SLOTS_MOST, PLACES_MOST, NAME_MOST = 400, 2_000, 60


@dataclass(frozen=True)
class WantedBatch:
    """What is asked for; `slots` as (day, begin, end, places) with minutes of the day, `quotas` as (street, places)."""

    partner: str
    package: str
    slots: Sequence[tuple[str, int, int, int]]
    quotas: Sequence[tuple[str, int]] = ()
    groups: Sequence[str] = ()
    unit_fen: int = 0
    payer: str = ""
    bring: Sequence[str] = ()
    fasting: bool = False


@dataclass(frozen=True)
class Batch:
    batch: str
    partner: str
    package: str
    first_day: str
    last_day: str
    places: int
    booked: int
    waiting: int


@dataclass(frozen=True)
class SlotLine:
    day: str
    begins: int
    ends: int
    places: int
    booked: int


class Slots:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("slots_see")
    def batches(self, by: Supervisor, after: tuple[str, str] = ("9999", "")) -> tuple[Batch, ...]:
        """Batches by last day, the newest first, after (last day, id)."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT b.batch, p.name, b.package, b.first_day, b.last_day FROM checkup_batches b"
                    " LEFT JOIN partners p ON p.partner = b.partner WHERE (b.last_day, b.batch) < (:day, :batch)"
                    " ORDER BY b.last_day DESC, b.batch DESC LIMIT :most"
                ),
                {"day": after[0], "batch": after[1], "most": PAGE},
            ).fetchall()
            return tuple(_batch(connection, *row) for row in rows)

    @allowed("slots_see")
    def one(self, by: Supervisor, batch: str) -> tuple[Batch, tuple[SlotLine, ...]]:
        """A batch with its slots; raises `Refused("batch_unknown")`."""
        with self.hub.ground.read() as connection:
            row = connection.execute(
                text(
                    "SELECT b.batch, p.name, b.package, b.first_day, b.last_day FROM checkup_batches b"
                    " LEFT JOIN partners p ON p.partner = b.partner WHERE b.batch = :batch"
                ),
                {"batch": batch},
            ).fetchone()
            if row is None:
                raise Refused("batch_unknown", batch=batch[:40])
            slots = connection.execute(
                text(
                    "SELECT s.day, s.begins, s.ends, s.places, (SELECT count(*) FROM bookings k"
                    " WHERE k.slot = s.slot AND k.standing = 'booked') FROM checkup_slots s WHERE s.batch = :batch"
                    " ORDER BY s.day, s.begins LIMIT :most"
                ),
                {"batch": batch, "most": SLOTS_MOST},
            ).fetchall()
            return _batch(connection, *row), tuple(SlotLine(*slot) for slot in slots)

    @allowed("slots_see")
    def partners(self, by: Supervisor) -> tuple[Known, ...]:
        with self.hub.ground.read() as connection:
            return partners_known(connection)

    @allowed("batch_open")
    def open(self, by: Supervisor, wanted: WantedBatch) -> str:
        """Hands down a batch; returns its id. `partner` is an id or a new name. Raises `Refused`."""
        slots = [self._slot(*each) for each in wanted.slots]
        if not slots or len(slots) > SLOTS_MOST:
            raise Refused("slots_wrong", most=SLOTS_MOST)
        package, partner = wanted.package.strip(), " ".join(wanted.partner.split())
        if not 0 < len(package) <= NAME_MOST or not 0 < len(partner) <= NAME_MOST or len(wanted.payer) > NAME_MOST:
            raise Refused("batch_name_wrong", most=NAME_MOST)
        if not 0 <= wanted.unit_fen <= 10**9:
            raise Refused("amount_wrong")
        day = business_day.day_of(self.hub.ground.now())
        batch = self.hub.ground.other_id()
        with self.hub.ground.write() as txn:
            body = CheckupBatchOpened(
                batch=batch,
                number=self._number(txn.connection, day[:4]),
                partner=self._partner(txn, by, partner),
                package=package,
                first=min(slot.day for slot in slots),
                last=max(slot.day for slot in slots),
                slots=slots,
                quotas=[self._quota(*each) for each in wanted.quotas],
                groups=self._groups(wanted.groups),
                unit_fen=wanted.unit_fen,
                payer=wanted.payer.strip(),
                bring=list(wanted.bring),
                fasting=wanted.fasting,
            )
            txn.append(body, by=by.id, site=self.hub.ground.site)
        return batch

    def _slot(self, day: str, begin: int, end: int, places: int) -> Slot:
        try:
            business_day.parse_day(day)
        except ValueError as error:
            raise Refused("day_wrong", day=day[:20]) from error
        if not 0 <= begin < end <= 1440 or not 0 < places <= PLACES_MOST:
            raise Refused("slot_line_wrong", line=day)
        return Slot(self.hub.ground.other_id(), day, begin, end, places)

    def _quota(self, street: str, places: int) -> Quota:
        division = self.hub.divisions.by_code.get(street)
        if division is None or division.level != "street" or not 0 <= places <= PLACES_MOST:
            raise Refused("quota_wrong", street=street[:20])
        return Quota(street, places)

    def _groups(self, groups: Sequence[str]) -> list[str]:
        known = self.hub.rulebook.programme.groups
        if not set(groups) <= known:
            raise Refused("group_unknown", group=", ".join(sorted(set(groups) - known))[:60])
        return sorted(set(groups))

    def _partner(self, txn: Writer, by: Supervisor, partner: str) -> str:
        """The id of a partner that the hub knows, by id or name; a new name becomes one of its own."""
        for known in partners_known(txn.connection):
            if partner in (known.merchant, known.name):
                return known.merchant
        made = self.hub.ground.other_id()
        txn.append(PartnerAdded(made, partner), by=by.id, site=self.hub.ground.site)
        txn.append(AliasDeclared("partner", made, made), by=by.id, site=self.hub.ground.site)
        return made

    def _number(self, connection: Connection, year: str) -> int:
        """The count of the hub's own batches of a year."""
        before = connection.execute(
            text(
                "SELECT count(*) FROM checkup_batches WHERE opened_day >= :first AND opened_day <= :last"
                " AND site = :site"
            ),
            {"first": f"{year}-01-01", "last": f"{year}-12-31", "site": self.hub.ground.site},
        ).scalar_one()
        return int(before) + 1


def _batch(
    connection: Connection, batch: str, partner: str | None, package: str, first_day: str, last_day: str
) -> Batch:
    places = connection.execute(
        text("SELECT coalesce(sum(places), 0) FROM checkup_slots WHERE batch = :batch"), {"batch": batch}
    ).scalar_one()
    counted = connection.execute(
        text("SELECT standing, count(*) FROM bookings WHERE batch = :batch GROUP BY standing"), {"batch": batch}
    )
    standing = {str(row[0]): int(row[1]) for row in counted}
    return Batch(
        batch,
        partner or "",
        package,
        first_day,
        last_day,
        int(places),
        standing.get("booked", 0),
        standing.get("waiting", 0),
    )


def minutes(clock: str) -> int:
    """`08:30` as minutes of the day; raises `Refused`."""
    hours, _, rest = clock.replace("：", ":").partition(":")
    if not (hours.isdecimal() and rest.isdecimal() and int(hours) <= 24 and int(rest) < 60):
        raise Refused("slot_line_wrong", line=clock[:20])
    return int(hours) * 60 + int(rest)
