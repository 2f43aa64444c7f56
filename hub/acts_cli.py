"""The commands of supervisors: settle, settle-move, publish, decide, report. The pages call the same use cases."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.core.errors import EnvironmentFailed, Refused
from hub.console import Run
from hub.office import Office
from hub.projector import Projector
from hub.publish import publish as hand_down
from hub.publish import read_file
from hub.publishing import is_rules
from hub.reports import paper
from hub.side import put_together
from hub.signin import supervisor_of
from hub.supervision import Supervisor
from reports.render import pages


def _office(run: Run) -> Office:
    return put_together(run.parts, run.words)


def _by(run: Run, office: Office) -> Supervisor:
    signed = run.by()
    with office.hub.ground.read() as connection:
        return supervisor_of(connection, signed.id, signed.name, signed.roles)


def _settled(office: Office, by: Supervisor, settlement: str) -> dict[str, Any]:
    found, _, _ = office.settlements.one(by, settlement)
    return {
        "settlement": found.settlement,
        "number": found.number,
        "lines": found.lines,
        "subsidy_fen": found.subsidy_fen,
        "held": found.held,
        "state": found.state,
    }


def add_acts(app: typer.Typer) -> None:
    """Adds these commands to the program."""
    _add_settling(app)
    _add_deciding(app)


def _add_settling(app: typer.Typer) -> None:

    @app.command()
    def settle(
        context: typer.Context, merchant: Annotated[str, typer.Option()], month: Annotated[str, typer.Option()]
    ) -> None:
        """Freezes a merchant's month over all sites under a number."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            office = _office(run)
            by = _by(run, office)
            return _settled(office, by, office.settlements.close(by, merchant, month))

        run.guard(act)

    @app.command("settle-move")
    def settle_move(
        context: typer.Context,
        settlement: str,
        state: str,
        invoice: Annotated[str, typer.Option()] = "",
        invoice_fen: Annotated[int | None, typer.Option()] = None,
        voucher: Annotated[str, typer.Option()] = "",
        reason: Annotated[str, typer.Option()] = "",
    ) -> None:
        """The next state of a settlement."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            office = _office(run)
            by = _by(run, office)
            fact = office.settlements.move(
                by, settlement, state, invoice=invoice, invoice_fen=invoice_fen, voucher=voucher, note=reason
            )
            return {"fact": fact, **_settled(office, by, settlement)}

        run.guard(act)


def _add_deciding(app: typer.Typer) -> None:
    @app.command()
    def decide(context: typer.Context, fact: str, decision: str, reason: Annotated[str, typer.Option()] = "") -> None:
        """Decides a held meal: pay, refuse, void."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            Projector(run.parts).all()
            office = _office(run)
            made = office.held.decide(_by(run, office), fact, decision, reason)
            Projector(run.parts).all()
            return {"fact": made}

        run.guard(act)

    @app.command()
    def publish(context: typer.Context, file: Path) -> None:
        """Hands down a programme, a standard, allotments, merchants, partners or health checks."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            text = _text(file)
            if not is_rules(text):
                return {"facts": hand_down(run.parts, run.by(), read_file(file))}
            office = _office(run)
            return {"facts": [office.publishing.publish(_by(run, office), text)]}

        run.guard(act)

    @app.command()
    def report(
        context: typer.Context,
        kind: str,
        output: Annotated[Path, typer.Option("-o", "--output")],
        month: Annotated[str, typer.Option()],
        merchant: Annotated[str, typer.Option(help="for a settlement: one merchant's draft")] = "",
    ) -> None:
        """A paper over many sites: settlement, district."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            office = put_together(run.seen, run.words)
            pdf = paper(office, _by(run, office), kind, month, merchant)
            _put(output, pdf)
            return {"pages": pages(pdf), "file": str(output)}

        run.guard(act)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("publish_unreadable", detail="UTF-8") from error
    except OSError as error:
        raise Refused("publish_unreadable", detail=str(error)[:200]) from error


def _put(output: Path, data: bytes) -> None:
    """The whole file or none. Raises `EnvironmentFailed`."""
    try:
        with tempfile.NamedTemporaryFile(dir=output.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(output)
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(output), detail=error.strerror or "") from error
