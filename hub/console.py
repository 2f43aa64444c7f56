"""One run of `quanyi-hub`: its database and key, who does it, how it speaks."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from desktop.core.entry import THE_APP
from desktop.core.errors import Refused, Trouble
from desktop.core.words import Words
from hub.app import open_parts
from hub.parts import Parts
from hub.place import Place, find_place
from hub.position import go_on
from hub.supervisors import Supervisor, Supervisors


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
        """For what writes: a database that was put back goes on in a new hub epoch."""
        if not self.opened and go_on(self.seen):
            print(self.say("cli.hub_was_behind"), file=sys.stderr)
        return self.opened[0]

    @property
    def seen(self) -> Parts:
        """For what only looks, at a copy too."""
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
