"""The frozen data that pages of the window are made from, and the counter that they ask.

Presenters know only this module: the services' facade fulfils `Counter`, a test hands in a fake. Names are
masked (王**), phones are tails of four digits, times of a day `HH:MM` in Shanghai, money fen, codes are
wire codes whose words stand in the catalogue (`group.courier`, `outcome.checked_in` …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from desktop.core.day_pages import DayCounter
from desktop.core.health_pages import HealthCounter
from desktop.core.hub_pages import HubCounter, HubStatus
from desktop.core.inspect_pages import InspectCounter
from desktop.core.paper_pages import PaperCounter
from desktop.core.people_pages import PeopleCounter
from desktop.core.practice_pages import PracticeCounter
from desktop.core.seat_pages import SeatCounter
from desktop.core.serving_pages import ServingCounter
from desktop.core.settings_pages import SettingsCounter
from desktop.core.sheet_pages import SheetCounter
from desktop.core.till_pages import TillCounter
from desktop.core.visit_pages import VisitsCounter
from desktop.core.visitor_pages import VisitorCounter

if TYPE_CHECKING:
    from desktop.core.plain import PlainDetail, PlainDone, PlainSection
    from desktop.core.tablet_pages import TabletCounter


class Tone(StrEnum):
    """How an answer looks and sounds: each has its colour, icon and sound."""

    SUCCESS = "success"
    ALREADY = "already"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True)
class Hint:
    """A sentence of the catalogue with its values, and the icon beside it.

    A value that is a mapping is a title by language (`{"zh": …, "en": …}`), chosen when it is shown.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    icon: str = ""


@dataclass(frozen=True)
class ScanAnswer:
    """The answer to a scan. `outcome` is the contract's code, `fact` the visit or meal (None if refused).

    `price_fen` and `subsidy_fen` are those of a meal served, else 0; `ask_tail` where it asks whether `tail` is theirs.
    At most two `hints`.
    """

    outcome: str
    tone: Tone
    name: str = ""
    group: str = ""
    tail: str = ""
    fact: str | None = None
    hints: tuple[Hint, ...] = ()
    price_fen: int = 0
    subsidy_fen: int = 0
    list_fen: int = 0
    time: str = ""
    ask_tail: bool = False


@dataclass(frozen=True)
class VisitRow:
    fact: str
    time: str
    name: str
    group: str
    tail: str
    services: tuple[str, ...]
    count: int
    how: str
    trust: str
    ended: str
    voided: str


@dataclass(frozen=True)
class VisitsPage:
    """`inside` people not yet gone, `visits` 人次 of the day, rows newest first (at most 200)."""

    day: str
    inside: int
    visits: int
    rows: tuple[VisitRow, ...]


@dataclass(frozen=True)
class PersonRow:
    rider: str
    name: str
    group: str
    tail: str
    verified_until: str


@dataclass(frozen=True)
class MealRow:
    """A meal of a merchant's day. `held` is why it still waits for a decision, `refused` that a review refused it a
    subsidy; both empty for one that counts.
    """

    fact: str
    time: str
    name: str
    group: str
    period: str
    voided: str
    held: str
    refused: bool = False


@dataclass(frozen=True)
class PeriodTab:
    """A meal period of the programme; `now` when it is the one that runs."""

    code: str
    titles: Mapping[str, str]
    begin: str
    end: str
    now: bool


@dataclass(frozen=True)
class Merchant:
    id: str
    name: str


@dataclass(frozen=True)
class MealsPage:
    """One merchant's day; `by_period` counts of meals that stand, rows newest first (at most 200)."""

    day: str
    merchant: Merchant | None
    merchants: tuple[Merchant, ...]
    periods: tuple[PeriodTab, ...]
    count: int
    taken_fen: int
    subsidy_fen: int
    held: int
    by_period: tuple[tuple[str, int], ...]
    rows: tuple[MealRow, ...]
    void_reasons: tuple[str, ...]


@dataclass(frozen=True)
class Todo:
    """A thing to do now. `kind`: `rectification`, `recheck`, `inspect`, `referral`, `open_day`, `close_day`, `hub`,
    `waiting`.

    `page` is where its button leads (a page, or `<page>.<section>`), `subject` the id it is about, `urgency`
    `wrong`, `attention`, `plain`.
    """

    kind: str
    title: Hint
    detail: Hint
    page: str
    subject: str
    urgency: str


@dataclass(frozen=True)
class Step:
    """A step of the day: `done` with who (masked) and when, or the time it is due."""

    key: str
    done: bool
    who: str
    when: str


@dataclass(frozen=True)
class TodayPage:
    """`inside` people now, `visits_week_ago` a week ago by this time of day, `usual_by_hour` the mean of the
    last four same weekdays, rounded; 24 values.
    """

    day: str
    inside: int
    seats: int
    visits: int
    persons: int
    visits_week_ago: int
    by_hour: tuple[int, ...]
    usual_by_hour: tuple[int, ...]
    hour_now: int
    meals: int
    taken_fen: int
    todo: tuple[Todo, ...]
    steps: tuple[Step, ...]
    opened: bool
    closed: bool


