"""Commands of sync: enrol, sync, pack, unpack. The line to the hub is handed in by the composition root."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.options import Output
from desktop.cli.registry import Document, command
from desktop.cli.session import Session


@command("enrol")
def enrol(
    session: Session,
    hub: Annotated[str, typer.Option(help="its address, https://…")],
    code: Annotated[str, typer.Option(help="the one-time code that the hub gave")],
) -> Document:
    """Joins a hub, and makes a first round."""
    office = session.office
    office.hub.enrol(session.by, hub, code, session.tools.online.ask_to_join)
    return asdict(session.tools.online.round(office.desk))


@command("sync")
def sync(session: Session) -> Document:
    """One round of push and pull."""
    return asdict(session.tools.online.round(session.office.desk))


@command("pack")
def pack(session: Session, output: Output) -> Document:
    """What waits, to a stick."""
    packed = session.tools.online.pack(session.office.desk, output)
    return {"facts": packed.facts, "from": packed.first, "to": packed.last}


@command("unpack")
def unpack(session: Session, file: Annotated[Path, typer.Argument()]) -> Document:
    """The hub's answer back from a stick."""
    return {"acknowledged": session.tools.online.unpack(session.office.desk, file).acknowledged}
