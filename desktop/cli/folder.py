"""Commands of the data folder: init, demo, facts, verify, rebuild, backup, restore, status."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.registry import Document, command
from desktop.cli.session import Session, ask_pin
from desktop.core.errors import Broken, Refused
from desktop.services import demo as demos
from desktop.services import station
from desktop.services.office import Office

DEMO_PIN = "000000"


@command("init")
def init(
    session: Session,
    operator: Annotated[str, typer.Option()],
    station_name: Annotated[str | None, typer.Option("--station")] = None,
    community: Annotated[str, typer.Option()] = "",
    merchant: Annotated[str | None, typer.Option()] = None,
) -> Document:
    """Makes the data folder, the device key and the first facts."""
    if (station_name is None) == (merchant is None):
        raise Refused("init_what")
    role, name = ("station", station_name) if station_name is not None else ("merchant", merchant)
    checked = station.check_first(session.tools.parts, name or "", role, community, operator)
    pin = ask_pin("QUANYI_PIN", "cli.ask_new_pin", session)
    station.check_pin(pin)
    created = station.create(
        session.tools.parts,
        session.folder,
        role=role,
        name=checked,
        community=community,
        first=lambda desk: Office(desk).operators.add_first(operator, pin),
    )
    session.adopt(created.desk)
    return {
        "device": created.desk.store.device,
        "site": created.desk.place.site,
        "recovery": created.recovery,
    }


@command("demo")
def demo(
    session: Session,
    days: Annotated[int, typer.Option(min=1, max=400)] = 30,
    riders: Annotated[int, typer.Option(min=1, max=5000)] = 200,
    merchants: Annotated[int, typer.Option(min=1, max=5)] = 3,
    seed: Annotated[int, typer.Option()] = 1,
    settled: Annotated[bool, typer.Option("--settled/--unsettled")] = True,
) -> Document:
    """Fills an empty folder with a plausible history through the ordinary services; past months are left unsettled
    for a station that is to join a hub, where only the hub settles.
    """
    pin = os.environ.get("QUANYI_PIN")
    if pin is None:
        pin = DEMO_PIN
        print(session.say("cli.demo_pin", pin=pin), file=sys.stderr)
    plan = demos.Plan(days, riders, merchants, seed, pin, settled)
    office, counts = demos.fill(session.tools.parts, session.folder, plan)
    session.adopt(office.desk)
    return counts


@command("verify", playable=True)
def verify(session: Session) -> Document:
    """Walks the chains, replays, compares every derived table."""
    verdict = session.office.upkeep.verify()
    document = {
        "ok": verdict.ok,
        "facts": verdict.facts,
        "epochs": verdict.epochs,
        "head": verdict.head,
        "tables": verdict.tables,
    }
    if not verdict.ok:
        raise Broken("verify_failed", document={**document, "faults": verdict.faults[:20]}, faults=len(verdict.faults))
    return document


@command("rebuild")
def rebuild(session: Session) -> Document:
    """Works every derived table out again."""
    verdict, seconds = session.office.upkeep.rebuild()
    if not verdict.ok:
        raise Broken("verify_failed", faults=len(verdict.faults))
    return {"facts": verdict.facts, "seconds": seconds}


@command("backup", playable=True)
def backup(session: Session, file: Annotated[Path, typer.Argument()]) -> Document:
    """A checked copy."""
    header = session.office.upkeep.back_up(file)
    return {"facts": header.facts, "head": header.head}


@command("restore")
def restore(session: Session, file: Annotated[Path, typer.Argument()]) -> Document:
    """Brings a backup back into the folder and opens a new epoch."""
    desk = station.restore(session.tools.parts, session.folder, file, os.environ.get("QUANYI_RECOVERY"))
    status = session.adopt(desk).upkeep.status()
    return {"facts": status["facts"], "head": status["head"], "epoch": status["epoch"]}


@command("status", playable=True)
def status(session: Session) -> Document:
    """What stands here."""
    return session.office.upkeep.status()
