"""The parser: global options, one subcommand a registered command, documents and exit codes.

0 done · 1 refused · 2 wrong usage · 3 the environment failed · 4 what is stored does not verify.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli import (
    counter,
    day,
    figures,
    folder,
    goods,
    health,
    medicine,
    money,
    office,
    papers,
    people,
    standard,
    sync,
    upkeep,
)
from desktop.cli.play import open_source, play
from desktop.cli.registry import COMMANDS, Known, run
from desktop.cli.session import Session, Toolbox
from desktop.core.errors import Trouble

MODULES = (
    counter,
    folder,
    money,
    office,
    papers,
    people,
    standard,
    medicine,
    goods,
    day,
    health,
    figures,
    upkeep,
    sync,
)


def build(tools: Toolbox) -> typer.Typer:
    """The command-line program; every part it needs is in `tools`."""
    app = typer.Typer(no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False)

    @app.callback(invoke_without_command=True)
    def options(
        context: typer.Context,
        data: Annotated[Path | None, typer.Option(help="the data folder")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="one JSON document on stdout")] = False,
        operator: Annotated[str | None, typer.Option("--as", help="the operator")] = None,
    ) -> None:
        """Quanyi 泉驿: the desk of a rider service station."""
        context.obj = Session(tools, data, as_json, operator)
        if context.invoked_subcommand is None:
            raise typer.Exit(guarded(context.obj, lambda: tools.window(context.obj.folder, {"operator": operator})))

    for known in COMMANDS.values():
        app.command(known.name)(_parsed(known))
    _add_streams(app)
    return app


def _parsed(known: Known) -> Callable[..., None]:
    """A function for the parser with the command's own options, without the session."""
    signature = inspect.signature(known.run, eval_str=True)
    own = [parameter for name, parameter in signature.parameters.items() if name != "session"]
    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)

    def parsed(context: typer.Context, **arguments: Any) -> None:
        session: Session = context.obj
        raise typer.Exit(guarded(session, lambda: say_document(session, run(known, session, arguments))))

    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    parsed.__signature__ = inspect.Signature([context, *keyword])  # type: ignore[attr-defined]
    parsed.__annotations__ = {"context": typer.Context} | {each.name: each.annotation for each in own}
    parsed.__doc__ = known.run.__doc__
    return parsed


def guarded(session: Session, act: Callable[[], int | None]) -> int:
    """Runs an act and turns trouble, and what is reported of a bug, into a sentence, a document and an exit code."""
    try:
        return act() or 0
    except Trouble as trouble:
        say_trouble(session, trouble)
        return trouble.EXIT
    except BrokenPipeError:
        # whoever read us has gone; what was done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if session.tools.report is None:
            raise
        reported = session.tools.report(session.folder, error)
        say_trouble(session, reported)
        return reported.EXIT
    finally:
        session.close()


def say_document(session: Session, document: Mapping[str, Any]) -> None:
    """The result on stdout: JSON, or lines for people."""
    if session.as_json:
        write_line(json.dumps(document, ensure_ascii=False))
        return
    for key, value in document.items():
        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        name = f"column.{key}"
        label = session.say(name) if all(words.has(name) for words in session.tools.words.values()) else key
        write_line(f"{label}: {'—' if shown is None else shown}")


def say_trouble(session: Session, trouble: Trouble) -> None:
    values = dict(trouble.values)
    document = values.pop("document", None)
    message = session.say(f"error.{trouble.code}", **values)
    if session.as_json:
        refused = {"outcome": trouble.code, "error": trouble.code, "message": message}
        write_line(json.dumps({**document, **refused} if isinstance(document, dict) else refused, ensure_ascii=False))
    else:
        print(message, file=sys.stderr)


def write_line(text: str) -> None:
    """A line of UTF-8 on stdout, whatever the terminal's own encoding, out before the next act."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def _add_streams(app: typer.Typer) -> None:
    """`play`, `facts` and `desk`, which answer in lines or in a window."""

    @app.command("play")
    def play_file(context: typer.Context, file: Annotated[str, typer.Argument()]) -> None:
        """Actions from a file or `-`, one a line."""
        session: Session = context.obj

        def act() -> int:
            def emit(line: Mapping[str, Any]) -> None:
                write_line(json.dumps(line, ensure_ascii=False))

            with open_source(file) as source:
                return 0 if play(session, source, emit) else 1

        raise typer.Exit(guarded(session, act))

    @app.command("facts")
    def facts(
        context: typer.Context,
        kind: Annotated[str | None, typer.Option()] = None,
        after: Annotated[int, typer.Option()] = 0,
    ) -> None:
        """Own entries as stored, a line each, bytes unchanged."""
        session: Session = context.obj

        def act() -> int:
            for data in session.office.upkeep.facts(kind, after):
                sys.stdout.buffer.write(data + b"\n")
            sys.stdout.buffer.flush()
            return 0

        raise typer.Exit(guarded(session, act))

    @app.command("desk")
    def desk(
        context: typer.Context,
        shots: Annotated[Path | None, typer.Option()] = None,
        size: Annotated[str, typer.Option()] = "1366x768",
        text: Annotated[int | None, typer.Option(help="100, 125 or 150; pictures: 100 and 150 without it")] = None,
        lang: Annotated[str | None, typer.Option(help="zh or en; pictures: both without it")] = None,
        practice: Annotated[bool, typer.Option("--practice", help="the practice station beside the real one")] = False,
    ) -> None:
        """The window, or a picture of every page."""
        session: Session = context.obj
        wanted = {"shots": shots, "size": size, "text": text, "lang": lang, "operator": session.operator}
        wanted["practice"] = practice
        raise typer.Exit(guarded(session, lambda: session.tools.window(session.folder, wanted)))
