"""A clinic confirms by phone that somebody came: by the code on the slip and the six digits beside it, no account.

What is told of a slip is its number, day, partner and station, never a person or what the check is for. The fact is the
one that a station writes, stated by the hub about that station: `referral.moved` to `attended`.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from desktop.core import business_day, clinic_code
from desktop.core.entry import THE_APP
from desktop.core.errors import Refused
from desktop.core.referral import ReferralMoved
from hub.limits import Tries
from hub.locks import Locks
from hub.parts import Parts
from hub.supervision import Supervision

WRONG_A_MINUTE = 5
ATTENDED = "attended"


class Standing(StrEnum):
    """What may become of a slip here; each but `open` is one sentence."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    VOID = "void"
    NOT_BOOKED = "not_booked"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Slip:
    """`number` is that of its day, `day` when it was issued, `on` what the standing speaks of: the last day, the day
    booked, or the day on which it was confirmed; empty for none.
    """

    referral: str
    site: str
    station: str
    partner: str
    number: int
    day: str
    standing: Standing
    on: str = ""


class Clinic:
    def __init__(self, parts: Parts, hub: Supervision) -> None:
        self._parts = parts
        self._hub = hub
        self._locks = Locks(parts.database, parts.journal, "clinic")
        self._tries = Tries(parts.database, parts.clock, "clinic", WRONG_A_MINUTE)

    def find(self, code: str) -> Slip | None:
        """The slip with this code, however it is spelled; None for none of ours."""
        with self._hub.ground.read() as connection:
            return self._find(connection, code)

    def confirm(self, code: str, typed: str, address: str) -> Slip:
        """Somebody came. Raises `Refused`: `clinic_slip_unknown`, `clinic_code_wrong`, `pin_locked` with `seconds`
        after five wrong ones at a slip; `Denied(429)` after five wrong ones a minute from an address. What stands
        already, or cannot be confirmed, is returned as it stands, and nothing is written.
        """
        slip = self.find(code)
        if slip is None:
            raise Refused("clinic_slip_unknown")
        minute = self._tries.count(address)
        tried = self._locks.count(slip.referral)
        if not self._good(slip, clinic_code.clean_digits(typed)):
            raise Refused("clinic_code_wrong")
        self._locks.good(tried)
        self._tries.give_back(address, minute)
        with self._hub.ground.write() as txn:
            # looked at again: another phone may have been first
            now = self._find(txn.connection, code)
            if now is None or now.standing is not Standing.OPEN:
                return now or slip
            txn.append(ReferralMoved(now.referral, ATTENDED), by=THE_APP, site=now.site)
        return self.find(code) or slip

    def _good(self, slip: Slip, digits: str) -> bool:
        """Whether one of the station's devices printed these digits on it; a revoked one's are worth nothing."""
        with self._parts.database.read() as session:
            rows = session.rows("SELECT key FROM members WHERE site = ? AND revoked_at = 0", (slip.site,))
        seed, good = self._parts.keys.seed, False
        for row in rows:
            wanted = clinic_code.digits(seed, bytes.fromhex(row[0]), slip.referral)
            good |= hmac.compare_digest(wanted.encode(), digits.encode())
        return good

    def _find(self, connection: Connection, code: str) -> Slip | None:
        spelled = clinic_code.spelled(code)
        rows = connection.execute(
            text(
                "SELECT r.referral, r.site, s.name, p.name, r.number, r.issued_day, r.state, r.until, r.moved_at,"
                " k.standing, t.day, t.begins FROM referrals r LEFT JOIN sites s ON s.site = r.site"
                " LEFT JOIN partners p ON p.partner = r.partner LEFT JOIN bookings k ON k.referral = r.referral"
                " LEFT JOIN checkup_slots t ON t.slot = k.slot WHERE r.code = :code AND r.rider IS NOT NULL LIMIT 2"
            ),
            {"code": spelled},
        ).fetchall()
        if not spelled or len(rows) != 1:
            return None
        referral, site, station, partner, number, day, state, until, moved, standing, booked, begins = rows[0]
        held = booked if standing == "booked" else ""
        begun = business_day.start_of(held) + begins * 60_000 if held else 0
        found, on = self._standing(state, until, moved, held, begun)
        return Slip(referral, site, station or "", partner or "", number, day, found, on)

    def _standing(self, state: str, until: str, moved: int, booked: str, begun: int) -> tuple[Standing, str]:
        """By the station's own rules for *attended*; `begun` is when the booked slot begins, ms UTC."""
        now = self._hub.ground.now()
        last = max(until, booked)
        if state in (ATTENDED, "closed"):
            return Standing.CONFIRMED, business_day.day_of(moved)
        if state == "expired" or (state in ("issued", "booked", "waiting") and business_day.day_of(now) > last):
            return Standing.EXPIRED, last
        if state == "waiting":
            return Standing.NOT_BOOKED, ""
        if ATTENDED not in self._hub.rulebook.choices.referral_moves.get(state, ()):
            return Standing.VOID, ""
        return (Standing.NOT_YET, booked) if now < begun else (Standing.OPEN, "")
