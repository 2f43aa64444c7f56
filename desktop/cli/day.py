"""Commands of the day: opening, hand-over, closing, posted hours, and paper for bad days."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.registry import Document, command
from desktop.cli.session import Session, ask_pin
from desktop.core import business_day
from desktop.core.errors import Trouble
from desktop.core.hours import RealDay
from desktop.core.shift import DayClosed, ShiftHandedOver
from desktop.services.answers import read_answers
from desktop.services.sheet_file import read_sheet


@command("open-day", playable=True)
def open_day(
    session: Session,
    answers: Annotated[Path | None, typer.Option(help="the self-check, kept together with the opening")] = None,
) -> Document:
    """开站, with the one-minute self-check where answers are given."""
    opening = session.office.shifts.open(session.by, read_answers(answers) if answers is not None else ())
    done = opening.inspected
    return {
        "fact": opening.entry.id,
        "late_minutes": opening.late,
        "inspection": done.inspection if done else None,
        "compliant": done.compliant if done else None,
        "rectifications": list(done.rectifications) if done else [],
        "retention": _retention(session),
    }


def _retention(session: Session) -> Document | None:
    """What the app removed by itself, once a day. The opening stands when it could not, and the reason is said."""
    try:
        ran = session.office.retention.run_at_opening()
    except Trouble as trouble:
        print(session.say(f"error.{trouble.code}", **trouble.values), file=sys.stderr)
        return {"error": trouble.code}
    return dict(ran.removed) if ran is not None else None


@command("hand-over", playable=True)
def hand_over(
    session: Session,
    to: Annotated[str, typer.Option(help="the operator who takes over; their PIN in QUANYI_PIN_TO or a prompt")],
    keys: Annotated[int, typer.Option(help="how many keys are handed over")] = 0,
    lost_property: Annotated[str, typer.Option(help="no names or phones of people; kept for 90 days")] = "",
    note: Annotated[str, typer.Option(help="no names or phones of people; kept for 90 days")] = "",
) -> Document:
    """交接班: both PINs."""
    office, by = session.office, session.by
    taker = office.operators.choose(to).id
    pin = "" if taker == by.id else ask_pin("QUANYI_PIN_TO", "cli.ask_pin_to", session)
    entry = office.shifts.hand_over(by, taker, pin, keys=keys, lost_property=lost_property, note=note)
    body = entry.body
    assert isinstance(body, ShiftHandedOver)
    return {
        "fact": entry.id,
        "number": body.number,
        "problems": len(body.problems),
        "chase": body.chase,
        "loans": body.loans,
        "medicine": body.medicine,
        "waiting": body.waiting,
        "keys": body.keys,
    }


@command("close-day", playable=True)
def close_day(session: Session) -> Document:
    """日结: the signed reconciliation."""
    entry = session.office.days.close(session.by)
    body = entry.body
    assert isinstance(body, DayClosed)
    return {
        "fact": entry.id,
        "day": entry.day,
        "captured": body.captured,
        "acknowledged": body.acknowledged,
        "waiting": body.waiting,
        "flagged": body.flagged,
        "problems": len(body.problems),
        "signature": body.signature,
    }


@command("plan-closing", playable=True)
def plan_closing(
    session: Session,
    from_: Annotated[str, typer.Option("--from", help="a day, or a time")],
    to: Annotated[str, typer.Option(help="the last day, or a time")],
    reason: Annotated[str, typer.Option(help="a code of hours.toml")],
    note: Annotated[str, typer.Option()] = "",
) -> Document:
    """Closed by plan; `print closing_notice` makes the notice for the door."""
    closing, entry = session.office.hours.plan(session.by, from_, to, reason, note)
    return {"closing": closing, "fact": entry.id}


@command("cancel-closing", playable=True)
def cancel_closing(session: Session, id: Annotated[str, typer.Argument()]) -> Document:
    """The planned closing does not take place, or ends now."""
    return {"fact": session.office.hours.cancel(session.by, id).id}


@command("extend-hours", playable=True)
def extend_hours(
    session: Session,
    until: Annotated[str, typer.Option(help="HH:MM")],
    day: Annotated[str | None, typer.Option()] = None,
    reason: Annotated[str, typer.Option(help="a code of hours.toml")] = "heat",
) -> Document:
    """延时: open until later on a day."""
    return {"fact": session.office.hours.extend(session.by, day, until, reason).id}


@command("hours", playable=True)
def hours(session: Session, month: Annotated[str | None, typer.Option()] = None) -> Document:
    """A month's posted hours against the real ones; minutes."""
    chosen = month or business_day.month_of(business_day.day_of(session.office.desk.now()))
    found = session.office.hours.month(session.by, chosen)
    sums = {name: found.total(name) for name in ("posted", "planned", "added", "due", "real", "short")}
    states = ("kept", "late", "short", "missing", "unclosed", "planned", "none")
    return {
        "month": found.month,
        **{f"{name}_minutes": value for name, value in sums.items()},
        "days_by_state": {state: found.count(state) for state in states},
        "days": [_day(day) for day in found.days],
    }


def _day(day: RealDay) -> Document:
    return {
        "day": day.day,
        "kind": day.kind,
        "state": day.state,
        "due": day.due,
        "planned": day.planned,
        "added": day.added,
        "opened": business_day.stamp(day.opened) if day.opened is not None else None,
        "closed": business_day.stamp(day.closed) if day.closed is not None else None,
        "real": day.real,
        "late": day.late,
        "short": day.short,
    }


@command("register-add", playable=True)
def register_add(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="visits|meals")],
    sheets: Annotated[int, typer.Option()] = 10,
) -> Document:
    """Numbers for blank sheets; `print register --id` makes them."""
    made = session.office.sheets.add_register(session.by, kind, sheets)
    return {"fact": made.entry.id, "register": made.register, "from": made.first, "to": made.last, "sheets": sheets}


@command("enter-sheet", playable=True)
def enter_sheet(session: Session, file: Annotated[Path, typer.Argument()]) -> Document:
    """补录 of a paper sheet: number, day, photo and rows, from a TOML file."""
    done = session.office.sheets.enter(session.by, read_sheet(file))
    return {
        "fact": done.entry.id,
        "sheet": done.sheet,
        "day": done.day,
        "rows": done.rows,
        "joined": done.joined,
        "anonymous": done.anonymous,
        "held": done.held,
    }
