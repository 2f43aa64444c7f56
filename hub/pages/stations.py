"""Stations on one page, one station, and the devices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from desktop.core.divisions import Divisions
from hub.figures import PAGE
from hub.pages.visit import Page, Visit

HOUR_MS = 3_600_000


def stations(visit: Visit) -> Response:
    figures = visit.office.figures
    named = visit.query.get("named", "").strip()[:60]
    lines = figures.stations(visit.by, visit.after(), named)
    last = lines[-1] if len(lines) == PAGE else None
    return visit.page(
        "stations.html",
        lines=lines,
        overview=figures.overview(visit.by),
        named=named,
        day=figures.today(),
        place=place_of(visit),
        next=(last.community, last.site) if last else None,
        ago=ago(visit),
        scope=visit.office.hub.divisions.path(visit.by.scope),
    )


def station(visit: Visit) -> Response:
    found = visit.office.figures.station(visit.by, visit.places["site"])
    with visit.office.hub.ground.read() as connection:
        standard = visit.office.hub.rules(connection).standard
    points = {point.code: point.titles[visit.words.language] for item in standard.items for point in item.checkpoints}
    most = max([day.visits for day in found.days] + [1])
    return visit.page(
        "station.html",
        found=found,
        place=place_of(visit),
        points=points,
        most=most,
        ago=ago(visit),
        line=found.line,
        checks=visit.office.checked.of_station(visit.by, found.line.site),
    )


def place_of(visit: Visit) -> Callable[[str], str]:
    """Names of a community from the district down."""
    return partial(place_words, visit.office.hub.divisions)


def place_words(divisions: Divisions, code: str) -> str:
    """`历下区 · 大明湖街道 · 南北历山街社区` for a community's code; empty for none."""
    return " · ".join((*divisions.path(code)[:-1], divisions.short_name(code))) if code else ""


def ago(visit: Visit):  # type: ignore[no-untyped-def]
    """(words, tone) for a time of last contact: quiet within a day, a mark within three, then red."""
    now, say = visit.office.hub.ground.now(), visit.words.say

    def told(at: int | None) -> tuple[str, str]:
        if at is None:
            return say("hub.ago.never"), "wrong"
        hours = max(0, now - at) // HOUR_MS
        if hours < 1:
            return say("hub.ago.minutes", count=max(0, now - at) // 60_000), "good"
        if hours < 48:
            return say("hub.ago.hours", count=hours), "good" if hours < 24 else "attention"
        return say("hub.ago.days", count=hours // 24), "attention" if hours < 72 else "wrong"

    return told


PAGES = (
    Page("/", "stations_see", stations, asks=("named", "after", "then")),
    Page("/stations/{site}", "stations_see", station),
)
