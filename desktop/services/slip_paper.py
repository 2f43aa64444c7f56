"""The slip of a referral as paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core import business_day, clinic_code
from desktop.core.errors import Refused
from desktop.core.papers import HealthSlip
from desktop.core.people import masked_name, masked_phone
from desktop.core.roles import Operator
from desktop.services.desk import allowed
from desktop.services.health_papers import appointment
from desktop.services.operators import operator_name
from desktop.store.membership import read_membership

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted


@allowed("print_health")
def health(papers: Papers, _by: Operator, wanted: Wanted) -> HealthSlip:
    """A referral's slip; the full name stands on the slip, the masked one on the stub."""
    desk, words = papers.desk, papers.words
    with desk.store.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT r.referral, r.kind, r.code, r.until, r.issued_at, r.number, r.issued_by, p.name, p.phone,"
            ' d."group", t.name FROM referrals r JOIN persons p USING (rider) JOIN riders d USING (rider)'
            " JOIN partners t ON t.partner = r.partner WHERE r.referral = ?",
            (wanted.id or "",),
        ).fetchone()
        if row is None:
            raise Refused("referral_unknown", referral=(wanted.id or "")[:40])
        referral, kind, code, until, at, number, issuer, name, phone, group, partner = row
        operator = masked_name(operator_name(connection, issuer))
        booked = appointment(connection, desk, words, referral)
        hub = None if desk.practice else read_membership(connection, desk.key)
    day = business_day.day_of(at)
    title = words.say("slip.number", year=day[:4], day=day[5:7] + day[8:], number=f"{number:02d}")
    return HealthSlip(
        frame=papers.frame("health", title, referral),
        kind=kind,
        full_name=name,
        masked_name=masked_name(name),
        phone=masked_phone(phone),
        group=group,
        partner=partner,
        partner_note=booked.note,
        partner_phone="",
        issued=business_day.stamp(at)[:16].replace("T", " "),
        until=max(until, booked.day),
        operator=operator,
        code=code,
        station_phone=papers.setting("phone"),
        consent=words.say(f"slip.consent_{kind}", partner=partner),
        appointment_day=booked.day,
        appointment_time=booked.time,
        confirm_at=clinic_code.address(hub.url, code) if hub else "",
        confirm_code=clinic_code.digits(desk.key.seed, hub.hub_key, referral) if hub else "",
    )
