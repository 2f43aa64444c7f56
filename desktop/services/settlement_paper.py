"""The data of a month's settlement on paper: every meal a line, as it stands."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from desktop.core import business_day, card
from desktop.core.money import yuan
from desktop.core.papers import Frame, MealLine, SettlementPaper
from desktop.core.people import masked_name
from desktop.core.words import Words
from desktop.services.desk import Desk
from desktop.services.merchant_records import record_of
from desktop.services.operators import operator_name


def settlement_paper(
    connection: Connection,
    desk: Desk,
    words: Words,
    frame: Callable[[str, str, str], Frame],
    merchant: str,
    name: str,
    month: str,
) -> SettlementPaper:
    """The draft of a merchant's month; money in fen, cards by their last four characters."""
    programme = desk.rules.programme
    funding = programme.funding
    rows = connection.exec_driver_sql(
        "SELECT day, at, period, rider, card_issued, list_fen, price_fen, subsidy_fen, voided, held, seq, voided_at,"
        " voided_by FROM meals WHERE merchant = ? AND day >= ? AND day <= ? ORDER BY day, at, fact",
        (merchant, month, month + "~"),
    )
    lines = []
    for (
        day,
        at,
        period,
        rider,
        issued,
        list_fen,
        price,
        subsidy,
        voided,
        held,
        seq,
        voided_at,
        voided_by,
    ) in rows:
        state = "voided" if voided else "held" if held else "counted"
        why = words.say(f"void.{voided}") if voided else words.say(f"held.{held}") if held else ""
        lines.append(
            MealLine(
                day=day,
                time=business_day.clock_time(at),
                period=_period(desk, words, period),
                card=card.card_number(rider, issued)[-4:],
                list_fen=list_fen,
                price_fen=price,
                subsidy_fen=subsidy,
                state=state,
                why=why,
                seq=seq,
                voided=business_day.stamp(voided_at)[5:16].replace("T", " ") if voided_at else "",
                voided_by=masked_name(operator_name(connection, voided_by)) if voided_by else "",
            )
        )
    record = record_of(connection, merchant)
    return SettlementPaper(
        frame=frame("settlement", "", f"{merchant}/{month}"),
        month=month,
        merchant=_payee(words, name, record.licence_name),
        licence_code=record.licence_code or "",
        payer=funding.funder,
        account_tail=record.account_tail or "",
        programme=programme.titles[words.language],
        funding=words.say(f"funding.{funding.kind}", amount=yuan(funding.fixed_fen)),
        document=funding.document,
        draft=True,
        lines=tuple(lines),
    )


def _payee(words: Words, name: str, licence_name: str | None) -> str:
    """Who is paid is who holds the licence; the name over the door stands behind where it differs."""
    if not licence_name or licence_name == name:
        return name
    return words.say("merchant_record.payee", licence=licence_name, name=name)


def _period(desk: Desk, words: Words, code: str) -> str:
    period = desk.rules.programme.period(code)
    return period.titles[words.language] if period else code
