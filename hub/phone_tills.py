"""Who may serve by phone 手机核销: a merchant whose computer is broken, a cashier with name and PIN, for some days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.phone_till import DAYS_MOST, PhoneTillEnded, PhoneTillOpened
from desktop.core.site import AllotmentGranted
from hub.allotments import FEN_MOST, PORTIONS_MOST
from hub.doors import CASHIER, Porter
from hub.merchants import Known
from hub.supervision import Supervision, Supervisor, allowed

LISTED_MOST = 200
MERCHANTS_MOST = 500


@dataclass(frozen=True)
class Opened:
    """A cashier by phone; `over` once their day has passed or somebody ended it, `meals` how many they served."""

    operator: str
    cashier: str
    merchant: str
    until: str
    over: bool
    meals: int


@dataclass(frozen=True)
class Wanted:
    """`site` is the merchant's place, `fen` what may be spent by phone in a month, `portions` a day (0: no limit)."""

    site: str
    cashier: str
    pin: str
    days: int
    fen: int
    portions: int


class PhoneTills:
    def __init__(self, hub: Supervision, porter: Porter) -> None:
        self.hub = hub
        self._porter = porter

    @allowed("phone_tills_see")
    def merchants(self, by: Supervisor) -> tuple[Known, ...]:
        """Merchants with a till of their own, in order of name: one that is served at a station has the station's."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text("SELECT site, name FROM sites WHERE role = 'merchant' ORDER BY name, site LIMIT :most"),
                {"most": MERCHANTS_MOST},
            )
            return tuple(Known(row[0], row[1] or "") for row in rows)

    @allowed("phone_tills_see")
    def all(self, by: Supervisor) -> tuple[Opened, ...]:
        """The newest first."""
        today = business_day.day_of(self.hub.ground.now())
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT t.operator, o.name, s.name, t.until, t.ended_at, (SELECT count(*) FROM meals m"
                    ' WHERE m.merchant = t.merchant AND m.device = :hub AND m.voided IS NULL AND m."by" = t.operator)'
                    " FROM phone_tills t"
                    " LEFT JOIN supervisors o ON o.operator = t.operator LEFT JOIN sites s ON s.site = t.site"
                    " WHERE t.until IS NOT NULL ORDER BY t.opened_at DESC, t.operator LIMIT :most"
                ),
                {"most": LISTED_MOST, "hub": self.hub.ground.site},
            ).fetchall()
        return tuple(
            Opened(row[0], row[1] or "", row[2] or "", row[3], row[4] is not None or row[3] < today, int(row[5]))
            for row in rows
        )

    @allowed("phone_till_open")
    def open(self, by: Supervisor, wanted: Wanted) -> str:
        """Lets a cashier in, with what may be spent; returns their id. Raises `Refused`."""
        if not 1 <= wanted.days <= DAYS_MOST:
            raise Refused("phone_till_days", most=DAYS_MOST)
        if not 0 <= wanted.fen <= FEN_MOST or not 0 <= wanted.portions <= PORTIONS_MOST:
            raise Refused("allotment_wrong")
        with self.hub.ground.read() as connection:
            _require_till(connection, wanted.site)
        operator = self._porter.add_supervisor(wanted.cashier, wanted.pin, by.id, (CASHIER,))
        today = business_day.day_of(self.hub.ground.now())
        until = business_day.plus_days(today, wanted.days - 1)
        with self.hub.ground.write() as txn:
            for month in _months(today, until):
                granted = AllotmentGranted(wanted.site, self.hub.ground.site, month, wanted.fen, wanted.portions)
                txn.append(granted, by=by.id, site=wanted.site)
            txn.append(PhoneTillOpened(operator, wanted.site, until), by=by.id, site=wanted.site)
        return operator

    @allowed("phone_till_open")
    def end(self, by: Supervisor, operator: str) -> None:
        """At once, also for whoever is signed in. Raises `Refused`."""
        with self.hub.ground.write() as txn:
            site = txn.connection.execute(
                text("SELECT site FROM phone_tills WHERE operator = :operator AND ended_at IS NULL"),
                {"operator": operator},
            ).scalar()
            if site is None:
                raise Refused("phone_till_unknown")
            txn.append(PhoneTillEnded(operator), by=by.id, site=str(site))


def _require_till(connection: Connection, site: str) -> None:
    """Raises `Refused("merchant_unknown")` for what is no merchant's place."""
    known = text("SELECT 1 FROM sites WHERE site = :site AND role = 'merchant'")
    if not connection.execute(known, {"site": site}).fetchone():
        raise Refused("merchant_unknown", merchant=site[:40])


def _months(first: str, last: str) -> Iterator[str]:
    month = business_day.month_of(first)
    while month <= business_day.month_of(last):
        yield month
        month = business_day.month_of(business_day.plus_months(f"{month}-01", 1))
