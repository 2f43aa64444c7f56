"""Referrals 转介: a slip for a check or the green channel, and its states. Results never come to us."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.referral import KINDS, STATES, USED, ReferralIssued, ReferralMoved
from desktop.core.roles import Operator
from desktop.core.words import Term
from desktop.services import slots
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master
from desktop.services.scanning import CardOutcome, scan
from desktop.store.beside import put_note
from desktop.store.journal import Txn
from desktop.store.received import Asked, Reading, same_person

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Referred:
    referral: str
    code: str
    state: str


def new_code() -> str:
    """`RQ4-7M2-K9D`: 44 bits to type in at a clinic; letters that are read wrongly are left out."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(9))
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


class Referrals:
    def __init__(self, desk: Desk, master: Master) -> None:
        self.desk = desk
        self._master = master

    @allowed("refer")
    def refer(
        self,
        by: Operator,
        text: str,
        kind: str,
        partner: str,
        *,
        slot: str | None = None,
        reason: str = "",
        consent: bool = False,
    ) -> Referred:
        """Issues a slip on a card. Raises `Refused`: bad card, no consent, a check already this year."""
        return self._issue(by, lambda txn, now: self._rider(txn, text, now), kind, partner, slot, reason, consent)

    @allowed("refer")
    def refer_person(
        self,
        by: Operator,
        rider: str,
        kind: str,
        partner: str,
        *,
        slot: str | None = None,
        reason: str = "",
        consent: bool = False,
    ) -> Referred:
        """Issues a slip to somebody who was found by name or phone. Raises `Refused`, also for nobody known here."""
        return self._issue(by, lambda txn, _now: self._known(txn, rider), kind, partner, slot, reason, consent)

    def _issue(
        self,
        by: Operator,
        whom: Callable[[Txn, int], str],
        kind: str,
        partner: str,
        slot: str | None,
        reason: str,
        consent: bool,
    ) -> Referred:
        if kind not in KINDS:
            raise Refused("referral_kind_unknown", kind=kind[:40], kinds=", ".join(KINDS))
        to = self._master.find_partner(partner)
        if not consent:
            raise Refused("consent_needed")
        if kind == "green_channel" and not reason.strip():
            raise Refused("reason_needed")
        now = self.desk.now()
        day = business_day.day_of(now)
        with self.desk.store.write() as txn:
            rider = whom(txn, now)
            if kind == "checkup":
                self._once_a_year(txn, rider, day[:4])
            referral = self.desk.store.ids.other()
            code = new_code()
            choices = self.desk.rules.choices
            body = ReferralIssued(
                referral=referral,
                rider=rider,
                referral_kind=kind,
                partner=to,
                code=code,
                until=business_day.plus_days(day, choices.referral_days),
                consent=choices.consent.version,
                number=self._number(txn, day),
                slot=slot,
                reason=put_note(txn, reason, rider),
            )
            txn.append(body, day=day, by=by.id)
            booked = slots.ask(self.desk, txn, by.id, referral, slot) if slot and slots.known(txn, slot) else None
        return Referred(referral, code, booked.outcome if booked else "issued")

    def _rider(self, txn: Txn, text: str, now: int) -> str:
        scanned = scan(self.desk, txn, text, now)
        if scanned.card is None or scanned.outcome is not CardOutcome.GOOD:
            code = scanned.outcome.value
            raise Refused("card_unknown_here" if scanned.outcome is CardOutcome.UNVERIFIED else code)
        return self._known(txn, scanned.card.rider)

    def _known(self, txn: Txn, rider: str) -> str:
        if not txn.rows("SELECT 1 FROM persons WHERE rider = ?", (rider,)):
            raise Refused("card_unknown_here")
        return rider

    def checked(self, rider: str) -> str:
        """The day of this year's slip for a check, of the person with this id; empty while they may have one."""
        year = business_day.day_of(self.desk.now())[:4]
        with self.desk.store.read() as connection:
            return self._used_day(Reading(connection), rider, year)

    def _once_a_year(self, txn: Txn, rider: str, year: str) -> None:
        day = self._used_day(txn, rider, year)
        if day:
            raise Refused("checkup_this_year", day=day)

    def _used_day(self, asked: Asked, rider: str, year: str) -> str:
        rows = [
            row
            for one in same_person(asked, rider)
            for row in asked.rows(
                "SELECT r.state, r.issued_day FROM referrals r"
                " WHERE rider = ? AND kind = 'checkup' AND issued_day >= ? AND issued_day <= ?"
                f" AND NOT {slots.CLOSED_UNSEEN}",
                (one, year, year + "~"),
            )
        ]
        return next((str(day) for state, day in rows if state in USED), "")

    def _number(self, txn: Txn, day: str) -> int:
        newest = txn.rows("SELECT coalesce(max(number), 0) FROM referrals WHERE issued_day = ?", (day,))
        return int(newest[0][0]) + 1

    @allowed("refer_move")
    def move(self, by: Operator, referral: str, to: str, note: str = "") -> tuple[Entry, str]:
        """Moves a referral to its next state; raises `Refused` for one that cannot follow."""
        if to not in STATES:
            raise Refused("referral_state_unknown", state=to[:40], states=", ".join(STATES))
        with self.desk.store.write() as txn:
            rows = txn.rows(
                "SELECT state, rider, kind, issued_day FROM referrals WHERE referral = ? AND rider NOT NULL",
                (referral,),
            )
            if not rows:
                raise Refused("referral_unknown", referral=referral[:40])
            state, rider, kind, issued = rows[0]
            if to not in self.desk.rules.choices.referral_moves[state]:
                raise Refused(
                    "referral_cannot_move", state=Term(f"referral_state.{state}"), to=Term(f"referral_state.{to}")
                )
            if kind == "checkup" and state not in USED and to == "booked":
                self._once_a_year(txn, rider, issued[:4])
            slots.may_move(self.desk, txn, referral, to)
            body = ReferralMoved(referral, to, put_note(txn, note, rider))
            entry = txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)
            dropped = slots.after_move(self.desk, txn, by.id, referral, to)
        if dropped:
            slots.erase(self.desk)
        return entry, to

    def code(self, referral: str) -> str:
        """The code on a referral's slip; raises `Refused("referral_unknown")`."""
        with self.desk.store.read() as connection:
            sql = "SELECT code FROM referrals WHERE referral = ?"
            row = connection.exec_driver_sql(sql, (referral,)).fetchone()
        if row is None or row[0] is None:
            raise Refused("referral_unknown", referral=referral[:40])
        return str(row[0])
