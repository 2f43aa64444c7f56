"""What the first start asks for, and what it asks of the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.core.communities import Communities


@dataclass(frozen=True)
class NewPlace:
    """A place to be made. `role` is `station` or `merchant` (whose `community` is empty); `recovery` is the code that
    was shown and typed back.
    """

    role: str
    name: str
    community: str
    operator: str
    pin: str
    recovery: str


class Beginning(Protocol):
    """Every method may raise `desktop.core.errors.Trouble`; called on worker threads."""

    def communities(self) -> Communities: ...
    def check_place(self, role: str, name: str, community: str) -> None:
        """Raises `Refused` for what `make` would refuse."""

    def check_operator(self, name: str, pin: str) -> None:
        """Raises `Refused`."""

    def new_code(self) -> str:
        """A recovery code that opens nothing yet."""

    def code_sheet(self, place: NewPlace, language: str) -> bytes:
        """The sheet to lock away, as PDF."""

    def trial_page(self, name: str, language: str) -> bytes:
        """A page to try the printer with, as PDF; `name` is the station's."""

    def make(self, place: NewPlace) -> None:
        """Makes the data folder with its first operator; until it returns there is none."""

    def join(self, url: str, code: str) -> None:
        """Joins a hub; takes as long as the network does."""

    def restore(self, file: str, code: str) -> None:
        """Brings a backup back into the folder; the code may be empty where the folder lends its own key."""
