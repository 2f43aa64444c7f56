"""`quanyi-hub`: global options, one subcommand a use case, documents and exit codes as on the desk.

0 done · 1 refused · 2 wrong usage · 3 the environment failed · 4 what is stored does not verify.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.core.entry import THE_APP
from desktop.core.errors import Refused, Trouble
from desktop.core.words import Words
from hub.app import join_parts, open_parts
from hub.init import make_hub
from hub.limits import Limits
from hub.parts import Parts
from hub.place import Place, find_place
from hub.projector import Projector
from hub.serve import Serving, serve
from hub.supervisors import Supervisor, Supervisors
from hub.worker import set_up_logs


@dataclass
class Run:
    """One run of the program; the hub is opened when a command first needs it."""

    words: Mapping[str, Words]
    db: str | None
    key: Path | None
    as_json: bool
    operator: str | None
    opened: list[Parts] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return find_place(self.db, self.key)

    @property
    def parts(self) -> Parts:
        if not self.opened:
            self.opened.append(open_parts(self.place))
        return self.opened[0]

    def by(self) -> Supervisor:
        """Who does this, signed in by QUANYI_PIN or a prompt."""
        parts = self.parts
        name = self.operator or os.environ.get("QUANYI_OPERATOR")
        return Supervisors(parts.database, parts.journal).sign_in(name, self.pin())

    def by_or_app(self) -> str:
        """Who does what needs no name: whoever has the key file may hand out codes."""
        return self.by().id if "QUANYI_PIN" in os.environ else THE_APP

    def pin(self) -> str:
        given = os.environ.get("QUANYI_PIN")
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise Refused("pin_needed", variable="QUANYI_PIN")
        return getpass.getpass(self.say("cli.ask_pin") + " ")

    def say(self, key: str, /, **values: object) -> str:
        """A sentence in both languages, or in the one that QUANYI_LANG names."""
        chosen = os.environ.get("QUANYI_LANG", "")
        words = [self.words[chosen]] if chosen in self.words else list(self.words.values())
        return " / ".join(each.say(key, **values) for each in words)

    def show(self, document: Mapping[str, Any]) -> None:
        if self.as_json:
            _line(json.dumps(document, ensure_ascii=False))
            return
        for key, value in document.items():
            _line(f"{key}: {json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value}")

    def guard(self, act: Callable[[], Mapping[str, Any] | None]) -> None:
        """Runs an act; trouble becomes a sentence, a document and an exit code. Bugs pass through."""
        try:
            document = act()
            if document is not None:
                self.show(document)
        except Trouble as trouble:
            values = dict(trouble.values)
            half = values.pop("document", None)
            message = self.say(f"error.{trouble.code}", **values)
            if self.as_json:
                refused = {"outcome": trouble.code, "error": trouble.code, "message": message}
                _line(json.dumps({**(half if isinstance(half, dict) else {}), **refused}, ensure_ascii=False))
            else:
                print(message, file=sys.stderr)
            raise typer.Exit(trouble.EXIT) from trouble
        finally:
            for parts in self.opened:
                parts.database.close()


def _line(text: str) -> None:
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


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
    ) -> None:
        """The API for devices, until it is stopped."""
        run: Run = context.obj

        def act() -> None:
            set_up_logs()
            parts = run.parts
            serving = Serving(host, port, workers, Limits(per_device, per_address, guesses))
            serve(run.place, serving, Projector(parts).loop, lambda at: run.show({"host": host, "port": at}))

        run.guard(act)

    return app
