"""The data of a month's settlement on paper: every meal a line, adjustments apart, as it stands or is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from desktop.core import business_day, card
from desktop.core.money import yuan
from desktop.core.papers import AdjustmentLine, CallbackPaper, CallLine, MealLine, SettlementPaper
from desktop.core.people import masked_name
from desktop.core.settlement import Draft, SettledMeal
from desktop.core.words import Words
from desktop.services.desk import Desk
from desktop.services.doubts import sample_of
from desktop.services.frames import frame_of
from desktop.services.merchant_records import record_of
from desktop.services.operators import operator_name
from desktop.services.settlements import RenderSettlement

_MORE = (
    "SELECT fact, rider, card_issued, seq, voided_at, voided_by FROM meals WHERE merchant = ? AND day >= ? AND day <= ?"
)
More = Mapping[str, Any]


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
    more = {row[0]: row for row in connection.exec_driver_sql(_MORE, (merchant, month, month + "~"))}
    meals = sorted(
        (*made.counted, *made.voided, *made.held, *made.refused), key=lambda meal: (meal.day, meal.at, meal.fact)
    )
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
        lines=tuple(_line(connection, desk, words, meal, more[meal.fact]) for meal in meals),
        adjustments=tuple(_adjustments(connection, words, made)),
        sample=_sample(connection, words, merchant, month),
    )


def _line(connection: Connection, desk: Desk, words: Words, meal: SettledMeal, more: Any) -> MealLine:
    _, rider, issued, seq, voided_at, voided_by = more
    state = meal.state
    why = ""
    if state == "voided":
        why = words.say(f"void.{meal.voided}")
    elif state == "held":
        why = words.say(f"held.{meal.held}")
    elif meal.decision is not None:
        # the reason's free text stays out of a paper that is kept for ever: it may name somebody
        why = words.say(f"review.{meal.decision}")
    return MealLine(
        day=meal.day,
        time=business_day.clock_time(meal.at),
        period=_period(desk, words, meal.period),
        card=card.card_number(rider, issued)[-4:],
        list_fen=meal.list_fen,
        price_fen=meal.price_fen,
        subsidy_fen=meal.subsidy_fen,
        state=state,
        why=why,
        seq=seq,
        voided=business_day.stamp(voided_at)[5:16].replace("T", " ") if voided_at else "",
        voided_by=masked_name(operator_name(connection, voided_by)) if voided_by else "",
    )


def _adjustments(connection: Connection, words: Words, made: Draft) -> list[AdjustmentLine]:
    """What is owed beside the month's meals as listed, each with why; with it the paper sums to the lines.

    A meal of an earlier month: a void, a decision, or a late fact. A meal of this month that a later settlement
    has taken, when this month's own was returned: what stands there.
    """
    own = {meal.fact: meal.due_fen for meal in (*made.counted, *made.voided, *made.held, *made.refused)}
    fen = {line.meal: line.fen - own.get(line.meal, 0) for line in made.lines}
    fen |= {meal.fact: -meal.due_fen for meal in made.counted if meal.fact not in fen}
    found = []
    for meal, change in fen.items():
        if meal in own and not change:
            continue
        row = connection.exec_driver_sql(
            "SELECT day, at, rider, card_issued, seq, voided, decision FROM meals WHERE fact = ?", (meal,)
        ).one()
        day, at, rider, issued, seq, voided, decision = row
        if meal in own:
            why = words.say("adjustment.elsewhere")
        elif voided:
            why = words.say("adjustment.voided", reason=words.say(f"void.{voided}"))
        else:
            why = words.say(f"review.{decision}" if decision else "adjustment.late")
        number = card.card_number(rider, issued)[-4:]
        found.append(AdjustmentLine(day, business_day.clock_time(at), number, change, why, seq))
    return sorted(found, key=lambda line: (line.day, line.time, line.seq))


def _sample(connection: Connection, words: Words, merchant: str, month: str) -> str:
    sample = sample_of(connection, "s.merchant = ? AND s.month = ?", (merchant, month))
    if sample is None:
        return ""
    return words.say(
        "sample.stands",
        size=sample.size,
        confirmed=sample.confirmed,
        denied=sample.denied,
        unreachable=sample.unreachable,
    )


def callback_paper(connection: Connection, desk: Desk, words: Words, name: str, sample: str) -> CallbackPaper | None:
    """The call-back list of a sample with full phones, None for an unknown one."""
    found = sample_of(connection, "s.sample = ?", (sample,))
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
            _period(desk, words, period),
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


def _period(desk: Desk, words: Words, code: str) -> str:
    period = desk.rules.programme.period(code)
    return period.titles[words.language] if period else code


def render_settlement(desk: Desk) -> RenderSettlement:
    """What freezes a settlement's paper, once, in Chinese: it is a record of the street office."""

    def render(connection: Connection, merchant: str, name: str, month: str, number: str, made: Draft) -> bytes:
        words = desk.printer.words["zh"]
        paper = settlement_paper(connection, desk, words, merchant, name, month, made, number)
        return desk.printer.render(paper, words.language)

    return render
