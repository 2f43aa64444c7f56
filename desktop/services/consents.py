"""Texts of consent: which one somebody agreed to, and agreeing to the one in force."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core.business_day import day_of
from desktop.core.consent import Consent, RiderConsented
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed


class Consents:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def text(self, version: str | None = None) -> Consent:
        """A version's texts, the one in force without one. Raises `Refused("consent_version_unknown")`."""
        consents = self.desk.rules.consents
        if version is None:
            return consents.current
        found = consents.versions.get(version)
        if found is None:
            raise Refused("consent_version_unknown", version=version[:20], versions=", ".join(consents.versions))
        return found

    @allowed("consent")
    def of(self, by: Operator, rider: str) -> str:
        """The version that a rider agreed to last. Raises `Refused("rider_unknown")`."""
        with self.desk.store.read() as connection:
            return agreed(connection, rider)

    @allowed("consent")
    def agree(self, by: Operator, rider: str, version: str | None = None, *, consent: bool = False) -> Entry:
        """A rider agrees to the text in force, having agreed to an older one. Raises `Refused`."""
        wanted, current = self.text(version).version, self.desk.rules.consents.current.version
        if wanted != current:
            raise Refused("consent_not_current", version=wanted, current=current)
        if not consent:
            raise Refused("consent_needed")
        with self.desk.store.write() as txn:
            if agreed(txn.connection, rider) == wanted:
                raise Refused("consent_same", version=wanted)
            return txn.append(RiderConsented(rider, wanted), day=day_of(self.desk.now()), by=by.id)


def agreed(connection: Connection, rider: str) -> str:
    """The version that a rider registered here and not forgotten agreed to last."""
    row = connection.exec_driver_sql(
        "SELECT coalesce((SELECT c.version FROM consents c WHERE c.rider = r.rider ORDER BY c.at DESC, c.fact DESC"
        " LIMIT 1), r.consent) FROM riders r WHERE r.rider = ? AND r.forgotten_day IS NULL",
        (rider,),
    ).fetchone()
    if row is None or row[0] is None:
        raise Refused("rider_unknown", rider=rider[:40])
    return str(row[0])
