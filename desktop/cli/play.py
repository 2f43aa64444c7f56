"""`play`: one action a line; a result line is printed only when the fact is durable."""

from __future__ import annotations

import inspect
import json
import sys
import time
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from desktop.cli.registry import COMMANDS, run
from desktop.cli.session import Session
from desktop.core.errors import EnvironmentFailed, Refused

LINE_MOST = 100_000


def play(session: Session, source: BinaryIO, emit: Callable[[Mapping[str, Any]], None]) -> bool:
    """Runs every line; returns whether all could be understood. A refused action is an answer, not an end."""
    understood = True
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        began = time.perf_counter()
        result: dict[str, Any] = {"line": number, "ok": True, "outcome": "done", "fact": None}
        try:
            result |= _act(session, line)
        except Refused as refused:
            understood = understood and not refused.code.startswith("play_")
            result |= {"ok": False, "outcome": refused.code, "error": refused.code}
            result["message"] = session.say(f"error.{refused.code}", **refused.values)
        result["ms"] = round((time.perf_counter() - began) * 1000)
        emit(result)
    return understood


def _act(session: Session, line: bytes) -> Mapping[str, Any]:
    try:
        action = json.loads(line) if len(line) <= LINE_MOST else None
    except ValueError as error:
        raise Refused("play_line") from error
    if not isinstance(action, dict) or not isinstance(action.get("do"), str):
        raise Refused("play_line")
    known = COMMANDS.get(action.pop("do").replace("_", "-"))
    if known is None or not known.playable:
        raise Refused("play_unknown")
    return run(known, session, _arguments(known.run, action))


def _arguments(command: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a line as the command's arguments, each of its type; raises `Refused`."""
    parameters = inspect.signature(command, eval_str=True).parameters
    named = _option_names(parameters)
    found: dict[str, Any] = {}
    for key, value in given.items():
        name = key.replace("-", "_")
        name = named.get(name, name)
        if name not in parameters or name == "session":
            raise Refused("play_key", key=key[:40])
        found[name] = _as(parameters[name].annotation, key, value)
    for name, parameter in parameters.items():
        if parameter.default is inspect.Parameter.empty and name not in found and name != "session":
            raise Refused("play_missing", key=name)
    return found


def _option_names(parameters: Mapping[str, inspect.Parameter]) -> dict[str, str]:
    """Parameters by the names of their options (`from`, `list`, `o`), where those differ."""
    found = {}
    for parameter in parameters.values():
        if typing.get_origin(parameter.annotation) is typing.Annotated:
            option = typing.get_args(parameter.annotation)[1]
            # within Annotated, typer keeps an option's first name where a default would stand
            for declared in (getattr(option, "default", None), *(getattr(option, "param_decls", None) or ())):
                if isinstance(declared, str) and declared.startswith("-"):
                    found[declared.lstrip("-").replace("-", "_")] = parameter.name
    return found


def _as(annotation: Any, key: str, value: Any) -> Any:
    kind = typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation
    if isinstance(kind, types.UnionType):
        if value is None:
            return None
        kind = next(option for option in typing.get_args(kind) if option is not types.NoneType)
    if typing.get_origin(kind) is list:
        inner = typing.get_args(kind)[0]
        items = value if isinstance(value, list) else [value]
        return [_as(inner, key, item) for item in items]
    if kind is Path and isinstance(value, str):
        return Path(value)
    if kind in (str, int, bool) and type(value) is kind:
        return value
    raise Refused("play_value", key=key[:40])


def open_source(file: str) -> BinaryIO:
    """A file of lines, `-` for standard input. Raises `EnvironmentFailed`."""
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=file, detail=error.strerror) from error
