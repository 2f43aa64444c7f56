"""The data of a merchant's month on the hub's paper, over all sites."""

from __future__ import annotations

from sqlalchemy import Connection, text

from desktop import __version__
from desktop.core import business_day, paper_code
from desktop.core.money import yuan
from desktop.core.paper_code import Origin
from desktop.core.papers import Frame, SettlementPaper
from desktop.core.settlement import Draft
from desktop.core.words import Words
from desktop.tables.settling_paper import adjustment_lines, meal_lines, sample_of_month, sample_sentence
from hub.merchants import Known
from hub.supervision import Supervision


def settlement_paper(
    connection: Connection, hub: Supervision, known: Known, month: str, made: Draft, number: str = ""
) -> SettlementPaper:
    """In Chinese: it is a record of the street office. With a `number` it is the frozen one, else a draft."""
    words = hub.words["zh"]
    programme = hub.rules(connection).programme
    funding = programme.funding
    licence_name, licence_code, account_tail = _record(connection, known)
    return SettlementPaper(
        frame=frame(connection, hub, words, "settlement", number, f"{known.merchant}/{month}"),
        month=month,
        merchant=_payee(words, known.name, licence_name),
        licence_code=licence_code,
        payer=funding.funder,
        account_tail=account_tail,
        programme=programme.titles[words.language],
        funding=words.say(f"funding.{funding.kind}", amount=yuan(funding.fixed_fen)),
        document=funding.document,
        draft=not number,
        # who voided is an operator of a device, whose name the hub does not hold
        lines=meal_lines(connection, words, programme, known.ids, month, made, lambda _connection, _operator: ""),
        adjustments=adjustment_lines(connection, words, made),
        sample=sample_sentence(words, sample_of_month(connection, known.ids, month)),
    )


def frame(connection: Connection, hub: Supervision, words: Words, kind: str, number: str, subject: str) -> Frame:
    """What a paper of the hub says of itself."""
    ground = hub.ground
    now = ground.now()
    epoch, seq, head = ground.head(connection)
    origin = Origin(ground.site, kind, now // 1000, epoch, seq, head[:16], subject=paper_code.subject(subject))
    made = business_day.stamp(now)[:16].replace("T", " ")
    return Frame(ground.name, number, made, f"{words.say('app.name')} {__version__}", "", words.language, origin)


def _record(connection: Connection, known: Known) -> tuple[str, str, str]:
    """(licence name, licence code, account tail) of the first of a merchant's ids that has a record."""
    for one in known.ids:
        row = connection.execute(
            text("SELECT licence_name, licence_code, account_tail FROM merchant_records WHERE merchant = :id"),
            {"id": one},
        ).fetchone()
        if row is not None:
            return row[0] or "", row[1] or "", row[2] or ""
    return "", "", ""


def _payee(words: Words, name: str, licence_name: str) -> str:
    """Who is paid is who holds the licence; the name over the door stands behind where it differs."""
    if not licence_name or licence_name == name:
        return name
    return words.say("merchant_record.payee", licence=licence_name, name=name)
