"""Commands of the station's upkeep: retention, texts of consent, operators' PINs and retirement."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.options import Consent
from desktop.cli.registry import Document, command
from desktop.cli.session import Session, ask_pin


@command("retention")
def retention(
    session: Session,
    backups: Annotated[Path | None, typer.Option(help="folder of backups; else where backups were put")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="after a long pause: a supervisor looked")] = False,
) -> Document:
    """Removes what has been kept long enough: people without a service, booking lists, old backups."""
    service = session.office.retention
    ran = service.run(session.by, backups) if confirm else service.run_by_app(backups)
    return {
        "fact": ran.entry.id,
        **dict(ran.removed),
        "missing": [str(each) for each in ran.missing],
        "version": session.office.desk.rules.retention.version,
    }


@command("consent", playable=True)
def consent(
    session: Session,
    version: Annotated[str | None, typer.Option(help="the one in force without it")] = None,
    rider: Annotated[str | None, typer.Option(help="the one that this rider agreed to")] = None,
) -> Document:
    """A text of consent."""
    consents = session.office.consents
    found = consents.text(version if rider is None else consents.of(session.by, rider))
    return {
        "version": found.version,
        "since": found.since,
        "forget_after_months": found.forget_after_months,
        "keep_months": found.keep_months,
        "text": dict(found.texts),
        "versions": list(session.office.desk.rules.consents.versions),
    }


@command("reconsent", playable=True)
def reconsent(
    session: Session,
    id: Annotated[str, typer.Argument()],
    version: Annotated[str | None, typer.Option(help="the one in force without it")] = None,
    consent: Consent = False,
) -> Document:
    """A rider agrees to the text in force."""
    fact = session.office.consents.agree(session.by, id, version, consent=consent)
    return {"fact": fact.id, "version": session.office.consents.of(session.by, id)}


@command("blank-note", playable=True)
def blank_note(
    session: Session,
    fact: Annotated[str, typer.Argument(help="whose note is to go")],
    reason: Annotated[str, typer.Option(help="names_somebody, mistake")],
) -> Document:
    """A note that names somebody goes for good; that there was one stays."""
    gone = session.office.notes.blank(session.by, fact, reason)
    return {"fact": gone[-1].id, "notes": len(gone)}


@command("operator-pin", playable=True)
def operator_pin(session: Session, name: Annotated[str, typer.Argument()]) -> Document:
    """Another PIN for an operator; it comes from QUANYI_NEW_PIN, a prompt, or (unattended) QUANYI_PIN."""
    by = session.by
    new = "QUANYI_NEW_PIN" if "QUANYI_NEW_PIN" in os.environ or sys.stdin.isatty() else "QUANYI_PIN"
    return {"fact": session.office.operators.change_pin(by, name, ask_pin(new, "cli.ask_new_pin", session)).id}


@command("operator-retire", playable=True)
def operator_retire(session: Session, name: Annotated[str, typer.Argument()]) -> Document:
    """Somebody who left: signs in no more."""
    return {"fact": session.office.operators.retire(session.by, name).id}


@command("correct-clock", playable=True)
def correct_clock(
    session: Session,
    from_: Annotated[int, typer.Option("--from", help="number of the first entry, as `facts` shows it")],
    to: Annotated[int, typer.Option(help="number of the last")],
    days: Annotated[int, typer.Option(help="later; earlier below nothing")],
    epoch: Annotated[str | None, typer.Option(help="the one in use without it")] = None,
) -> Document:
    """The clock was wrong for days: moves the business days of a run of entries."""
    entry, moved = session.office.clocks.correct(session.by, from_, to, days, epoch)
    return {"fact": entry.id, "moved": moved}
