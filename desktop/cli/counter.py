"""Commands of the counter: visits, meals, voids."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.cli.options import At, moment
from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.services.meals import Served
from desktop.services.visits import CheckedIn

RECORDED = {"checked_in", "already_here", "accepted_unverified"}


@command("check-in", playable=True)
def check_in(
    session: Session,
    card: Annotated[str | None, typer.Argument()] = None,
    rider: Annotated[str | None, typer.Option()] = None,
    anonymous: Annotated[str | None, typer.Option(metavar="GROUP")] = None,
    count: Annotated[int, typer.Option()] = 1,
    service: Annotated[list[str] | None, typer.Option()] = None,
    at: At = None,
) -> Document:
    """A visit: by card, by rider, or anonymously by group."""
    given = [value is not None for value in (card, rider, anonymous)]
    if sum(given) != 1:
        raise Refused("check_in_who")
    if count != 1 and anonymous is None:
        raise Refused("count_only_anonymous")
    visits, by, services, stated = session.office.visits, session.by, service or [], moment(at)
    if card is not None:
        done = visits.by_card(by, card, services, stated)
    elif rider is not None:
        done = visits.by_search(by, rider, services, stated)
    else:
        done = visits.anonymous(by, anonymous or "", services, count, stated)
    return _checked_in(done)


def _checked_in(done: CheckedIn) -> Document:
    if done.outcome not in RECORDED:
        raise Refused(str(done.outcome))
    since = business_day.stamp(done.since) if done.since is not None else None
    return {"outcome": str(done.outcome), "fact": done.fact, "since": since}


@command("check-out", playable=True)
def check_out(session: Session, fact: Annotated[str, typer.Argument()], at: At = None) -> Document:
    """The visit has ended."""
    visits = session.office.visits
    entry = visits.check_out(session.by, fact, moment(at))
    since = visits.arrival(fact)
    return {"outcome": "done", "fact": entry.id, "since": business_day.stamp(since) if since is not None else None}


@command("meal", playable=True)
def meal(
    session: Session,
    card: Annotated[str, typer.Argument()],
    merchant: Annotated[str, typer.Option()],
    at: At = None,
) -> Document:
    """A 9.9-yuan meal."""
    served = session.office.meals.serve(session.by, card, merchant, moment(at))
    if served.outcome != "served":
        raise Refused(str(served.outcome), **_in_the_way(session, served))
    return {
        "outcome": served.outcome,
        "fact": served.fact,
        "period": served.period,
        "price_fen": served.price_fen,
        "subsidy_fen": served.subsidy_fen,
        "held": served.held,
        "ask_tail": served.ask_tail,
    }


def _in_the_way(session: Session, served: Served) -> dict[str, object]:
    """When and where the earlier meal was, for the sentence of `already_served`."""
    if served.earlier is None:
        return {}
    earlier = served.earlier
    where = earlier.place or session.office.master.merchant_name(earlier.merchant)
    return {"time": business_day.stamp(earlier.at)[:16].replace("T", " "), "where": where}


@command("void", playable=True)
def void(
    session: Session,
    fact: Annotated[str, typer.Argument()],
    reason: Annotated[str, typer.Option()],
    note: Annotated[str, typer.Option()] = "",
) -> Document:
    """Voids a visit or a meal."""
    office, by = session.office, session.by
    if office.meals.knows(fact):
        return {"fact": office.meals.void(by, fact, reason, note).id}
    return {"fact": office.visits.void(by, fact, reason, note).id}