@dataclass(frozen=True)
class RectificationRow:
    """`due` a day; `overdue` when it has passed; `state` open, awaiting, returned or closed."""

    rectification: str
    number: int
    item: str
    checkpoint: str
    titles: Mapping[str, str]
    severity: str
    opened: str
    due: str
    state: str
    overdue: bool
    by_supervisor: bool


@dataclass(frozen=True)
class PointView:
    code: str
    titles: Mapping[str, str]
    hints: Mapping[str, str]
    severity: str
    veto: bool
    due: str
    due_certain: bool


@dataclass(frozen=True)
class ItemView:
    """An item to walk through; `open` the number of its open rectifications."""

    code: str
    titles: Mapping[str, str]
    shorts: Mapping[str, str]
    points: tuple[PointView, ...]
    open: int


@dataclass(frozen=True)
class InspectPage:
    """What an inspection of `kind` asks; `kinds` those the operator may make; nothing is answered beforehand."""

    day: str
    kind: str
    kinds: tuple[str, ...]
    nth_today: int
    items: tuple[ItemView, ...]
    open: tuple[RectificationRow, ...]
    severities: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as given at the counter: `photos` are the raw bytes of picture files."""

    checkpoint: str
    result: str
    reason: str = ""
    note: str = ""
    severity: str = ""
    photos: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class InspectionDone:
    inspection: str
    compliant: bool
    met: int
    passed: int
    failed: int
    rectifications: tuple[RectificationRow, ...]


@dataclass(frozen=True)
class Status:
    """The status line. `clock` is `ok` or `suspect`; `waiting` entries not acknowledged by a hub, `flagged` entries
    that need a hand.
    """

    site: str
    operator: str
    roles: tuple[str, ...]
    waiting: int
    flagged: int
    clock: str
    role: str
    hub: HubStatus = field(default_factory=HubStatus)

    @property
    def merchant_only(self) -> bool:
        """Whether meals are all there is to do."""
        return set(self.roles) == {"merchant"}


@dataclass(frozen=True)
class OperatorRow:
    operator: str
    name: str
    roles: tuple[str, ...]


class PlainCounter(Protocol):
    """What plain sections ask (`core/plain.py`); `picked` holds what was chosen, by name, and `search` its text."""

    def plain_section(self, code: str, picked: Mapping[str, str]) -> PlainSection: ...
    def plain_detail(self, code: str, row: str) -> PlainDetail | None: ...
    def plain_act(self, code: str, act: str, row: str, values: Mapping[str, str], language: str) -> PlainDone: ...
    def save_paper(self, place: str, paper: bytes) -> None: ...


class Counter(PlainCounter, Protocol):
    """All that pages ask. Every method may raise `desktop.core.errors.Trouble`; writes are durable when they
    return. Called on worker threads, never on the one that paints.
    """

    @property
    def hub(self) -> HubCounter: ...
    @property
    def day(self) -> DayCounter: ...
    @property
    def sheet(self) -> SheetCounter: ...
    @property
    def seat(self) -> SeatCounter: ...
    @property
    def practice(self) -> PracticeCounter: ...
    @property
    def visitor(self) -> VisitorCounter: ...
    @property
    def health(self) -> HealthCounter: ...
    @property
    def people(self) -> PeopleCounter: ...
    @property
    def inspecting(self) -> InspectCounter: ...
    @property
    def visiting(self) -> VisitsCounter: ...
    @property
    def till(self) -> TillCounter: ...
    @property
    def settings(self) -> SettingsCounter: ...
    @property
    def serving(self) -> ServingCounter: ...
    @property
    def tablets(self) -> TabletCounter: ...
    @property
    def papers(self) -> PaperCounter: ...

    def operators(self) -> tuple[OperatorRow, ...]: ...
    def sign_in(self, operator: str, pin: str) -> Status: ...
    def sign_out(self) -> None: ...
    def status(self) -> Status: ...

    def today_page(self) -> TodayPage: ...

    def visits_page(self) -> VisitsPage: ...
    def scan_visit(self, text: str) -> ScanAnswer: ...
    def visit_of(self, rider: str) -> ScanAnswer: ...
    def anonymous_visit(self, group: str, count: int) -> ScanAnswer: ...
    def set_services(self, fact: str, services: tuple[str, ...]) -> None: ...
    def leave(self, fact: str) -> None: ...
    def void_visit(self, fact: str, reason: str) -> None: ...
    def search(self, text: str) -> tuple[PersonRow, ...]: ...
    def search_everywhere(self, phone: str) -> tuple[PersonRow, ...]: ...

    def meals_page(self, merchant: str | None) -> MealsPage: ...
    def scan_meal(self, text: str, merchant: str) -> ScanAnswer: ...
    def void_meal(self, fact: str, reason: str) -> None: ...

    def inspect_page(self, kind: str) -> InspectPage: ...
    def complete_inspection(self, kind: str, begun: int, answers: tuple[GivenAnswer, ...]) -> InspectionDone: ...
    def report_rectified(self, rectification: str, note: str, photo: bytes) -> None: ...
    def recheck(self, rectification: str, passed: bool, note: str) -> None: ...
