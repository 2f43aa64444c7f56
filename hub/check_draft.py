"""A check 督查 or 暗访 as it stands before it is signed: what was answered, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.standard import Checkpoint, Item

KINDS = ("supervised", "unannounced")
PASS, FAIL, NA = "pass", "fail", "na"
RESULTS = (PASS, FAIL, NA)
NOTE_MOST = 300
PHOTOS_MOST = 3
"""A finding's, as at the desk."""


@dataclass(frozen=True)
class Given:
    """One checkpoint as answered. `note` says what is wrong, or why it is not applicable; `severity` is empty until
    somebody chose another than the standard's; `photos` are ids.
    """

    checkpoint: str
    result: str = ""
    note: str = ""
    severity: str = ""
    photos: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return self.note if self.result == NA else ""

    @property
    def complete(self) -> bool:
        """Answered; a fail says what is wrong, 不涉及 why."""
        return self.result == PASS or (self.result in RESULTS and bool(self.note.strip()))


@dataclass(frozen=True)
class Draft:
    """`items` are those that this kind asks; `begun` ms UTC."""

    draft: str
    site: str
    name: str
    community: str
    kind: str
    begun: int
    items: tuple[Item, ...]
    given: Mapping[str, Given]

    def of(self, checkpoint: str) -> Given:
        return self.given.get(checkpoint, Given(checkpoint))

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def asks(self, checkpoint: str) -> bool:
        return any(point.code == checkpoint for item in self.items for point in item.checkpoints)

    def state(self, item: Item) -> str:
        """`open` while something is missing, else `fail` or `pass` (also where nothing applies)."""
        given = [self.of(point.code) for point in item.checkpoints]
        if not all(each.complete for each in given):
            return "open"
        return FAIL if any(each.result == FAIL for each in given) else PASS

    def touched(self, item: Item) -> bool:
        """Whether one of its points is answered."""
        return any(self.of(point.code).result for point in item.checkpoints)

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if self.state(item) == "open")

    @property
    def fails(self) -> tuple[tuple[Item, Checkpoint, Given], ...]:
        return tuple(
            (item, point, self.of(point.code))
            for item in self.items
            for point in item.checkpoints
            if self.of(point.code).result == FAIL
        )

    def count(self, result: str) -> int:
        return sum(self.of(point.code).result == result for item in self.items for point in item.checkpoints)

    @property
    def seen(self) -> str:
        """The whole of it in a line, as it stands on the page before it is signed: what is signed is what was seen."""
        return ",".join(_told(self.of(point.code)) for item in self.items for point in item.checkpoints)


def _told(given: Given) -> str:
    return f"{given.checkpoint}={given.result}:{len(given.photos) if given.result == FAIL else 0}"
