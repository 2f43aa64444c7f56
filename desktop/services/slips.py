"""Finding a referral by what is at hand: its id, the code on the slip, or the slip's QR text."""

from __future__ import annotations

import base64
import binascii
import re
from uuid import UUID

from sqlalchemy import Connection

from desktop.core import keys
from desktop.core.errors import Refused
from desktop.services.desk import Desk
from desktop.services.referrals import PREAMBLE

MARK = "QYR1"
_SIGNATURE = 64
_ID = 16


def find_slip(desk: Desk, connection: Connection, text: str) -> str:
    """The id of the referral meant; raises `Refused("referral_unknown")`, also for a forged QR text."""
    plain = "".join(text.split())
    if plain.upper().startswith(MARK):
        plain = _of_slip(desk, plain.upper()) or plain
    row = connection.exec_driver_sql(
        "SELECT referral FROM referrals WHERE referral = ? AND rider NOT NULL", (plain.lower(),)
    ).fetchone()
    if row is None:
        row = connection.exec_driver_sql("SELECT referral FROM referrals WHERE code = ?", (_as_code(plain),)).fetchone()
    if row is None:
        raise Refused("referral_unknown", referral=text[:40])
    return str(row[0])


def _as_code(text: str) -> str:
    """`rq47m2k9d` as it is printed: `RQ4-7M2-K9D`."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


def _of_slip(desk: Desk, text: str) -> str | None:
    """The referral that a QR text names, if one of the keys known here signed it."""
    body = text[len(MARK) :]
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except binascii.Error:
        return None
    fields, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    if len(fields) <= _ID or not any(
        keys.verifies(public, PREAMBLE, fields, signature) for public in desk.issuers.values()
    ):
        return None
    return str(UUID(bytes=fields[:_ID]))
