"""The commands by name: one function serves the command line and a line of `play` alike.

A command takes the session and keyword arguments named as the contract's options (`_` for `-`), and returns
the contract's JSON document. Refused outcomes are raised as `Refused` with the outcome as code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.core.errors import Refused

Document = Mapping[str, Any]
Command = Callable[..., Document]


@dataclass(frozen=True)
class Known:
    """A command; `playable` ones may stand in a line of `play`."""

    name: str
    run: Command
    playable: bool


def run(known: Known, session: Any, arguments: Mapping[str, Any]) -> Document:
    """Runs a command; raises `Refused("text_broken")` for text that is no Unicode (half a character)."""
    for value in arguments.values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and any("\ud800" <= letter <= "\udfff" for letter in text):
                raise Refused("text_broken")
    return known.run(session, **arguments)


COMMANDS: dict[str, Known] = {}


def command(name: str, *, playable: bool = False) -> Callable[[Command], Command]:
    """Registers a command under its name on the command line."""

    def keep(run: Command) -> Command:
        COMMANDS[name] = Known(name, run, playable)
        return run

    return keep
