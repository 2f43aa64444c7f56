"""Commands of health checks: batches, bookings, the sealed list, attendance, stubs, what to chase."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.options import Output
from desktop.cli.papers import print_paper
from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.services.attendance import read_attendance
from desktop.services.bookings import BatchView
from desktop.services.health_papers import clock

ID_NUMBER = "QUANYI_ID_NUMBER"
BATCH_MOST = 1_000_000


@command("batch-open", playable=True)
def batch_open(session: Session, file: Annotated[Path, typer.Argument()]) -> Document:
    """A check-up batch from a TOML file."""
    try:
        if file.stat().st_size > BATCH_MOST:
            raise Refused("batch_not_toml", detail=file.name)
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(file), detail=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Refused("batch_not_toml", detail=file.name) from error
    return _batch(session.office.bookings.open(session.by, text))


@command("batches", playable=True)
def batches(session: Session, after: Annotated[str | None, typer.Option(metavar="DAY")] = None) -> Document:
    """Batches that are not over, with what is free in each slot."""
    return {"batches": [_batch(each) for each in session.office.bookings.batches(session.by, after)]}


def _batch(view: BatchView) -> dict[str, Any]:
    return {
        "batch": view.batch,
        "number": view.number,
        "hospital": view.hospital,
        "package": view.package,
        "first": view.first,
        "last": view.last,
        "slots": [
            {
                "slot": slot.slot,
                "day": slot.day,
                "from": clock(slot.begins),
                "to": clock(slot.ends),
                "places": slot.places,
                "free": slot.places - slot.taken,
                "waiting": slot.waiting,
            }
            for slot in view.slots
        ],
        "quota": {street: {"places": places, "used": used} for street, places, used in view.quotas},
    }


@command("book", playable=True)
def book(
    session: Session,
    referral: Annotated[str, typer.Argument(help="a referral's id, the slip's code or its QR text")],
    slot: Annotated[str, typer.Option()],
) -> Document:
    """A place in a slot, a change to it, or a turn in its line when it is full."""
    asked = session.office.bookings.book(session.by, referral, slot)
    return {
        "outcome": asked.outcome,
        "fact": asked.fact,
        "referral": asked.referral,
        "slot": asked.slot,
        "position": asked.position,
    }


@command("expire-slips", playable=True)
def expire_slips(session: Session) -> Document:
    """Lets slips run out whose last day has passed."""
    return {"expired": session.office.bookings.expire(session.by)}


@command("booking-enter", playable=True)
def booking_enter(session: Session, referral: Annotated[str, typer.Argument()]) -> Document:
    """The ID number for the booking list, from QUANYI_ID_NUMBER or a prompt, never from an argument."""
    by = session.by
    return {"fact": session.office.booking_lists.enter(by, referral, _id_number(session)).id}


def _id_number(session: Session) -> str:
    given = os.environ.get(ID_NUMBER)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("id_number_needed", variable=ID_NUMBER)
    return getpass.getpass(session.say("cli.ask_id_number") + " ")


@command("booking-list", playable=True)
def booking_list(
    session: Session,
    batch: Annotated[str, typer.Argument()],
    output: Output,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> Document:
    """The booking list for the hospital, with full names and ID numbers; who printed it is a fact."""
    return print_paper(session, "booking-list", output=output, id=batch, lang=lang)


@command("booking-list-destroy", playable=True)
def booking_list_destroy(session: Session, batch: Annotated[str, typer.Argument()]) -> Document:
    """Destroys the ID numbers of a batch, 30 days after its last day."""
    entry, entries = session.office.booking_lists.destroy(session.by, batch)
    return {"fact": entry.id, "entries": entries}


@command("attendance", playable=True)
def attendance(
    session: Session,
    batch: Annotated[str, typer.Argument()],
    file: Annotated[Path | None, typer.Option(help="CSV with the column code, or TOML attended = […]")] = None,
    slip: Annotated[list[str] | None, typer.Option(help="a slip that was there")] = None,
    missed: Annotated[bool, typer.Option("--missed", help="the others whose slot is over did not come")] = False,
) -> Document:
    """The stamped list came back: who attended, nothing else."""
    slips = [*(read_attendance(file) if file is not None else ()), *(slip or [])]
    done = session.office.attendance.record(session.by, batch, slips, missed)
    return {"fact": done.fact, "attended": done.attended, "missed": done.missed}


@command("stub", playable=True)
def stub(session: Session, referral: Annotated[str, typer.Argument()]) -> Document:
    """A slip's stub came back: closed."""
    fact, closed = session.office.attendance.stub(session.by, referral)
    return {"fact": fact, "referral": closed, "state": "closed"}


@command("chase", playable=True)
def chase(
    session: Session,
    phones: Annotated[bool, typer.Option("--phones", help="full phones to call; that it was done is a fact")] = False,
) -> Document:
    """Slips that stay open too long."""
    service = session.office.chase
    found = service.call_list(session.by) if phones else service.list(session.by)
    return {
        "chase": [
            {
                "referral": each.referral,
                "why": each.why,
                "since": each.since,
                "days": each.days,
                "kind": each.kind,
                "code": each.code,
                "name": each.name,
                "phone": each.phone,
            }
            for each in found
        ]
    }
