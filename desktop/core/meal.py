"""Meals 用餐: one 9.9-yuan set meal, served under a programme, and what undoes it."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put
from desktop.core.precedence import rank_of


class MealServed(Fact, frozen=True):
    """A meal at a merchant's till, money in fen; `day` of its entry is the day on which its period began.

    `verified` is `yes`, `no` or `unknown`; `held` the code of why it waits for a named decision, or None.
    """

    KIND = "meal.served"
    rider: str
    group: str
    merchant: str
    programme: str
    programme_version: str
    period: str
    package: str
    list_fen: int
    price_fen: int
    subsidy_fen: int
    when: int
    card_issued: int
    issuer: str
    verified: str
    held: str | None = None
    source: str = "till"


class MealVoided(Fact, frozen=True):
    """`late` is true for a 冲销: after the business day or the end of shift, by a supervisor."""

    KIND = "meal.voided"
    meal: str
    reason: str
    late: bool
    note: str | None = None


def served_rows(entry: Entry, fact: MealServed) -> list[Put]:
    values: dict[str, str | int | None] = {
        "day": entry.day,
        "at": fact.when,
        "rider": fact.rider,
        "group": fact.group,
        "merchant": fact.merchant,
        "programme": fact.programme,
        "programme_version": fact.programme_version,
        "period": fact.period,
        "list_fen": fact.list_fen,
        "price_fen": fact.price_fen,
        "subsidy_fen": fact.subsidy_fen,
        "card_issued": fact.card_issued,
        "verified": fact.verified,
        "source": fact.source,
        "site": entry.site,
        "device": entry.device,
        "by": entry.by,
        "seq": entry.seq,
    }
    puts = [Put("meals", {"fact": entry.id}, values)]
    if fact.held:
        puts.append(Put("meals", {"fact": entry.id}, {"held": fact.held, "held_at": entry.at}, newer="held_at"))
    return puts


def voided_rows(entry: Entry, fact: MealVoided) -> list[Put]:
    values: dict[str, str | int | None] = {
        "voided": fact.reason,
        "voided_at": entry.at,
        "voided_by": entry.by,
        "voided_late": int(fact.late),
        # a till's void comes before that of a review, whichever came first
        "void_rank": rank_of(entry, above=True),
    }
    return [Put("meals", {"fact": fact.meal}, values, newer="void_rank")]
