"""The pages, in the order of the rail, each with its sections. A new one is a folder, or a line, here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from desktop.core.words import Words
from desktop.ui.hub.presenter import HubPresenter
from desktop.ui.hub.view import HubView
from desktop.ui.inspect.presenter import InspectPresenter
from desktop.ui.inspect.view import InspectView
from desktop.ui.look import Look
from desktop.ui.meals.presenter import MealsPresenter
from desktop.ui.meals.view import MealsView
from desktop.ui.papers.presenter import PapersPresenter
from desktop.ui.papers.view import PapersView
from desktop.ui.plain.presenter import PlainPresenter
from desktop.ui.plain.view import PlainView
from desktop.ui.stage import Desk
from desktop.ui.today.presenter import TodayPresenter
from desktop.ui.today.view import TodayView
from desktop.ui.visits.presenter import VisitsPresenter
from desktop.ui.visits.view import VisitsView

STAFF = frozenset({"caretaker", "supervisor"})
EVERYBODY = STAFF | {"merchant"}
MERCHANT = frozenset({"merchant"})


@dataclass(frozen=True)
class SectionKind:
    """A section of a page; `roles` find it there. `view` is connected to `presenter` by its `connect_to`."""

    code: str
    view: Callable[[Look, Words], Any]
    presenter: Callable[[Desk], Any]
    roles: frozenset[str] = STAFF


@dataclass(frozen=True)
class PageKind:
    """`roles` see the page. The first section stands in front at first, and is known by the page's name."""

    name: str
    icon: str
    key: Qt.Key
    roles: frozenset[str]
    sections: tuple[SectionKind, ...]

    @property
    def key_word(self) -> str:
        return f"F{self.key - Qt.Key.Key_F1 + 1}"

    def sections_for(self, roles: frozenset[str]) -> tuple[SectionKind, ...]:
        return tuple(section for section in self.sections if roles & section.roles)

    def place_of(self, section: SectionKind) -> str:
        """The name under which a section's view and presenter are kept."""
        return self.name if section is self.sections[0] else f"{self.name}.{section.code}"


def _page(name: str, icon: str, key: Qt.Key, *sections: SectionKind, roles: frozenset[str] = STAFF) -> PageKind:
    return PageKind(name, icon, key, roles, sections)


def _plain(page: str, code: str, icon: str, roles: frozenset[str] = STAFF) -> SectionKind:
    view = partial(PlainView, page=page, code=code, icon=icon)
    return SectionKind(code, view, partial(PlainPresenter, code=code), roles)


PAGES = (
    _page(
        "today",
        "today",
        Qt.Key.Key_F1,
        SectionKind("now", TodayView, TodayPresenter),
        _plain("today", "duty", "handover"),
        _plain("today", "hours", "clock"),
        _plain("today", "goods", "water"),
    ),
    _page("visits", "visits", Qt.Key.Key_F2, SectionKind("visits", VisitsView, VisitsPresenter)),
    _page(
        "meals",
        "meals",
        Qt.Key.Key_F3,
        SectionKind("serve", MealsView, MealsPresenter, EVERYBODY),
        _plain("meals", "held", "clock"),
        _plain("meals", "settlements", "card", EVERYBODY),
        _plain("meals", "samples", "phone"),
        _plain("meals", "merchants", "meals"),
        _plain("meals", "duty", "handover", MERCHANT),
        _plain("meals", "registers", "papers", MERCHANT),
        SectionKind("hub", HubView, HubPresenter, MERCHANT),
        roles=EVERYBODY,
    ),
    _page(
        "inspect",
        "inspect",
        Qt.Key.Key_F4,
        SectionKind("walk", InspectView, InspectPresenter),
        _plain("inspect", "jobs", "warn"),
        _plain("inspect", "box", "medicine"),
        _plain("inspect", "standard", "check"),
    ),
    _page(
        "health", "health", Qt.Key.Key_F5, _plain("health", "slips", "health"), _plain("health", "batches", "calendar")
    ),
    _page("people", "people", Qt.Key.Key_F6, _plain("people", "people", "people")),
    _page(
        "papers",
        "papers",
        Qt.Key.Key_F7,
        SectionKind("papers", PapersView, PapersPresenter),
        _plain("papers", "figures", "today"),
        _plain("papers", "exports", "save"),
    ),
    _page("hub", "hub", Qt.Key.Key_F8, SectionKind("hub", HubView, HubPresenter)),
    _page(
        "settings",
        "settings",
        Qt.Key.Key_F9,
        _plain("settings", "operators", "operator"),
        _plain("settings", "registers", "papers"),
        _plain("settings", "retention", "trash"),
        _plain("settings", "machine", "screen"),
    ),
)
