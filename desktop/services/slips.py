"""Finding a referral by what is at hand: its id, the code on the slip, or the text of either of its QR codes."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import clinic_code, paper_code
from desktop.core.errors import Refused
from desktop.core.paper_code import NotAPaper, Trust
from desktop.services.desk import Desk

KIND = "health"


def find_slip(desk: Desk, connection: Connection, text: str) -> str:
    """The id of the referral meant; raises `Refused("referral_unknown")`, also for a forged QR text."""
    plain = "".join(text.split())
    if paper_code.looks_like_paper(plain):
        plain = _of_slip(desk, connection, plain) or plain
    way, _, last = plain.upper().rpartition(f"/{clinic_code.WAY}/")
    plain = last if way.startswith("HTTP") else plain
    row = connection.exec_driver_sql(
        "SELECT referral FROM referrals WHERE referral = ? AND rider NOT NULL", (plain.lower(),)
    ).fetchone()
    if row is None:
        code = clinic_code.spelled(plain)
        row = connection.exec_driver_sql("SELECT referral FROM referrals WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise Refused("referral_unknown", referral=text[:40])
    return str(row[0])


def _of_slip(desk: Desk, connection: Connection, text: str) -> str | None:
    """The referral whose digest a slip's code holds, if one of the keys known here signed it."""
    try:
        code, trust = paper_code.check(text, {**desk.issuers, desk.key.key_id: desk.key.public})
    except NotAPaper:
        return None
    origin = code.origin
    if trust is not Trust.VERIFIED or origin.kind != KIND or origin.practice is not desk.practice:
        return None
    issued = connection.exec_driver_sql(
        "SELECT referral FROM referrals ORDER BY coalesce(issued_day, '') = ? DESC", (code.about.first,)
    )
    return next((str(row[0]) for row in issued if paper_code.subject(row[0]) == origin.subject), None)
