"""People 服务对象: registered with consent, verified by sight, carded, found, forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day, card
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.people import clean_group, clean_name, clean_phone, masked_name, masked_phone
from desktop.core.rider import CardIssued, CardWithdrawn, RiderForgotten, RiderRegistered, RiderVerified
from desktop.core.roles import APP, Operator
from desktop.services.desk import Desk, allowed
from desktop.services.elsewhere import group_here
from desktop.services.names import fold, terms
from desktop.services.slots import let_go
from desktop.store import persons
from desktop.store.beside import put_note, put_sheet
from desktop.store.journal import Txn
from desktop.store.received import forget, same_person

FOUND_MOST = 50
SAME_PERSON = "same_person"
OWN_PHONE = "own_phone"
COMPANY_MOST = 60


@dataclass(frozen=True)
class Registered:
    """A new rider: id, card text, and whether proof of work was seen."""

    rider: str
    card: str
    verified: bool


@dataclass(frozen=True)
class Rider:
    """A rider as others may see them: masked name and phone; days empty where they do not apply."""

    rider: str
    name: str
    phone: str
    group: str
    verified_until: str
    card_number: str
    card_until: str


class People:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("register")
    def register(
        self,
        by: Operator,
        name: str,
        phone: str,
        group: str,
        *,
        company: str = "",
        proof: str = "",
        consent: bool = False,
    ) -> Registered:
        """Registers a rider and issues a card. Raises `Refused` for bad input, no consent, a known phone."""
        clean, digits = clean_name(name), clean_phone(phone)
        employer = " ".join(company.split())
        if len(employer) > COMPANY_MOST:
            raise Refused("company_too_long", most=COMPANY_MOST, length=len(employer))
        if proof:
            self._check_proof(proof)
        if not consent:
            raise Refused("consent_needed")
        day = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            known = txn.rows("SELECT rider FROM persons WHERE phone = ?", (digits,))
            if known:
                raise Refused("already_registered", rider=known[0][0])
            rider = self.desk.store.ids.other()
            self._take_in(txn, by, rider, group, {"name": clean, "phone": digits, "company": employer}, day)
            if proof:
                self._verify(txn, by, rider, proof, day)
            text = self._issue(txn, by, rider, group, day)
        return Registered(rider, text, bool(proof))

    def register_by_phone(self, rider: str, name: str, phone: str, group: str) -> None:
        """Somebody registers on their own phone, having agreed to the text in force: unverified, with a card. `rider`
        was made with the page; the same one is registered once.

        A number that is registered already gets another person beside the first, as at another station: whoever types
        somebody's number learns nothing by it, and gets nothing of theirs. Only one of them can be verified (`verify`).
        Raises `Refused` for bad input.
        """
        content = {"name": clean_name(name), "phone": clean_phone(phone), "company": ""}
        day = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            if not txn.rows("SELECT 1 FROM riders WHERE rider = ?", (rider,)):
                self._take_in(txn, APP, rider, group, content, day)
                self._issue(txn, APP, rider, group, day)

    def _take_in(self, txn: Txn, by: Operator, rider: str, group: str, content: dict[str, str], day: str) -> None:
        clean_group(group)
        sheet = put_sheet(txn, rider, content)
        body = RiderRegistered(rider, group, sheet, self.desk.rules.choices.consent.version)
        txn.append(body, day=day, by=by.id)
        persons.index(txn, rider, content, terms)

    @allowed("verify_rider")
    def verify(self, by: Operator, rider: str, proof: str) -> str:
        """Proof of work was seen by this operator, today. Returns the first day on which meals ask again."""
        self._check_proof(proof)
        day = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            self._known(txn, rider)
            self._only_one(txn, rider, day)
            return self._verify(txn, by, rider, proof, day)

    def _only_one(self, txn: Txn, rider: str, day: str) -> None:
        """One phone, one verified person: with two, somebody could eat twice. Raises `Refused`."""
        others = txn.rows(
            "SELECT r.rider FROM persons p JOIN persons o ON o.phone = p.phone AND o.rider <> p.rider"
            " JOIN riders r ON r.rider = o.rider WHERE p.rider = ? AND r.verified_until > ?",
            (rider, day),
        )
        # those that the hub joined are one person: limits run over all their ids
        if any(other[0] not in same_person(txn, rider) for other in others):
            raise Refused("phone_verified_already")

    def _check_proof(self, proof: str) -> None:
        if proof not in self.desk.rules.choices.proof:
            raise Refused("proof_unknown", proof=proof[:40], proofs=", ".join(self.desk.rules.choices.proof))

    def _verify(self, txn: Txn, by: Operator, rider: str, proof: str, day: str) -> str:
        until = business_day.plus_months(day, self.desk.rules.programme.verified_months)
        txn.append(RiderVerified(rider, proof, until), day=day, by=by.id)
        return until

    def _issue(self, txn: Txn, by: Operator, rider: str, group: str, day: str) -> str:
        """A new card, issued later than every earlier one of the rider."""
        newest = txn.rows("SELECT max(issued) FROM cards WHERE rider = ?", (rider,))[0][0] or 0
        issued = max(self.desk.now() // 1000, newest + 1)
        days = self.desk.rules.choices.card_days
        made = card.issue(self.desk.key, rider, group, issued, days, practice=self.desk.practice)
        txn.append(CardIssued(rider, group, issued, days, made.issuer.hex()), day=day, by=by.id)
        return made.text

    @allowed("withdraw")
    def withdraw(self, by: Operator, text: str) -> Entry:
        """挂失: this card, by its text or its number, is no longer good. Raises `Refused`."""
        with self.desk.store.write() as txn:
            rider, issued = self._card(txn, text)
            row = txn.rows("SELECT withdrawn_at FROM cards WHERE rider = ? AND issued = ?", (rider, issued))
            if row and row[0][0] is not None:
                raise Refused("already_withdrawn")
            return self._withdraw(txn, by, rider, issued, "lost")

    def _withdraw(self, txn: Txn, by: Operator, rider: str, issued: int, reason: str) -> Entry:
        return txn.append(CardWithdrawn(rider, issued, reason), day=business_day.day_of(self.desk.now()), by=by.id)

    def _card(self, txn: Txn, text: str) -> tuple[str, int]:
        if card.looks_like_card(text):
            try:
                read, _ = card.check(text, self.desk.issuers, practice=self.desk.practice)
            except card.NotACard as error:
                raise Refused("not_a_card") from error
            return read.rider, read.issued
        found = txn.rows("SELECT rider, issued FROM cards WHERE number = ?", (card.normalise(text),))
        if not found:
            raise Refused("not_a_card")
        return found[0][0], found[0][1]

    def card_text(self, rider: str) -> str | None:
        """The rider's standing card that this device issued, the newest; its text is made again."""
        sql = (
            'SELECT "group", issued, valid_days FROM cards WHERE rider = ? AND withdrawn_at IS NULL AND issuer = ?'
            " ORDER BY issued DESC LIMIT 1"
        )
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql(sql, (rider, self.desk.key.key_id.hex())).fetchone()
        return (
            card.issue(self.desk.key, rider, row[0], row[1], row[2], practice=self.desk.practice).text
            if row is not None
            else None
        )

    @allowed("reissue")
    def reissue(self, by: Operator, rider: str) -> str:
        """补卡: a new card; every earlier one that still stood is withdrawn. Returns the card's text."""
        with self.desk.store.write() as txn:
            group = self._known(txn, rider)
            self._withdraw_all(txn, by, rider, "replaced")
            return self._issue(txn, by, rider, group, business_day.day_of(self.desk.now()))

    def _withdraw_all(self, txn: Txn, by: Operator, rider: str, reason: str) -> None:
        standing = txn.rows(
            "SELECT issued FROM cards WHERE rider = ? AND withdrawn_at IS NULL UNION SELECT issued FROM known_cards"
            " WHERE rider = ? AND withdrawn = '' AND issued NOT IN (SELECT issued FROM cards WHERE rider = ?)",
            (rider, rider, rider),
        )
        for row in standing:
            self._withdraw(txn, by, rider, row[0], reason)

    @allowed("forget")
    def forget(self, by: Operator, rider: str, reason: str) -> Entry:
        """注销并删除个人信息: name, phone and sheet are destroyed at once; the card no longer works."""
        if not reason.strip():
            raise Refused("reason_needed")
        with self.desk.store.write() as txn:
            self._known(txn, rider)
            entry = self.destroy(txn, by, RiderForgotten(rider, put_note(txn, reason)))
        self.desk.store.database.erase_log()
        return entry

    def forget_by_phone(self, rider: str) -> None:
        """The same, asked for by the person on their own phone. Raises `Refused("rider_unknown")`."""
        with self.desk.store.write() as txn:
            self._known(txn, rider)
            self.destroy(txn, APP, RiderForgotten(rider, None, OWN_PHONE))
        self.desk.store.database.erase_log()

    def destroy(self, txn: Txn, by: Operator, fact: RiderForgotten) -> Entry:
        """The act of forgetting, whoever asked for it, under all ids of the person: cards withdrawn, personal data
        destroyed, the facts kept.

        The caller erases the database's log once the transaction has ended.
        """
        day = business_day.day_of(self.desk.now())
        others = [rider for rider in same_person(txn, fact.rider) if rider != fact.rider]
        for rider in (*others, fact.rider):
            self._withdraw_all(txn, by, rider, "forgotten")
            let_go(self.desk, txn, by.id, rider)
            forget(txn, rider)
        for rider in others:
            txn.append(RiderForgotten(rider, None, SAME_PERSON), day=day, by=by.id)
        return txn.append(fact, day=day, by=by.id)

    def _known(self, txn: Txn, rider: str) -> str:
        """The group of a rider registered or found here and not forgotten; raises `Refused`."""
        group = group_here(txn, rider)
        if group is None:
            raise Refused("rider_unknown", rider=rider[:40])
        return group

    @allowed("find")
    def find(self, by: Operator, text: str, after: str = "") -> tuple[Rider, ...]:
        """Riders by part of the name, pinyin initials, phone (tail) or card; at most 50, by id after `after`."""
        with self.desk.store.read() as connection:
            return tuple(self.seen(connection, rider) for rider in self._matches(connection, text, after))

    def _matches(self, connection: Connection, text: str, after: str) -> list[str]:
        if card.looks_like_card(text):
            try:
                return [card.check(text, self.desk.issuers, practice=self.desk.practice)[0].rider]
            except card.NotACard:
                return []
        number = card.normalise(text)
        if number.startswith("QY-"):
            rows = connection.exec_driver_sql("SELECT rider FROM cards WHERE number = ?", (number,)).fetchall()
            return [row[0] for row in rows]
        query = fold(text)
        if not query:
            return []
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT rider FROM person_terms WHERE term >= ? AND term < ? AND rider > ? ORDER BY rider LIMIT ?",
            (query, query + chr(0x10FFFF), after, FOUND_MOST),
        ).fetchall()
        return [row[0] for row in rows]

    def seen(self, connection: Connection, rider: str) -> Rider:
        """A rider as others may see them."""
        row = connection.exec_driver_sql(
            'SELECT p.name, p.phone, coalesce(r."group", f."group", k."group"), coalesce(r.verified_until, k.verified)'
            " FROM (SELECT ? rider) i LEFT JOIN riders r USING (rider) LEFT JOIN persons p USING (rider)"
            " LEFT JOIN rider_searches f USING (rider) LEFT JOIN known_cards k USING (rider)"
            " ORDER BY k.issued DESC LIMIT 1",
            (rider,),
        ).fetchone()
        newest = connection.exec_driver_sql(
            "SELECT number, issued, valid_days FROM cards WHERE rider = ? AND withdrawn_at IS NULL"
            " ORDER BY issued DESC LIMIT 1",
            (rider,),
        ).fetchone()
        until = ""
        if newest:
            until = business_day.day_of((newest[1] + newest[2] * card.DAY_SECONDS) * 1000)
        name, phone, group, verified = row or ("", "", "", "")
        return Rider(
            rider,
            masked_name(name or ""),
            masked_phone(phone) if phone else "",
            group or "",
            verified or "",
            newest[0] if newest else "",
            until,
        )
