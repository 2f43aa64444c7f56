"""`quanyi-hub`: global options, one subcommand a use case, documents and exit codes as on the desk.

0 done · 1 refused · 2 wrong usage · 3 the environment failed · 4 what is stored does not verify.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.core.errors import Broken, EnvironmentFailed
from desktop.core.words import Words
from hub import replay, status
from hub.app import join_parts, load_work
from hub.console import Run
from hub.decisions import Decisions
from hub.init import make_hub
from hub.limits import Limits
from hub.logs import set_up_logs
from hub.projector import Projector
from hub.serve import Project, Serving, serve
from hub.stick import Sticks

Reason = Annotated[str, typer.Option(help="why, in words")]


def build(words: Mapping[str, Words]) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

    @app.callback()
    def options(
        context: typer.Context,
        db: Annotated[str | None, typer.Option(help="a SQLite file, or postgresql://…")] = None,
        key: Annotated[Path | None, typer.Option(help="the key file")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="one JSON document on stdout")] = False,
        operator: Annotated[str | None, typer.Option("--as", help="the supervisor")] = None,
    ) -> None:
        """The hub of Quanyi 泉驿: takes what stations send, and hands down what they need."""
        context.obj = Run(words, db, key, as_json, operator)

    _add_hub(app)
    _add_work(app)
    _add_upkeep(app)
    return app


def _add_hub(app: typer.Typer) -> None:
    """Making a hub, taking places in, serving."""

    @app.command()
    def init(context: typer.Context, supervisor: Annotated[str, typer.Option()]) -> None:
        """Makes the schema, the hub's key and journal, the first supervisor."""
        run: Run = context.obj
        run.guard(lambda: make_hub(run.place, supervisor, run.pin(), join_parts))

    @app.command()
    def enrol(
        context: typer.Context,
        station: Annotated[str | None, typer.Option()] = None,
        community: Annotated[str, typer.Option()] = "",
        merchant: Annotated[str | None, typer.Option()] = None,
        site: Annotated[str | None, typer.Option(help="another PC of a place that is known")] = None,
    ) -> None:
        """A one-time code, valid for 48 hours."""
        run: Run = context.obj
        if sum(each is not None for each in (station, merchant, site)) != 1:
            raise typer.BadParameter("one of --station, --merchant, --site")

        def act() -> Mapping[str, Any]:
            by, enrolment = run.by_or_app(), run.parts.enrolment
            if station is not None:
                made = enrolment.new_station(station, community, by)
            elif merchant is not None:
                made = enrolment.new_merchant(merchant, by)
            else:
                made = enrolment.another(str(site))
            return {"code": made.code, "site": made.site}

        run.guard(act)

    @app.command("serve")
    def serve_hub(
        context: typer.Context,
        host: Annotated[str, typer.Option()] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="0: any that is free")] = 8440,
        workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
        per_device: Annotated[int, typer.Option(help="requests a minute of a device")] = Limits.device,
        per_address: Annotated[int, typer.Option(help="… of an address before its device is known")] = Limits.address,
        guesses: Annotated[int, typer.Option(help="enrolments and searches a minute")] = Limits.guesses,
        beside_mib: Annotated[int, typer.Option(help="photos and sheets of a device, MiB a day")] = Limits.beside_mib,
    ) -> None:
        """The API for devices, until it is stopped."""
        run: Run = context.obj

        def act() -> None:
            set_up_logs()
            serving = Serving(host, port, workers, Limits(per_device, per_address, guesses, beside_mib))

            def open_hub() -> Project:
                return Projector(run.parts).loop

            serve(run.place, serving, load_work, open_hub, lambda at: run.show({"host": host, "port": at}))

        run.guard(act)


def _add_work(app: typer.Typer) -> None:
    """What supervisors do."""

    @app.command()
    def accept(
        context: typer.Context, file: Annotated[Path, typer.Argument()], output: Annotated[Path, typer.Option("-o")]
    ) -> None:
        """Takes a stick, and writes the answer to carry back."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise EnvironmentFailed("disk_failed", detail=str(error)) from error
            taken = Sticks(run.parts).accept(data, output)
            return {
                "device": taken.device,
                "facts": taken.facts,
                "batches": taken.batches,
                "refused": taken.refused,
                "beside": taken.beside,
                "whole": taken.whole,
                "file": str(output),
            }

        run.guard(act)

    @app.command()
    def devices(context: typer.Context) -> None:
        """Every device that was taken in."""
        run: Run = context.obj
        run.guard(lambda: {"devices": status.devices(run.seen)})

    @app.command()
    def revoke(context: typer.Context, device: Annotated[str, typer.Argument()], reason: Reason) -> None:
        """What a device sends from now on is stored and held; it gets no feed."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            # what came before is worked on as before
            Projector(run.parts).all()
            made = Decisions(run.parts).revoke(run.by(), device, reason)
            Projector(run.parts).all()
            return {"fact": made}

        run.guard(act)


def _add_upkeep(app: typer.Typer) -> None:
    """What keeps the hub well."""

    @app.command("status")
    def show_status(context: typer.Context) -> None:
        """Devices, facts, batches, what is held."""
        run: Run = context.obj
        run.guard(lambda: status.status(run.seen))

    @app.command()
    def verify(context: typer.Context) -> None:
        """Walks all chains, replays, and compares every derived table."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            walked = replay.verify(run.seen)
            document = {
                "ok": not walked.faults,
                "facts": walked.facts,
                "epochs": walked.epochs,
                "head": walked.head,
                "tables": walked.tables,
            }
            if walked.faults:
                faults = walked.faults[:20]
                raise Broken("verify_failed", document={**document, "faults": faults}, faults=len(walked.faults))
            return document

        run.guard(act)

    @app.command()
    def rebuild(context: typer.Context) -> None:
        """Works every derived table out again."""
        run: Run = context.obj

        def act() -> Mapping[str, Any]:
            began = time.monotonic()
            return {"facts": replay.rebuild(run.seen), "seconds": round(time.monotonic() - began)}

        run.guard(act)
