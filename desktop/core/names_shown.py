"""Full names that were taken out on paper: cards for riders who want theirs so, and that it was done is a fact."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

CARDS = "cards"


class NamesShown(Fact, frozen=True):
    """Somebody took out a paper with so many full names: `list` is `cards`; `subject` the rider, or the day of issue,
    empty for all. No name stands here.
    """

    KIND = "names.shown"
    list: str
    subject: str
    lines: int


def shown_rows(entry: Entry, fact: NamesShown) -> list[Put]:
    values: dict[str, Value] = {
        "list": fact.list,
        "subject": fact.subject,
        "lines": fact.lines,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
    }
    return [Put("names_shown", {"fact": entry.id}, values)]
