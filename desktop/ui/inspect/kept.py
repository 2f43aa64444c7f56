"""A walk round as text: kept when the process ends, gone on with on the same business day only, since nothing of an
inspection is ever answered by one of before.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from desktop.core.business_day import day_of
from desktop.ui.inspect.draft import Draft, Given


def walk_as_text(draft: Draft) -> dict[str, Any]:
    plain = asdict(draft)
    for given in plain["given"].values():
        given["photos"] = [base64.b64encode(photo).decode() for photo in given["photos"]]
    plain["tools"] = sorted(draft.tools)
    return plain


def walk_of_text(plain: dict[str, Any], now: int) -> Draft | None:
    """None for a walk of another day, or one that cannot be read. `now` ms UTC."""
    try:
        if day_of(int(plain["begun"])) != day_of(now):
            return None
        given = {
            str(code): Given(
                str(each["result"]),
                str(each["note"]),
                str(each["severity"]),
                [base64.b64decode(photo) for photo in each["photos"]],
            )
            for code, each in plain["given"].items()
        }
        return Draft(
            str(plain["kind"]),
            int(plain["begun"]),
            given,
            str(plain["item"]),
            str(plain["point"]),
            {str(line): int(count) for line, count in plain["counted"].items()},
            {str(tool) for tool in plain["tools"]},
            str(plain["typed"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
