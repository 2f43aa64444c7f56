"""What the Papers page shows, and where what a paper tells of is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core.business_day import month_of
from desktop.core.paper_pages import PaperChoice, PaperKind, PapersPage, PaperStanding, PaperWish, PrintHabit
from desktop.core.words import Words
from desktop.devices.printer import PrinterFound
from desktop.ui.papers.pages import Leaf
from desktop.ui.stage import trouble_sentence

# Where what a paper tells of is made, so that an empty one leads there.
PLACES = {
    "settlement": "meals.merchants",
    "publicity": "meals.merchants",
    "doubts": "meals.samples",
    "callbacks": "meals.samples",
    "till": "meals.merchants",
    "handover": "today.duty",
    "reconciliation": "today.duty",
    "register": "settings.registers",
    "inspection": "inspect",
    "rectification": "inspect",
    "rectification-closed": "inspect.jobs",
    "medicine": "inspect.box",
    "disposal": "inspect.box",
    "health": "health",
    "booking-list": "health.batches",
    "attendance-list": "health.batches",
    "cards": "people",
    "merchant_poster": "meals.merchants",
    "closing_notice": "today.hours",
}
# Steps of the paper's scale, in percent of its real size at 96 dots an inch.
STEPS = (50, 75, 100, 125, 150, 200, 300)
WHOLE, WIDTH = "page", "width"
ASKING, MAKING, MADE, VEILED, NOTHING, NOT_YOURS, HALTED = (
    "asking", "making", "made", "veiled", "nothing", "not_yours", "halted",
)  # fmt: skip


@dataclass
class Work:
    """What takes its time: `doing` is `make` or `print`, with pages `done` of `total` (0: not to be counted).
    Whoever does it looks at `halted` now and then.
    """

    doing: str
    total: int = 0
    done: int = 0
    halted: bool = False


@dataclass(frozen=True)
class Shown:
    """All that the page shows. `zoom` is `page`, `width` or percent; `sentence` why there is nothing; `not_printed`
    the code of what kept the paper from being printed.
    """

    page: PapersPage
    kind: PaperKind
    wish: PaperWish
    state: str
    choices: tuple[PaperChoice, ...] = ()
    leaf: Leaf | None = None
    at: int = 0
    zoom: str = WHOLE
    standing: PaperStanding = field(default_factory=PaperStanding)
    habit: PrintHabit = field(default_factory=PrintHabit)
    printers: tuple[PrinterFound, ...] | None = None
    work: Work | None = None
    sentence: str = ""
    place: str = ""
    not_printed: str = ""

    @property
    def recorded(self) -> bool:
        """Whether making it is a fact."""
        return self.kind.recorded or self.wish.full


def begins(words: Words, kind: PaperKind, choices: tuple[PaperChoice, ...], full: bool) -> tuple[str, str]:
    """The state in which a kind is first looked at, and the sentence where there is no paper yet."""
    if kind.roles:
        roles = words.say("ui.list").join(words.say(f"role.{role}") for role in kind.roles)
        return NOT_YOURS, words.say("plain.not_yours", roles=roles)
    if kind.chosen and not choices:
        return NOTHING, words.say(f"ui.papers.empty.{kind.code}")
    recorded = kind.recorded or full
    return (VEILED, words.say(f"ui.papers.veiled.{kind.code}")) if recorded else (ASKING, "")


def step_from(percent: int, by: int) -> int:
    """The next step larger (1) or smaller (-1) than where a paper stands."""
    larger, smaller = [each for each in STEPS if each > percent + 2], [each for each in STEPS if each < percent - 2]
    return (larger or STEPS[-1:])[0] if by > 0 else (smaller or STEPS[:1])[-1]


def within(month: str, page: PapersPage) -> str:
    """The month, or the nearest that has facts and is not ahead."""
    return max(min(month, month_of(page.today)), page.first_month)


def size_of(kind: PaperKind, size: str) -> str:
    """What a kind is printed on; empty for its usual size."""
    return size if size in kind.sizes[1:] else ""


def why_not(words: Words, kind: str, error: Exception) -> str:
    """Why a paper of a kind was not made; what has nothing to show says it in the kind's own sentence."""
    key = f"ui.papers.empty.{kind}"
    empty = getattr(error, "code", "") == "paper_empty" and words.has(key)
    return words.say(key) if empty else trouble_sentence(words, error)
