"""The frozen data of the compliance calendar and of the lists that a walk goes by, and what these pages ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.core.camera_pages import CameraCounter
from desktop.core.tools import Tool
from desktop.core.workdays import Counted

if TYPE_CHECKING:
    from desktop.core.pages import GivenAnswer, InspectionDone, RectificationRow

# What a cell of the calendar may be. `none` is a day on which nobody looked, `today` one that is not over, `before`
# one before the first inspection of the station, `later` one to come.
CELLS = ("pass", "mended", "fail", "soon", "expired", "na", "none", "today", "before", "later")
GOOD = ("pass", "mended", "soon")


@dataclass(frozen=True)
class Cell:
    """An item on a day. `failed` titles of what was wrong, put right the same day where the state is `mended`;
    `count` medicines that had expired or were about to.
    """

    state: str
    failed: tuple[Mapping[str, str], ...] = ()
    count: int = 0


@dataclass(frozen=True)
class CalendarRow:
    """An item over the month; `rate` percent of the days looked at on which it was good, None for none."""

    item: str
    shorts: Mapping[str, str]
    cells: tuple[Cell, ...]
    rate: int | None


@dataclass(frozen=True)
class MedicineLine:
    """A line of the box. `until` is the last good day, `left_days` from today (less than nothing once expired),
    `state` that of `core/medicine_rules.py`, `names` and `units` by language.
    """

    line: str
    names: Mapping[str, str]
    batch: str
    until: str
    left_days: int
    left: int
    unit: str
    state: str


@dataclass(frozen=True)
class CalendarPage:
    """A month (`YYYY-MM`) of the station: `days` of it, `off` those on which offices rest, rows in the order of the
    standard; what is still open, and medicine to replace. `first` is the month of the first inspection, "" for none.
    """

    month: str
    today: str
    first: str
    days: tuple[str, ...]
    off: frozenset[str]
    rows: tuple[CalendarRow, ...]
    open: tuple[RectificationRow, ...]
    medicines: tuple[MedicineLine, ...]


@dataclass(frozen=True)
class DueView:
    """When a fail of a severity is to be put right: the last day, whether its year's calendar is official, and the
    days on the way there.
    """

    severity: str
    due: str
    certain: bool
    path: tuple[Counted, ...]


@dataclass(frozen=True)
class WalkLists:
    """What a walk goes by: the box (soonest to expire first), the tools, and how deadlines are counted today."""

    medicines: tuple[MedicineLine, ...]
    may_count: bool
    tools: tuple[Tool, ...]
    dues: tuple[DueView, ...]


class InspectCounter(Protocol):
    """What these pages ask. Every method may raise `desktop.core.errors.Trouble`; called on worker threads."""

    @property
    def phone_camera(self) -> CameraCounter: ...

    def calendar(self, month: str) -> CalendarPage:
        """Of a month `YYYY-MM`, or of the running one where it is empty."""

    def lists(self) -> WalkLists: ...
    def complete(
        self, kind: str, begun: int, answers: tuple[GivenAnswer, ...], counted: Mapping[str, int]
    ) -> InspectionDone:
        """A walk with what was counted in the box, by line: all of it is kept, or nothing."""
