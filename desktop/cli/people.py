"""Commands about people: register, verify, find, withdraw, reissue, forget."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.cli.options import Consent
from desktop.cli.registry import Document, command
from desktop.cli.session import Session


@command("register", playable=True)
def register(
    session: Session,
    name: Annotated[str, typer.Option()],
    phone: Annotated[str, typer.Option()],
    group: Annotated[str, typer.Option()],
    company: Annotated[str, typer.Option()] = "",
    proof: Annotated[str, typer.Option()] = "",
    consent: Consent = False,
) -> Document:
    """A rider and a card; proof of work seen makes them verified."""
    made = session.office.people.register(session.by, name, phone, group, company=company, proof=proof, consent=consent)
    return {"rider": made.rider, "card": made.card, "verified": made.verified}


@command("verify-rider", playable=True)
def verify_rider(
    session: Session, id: Annotated[str, typer.Argument()], proof: Annotated[str, typer.Option()]
) -> Document:
    """Proof of work was seen today."""
    people = session.office.people
    until = people.verify(session.by, id, proof)
    return {"rider": id, "card": people.card_text(id), "verified": True, "until": until}


@command("find", playable=True)
def find(session: Session, text: Annotated[str, typer.Argument()]) -> Document:
    """Riders by name, pinyin initials, phone tail or card."""
    riders = session.office.people.find(session.by, text)
    return {
        "riders": [
            {
                "rider": rider.rider,
                "name": rider.name,
                "phone": rider.phone,
                "group": rider.group,
                "verified_until": rider.verified_until or None,
                "card_number": rider.card_number or None,
            }
            for rider in riders
        ]
    }


@command("withdraw", playable=True)
def withdraw(session: Session, card: Annotated[str, typer.Argument()]) -> Document:
    """A lost card: it no longer works."""
    return {"fact": session.office.people.withdraw(session.by, card).id}


@command("reissue", playable=True)
def reissue(session: Session, id: Annotated[str, typer.Argument()]) -> Document:
    """A new card; the old one is withdrawn."""
    return {"card": session.office.people.reissue(session.by, id)}


@command("forget", playable=True)
def forget(session: Session, id: Annotated[str, typer.Argument()], reason: Annotated[str, typer.Option()]) -> Document:
    """Personal data destroyed, at once and for good."""
    return {"fact": session.office.people.forget(session.by, id, reason).id}
