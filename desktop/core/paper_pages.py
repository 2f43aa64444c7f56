"""The frozen data of the Papers page: which papers there are, what each asks for, and one that was made.

And what the page asks: `PaperCounter`, which the services' side of the window fulfils.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from desktop.core.watch import UNWATCHED, Watch

if TYPE_CHECKING:
    from desktop.core.plain import Said

MONTH, DAY = "month", "day"


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper; `asks` is `month`, `day` or empty. A `chosen` one is about one of `PaperCounter.choices`.

    `sizes` are what it may be printed on, the usual first, where there are several. A kind with `names` shows them in
    full if that is wished, and making it so is a fact. `table` is its export (empty for none). Making a `recorded` one
    is a fact: it is never made by merely looking at the list. With `roles` it is theirs, and not whoever's asks.
    """

    code: str
    group: str
    asks: str = ""
    chosen: bool = False
    table: str = ""
    recorded: bool = False
    roles: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    names: bool = False


@dataclass(frozen=True)
class PaperWish:
    """One paper: `month` `YYYY-MM`, `day` `YYYY-MM-DD`, `id` what it is about; empty where it asks for none. `size` is
    one of the kind's, empty for the usual; `full` wishes for full names.
    """

    kind: str
    month: str = ""
    day: str = ""
    id: str = ""
    size: str = ""
    full: bool = False


@dataclass(frozen=True)
class PaperChoice:
    """One of what a paper may be about; its id and, where it is of a day, that. `whose` is what stays the same over
    the months: the merchant of a settlement.
    """

    id: str
    said: Said
    day: str = ""
    whose: str = ""


@dataclass(frozen=True)
class PrintHabit:
    """How papers of a kind were printed last: an empty `printer` is the system's own choice."""

    printer: str = ""
    copies: int = 1
    duplex: bool = False


@dataclass(frozen=True)
class PaperStanding:
    """What is known beside the paper itself: `missing` entries of its days that no receipt covers, None without a
    hub; `printed_at` ms UTC, 0 for never.
    """

    missing: int | None = None
    printed_at: int = 0
    habit: PrintHabit = field(default_factory=PrintHabit)


@dataclass(frozen=True)
class PapersPage:
    """The kinds in the order of the list; `month` is the one that is due now, `first_month` the first with facts."""

    kinds: tuple[PaperKind, ...]
    today: str
    month: str
    first_month: str


class PaperCounter(Protocol):
    """What the Papers page asks. Every method may raise `desktop.core.errors.Trouble`; called on worker threads."""

    def page(self) -> PapersPage: ...
    def choices(self, kind: str, month: str) -> tuple[PaperChoice, ...]:
        """What a paper may be about, newest first."""

    def make(self, wish: PaperWish, language: str, watch: Watch = UNWATCHED) -> bytes:
        """The PDF. Takes as long as the paper is: off the painting thread, and a recorded kind on the writer's. Raises
        `watch.Halted` soon after `watch` says so.
        """

    def standing(self, wish: PaperWish) -> PaperStanding: ...
    def printed(self, wish: PaperWish, habit: PrintHabit) -> None:
        """Remembers that and how it was printed."""

    def export(self, wish: PaperWish, place: str, language: str) -> int:
        """The rows behind a paper as CSV or XLSX; returns how many."""
