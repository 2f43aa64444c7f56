"""Identities in escrow: who keeps codes, what lies there, and an opening from the question to the two looks."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from hub.escrows import PAGE
from hub.pages.visit import Page, Visit, moved


def overview(visit: Visit, code: str = "") -> Response:
    escrows = visit.office.escrows
    kept = escrows.page(visit.by, visit.query.get("after", ""))
    return visit.page(
        "escrow.html",
        kept=kept,
        next=kept[-1].rider if len(kept) == PAGE else None,
        keepers=escrows.keepers(visit.by),
        openings=escrows.openings(visit.by),
        code=code,
    )


def keep(visit: Visit) -> Response:
    """The code stands on the answer to the form and nowhere else: loading the page again does not show it."""
    return overview(visit, visit.office.escrows.become_keeper(visit.by, visit.typed("sure") == "yes"))


def asking(visit: Visit) -> Response:
    found = visit.office.escrows.sealed(visit.by, visit.places["rider"])
    return visit.page("escrow_ask.html", rider=found)


def ask(visit: Visit) -> Response:
    opening = visit.office.escrows.ask(visit.by, visit.places["rider"], visit.typed("reason"))
    return moved(f"/escrow-openings/{opening}", done="asked")


def opening(visit: Visit, person: Mapping[str, str] | None = None) -> Response:
    found = visit.office.escrows.one(visit.by, visit.places["opening"])
    return visit.page("escrow_opening.html", found=found, person=person)


def act(visit: Visit) -> Response:
    """Agreeing leads back to the page; an identity stands on the answer to the form and nowhere else."""
    person = visit.office.escrows.act(visit.by, visit.places["opening"], visit.typed("code"))
    if person is None:
        return moved(visit.path, done="agreed")
    return opening(visit, person)


PAGES = (
    Page("/escrow", "escrow_see", overview, keep, "escrow_keep", ("sure",), ("after",)),
    Page("/escrow/{rider}", "escrow_open", asking, ask, "escrow_open", ("reason",)),
    Page("/escrow-openings/{opening}", "escrow_see", opening, act, "escrow_open", ("code",)),
)
