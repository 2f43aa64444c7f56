"""A merchant's record: licence, permit with expiry, agreement, payee account tail, hours and closed days.

The unified social credit code 统一社会信用代码 is checked by GB 32100-2015: 18 characters of an alphabet of 31
(without I, O, S, V, Z), the last one so that the sum weighted with powers of 3 is 0 modulo 31. A food permit
食品经营许可证 is `JY` and 14 digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact, Put, Value

WARN_DAYS = 30
CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_PERMIT = re.compile(r"JY[0-9]{14}")
_HOURS = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)[-–—~至]([01]?\d|2[0-4])[:：]([0-5]\d)")
DAY_MINUTES = 1440
WEEKDAYS = "一二三四五六日"


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As it stands; None is not known. Days are the last good ones, `opens` and `closes` minutes of the local
    day (an end before the beginning crosses midnight), `closed` ISO weekdays (1 Monday … 7 Sunday).
    """

    licence_name: str | None = None
    licence_code: str | None = None
    permit: str | None = None
    permit_until: str | None = None
    agreement_until: str | None = None
    account_tail: str | None = None
    opens: int | None = None
    closes: int | None = None
    closed: list[int] = msgspec.field(default_factory=list)


class MerchantRecorded(Fact, frozen=True):
    """The whole record after a change; the newest stands."""

    KIND = "merchant.recorded"
    merchant: str
    record: Record


def recorded_rows(entry: Entry, fact: MerchantRecorded) -> list[Put]:
    record = fact.record
    values: dict[str, Value] = {
        "licence_name": record.licence_name,
        "licence_code": record.licence_code,
        "permit": record.permit,
        "permit_until": record.permit_until,
        "agreement_until": record.agreement_until,
        "account_tail": record.account_tail,
        "opens": record.opens,
        "closes": record.closes,
        "closed": ",".join(str(day) for day in record.closed),
        "recorded_by": entry.by,
        "recorded_at": entry.at,
    }
    return [Put("merchant_records", {"merchant": fact.merchant}, values, newer="recorded_at")]


def check_character(body: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015, 4.3)."""
    total = sum(CREDIT_CODE.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True))
    return CREDIT_CODE[-total % 31]


def clean_licence_code(text: str) -> str:
    """18 characters, upper case. Raises `Refused`: `licence_code_wrong` when it has another shape,
    `licence_code_check` when one character was mistyped.
    """
    code = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()
    if len(code) != 18 or any(letter not in CREDIT_CODE for letter in code):
        raise Refused("licence_code_wrong", length=len(code))
    if check_character(code[:17]) != code[17]:
        raise Refused("licence_code_check", licence=code)
    return code


def clean_permit(text: str) -> str:
    """`JY` and 14 digits; raises `Refused("permit_wrong")`."""
    permit = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not _PERMIT.fullmatch(permit):
        raise Refused("permit_wrong", permit=permit[:20])
    return permit


def clean_tail(text: str) -> str:
    """The last four digits of an account, never more. Raises `Refused("account_tail_wrong")`."""
    if not re.fullmatch(r"[0-9]{4}", text.strip()):
        raise Refused("account_tail_wrong")
    return text.strip()


def parse_hours(text: str) -> tuple[int, int]:
    """`10:00-21:00` as minutes of the day, 24:00 as 1440; raises `Refused("hours_wrong")`."""
    found = _HOURS.fullmatch("".join(text.split()))
    if found is None:
        raise Refused("hours_wrong", hours=text[:20])
    first, first_minutes, last, last_minutes = (int(part) for part in found.groups())
    opens, closes = first * 60 + first_minutes, last * 60 + last_minutes
    if opens >= DAY_MINUTES or closes > DAY_MINUTES or opens == closes:
        raise Refused("hours_wrong", hours=text[:20])
    return opens, closes


def parse_weekdays(text: str) -> list[int]:
    """`1,7`, `一、日` or `none`: ISO weekdays in order. Raises `Refused("weekdays_wrong")`."""
    plain = text.strip().replace("周", "").replace("星期", "").replace("天", "日")
    if plain in ("none", "无", ""):
        return []
    found: set[int] = set()
    for part in re.split(r"[,，、\s]+", plain):
        if part in WEEKDAYS and len(part) == 1:
            found.add(WEEKDAYS.index(part) + 1)
        elif part in "1234567" and len(part) == 1:
            found.add(int(part))
        else:
            raise Refused("weekdays_wrong", weekdays=text[:20])
    if len(found) == 7:
        raise Refused("weekdays_wrong", weekdays=text[:20])
    return sorted(found)


def hours_text(record: Record) -> str:
    """`10:00—21:00`; empty when not known."""
    if record.opens is None or record.closes is None:
        return ""
    return "—".join(f"{minute // 60}:{minute % 60:02d}" for minute in (record.opens, record.closes))


@dataclass(frozen=True)
class RunningOut:
    """A paper of a merchant that ends soon or has ended: `what` is `permit` or `agreement`."""

    merchant: str
    name: str
    what: str
    until: str
    expired: bool


def running_out(records: Iterable[tuple[str, str, str | None, str | None]], today: str) -> list[RunningOut]:
    """What ends within 30 days or has ended, soonest first, of (merchant, name, permit's day, agreement's)."""
    last = business_day.plus_days(today, WARN_DAYS)
    found = [
        RunningOut(merchant, name, what, until, until < today)
        for merchant, name, permit, agreement in records
        for what, until in (("permit", permit), ("agreement", agreement))
        if until is not None and until <= last
    ]
    return sorted(found, key=lambda each: (each.until, each.name, each.what))
