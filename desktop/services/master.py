"""Master data kept here until a hub hands it down: merchants, partners, and what a merchant may spend."""

from __future__ import annotations

from desktop.core.business_day import day_of, parse_month
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.site import AllotmentGranted, MerchantAdded, PartnerAdded
from desktop.services.desk import Desk, allowed
from desktop.services.station import clean_site_name

FEN_MOST = 10**12


class Master:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("merchant_add")
    def add_merchant(self, by: Operator, name: str) -> str:
        clean = clean_site_name(name)
        with self.desk.store.write() as txn:
            if txn.rows("SELECT 1 FROM merchants WHERE name = ?", (clean,)):
                raise Refused("merchant_exists", name=clean)
            merchant = self.desk.store.ids.other()
            txn.append(MerchantAdded(merchant, clean), day=day_of(self.desk.now()), by=by.id)
        return merchant

    @allowed("allotment_grant")
    def grant(self, by: Operator, merchant: str, month: str, fen: int, portions_a_day: int) -> str:
        """What a merchant may spend on this device in a month, fen; 0 portions is no daily limit."""
        try:
            month = parse_month(month)
        except ValueError as error:
            raise Refused("month_wrong", month=month[:20]) from error
        if not 0 <= fen <= FEN_MOST or not 0 <= portions_a_day <= 100_000:
            raise Refused("allotment_wrong")
        self.merchant_name(merchant)
        with self.desk.store.write() as txn:
            body = AllotmentGranted(merchant, self.desk.store.device, month, fen, portions_a_day)
            return txn.append(body, day=day_of(self.desk.now()), by=by.id).id

    @allowed("partner_add")
    def add_partner(self, by: Operator, name: str) -> str:
        clean = clean_site_name(name)
        with self.desk.store.write() as txn:
            if txn.rows("SELECT 1 FROM partners WHERE name = ?", (clean,)):
                raise Refused("partner_exists", name=clean)
            partner = self.desk.store.ids.other()
            txn.append(PartnerAdded(partner, clean), day=day_of(self.desk.now()), by=by.id)
        return partner

    def merchants(self) -> tuple[tuple[str, str], ...]:
        """(id, name) of all merchants served here; a merchant's own device is its own."""
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql("SELECT merchant, name FROM merchants ORDER BY at, merchant").fetchall()
        own = ((self.desk.place.site, self.desk.place.name),) if self.desk.place.role == "merchant" else ()
        # the hub's own entry about this merchant is the same one
        here = self.desk.store.home.joined if own else ""
        return (*own, *((row[0], row[1]) for row in rows if row[0] != here))

    def merchant_name(self, merchant: str) -> str:
        """Raises `Refused("merchant_unknown")`."""
        if self.desk.place.role == "merchant" and merchant == self.desk.place.site:
            return self.desk.place.name
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql("SELECT name FROM merchants WHERE merchant = ?", (merchant,)).fetchone()
        if row is None or row[0] is None:
            raise Refused("merchant_unknown", merchant=merchant[:40])
        return str(row[0])

    def find_partner(self, partner: str) -> str:
        """The id of a partner given by id or by name; raises `Refused("partner_unknown")`."""
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT partner FROM partners WHERE partner = ? OR name = ?", (partner, partner)
            ).fetchone()
        if row is None:
            raise Refused("partner_unknown", partner=partner[:40])
        return str(row[0])
