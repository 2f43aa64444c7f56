"""What stands where there is no paper: why, and the place that leads to one."""

from __future__ import annotations

from desktop.core.business_day import month_of
from desktop.core.paper_pages import PaperKind, PapersPage
from desktop.core.words import Words
from desktop.ui.papers.state import PLACES
from desktop.ui.stage import Stage, trouble_sentence


def why_not(words: Words, kind: str, error: Exception) -> str:
    """Why a paper of this kind was not made."""
    key = f"ui.papers.empty.{kind}"
    if getattr(error, "code", "") == "paper_empty" and words.has(key):
        return words.say(key)
    return trouble_sentence(words, error)


def place_of(stage: Stage, kind: PaperKind) -> str:
    """Where what is missing on it is recorded; empty where that is not for whoever is here."""
    place = PLACES.get(kind.code, "")
    return place if place and stage.has_page(place) else ""


def within(month: str, page: PapersPage) -> str:
    """A month that the station has."""
    return max(min(month, month_of(page.today)), page.first_month)
