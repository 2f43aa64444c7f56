"""The Hub page without a window: what arrived, what is under way, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desktop.core.business_day import clock_time, day_of
from desktop.core.errors import Trouble
from desktop.core.hub_pages import Carried, HubPage, TrayRow
from desktop.ui.hub.state import OUTCOMES, latest_failure, reason
from desktop.ui.stage import Desk, trouble_sentence

T = TypeVar("T")
TRAY, LOG = "tray", "log"
# Codes of refusals by the field of the form that they are about.
_FIELDS = {"hub_url_wrong": "url", "hub_code_wrong": "code", "hub_role_wrong": "code"}
# Where a verdict is seen to: a page or section, with what it is about.
_PLACES = {"double_meal": "meals.held", "budget_overspent": "meals.settlements", "same_person": "people"}
_OF_KIND = {"meal": "meals", "visit": "visits", "rider": "people", "inspection": "inspect", "referral": "health"}


@dataclass(frozen=True)
class Work:
    """What is under way: `doing` is `sync`, `join`, `pack`, `unpack` or empty; `from_count` waited when it began."""

    doing: str = ""
    from_count: int = 0


@dataclass(frozen=True)
class Said:
    """What came of the last thing done: a sentence, and whether it went well. `field` is the one of the form that it
    is about.
    """

    sentence: str = ""
    good: bool = True
    field: str = ""


class HubShown(Protocol):
    def show_page(self, page: HubPage, work: Work, tab: str, now: int) -> None: ...
    def show_said(self, about: str, said: Said) -> None: ...
    def show_places(self, reachable: frozenset[str]) -> None: ...


class HubPresenter:
    """Asks where everything stands; lets rounds and sticks go on beside the counter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: HubShown | None = None
        self._page: HubPage | None = None
        self._work = Work()
        self._said: dict[str, Said] = {}
        self._typed: dict[str, str] = {}
        self._tab = ""
        self._asking = self._again = False

    @property
    def typed(self) -> Mapping[str, str]:
        """What stands in the form, over a change of language or text size."""
        return self._typed

    def attach(self, view: HubShown) -> None:
        self._view = view

    # --- what the window asks -----------------------------------------------------------------------------

    def open(self, _subject: str) -> None:
        self._tab = ""
        self.refresh()

    def refresh(self) -> None:
        """One question at a time: while a round goes on there is a change every moment, and an answer that is always
        overtaken would never be shown.
        """
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False

        def then(page: HubPage) -> None:
            self._forget_old(page)
            self._page = page
            self.show()
            after()

        def failed(error: Exception) -> None:
            after()
            self._desk.stage.show_trouble(error)

        def after() -> None:
            self._asking = False
            if self._again:
                self.refresh()

        self._desk.tasks.run_read(self._desk.counter.hub.page, then, failed)

    def show(self) -> None:
        if self._page is None or self._view is None:
            return
        page = self._page
        wanted = {self.place_of(row) for row in page.tray} - {""}
        self._view.show_places(frozenset(place for place in wanted if self._desk.stage.has_page(place)))
        for about in ("join", "stick", "sync"):
            self._view.show_said(about, self._said.get(about, Said()))
        self._view.show_page(page, self._work, self._tab or (TRAY if page.tray else LOG), self._desk.now())

    # --- what a person does -------------------------------------------------------------------------------

    def type(self, name: str, value: str) -> None:
        self._typed[name] = value

    def choose_tab(self, tab: str) -> None:
        self._tab = tab
        self.show()

    def join(self, url: str, code: str) -> None:
        hub, said = self._desk.counter.hub, self._desk.stage.words.say

        def then(_none: None) -> None:
            self._typed.clear()
            self._end("join", Said())
            self._desk.stage.show_toast(said("ui.hub.joined"))

        self._begin("join", lambda: hub.join(url, code), then, "join")

    def sync(self) -> None:
        def then(_none: None) -> None:
            self._end("sync", Said())
            page = self._page
            done = page is not None and not page.whole.waiting
            self._desk.stage.show_toast(self._desk.stage.words.say("ui.hub.synced" if done else "ui.hub.round_over"))

        self._begin("sync", self._desk.counter.hub.sync, then, "sync")

    def pack(self, place: str) -> None:
        words = self._desk.stage.words

        def then(carried: Carried) -> None:
            key = "ui.hub.packed" if carried.facts else "ui.hub.packed_nothing"
            self._end("stick", Said(words.say(key, count=f"{carried.facts:,}", file=_tail(carried.file))))

        self._begin("pack", lambda: self._desk.counter.hub.pack(place), then, "stick")

    def unpack(self, places: tuple[str, ...]) -> None:
        """Files or folders, chosen or dropped."""
        words = self._desk.stage.words

        def then(carried: Carried) -> None:
            if carried.outcome != "done":
                self._end("stick", Said(reason(words, carried.outcome), good=False))
                return
            key = "ui.hub.unpacked" if carried.acknowledged else "ui.hub.unpacked_nothing"
            if carried.acknowledged and not carried.waiting:
                key = "ui.hub.unpacked_all"
            values = {"count": f"{carried.acknowledged:,}", "waiting": f"{carried.waiting:,}"}
            self._end("stick", Said(words.say(key, **values)))

        if places:
            self._begin("unpack", lambda: self._desk.counter.hub.unpack(places), then, "stick")

    def put_aside(self, row: TrayRow) -> None:
        hub, stage = self._desk.counter.hub, self._desk.stage
        self._desk.tasks.run_write(
            lambda: hub.put_aside(row.verdict, row.code),
            lambda _none: stage.show_toast(stage.words.say("ui.hub.put_aside_done")),
            stage.show_trouble,
        )

    def go_to(self, row: TrayRow) -> None:
        place = self.place_of(row)
        if place:
            self._desk.stage.go(place, row.subject if place == "people" else row.fact)

    def place_of(self, row: TrayRow) -> str:
        """Where it is seen to; empty where there is nothing to open."""
        if row.code in _PLACES:
            return _PLACES[row.code]
        return _OF_KIND.get(row.kind.partition(".")[0], "") if row.code == "rule_broken" else ""

    def suggested_name(self) -> str:
        """What a file for the stick is called at first."""
        return f"quanyi-{day_of(self._desk.now())}.qys"

    # --- within -------------------------------------------------------------------------------------------

    def _begin(self, doing: str, act: Callable[[], T], then: Callable[[T], None], about: str) -> None:
        """One thing at a time; whatever is wanted meanwhile is told to wait."""
        if self._work.doing:
            self._desk.stage.show_toast(self._desk.stage.words.say("ui.hub.one_at_a_time"))
            return
        self._work = Work(doing, self._page.whole.waiting if self._page else 0)
        self._said.pop(about, None)
        self.show()
        self._desk.tasks.run_far(act, then, lambda error: self._fail(about, error))

    def _fail(self, about: str, error: Exception) -> None:
        """A sentence where the person is looking; what is not theirs to mend stands in the log as well."""
        words = self._desk.stage.words
        code = error.code if isinstance(error, Trouble) else ""
        sentence = trouble_sentence(words, error)
        if code in OUTCOMES and about in ("join", "sync"):
            when = clock_time(self._desk.now())
            sentence = words.say(f"ui.hub.failed.{about}", why=reason(words, code), time=when)
        self._end(about, Said(sentence, False, _FIELDS.get(code, "")))

    def _forget_old(self, page: HubPage) -> None:
        """What was said of a round in vain, or of a stick on its way, ends with the next round that comes through."""
        if latest_failure(page):
            return
        self._said.pop("sync", None)
        latest = page.rounds[:1]
        if self._page is not None and latest != self._page.rounds[:1] and latest and latest[0].way == "network":
            self._said.pop("stick", None)

    def _end(self, about: str, said: Said) -> None:
        self._work = Work()
        if said.sentence:
            self._said[about] = said
        self.show()


def _tail(place: str) -> str:
    """The last part of a path, whichever way its slashes lean."""
    return place.replace("\\", "/").rstrip("/").rpartition("/")[2]
