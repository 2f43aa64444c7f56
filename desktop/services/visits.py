"""Visits 入站服务: recorded by card, by search or anonymously; scanning never gates the door."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.people import clean_group
from desktop.core.roles import APP, Operator
from desktop.core.visit import (
    COUNT_MOST,
    MedicineUsed,
    VisitEnded,
    VisitExtended,
    VisitRecorded,
    VisitVoided,
    clean_services,
)
from desktop.services.desk import Desk, allowed
from desktop.services.elsewhere import group_here
from desktop.services.hours import open_at
from desktop.services.scanning import CardOutcome, scan
from desktop.store.beside import put_note
from desktop.store.journal import Txn

MEDICINE = "medicine"


@dataclass(frozen=True)
class CheckedIn:
    """The outcome of a check-in; `fact` of the visit in hand (None if refused), `since` ms UTC."""

    outcome: str
    fact: str | None
    since: int | None = None
    rider: str | None = None
    group: str = ""


@dataclass(frozen=True)
class _Visitor:
    rider: str | None
    group: str
    how: str
    count: int = 1
    trust: str = "verified"
    issued: int | None = None
    presence: str = "counter"
    fact: str = ""


class Visits:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("check_in")
    def by_card(self, by: Operator, text: str, services: list[str], stated: int | None = None) -> CheckedIn:
        """A scan at the counter. Card outcomes are answers, not errors; nothing is recorded on a bad card."""
        wanted, at = clean_services(services), self.desk.moment(stated)
        with self.desk.store.write() as txn:
            scanned = scan(self.desk, txn, text, at)
            if scanned.card is None or not scanned.stands:
                read = scanned.card
                return CheckedIn(scanned.outcome, None, None, read.rider if read else None, read.group if read else "")
            unknown = scanned.outcome is CardOutcome.UNVERIFIED
            read = scanned.card
            trust = "unverified" if unknown else "verified"
            visitor = _Visitor(read.rider, read.group, "card", 1, trust, read.issued)
            return self._arrive(txn, by, visitor, wanted, at, "accepted_unverified" if unknown else "checked_in")

    @allowed("check_in")
    def by_search(self, by: Operator, rider: str, services: list[str], stated: int | None = None) -> CheckedIn:
        """A registered rider without a card in hand. Raises `Refused("rider_unknown")`."""
        wanted, at = clean_services(services), self.desk.moment(stated)
        with self.desk.store.write() as txn:
            group = group_here(txn, rider)
            if group is None:
                raise Refused("rider_unknown", rider=rider[:40])
            return self._arrive(txn, by, _Visitor(rider, group, "search"), wanted, at, "checked_in")

    @allowed("check_in")
    def anonymous(
        self, by: Operator, group: str, services: list[str], count: int = 1, stated: int | None = None
    ) -> CheckedIn:
        """1–99 people of a group, without names. Raises `Refused` for another count or group."""
        clean_group(group)
        if not 1 <= count <= COUNT_MOST:
            raise Refused("count_wrong", most=COUNT_MOST)
        wanted, at = clean_services(services), self.desk.moment(stated)
        with self.desk.store.write() as txn:
            return self._record(txn, by, _Visitor(None, group, "anonymous", count), wanted, at, "checked_in")

    @allowed("check_in")
    def on_paper(
        self, by: Operator, rider: str | None, group: str, services: list[str], count: int, at: int
    ) -> CheckedIn:
        """A row of a paper register 补录, at the time written there; somebody known joins the visit in hand."""
        wanted = clean_services(services)
        with self.desk.store.write() as txn:
            visitor = _Visitor(rider, group, "paper", count)
            if rider is None:
                return self._record(txn, by, visitor, wanted, at, "checked_in")
            return self._arrive(txn, by, visitor, wanted, at, "checked_in")

    def by_phone(self, fact: str, rider: str, group: str, presence: str, last: str) -> CheckedIn:
        """A check-in by somebody's own phone, who is asked for nothing more; `fact` was made with the page, so that the
        same one counts once. `rider` is empty without a name; then `last` is the visit that this phone made before.
        """
        clean_group(group)
        at = self.desk.now()
        with self.desk.store.write() as txn:
            here = txn.rows("SELECT at FROM visits WHERE fact = ? AND day NOT NULL", (fact,))
            if here:
                return CheckedIn("checked_in", fact, here[0][0], rider or None, group)
            visitor = _Visitor(rider or None, group, "self", presence=presence, fact=fact)
            if rider:
                return self._arrive(txn, APP, visitor, [], at, "checked_in")
            # later ones too, as for somebody with a name: the clock may have been put back since
            window = self.desk.rules.choices.already_here_minutes * 60_000
            earlier = txn.rows(
                "SELECT fact, at FROM visits WHERE fact = ? AND rider IS NULL AND how = 'self' AND at > ? AND at < ?"
                " AND voided IS NULL",
                (last, at - window, at + window),
            )
            if earlier:
                return CheckedIn("already_here", earlier[0][0], earlier[0][1], None, group)
            return self._record(txn, APP, visitor, [], at, "checked_in")

    def _arrive(
        self, txn: Txn, by: Operator, visitor: _Visitor, services: list[str], at: int, outcome: str
    ) -> CheckedIn:
        """Adds to the visit in hand within 30 minutes, else records a new one."""
        window = self.desk.rules.choices.already_here_minutes * 60_000
        earlier = txn.rows(
            "SELECT fact, at, coalesce(services, first_services), day FROM visits"
            " WHERE rider = ? AND at > ? AND at < ? AND voided IS NULL ORDER BY at DESC LIMIT 1",
            (visitor.rider, at - window, at + window),
        )
        if not earlier:
            return self._record(txn, by, visitor, services, at, outcome)
        fact, since, had, day = earlier[0]
        before = had.split(",") if had else []
        kept = [service for service in services if service != MEDICINE]
        together = clean_services([*before, *kept])
        if together != before:
            txn.append(VisitExtended(fact, together), day=day, by=by.id)
        self._medicine(txn, by, visitor.group, services, day)
        return CheckedIn("already_here", fact, since, visitor.rider, visitor.group)

    def _record(
        self, txn: Txn, by: Operator, visitor: _Visitor, services: list[str], at: int, outcome: str
    ) -> CheckedIn:
        day = business_day.day_of(at)
        body = VisitRecorded(
            rider=visitor.rider,
            group=visitor.group,
            count=visitor.count,
            how=visitor.how,
            services=[service for service in services if service != MEDICINE],
            when=at,
            trust=visitor.trust,
            presence=visitor.presence,
            card_issued=visitor.issued,
            marks=self._marks(txn, at) if visitor.how == "anonymous" else [],
        )
        entry = txn.append(body, day=day, by=by.id, fact=visitor.fact)
        self._medicine(txn, by, visitor.group, services, day)
        return CheckedIn(outcome, entry.id, at, visitor.rider, visitor.group)

    def _marks(self, txn: Txn, at: int) -> list[str]:
        """Doubts about an anonymous count: kept and marked, never refused."""
        choices = self.desk.rules.choices
        marks: list[str] = []
        if not open_at(txn.connection, self.desk, at):
            marks.append("out_of_hours")
        gap = choices.anonymous_gap_seconds * 1000
        quick = txn.rows(
            "SELECT 1 FROM visits WHERE day = ? AND at > ? AND at <= ? AND how = 'anonymous' LIMIT 1",
            (business_day.day_of(at), at - gap, at),
        )
        if quick:
            marks.append("too_fast")
        return marks

    def _medicine(self, txn: Txn, by: Operator, group: str, services: list[str], day: str) -> None:
        """Medicine is a fact of its own, with neither person nor visit."""
        if MEDICINE in services:
            txn.append(MedicineUsed(group), day=day, by=by.id)

    @allowed("add_services")
    def set_services(self, by: Operator, fact: str, services: list[str]) -> None:
        """The toggles of a visit in hand: its services are now these; medicine is counted, not kept."""
        wanted = clean_services(services)
        with self.desk.store.write() as txn:
            row = txn.rows(
                'SELECT coalesce(services, first_services), day, "group", voided FROM visits'
                " WHERE fact = ? AND day NOT NULL",
                (fact,),
            )
            if not row:
                raise Refused("visit_unknown", fact=fact[:40])
            had, day, group, voided = row[0]
            if voided is not None:
                raise Refused("already_voided")
            kept = [service for service in wanted if service != MEDICINE]
            if kept != (had.split(",") if had else []):
                txn.append(VisitExtended(fact, kept), day=day, by=by.id)
            self._medicine(txn, by, group, wanted, day)

    @allowed("check_out")
    def check_out(self, by: Operator, fact: str, stated: int | None = None) -> Entry:
        """Optional; raises `Refused` for an unknown, voided or ended visit."""
        at = self.desk.moment(stated)
        with self.desk.store.write() as txn:
            row = txn.rows("SELECT day, at, ended_at, voided FROM visits WHERE fact = ? AND day NOT NULL", (fact,))
            if not row:
                raise Refused("visit_unknown", fact=fact[:40])
            day, since, ended, voided = row[0]
            if voided is not None:
                raise Refused("already_voided")
            if ended is not None:
                raise Refused("already_left")
            if at < since and not self.desk.store.clock_behind():
                raise Refused("leaves_before_arrival", since=business_day.clock_time(since))
            return txn.append(VisitEnded(fact, at), day=day, by=by.id)

    def arrival(self, fact: str) -> int | None:
        """When a visit began, ms UTC; None for what is no visit here."""
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql("SELECT at FROM visits WHERE fact = ?", (fact,)).fetchone()
        return int(row[0]) if row is not None and row[0] is not None else None

    @allowed("void_visit")
    def void(self, by: Operator, fact: str, reason: str, note: str = "") -> Entry:
        """A visit that was not one, with a coded reason. Raises `Refused`."""
        if reason not in self.desk.rules.choices.void:
            raise Refused("void_reason_unknown", reason=reason[:40], reasons=", ".join(self.desk.rules.choices.void))
        with self.desk.store.write() as txn:
            row = txn.rows("SELECT voided, rider FROM visits WHERE fact = ? AND day NOT NULL", (fact,))
            if not row:
                raise Refused("visit_unknown", fact=fact[:40])
            if row[0][0] is not None:
                raise Refused("already_voided")
            day = business_day.day_of(self.desk.now())
            return txn.append(VisitVoided(fact, reason, put_note(txn, note, row[0][1])), day=day, by=by.id)
