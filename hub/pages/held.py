"""Held meals that wait for a decision, and one of them beside the meal that stands."""

from __future__ import annotations

from starlette.responses import Response

from hub.held import PAGE
from hub.pages.visit import Page, Visit, moved


def held(visit: Visit) -> Response:
    meals = visit.office.held.waiting(visit.by, visit.query.get("after", ""))
    return visit.page("held.html", meals=meals, next=meals[-1].fact if len(meals) == PAGE else None)


def one(visit: Visit) -> Response:
    meal, other = visit.office.held.one(visit.by, visit.places["fact"])
    return visit.page("held_one.html", meal=meal, other=other)


def decide(visit: Visit) -> Response:
    visit.office.held.decide(visit.by, visit.places["fact"], visit.typed("decision"), visit.typed("reason"))
    return moved("/held", done="decided")


PAGES = (
    Page("/held", "held_see", held, asks=("after",)),
    Page("/held/{fact}", "held_see", one, decide, "review", ("decision", "reason")),
)
