"""Registrations that may be one person, to be joined."""

from __future__ import annotations

from starlette.responses import Response

from hub.pages.visit import Page, Visit, moved


def persons(visit: Visit) -> Response:
    pairs, then = visit.office.persons.alike(visit.by, visit.query.get("after", ""))
    return visit.page("persons.html", pairs=pairs, next=then)


def join(visit: Visit) -> Response:
    visit.office.persons.join(visit.by, visit.typed("verdict"), visit.typed("sure") == "yes")
    return moved("/persons", done="joined")


PAGES = (Page("/persons", "persons_see", persons, join, "persons_join", ("verdict", "sure"), ("after",)),)
