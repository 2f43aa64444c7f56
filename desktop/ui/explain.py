"""What each part of the status line says of itself."""

from __future__ import annotations

from desktop.core.business_day import day_of
from desktop.core.pages import Status
from desktop.core.words import Words
from desktop.devices.printer import PrinterFound, PrinterState
from desktop.ui.speech import long_day, moment


def hub_state(status: Status) -> str:
    """What is true of this device and its hub: a key of `ui.status` and `ui.explain`. Nothing is all sent unless
    receipts say so.
    """
    if not status.hub.joined:
        return "apart"
    if status.hub.grave:
        return status.hub.grave
    if not status.waiting:
        return "all_sent"
    return "waiting_failed" if status.hub.failed else "waiting"


def needs_a_person(status: Status) -> int:
    """How many things of the hub somebody must see to: the badge of its page."""
    return status.hub.tray + bool(status.hub.grave)


def explanation(
    words: Words, status: Status | None, part: str, now: int, printer: PrinterFound | None = None
) -> tuple[str, str]:
    """Title and sentence for `site`, `operator`, `waiting`, `clock`, `scanner`, `printer` or `time`; `now` in ms UTC,
    `printer` the usual one.
    """
    said: dict[str, object] = {
        "site": status.site if status else "",
        "operator": status.operator if status else "",
        "roles": " · ".join(words.say(f"role.{role}") for role in status.roles) if status else "",
        "count": status.waiting if status else 0,
        "day": long_day(words, day_of(now)),
        "printer": printer.said if printer else "",
    }
    if status is not None and status.hub.last_done:
        said["when"] = moment(words, status.hub.last_done, now)
    key = part
    if part == "clock":
        key = "clock_ok" if status is None or status.clock == "ok" else "clock_suspect"
    if part == "printer":
        key = f"printer_{printer.state.value if printer else PrinterState.NONE.value}"
    if part == "waiting" and status is not None:
        key = hub_state(status)
        said["when"] = said.get("when") or words.say("ui.hub.never")
    return words.say(f"ui.explain.{key}.title", **said), words.say(f"ui.explain.{key}.said", **said)
