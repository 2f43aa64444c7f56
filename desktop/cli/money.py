"""Commands about money: settle and its states, review of held meals, doubts, tail, sample, call-backs."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.settlement import Settled


@command("settle", playable=True)
def settle(
    session: Session,
    merchant: Annotated[str, typer.Option()],
    month: Annotated[str, typer.Option()],
    draft: Annotated[bool, typer.Option("--draft", help="only work it out; nothing is kept")] = False,
) -> Document:
    """Freezes a merchant's month under a number; the month that still runs, or --draft, is worked out only. Once
    the hub has been joined, only the hub settles.
    """
    office, by = session.office, session.by
    running = office.settlements.past_month(month) == office.settlements.this_month()
    made = office.settlements.draft(by, merchant, month)
    document = {
        "settlement": None,
        "number": None,
        "lines": len(made.lines),
        "subsidy_fen": made.subsidy_fen,
        "held": len(made.held),
        "state": "draft",
        "voided": len(made.voided),
        "refused": len(made.refused),
        "adjustments": sum(line.adjustment for line in made.lines),
        "taken_fen": made.taken_fen,
    }
    if draft or running:
        return document
    done = office.settlements.close(by, merchant, month)
    return {**document, "settlement": done.settlement, "number": done.number, "state": done.state}


@command("settle-move", playable=True)
def settle_move(
    session: Session,
    id: Annotated[str, typer.Argument()],
    state: Annotated[str, typer.Argument()],
    invoice: Annotated[str | None, typer.Option()] = None,
    invoice_fen: Annotated[int | None, typer.Option()] = None,
    voucher: Annotated[str | None, typer.Option()] = None,
    reason: Annotated[str, typer.Option()] = "",
) -> Document:
    """The next state of a settlement."""
    settlements, by = session.office.settlements, session.by
    entry, _ = settlements.move(by, id, state, invoice=invoice, invoice_fen=invoice_fen, voucher=voucher, note=reason)
    return {"fact": entry.id, **_settled(settlements.one(by, id))}


@command("settlements", playable=True)
def settlements(session: Session, merchant: Annotated[str, typer.Option()]) -> Document:
    """A merchant's settlements: where the money is."""
    found = session.office.settlements.of(session.by, merchant)
    return {
        "settlements": [{**_settled(each), "month": each.month, "since": each.state_day} for each in found],
    }


def _settled(each: Settled) -> Document:
    """What the contract says of a settlement, money in fen."""
    return {
        "settlement": each.settlement,
        "number": each.number,
        "lines": each.lines,
        "subsidy_fen": each.subsidy_fen,
        "held": each.held,
        "state": each.state,
    }


@command("review", playable=True)
def review(
    session: Session,
    fact: Annotated[str, typer.Argument()],
    decision: Annotated[str, typer.Argument(metavar="pay|refuse|void")],
    reason: Annotated[str, typer.Option()],
) -> Document:
    """Decides a held meal."""
    return {"fact": session.office.reviews.review(session.by, fact, decision, reason).id}


@command("held", playable=True)
def held(session: Session, after: Annotated[str, typer.Option()] = "") -> Document:
    """Meals that wait for a decision."""
    found = session.office.reviews.waiting(session.by, after)
    return {
        "held": [
            {"fact": each.fact, "day": each.day, "merchant": each.merchant, "held": each.held,
             "subsidy_fen": each.subsidy_fen}
            for each in found
        ]
    }  # fmt: skip


@command("doubts", playable=True)
def doubts(
    session: Session, merchant: Annotated[str, typer.Option()], month: Annotated[str, typer.Option()]
) -> Document:
    """Marks on a merchant's month, each with its reason and the facts behind it."""
    found = session.office.doubts.of(session.by, merchant, month)
    return {
        "doubts": [
            {"rule": each.rule, "reason": session.say(f"doubt.{each.rule}", **each.values), "facts": list(each.facts)}
            for each in found
        ]
    }


@command("tail", playable=True)
def tail(
    session: Session,
    fact: Annotated[str, typer.Argument()],
    result: Annotated[str, typer.Argument(metavar="match|mismatch")],
) -> Document:
    """The answer to a tail question after a meal."""
    return {"fact": session.office.doubts.answer(session.by, fact, result).id}


@command("sample", playable=True)
def sample(
    session: Session, merchant: Annotated[str, typer.Option()], month: Annotated[str, typer.Option()]
) -> Document:
    """Draws a month's sample for call-backs."""
    drawn = session.office.doubts.draw(session.by, merchant, month)
    return {"sample": drawn.sample, "size": drawn.size, "population": drawn.population}


@command("call-back", playable=True)
def call_back(
    session: Session,
    sample: Annotated[str, typer.Argument()],
    fact: Annotated[str, typer.Argument()],
    result: Annotated[str, typer.Argument(metavar="confirmed|denied|unreachable")],
    note: Annotated[str, typer.Option()] = "",
) -> Document:
    """What a rider said on the phone about a sampled meal."""
    return {"fact": session.office.doubts.call(session.by, sample, fact, result, note).id}
