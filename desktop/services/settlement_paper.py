"""The data of a month's settlement on paper: every meal a line, adjustments apart, as it stands or is frozen."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.money import yuan
from desktop.core.papers import CallbackPaper, CallLine, SettlementPaper
from desktop.core.people import masked_name
from desktop.core.settlement import Draft
from desktop.core.words import Words
from desktop.services.desk import Desk
from desktop.services.frames import frame_of
from desktop.services.merchant_records import record_of
from desktop.services.operators import operator_name
from desktop.services.settlements import RenderSettlement
from desktop.tables.settling_paper import (
    adjustment_lines,
    meal_lines,
    period_title,
    sample_of,
    sample_of_month,
    sample_sentence,
)


def settlement_paper(
    connection: Connection,
    desk: Desk,
    words: Words,
    merchant: str,
    name: str,
    month: str,
    made: Draft,
    number: str = "",
) -> SettlementPaper:
    """A merchant's month; with a `number` it is the frozen one, without it a draft. Money in fen."""
    programme = desk.rules.programme
    funding = programme.funding
    record = record_of(connection, merchant)
    return SettlementPaper(
        frame=frame_of(desk, words, "settlement", number, f"{merchant}/{month}"),
        month=month,
        merchant=_payee(words, name, record.licence_name),
        licence_code=record.licence_code or "",
        payer=funding.funder,
        account_tail=record.account_tail or "",
        programme=programme.titles[words.language],
        funding=words.say(f"funding.{funding.kind}", amount=yuan(funding.fixed_fen)),
        document=funding.document,
        draft=not number,
        lines=meal_lines(connection, words, programme, (merchant,), month, made, operator_name),
        adjustments=adjustment_lines(connection, words, made),
        sample=sample_sentence(words, sample_of_month(connection, (merchant,), month)),
    )


def callback_paper(connection: Connection, desk: Desk, words: Words, name: str, sample: str) -> CallbackPaper | None:
    """The call-back list of a sample with full phones, None for an unknown one."""
    found = sample_of(connection, "s.sample = :sample", {"sample": sample})
    if found is None:
        return None
    rows = connection.exec_driver_sql(
        "SELECT m.day, m.at, m.period, p.name, p.phone, c.result FROM callbacks c JOIN meals m ON m.fact = c.meal"
        " LEFT JOIN persons p USING (rider) WHERE c.sample = ? ORDER BY m.day, m.at",
        (sample,),
    ).fetchall()
    lines = tuple(
        CallLine(
            day,
            business_day.clock_time(at),
            period_title(words, desk.rules.programme, period),
            masked_name(person or ""),
            phone or "",
            words.say(f"call.{result}") if result else "",
        )
        for day, at, period, person, phone, result in rows
    )
    frame = frame_of(desk, words, "callbacks", "", sample)
    return CallbackPaper(frame, found.month, name, found.population, lines)


def _payee(words: Words, name: str, licence_name: str | None) -> str:
    """Who is paid is who holds the licence; the name over the door stands behind where it differs."""
    if not licence_name or licence_name == name:
        return name
    return words.say("merchant_record.payee", licence=licence_name, name=name)


def render_settlement(desk: Desk) -> RenderSettlement:
    """What freezes a settlement's paper, once, in Chinese: it is a record of the street office."""

    def render(connection: Connection, merchant: str, name: str, month: str, number: str, made: Draft) -> bytes:
        words = desk.printer.words["zh"]
        paper = settlement_paper(connection, desk, words, merchant, name, month, made, number)
        return desk.printer.render(paper, words.language)

    return render
