"""What each part of the status line says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.core.business_day import day_of
from desktop.core.pages import Status
from desktop.core.words import Words
from desktop.ui.parts.popover import Popover
from desktop.ui.speech import long_day


def explanation(words: Words, status: Status | None, part: str, now: int) -> tuple[str, str]:
    """Title and sentence for `site`, `operator`, `waiting`, `clock`, `scanner` or `time`; `now` in ms UTC."""
    said: dict[str, object] = {
        "site": status.site if status else "",
        "operator": status.operator if status else "",
        "roles": " · ".join(words.say(f"role.{role}") for role in status.roles) if status else "",
        "count": status.waiting if status else 0,
        "day": long_day(words, day_of(now)),
    }
    key = part
    if part == "clock":
        key = "clock_ok" if status is None or status.clock == "ok" else "clock_suspect"
    if part == "waiting" and not said["count"]:
        key = "all_sent"
    return words.say(f"ui.explain.{key}.title", **said), words.say(f"ui.explain.{key}.said", **said)


def explain(
    popover: Popover,
    opener: QWidget,
    words: Words,
    status: Status | None,
    part: str,
    now: int,
    acts: Mapping[str, Callable[[], None]],
) -> None:
    """Explains a part beside what was pressed; the operator may do `acts`, named as on the rail."""
    title, said = explanation(words, status, part, now)
    offered = tuple((name, words.say(f"ui.rail.{name}"), act) for name, act in acts.items())
    popover.explain(opener, title, said, offered if part == "operator" else ())
