"""What was typed and chosen in the guide so far; nothing of it is kept anywhere before the place is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core.communities import Communities
from desktop.core.first_run import NewPlace

STEPS = ("language", "place", "operator", "devices", "hub")
STATION, MERCHANT = "station", "merchant"


@dataclass
class Draft:
    """Attributes:
    page: one of `STEPS`, or `code` (the third step, once the PIN stands), or `restore`.
    field: what was typed, by name: name, operator, pin, again, last, url, code, file, recovery, search.
    wrong: sentences by the field that they stand at.
    community: the one chosen; district and street are those opened in the columns.
    found: what a search found; empty where columns are looked through.
    code: the recovery code, once it is shown.
    scans: texts of scans heard on the devices' step, newest last; `printed` a sentence on the printer.
    """

    page: str = "language"
    role: str = STATION
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    district: str = ""
    street: str = ""
    community: str = ""
    found: tuple[str, ...] = ()
    code: str = ""
    taken: str = ""
    made: bool = False
    busy: bool = False
    heard: str = ""
    printed: str = ""
    named: bool = False
    communities: Communities | None = None

    def said(self, name: str) -> str:
        return self.typed.get(name, "")

    @property
    def step(self) -> int:
        """1 to 5; 0 for the restore page."""
        page = "operator" if self.page == "code" else self.page
        return STEPS.index(page) + 1 if page in STEPS else 0

    def place(self) -> NewPlace:
        community = self.community if self.role == STATION else ""
        return NewPlace(self.role, self.said("name"), community, self.said("operator"), self.said("pin"), self.code)
