"""The three kinds of trouble, apart from each other.

`Refused`: a rule said no or the input is bad, and the user can mend it (exit 1). `EnvironmentFailed`: disk,
lock, printer, a folder that is not ours to open (exit 3). `Broken`: what is stored does not verify (exit 4).
Anything else is a bug and is never swallowed. Each carries a code, whose sentence is `error.<code>` in the
catalogue, and the values for its places.
"""

from __future__ import annotations

from typing import ClassVar


class Trouble(Exception):
    """Base of the three; `code` names the sentence, `values` fill it in, `EXIT` is the command's exit code."""

    EXIT: ClassVar[int]

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class Refused(Trouble):
    """A rule or bad input; nothing was changed."""

    EXIT = 1


class EnvironmentFailed(Trouble):
    """Disk, lock, printer, key or folder."""

    EXIT = 3


class Broken(Trouble):
    """What is stored does not verify."""

    EXIT = 4
