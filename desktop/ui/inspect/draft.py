"""An inspection under way: what has been answered, what is missing. Nothing is answered beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core.pages import GivenAnswer, ItemView, PointView

PASS, FAIL, NA = "pass", "fail", "na"
MOST_PHOTOS = 3


@dataclass
class Given:
    """One answer as it stands. `severity` is empty until somebody chose another than the standard's."""

    result: str = ""
    note: str = ""
    severity: str = ""
    photos: list[bytes] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Answered, and 不涉及 says why."""
        return self.result in (PASS, FAIL) or (self.result == NA and bool(self.note.strip()))


@dataclass
class Draft:
    """One walk round of a kind.

    Attributes:
        begun: ms UTC of the first answer, 0 before.
        given: by checkpoint.
        item: the item in front.
        point: the checkpoint whose note is open, or empty.
        counted: pieces counted in the medicine box, by line; tools: those of the list that are there.
        typed: the checkpoint that the next digit answers while a paper checklist is typed in, or empty.
    """

    kind: str
    begun: int = 0
    given: dict[str, Given] = field(default_factory=dict)
    item: str = ""
    point: str = ""
    counted: dict[str, int] = field(default_factory=dict)
    tools: set[str] = field(default_factory=set)
    typed: str = ""

    def of(self, checkpoint: str) -> Given:
        return self.given.setdefault(checkpoint, Given())

    def answer(self, checkpoint: str, result: str, at: int) -> None:
        """Another result drops a reason that belonged to 不涉及, and keeps what a fail was told."""
        self.begun = self.begun or at
        self.of(checkpoint).result = result

    def complete(self, item: ItemView) -> bool:
        return all(self.of(point.code).complete for point in item.points)

    def untouched(self, item: ItemView) -> bool:
        return not any(self.of(point.code).result for point in item.points)

    def fails(self, item: ItemView) -> int:
        return sum(self.of(point.code).result == FAIL for point in item.points)

    def missing(self, items: tuple[ItemView, ...]) -> tuple[ItemView, ...]:
        return tuple(item for item in items if not self.complete(item))

    def first_missing_point(self, item: ItemView) -> PointView | None:
        return next((point for point in item.points if not self.of(point.code).complete), None)

    def answers(self, items: tuple[ItemView, ...]) -> tuple[GivenAnswer, ...]:
        """As the counter takes them."""
        found = []
        for item in items:
            for point in item.points:
                given = self.of(point.code)
                failed, left_out = given.result == FAIL, given.result == NA
                found.append(
                    GivenAnswer(
                        checkpoint=point.code,
                        result=given.result,
                        reason=given.note.strip() if left_out else "",
                        note=given.note.strip() if failed else "",
                        severity=(given.severity or point.severity) if failed else "",
                        photos=tuple(given.photos) if failed else (),
                    )
                )
        return tuple(found)
