"""A first start without a store: remembers what it was asked to make, and can be told to fail."""

from __future__ import annotations

import resources
from desktop.core.communities import Communities
from desktop.core.divisions import parse_divisions
from desktop.core.errors import Refused, Trouble
from desktop.core.first_run import NewPlace
from desktop.services.initials import initials

CODE = "7K2M-9QXA-B3CD-0H5T-QW8Z-4N6P-V1RJ-3E9Y"


class FakeBeginning:
    """Attributes:
    made, joined, restored: what was asked for, in order. trouble: raised by the next of them.
    """

    def __init__(self) -> None:
        self.made: list[NewPlace] = []
        self.joined: list[tuple[str, str]] = []
        self.restored: list[tuple[str, str]] = []
        self.trouble: Trouble | None = None
        self.codes = 0

    def _may(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble

    def communities(self) -> Communities:
        return Communities(parse_divisions(resources.read_text("divisions.csv")), initials())

    def check_place(self, role: str, name: str, community: str) -> None:
        if not name.strip():
            raise Refused("site_name_empty")

    def check_operator(self, name: str, pin: str) -> None:
        if not name.strip():
            raise Refused("name_empty")
        if len(pin) < 4:
            raise Refused("pin_short", least=4, most=12)

    def new_code(self) -> str:
        self.codes += 1
        return CODE

    def code_sheet(self, place: NewPlace, language: str) -> bytes:
        return f"{place.recovery} {language}".encode()

    def trial_page(self, name: str, language: str) -> bytes:
        return b"trial"

    def make(self, place: NewPlace) -> None:
        self._may()
        self.made.append(place)

    def join(self, url: str, code: str) -> None:
        self._may()
        self.joined.append((url, code))

    def restore(self, file: str, code: str) -> None:
        self._may()
        self.restored.append((file, code))
