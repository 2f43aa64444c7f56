"""Steps under way as text: kept when the process ends. A PIN is never in them; those of another day are begun anew by
the presenter.
"""

from __future__ import annotations

from typing import Any

from desktop.core.day_pages import FLOWS
from desktop.ui.steps.draft import Draft


def steps_as_text(draft: Draft) -> dict[str, Any] | None:
    """None for one that is done, or in which nothing was answered or typed."""
    if draft.done is not None or not (draft.answers or draft.values):
        return None
    return {
        "flow": draft.flow,
        "day": draft.day,
        "begun": draft.begun,
        "at": draft.at,
        "answers": draft.answers,
        "values": draft.values,
    }


def steps_of_text(plain: Any) -> Draft | None:
    """None for what cannot be read."""
    try:
        flow, at = str(plain["flow"]), int(plain["at"])
        if not 0 <= at < len(FLOWS[flow]):
            return None
        answers = {str(point): str(result) for point, result in plain["answers"].items()}
        values = {str(name): str(value) for name, value in plain["values"].items()}
        return Draft(flow, str(plain["day"]), int(plain["begun"]), at, answers, values)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
