"""Facts of serving by phone 手机核销 at the hub: a merchant whose computer is broken, a named cashier, for some days.

Only a hub states them, each about the merchant's place.
"""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

SOURCE = "phone"
"""`source` of a meal that was served so."""
DAYS_MOST = 31


class PhoneTillOpened(Fact, frozen=True):
    """`operator` may serve at `merchant`, the hub's id of its place, up to and with the day `until`."""

    KIND = "phone_till.opened"
    operator: str
    merchant: str
    until: str


class PhoneTillEnded(Fact, frozen=True):
    """A supervisor ended it before its day."""

    KIND = "phone_till.ended"
    operator: str


class PhoneTillClosed(Fact, frozen=True):
    """The end of a cashier's shift 收工: their meals of the business day that were not voided, and what they come to in
    fen; `held` of them wait for a decision and are not in the subsidy. What was served before cannot be voided there
    any more.
    """

    KIND = "phone_till.closed"
    operator: str
    merchant: str
    business_day: str
    meals: int
    taken_fen: int
    subsidy_fen: int
    held: int


def opened_rows(entry: Entry, fact: PhoneTillOpened) -> list[Put]:
    values: dict[str, Value] = {
        "merchant": fact.merchant,
        "site": entry.site,
        "until": fact.until,
        "opened_at": entry.at,
        "opened_by": entry.by,
    }
    return [Put("phone_tills", {"operator": fact.operator}, values)]


def ended_rows(entry: Entry, fact: PhoneTillEnded) -> list[Put]:
    return [Put("phone_tills", {"operator": fact.operator}, {"ended_at": entry.at, "ended_by": entry.by})]


def closed_rows(entry: Entry, fact: PhoneTillClosed) -> list[Put]:
    # the hub's log is one chain: its order decides, whatever its clock said
    return [Put("phone_tills", {"operator": fact.operator}, {"closed_at": entry.at})]
