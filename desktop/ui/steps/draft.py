"""What somebody has done so far in the steps of a flow. It outlives its view; a PIN is never in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core.day_pages import FLOWS, Closed, DayPage, HandedOver, Opened

Done = Opened | HandedOver | Closed


@dataclass
class Draft:
    """Attributes:
    flow: of `FLOWS`.
    day: the day on which it was begun; one of another day is no use.
    at: the number of the step in view.
    begun: when the self-check began, ms UTC.
    answers: `pass` or `fail` by checkpoint; nothing is answered beforehand.
    values: what was typed, by the name of its field.
    refused: the sentence under the step.
    done: what came of it.
    paper: the paper (PDF) that is looked at.
    """

    flow: str
    day: str
    begun: int
    at: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    done: Done | None = None
    paper: bytes = b""

    @property
    def step(self) -> str:
        return FLOWS[self.flow][self.at]

    @property
    def last(self) -> bool:
        return self.at == len(FLOWS[self.flow]) - 1


@dataclass(frozen=True)
class Shown:
    """What the panel shows."""

    draft: Draft
    page: DayPage
