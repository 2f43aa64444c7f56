"""One run of the program from the command line: its folder, its operator, how it speaks."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from desktop.core.errors import Refused, Trouble
from desktop.core.paper_check import Looked
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.desk import Desk
from desktop.services.office import Office
from desktop.services.station import Parts, open_desk

if TYPE_CHECKING:
    from desktop.core.enrolment import Request
    from desktop.core.keys import DeviceKey
    from desktop.core.signed import Signed
    from desktop.store.rounds import Packed, RoundResult


class Online(Protocol):
    """The line to the hub, by network and by stick; raises `Trouble`."""

    def ask_to_join(self, url: str, key: DeviceKey, request: Request) -> Signed: ...
    def round(self, desk: Desk) -> RoundResult: ...
    def pack(self, desk: Desk, place: Path) -> Packed: ...
    def unpack(self, desk: Desk, place: Path) -> RoundResult: ...


def _unseen(_data: bytes) -> Looked:
    """Stands where nothing draws pages: a file is judged by what it says of itself."""
    return Looked()


@dataclass(frozen=True)
class Toolbox:
    """What the composition root hands in. `pages` counts the pages of a PDF of ours, `window` opens the
    desk or takes its pictures and returns the exit code. `report` keeps the report of a bug and returns what people
    are told; without it bugs pass through. `look` reads what is drawn on the pages of a paper's
    file; it raises `Trouble`.
    """

    parts: Parts
    words: Mapping[str, Words]
    default_folder: Callable[[], Path]
    pages: Callable[[bytes], int]
    window: Callable[[Path, Mapping[str, Any]], int]
    online: Online
    report: Callable[[Path, Exception], Trouble] | None = None
    look: Callable[[bytes], Looked] = _unseen


@dataclass
class Session:
    """Options given before the command; folder and operator are opened when a command first needs them."""

    tools: Toolbox
    data: Path | None
    as_json: bool
    operator: str | None
    _office: Office | None = None
    _by: Operator | None = None
    said: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        if self.data is not None:
            return self.data
        named = os.environ.get("QUANYI_DATA")
        return Path(named) if named else self.tools.default_folder()

    def adopt(self, desk: Desk) -> Office:
        self._office = Office(desk)
        return self._office

    @property
    def office(self) -> Office:
        if self._office is None:
            self.adopt(open_desk(self.tools.parts, self.folder))
        assert self._office is not None
        return self._office

    @property
    def by(self) -> Operator:
        """The operator, signed in once a process."""
        if self._by is None:
            known = self.office.operators.choose(self.operator or os.environ.get("QUANYI_OPERATOR"))
            self._by = self.office.operators.sign_in(known.id, ask_pin("QUANYI_PIN", "cli.ask_pin", self))
        return self._by

    def close(self) -> None:
        if self._office is not None:
            self._office.desk.close()
            self._office = None

    def say(self, key: str, /, **values: object) -> str:
        """A sentence in both languages, or in the one that QUANYI_LANG names."""
        chosen = os.environ.get("QUANYI_LANG", "")
        words = [self.tools.words[chosen]] if chosen in self.tools.words else list(self.tools.words.values())
        return " / ".join(each.say(key, **values) for each in words)


def ask_pin(variable: str, key: str, session: Session) -> str:
    """A PIN from the environment or a prompt, never from an argument. Raises `Refused("pin_needed")`."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("pin_needed", variable=variable)
    return getpass.getpass(session.say(key) + " ")
