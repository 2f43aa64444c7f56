"""Which section of which page is in front, and the presenters and views of all of them by place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.core.pages import Status
from desktop.core.words import Words
from desktop.ui.drafts import take_up, write_drafts
from desktop.ui.look import Look
from desktop.ui.registry import PAGES, PageKind, SectionKind
from desktop.ui.scan import Till
from desktop.ui.stage import Desk

SIGN_IN = "signin"


class Fronts:
    """A place is a page's name, for its first section, or `<page>.<section>`.

    Attributes:
        page: the name of the page in front.
        presenters, views: by place, those made so far: each is made when it is first needed.
    """

    def __init__(self) -> None:
        self.page = "today"
        self.presenters: dict[str, Any] = {}
        self.views: dict[str, Any] = {}
        self._kept: dict[str, dict[str, Any]] = {}
        self._sections: dict[str, str] = {}
        self._desk: Desk | None = None
        self._roles: frozenset[str] | None = None

    @property
    def kinds(self) -> tuple[PageKind, ...]:
        """The pages of whoever is here; all while nobody is."""
        return PAGES if self._roles is None else tuple(kind for kind in PAGES if self._roles & kind.roles)

    @property
    def place(self) -> str:
        """That of the section in front."""
        kind = self.kind(self.page)
        return kind.place_of(self.section(kind)) if kind is not None else self.page

    @property
    def presenter(self) -> Any:
        return self.presenter_of(self.place)

    def presenter_of(self, place: str) -> Any:
        """That of a place which whoever is here sees; None for another one, or while nobody is here."""
        if place not in self.presenters and self._desk is not None:
            for kind in self.kinds:
                for section in self.sections_of(kind):
                    if kind.place_of(section) == place:
                        self.presenters[place] = section.presenter(self._desk)
        return self.presenters.get(place)

    @property
    def view(self) -> Any:
        return self.views.get(self.place)

    def kind(self, page: str) -> PageKind | None:
        return next((kind for kind in self.kinds if kind.name == page), None)

    def has(self, page: str) -> bool:
        """Whether whoever is here sees a page, or a section as `<page>.<section>`."""
        name, _, section = page.partition(".")
        kind = self.kind(name)
        return kind is not None and (not section or any(each.code == section for each in self.sections_of(kind)))

    def sections_of(self, kind: PageKind) -> tuple[SectionKind, ...]:
        return kind.sections if self._roles is None else kind.sections_for(self._roles)

    def section(self, kind: PageKind) -> SectionKind:
        """The section of a page that was in front last, its first one else."""
        sections = self.sections_of(kind)
        here = self._sections.get(kind.name, "")
        return next((each for each in sections if each.code == here), sections[0])

    def choose(self, page: str, section: str) -> None:
        self._sections[page] = section

    def make_view(self, kind: PageKind, look: Look, words: Words, go: Callable[[str], None]) -> Any:
        """The view of the section in front, with what leads to the others of its page."""
        section = self.section(kind)
        view = section.view(look, words)
        view.setObjectName(f"page.{self.place}")
        titles = tuple((each.code, words.say(f"ui.section.{each.code}")) for each in self.sections_of(kind))
        view.offer_sections(titles, section.code)
        view.section_chosen.connect(lambda code: go(f"{kind.name}.{code}"))
        self.views[self.place] = view
        return view

    def connect_view(self) -> None:
        """The view in front meets its presenter, which shows what it knows."""
        if self.presenter is not None:
            self.view.connect_to(self.presenter)
            self.presenter.show()

    def till(self) -> Till | None:
        """What takes a scan itself: a form that asks for a card, else on the page of meals its first section."""
        presenter = self.presenter
        if isinstance(presenter, Till) and presenter.takes_scans():
            return presenter
        till = self.presenter_of("meals") if self.page == "meals" else None
        return till if isinstance(till, Till) else None

    def sign_in(self, status: Status, desk: Desk) -> None:
        """The presenters of an operator, with what they left unfinished."""
        self._roles = frozenset(status.roles)
        self.presenters = self._kept.setdefault(status.operator, {})
        self._desk = desk

    def drafts(self) -> dict[str, str]:
        """What each operator who was here left unfinished, by name."""
        return {operator: write_drafts(presenters) for operator, presenters in self._kept.items()}

    def take_up(self, operator: str, text: str) -> tuple[str, ...]:
        """Goes on with what an operator left at the last start; returns the places."""
        return take_up(text, self.presenter_of) if self.presenters is self._kept.get(operator) else ()

    def sign_out(self) -> None:
        self._roles, self._desk, self.presenters, self.page = None, None, {}, SIGN_IN
