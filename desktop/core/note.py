"""Free text beside the chain that is taken away: people write names into it, and forgetting cannot know whose."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

# Why: it names somebody, it was written by mistake, or (by the app itself) its time is over.
REASONS = ("names_somebody", "mistake", "expired")


class NoteBlanked(Fact, frozen=True):
    """A note that the fact `of` names is gone: `note` is its hash, `reason` one of `REASONS`."""

    KIND = "note.blanked"
    of: str
    note: str
    reason: str


def blanked_rows(entry: Entry, fact: NoteBlanked) -> list[Put]:
    values: dict[str, Value] = {
        "of": fact.of,
        "reason": fact.reason,
        "day": entry.day,
        "blanked_by": entry.by,
        "blanked_at": entry.at,
    }
    return [Put("blanked_notes", {"note": fact.note}, values, newer="blanked_at")]
