"""What is unfinished on the pages, as text that can be kept, and taken up again at the next start."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

VERSION = 1


@runtime_checkable
class KeepsDraft(Protocol):
    """A presenter whose work can outlive the process. What it gives must go through JSON; never a PIN."""

    def keep_draft(self) -> dict[str, Any] | None:
        """What is unfinished; None for nothing."""

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        """Goes on with it; False where it means nothing any more."""


def write_drafts(presenters: Mapping[str, object]) -> str:
    """The drafts of one operator, by place; empty for none."""
    found = {
        place: kept
        for place, each in presenters.items()
        if isinstance(each, KeepsDraft) and (kept := each.keep_draft()) is not None
    }
    return json.dumps({"v": VERSION, "places": found}, ensure_ascii=False, sort_keys=True) if found else ""


def take_up(text: str, presenter_of: Callable[[str], object]) -> tuple[str, ...]:
    """Hands drafts back to the presenters of their places; returns those that go on. What another version wrote is
    left alone.
    """
    try:
        kept = json.loads(text or "{}")
        places = dict(kept["places"]) if kept.get("v") == VERSION else {}
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()
    taken = []
    for place, draft in places.items():
        presenter = presenter_of(place)
        if isinstance(presenter, KeepsDraft) and isinstance(draft, dict) and presenter.take_up_draft(draft):
            taken.append(place)
    return tuple(taken)
