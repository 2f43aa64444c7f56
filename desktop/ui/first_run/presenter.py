"""The guide without a window: one step after another, what each needs, and a sentence at the field for what is wrong.

The place is made only when its recovery code was shown and its last group typed back: killed before that nothing
remains, killed after it the station is whole and its code is known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Protocol

from desktop.core.communities import Communities
from desktop.core.errors import Refused
from desktop.core.first_run import Beginning
from desktop.core.words import Words
from desktop.ui.first_run.draft import STATION, STEPS, Draft
from desktop.ui.stage import trouble_sentence
from desktop.ui.task_runner import Tasks

# The field that a refusal stands at, by its code.
_FIELDS = {
    "site_name_empty": "name",
    "site_name_too_long": "name",
    "community_unknown": "search",
    "name_empty": "operator",
    "name_too_long": "operator",
    "name_controls": "operator",
    "pin_short": "pin",
    "recovery_wrong": "recovery",
    "recovery_needed": "recovery",
    "hub_url_wrong": "url",
}
# Before them there is nothing to go back to: on the fourth step the place is made.
FIRST_OF_ALL = ("language", "devices")
# What a station is called in Chinese, whatever the language of the screen: the name is data, posters print it.
SUFFIX = "驿站"
_LAST_OF_PAGE = {"operator": "again", "code": "last", "hub": "code", "restore": "file", "place": "name"}


class FirstRunShown(Protocol):
    def show_page(self, draft: Draft) -> None: ...
    def show_wrong(self, wrong: dict[str, str]) -> None: ...
    def show_places(self, draft: Draft) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_heard(self, draft: Draft) -> None: ...


class Around(Protocol):
    """What stands around the guide: the words in use, papers, and the end."""

    @property
    def words(self) -> Words: ...
    def print_paper(self, paper: bytes) -> str: ...
    def save_paper(self, place: str, paper: bytes) -> None: ...
    def done(self) -> None: ...
    def practise(self) -> None: ...


class FirstRunPresenter:
    """Attributes:
    draft: where the guide stands.
    """

    def __init__(self, beginning: Beginning, tasks: Tasks, around: Around, *, restoring: bool = False) -> None:
        self._beginning, self._tasks, self._around = beginning, tasks, around
        self._view: FirstRunShown | None = None
        self._before = "language"
        self._hurried = False
        self.draft = Draft(page="restore" if restoring else "language")

    def attach(self, view: FirstRunShown) -> None:
        self._view = view

    def begin(self) -> None:
        """Once the first page is painted: the city's list is read beside it."""

        def then(communities: Communities) -> None:
            self.draft.communities = communities
            if self.draft.page == "place":
                self.search(self.draft.said("search"))
                if self._hurried:
                    self._hurried = False
                    self.next()

        self._tasks.run_read(self._beginning.communities, then, self.fail)

    def show(self) -> None:
        if self._view is not None:
            self._view.show_page(self.draft)

    # --- what is typed and chosen ------------------------------------------------------------------

    def type(self, name: str, value: str) -> None:
        self.draft.typed[name] = value
        if name == "name":
            self.draft.named = bool(value.strip())
        if self.draft.wrong.pop(name, None) is not None:
            self._show_wrong()

    def choose_role(self, role: str) -> None:
        self.draft.role, self.draft.wrong = role, {}
        self.show()

    def search(self, text: str) -> None:
        """Looks a community up; the only one found is chosen."""
        draft = self.draft
        draft.typed["search"] = text
        draft.wrong.pop("search", None)
        if draft.communities is None:
            return
        draft.found = draft.communities.find(text)
        if len(draft.found) == 1:
            self._take(draft.found[0])
        self._show_places()

    def open_division(self, code: str) -> None:
        """A district or street of the columns was opened."""
        draft = self.draft
        if draft.communities is None:
            return
        path = draft.communities.path(code)
        draft.district, draft.street = (*path, "", "")[:2]
        if draft.community and draft.street not in draft.communities.path(draft.community):
            draft.community = ""
        self._show_places()

    def choose_community(self, code: str) -> None:
        """Of the columns, or of what a search found; a search is over then."""
        self._take(code)
        self.draft.found = ()
        self._show_places()

    def _take(self, code: str) -> None:
        draft = self.draft
        if draft.communities is None:
            return
        draft.community = code
        draft.district, draft.street = (*draft.communities.path(code), "", "")[:2]
        draft.wrong.pop("search", None)
        if not draft.named:
            short = draft.communities.shown(code).removesuffix("社区").removesuffix("村")
            draft.typed["name"] = f"{short}{SUFFIX}"

    def scanned(self, text: str) -> None:
        """A scan on the step of devices is heard; elsewhere it is dropped: there is no station yet."""
        if self.draft.page == "devices":
            plain = "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
            self.draft.heard = plain
            if self._view is not None:
                self._view.show_heard(self.draft)

    # --- from step to step --------------------------------------------------------------------------

    def next(self) -> None:
        if not self.draft.busy:
            self.draft.wrong = {}
            getattr(self, f"_leave_{self.draft.page}")()

    def back(self) -> None:
        draft = self.draft
        if draft.busy or not self.may_go_back:
            return
        if draft.page == "restore":
            self._go(self._before)
        elif draft.page == "code":
            draft.code = ""
            self._go("operator")
        else:
            self._go(STEPS[STEPS.index(draft.page) - 1])

    @property
    def may_go_back(self) -> bool:
        """Not from the first step, nor from the fourth: the place is made then."""
        return self.draft.page not in FIRST_OF_ALL

    def practise(self) -> None:
        if not self.draft.busy:
            self._around.practise()

    def open_restore(self) -> None:
        if not self.draft.busy and not self.draft.made:
            self._before = "operator" if self.draft.page == "code" else self.draft.page
            self._go("restore")

    def skip(self) -> None:
        """Past the devices, or past the hub."""
        if self.draft.page == "devices":
            self._go("hub")
        elif self.draft.page == "hub":
            self._around.done()

    def _go(self, page: str) -> None:
        self.draft.page, self.draft.wrong = page, {}
        self.show()

    def _leave_language(self) -> None:
        self._go("place")

    def _leave_place(self) -> None:
        draft = self.draft
        # whoever types faster than the list is read is not told that they chose nothing
        self._hurried = draft.role == STATION and draft.communities is None
        if self._hurried:
            return
        if draft.role == STATION and not draft.community:
            draft.wrong["search"] = self._say("wrong.community")
            self._show_wrong()
            return
        place = draft.place()
        self._ask(lambda: self._beginning.check_place(place.role, place.name, place.community), "operator")

    def _leave_operator(self) -> None:
        draft = self.draft
        place = draft.place()
        if place.pin != draft.said("again"):
            draft.wrong["again"] = self._say("wrong.again")
            self._show_wrong()
            return

        def check() -> str:
            self._beginning.check_operator(place.operator, place.pin)
            return self._beginning.new_code()

        def then(code: str) -> None:
            draft.code = code
            draft.typed.pop("last", None)
            draft.taken = ""
            self._go("code")

        self._run(check, then)

    def _leave_code(self) -> None:
        """Typed back, the place is made: the one write of the guide."""
        draft = self.draft
        typed = draft.said("last").strip().upper().translate(str.maketrans("OIL", "011"))
        if typed != draft.code.split("-")[-1]:
            draft.wrong["last"] = self._say("wrong.last")
            self._show_wrong()
            return
        place = draft.place()

        def then(_none: None) -> None:
            # neither is needed any more, and both are secrets
            for name in ("pin", "again", "last"):
                draft.typed.pop(name, None)
            draft.code, draft.made = "", True
            self._go("devices")

        self._run(lambda: self._beginning.make(place), then)

    def _leave_devices(self) -> None:
        self._go("hub")

    def _leave_hub(self) -> None:
        draft = self.draft
        url, code = draft.said("url").strip(), draft.said("code").strip()
        if not url and not code:
            self._around.done()
            return
        self._run(lambda: self._beginning.join(url, code), lambda _none: self._around.done(), far=True)

    def _leave_restore(self) -> None:
        draft = self.draft
        file, code = draft.said("file").strip(), draft.said("recovery").strip()
        if not file:
            draft.wrong["file"] = self._say("wrong.file")
            self._show_wrong()
            return
        self._run(lambda: self._beginning.restore(file, code), lambda _none: self._around.done())

    # --- paper --------------------------------------------------------------------------------------

    def print_code(self) -> None:
        language = self._around.words.language
        place = self.draft.place()
        self._paper(lambda: self._around.print_paper(self._beginning.code_sheet(place, language)))

    def save_code(self, file: str) -> None:
        language = self._around.words.language
        place = self.draft.place()

        def save() -> str:
            self._around.save_paper(file, self._beginning.code_sheet(place, language))
            return self._say("code.saved", file=file)

        self._paper(save)

    def print_test(self) -> None:
        language = self._around.words.language
        self._paper(lambda: self._around.print_paper(self._beginning.trial_page(self.draft.said("name"), language)))

    def _paper(self, act: Callable[[], str]) -> None:
        def then(said: str) -> None:
            self.draft.printed = self.draft.taken = said
            if self._view is not None:
                self._view.show_heard(self.draft)

        def failed(error: Exception) -> None:
            then(trouble_sentence(self._around.words, error))

        self._tasks.run_read(act, then, failed)

    # --- within -------------------------------------------------------------------------------------

    def _say(self, key: str, **values: object) -> str:
        return self._around.words.say(f"first.{key}", **values)

    def _ask(self, check: Callable[[], None], page: str) -> None:
        self._run(check, lambda _none: self._go(page))

    def _run(self, act: Callable[[], object], then: Callable[..., None], *, far: bool = False) -> None:
        self._set_busy(True)

        def arrived(result: object) -> None:
            self._set_busy(False)
            then(result)

        def failed(error: Exception) -> None:
            self._set_busy(False)
            self.fail(error)

        (self._tasks.run_far if far else self._tasks.run_write)(act, arrived, failed)

    def fail(self, error: Exception) -> None:
        """A sentence at the field that it is about, else at the page's last one."""
        own = _FIELDS.get(getattr(error, "code", ""), "") if isinstance(error, Refused) else ""
        place = own or _LAST_OF_PAGE.get(self.draft.page, "")
        sentence = trouble_sentence(self._around.words, error)
        self.draft.wrong[place] = self._say("wrong.recovery") if own == "recovery" else sentence
        self._show_wrong()

    def _set_busy(self, busy: bool) -> None:
        self.draft.busy = busy
        if self._view is not None:
            self._view.show_busy(busy)

    def _show_wrong(self) -> None:
        if self._view is not None:
            self._view.show_wrong(self.draft.wrong)

    def _show_places(self) -> None:
        if self._view is not None:
            self._view.show_places(self.draft)
