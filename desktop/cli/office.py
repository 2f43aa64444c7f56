"""Commands of master data, referrals, settlement and the figures of a day."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from desktop.cli.options import Consent
from desktop.cli.registry import Document, command
from desktop.cli.session import Session, ask_pin
from desktop.core import business_day


@command("operator-add", playable=True)
def operator_add(
    session: Session, name: Annotated[str, typer.Argument()], role: Annotated[str, typer.Option()]
) -> Document:
    """A new operator; the PIN comes from QUANYI_NEW_PIN, a prompt, or (unattended) QUANYI_PIN."""
    by = session.by
    new = "QUANYI_NEW_PIN" if "QUANYI_NEW_PIN" in os.environ or sys.stdin.isatty() else "QUANYI_PIN"
    pin = ask_pin(new, "cli.ask_new_pin", session)
    return {"id": session.office.operators.add(by, name, role, pin)}


@command("merchant-add", playable=True)
def merchant_add(
    session: Session,
    name: Annotated[str, typer.Argument()],
    allotment_fen: Annotated[int | None, typer.Option()] = None,
    month: Annotated[str | None, typer.Option(help="of the allotment; this month without one")] = None,
    portions_a_day: Annotated[int, typer.Option(help="0 is no limit")] = 0,
) -> Document:
    """A merchant, and what it may spend on this device in a month."""
    office, by = session.office, session.by
    with office.desk.store.write():
        merchant = office.master.add_merchant(by, name)
        if allotment_fen is not None:
            of = month or business_day.month_of(business_day.day_of(office.desk.now()))
            office.master.grant(by, merchant, of, allotment_fen, portions_a_day)
    return {"id": merchant}


@command("partner-add", playable=True)
def partner_add(session: Session, name: Annotated[str, typer.Argument()]) -> Document:
    """A clinic to send riders to."""
    return {"id": session.office.master.add_partner(session.by, name)}


@command("refer", playable=True)
def refer(
    session: Session,
    card: Annotated[str, typer.Argument()],
    kind: Annotated[str, typer.Option()],
    to: Annotated[str, typer.Option(help="a partner's id or name")],
    slot: Annotated[str | None, typer.Option()] = None,
    reason: Annotated[str, typer.Option()] = "",
    consent: Consent = False,
) -> Document:
    """A slip for a check or the green channel."""
    made = session.office.referrals.refer(session.by, card, kind, to, slot=slot, reason=reason, consent=consent)
    return {"referral": made.referral, "code": made.code, "state": made.state}


@command("refer-move", playable=True)
def refer_move(
    session: Session,
    id: Annotated[str, typer.Argument()],
    state: Annotated[str, typer.Argument()],
    note: Annotated[str, typer.Option()] = "",
) -> Document:
    """The next state of a referral."""
    referrals = session.office.referrals
    entry, to = referrals.move(session.by, id, state, note)
    return {"fact": entry.id, "referral": id, "code": referrals.code(id), "state": to}


@command("today", playable=True)
def today(session: Session, day: Annotated[str | None, typer.Option()] = None) -> Document:
    """The figures of a day."""
    figures = session.office.days.figures(day)
    return {
        "day": figures.day,
        "visits": figures.visits,
        "persons": figures.persons,
        "by_hour": list(figures.by_hour),
        "by_group": dict(figures.by_group),
        "by_how": dict(figures.by_how),
        "by_service": dict(figures.by_service),
        "meals": figures.meals,
        "meals_voided": figures.meals_voided,
        "meals_held": figures.meals_held,
        "subsidy_fen": figures.subsidy_fen,
        "open_rectifications": figures.open_rectifications,
        "waiting": figures.waiting,
    }
