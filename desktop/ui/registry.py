"""The pages, in the order of the rail, each with its sections. A new one is a folder, or a line, here.

Views and presenters are named and not imported: a page's modules are read when it is first looked at, or when the
desk has nothing else to do (`read_all`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.stage import Desk

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


class Named:
    """A class by its module and name (`today.view:TodayView`), imported when one is made."""

    def __init__(self, named: str) -> None:
        self.module, _, self.name = named.partition(":")

    def read(self) -> Any:
        return getattr(import_module(f"desktop.ui.{self.module}"), self.name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self.read()(*given, **named)


_NAMED: list[Named] = []


def _named(named: str) -> Named:
    made = Named(named)
    _NAMED.append(made)
    return made


def read_all() -> None:
    """Imports what every page is made of."""
    for each in _NAMED:
        each.read()


def _own(code: str, folder: str, name: str, roles: frozenset[str] = STAFF, **view: Any) -> SectionKind:
    """A section with a folder of its own, whose classes are `<name>View` and `<name>Presenter`."""
    return _pair(code, f"{folder}.view:{name}View", f"{folder}.presenter:{name}Presenter", roles, **view)


def _pair(code: str, seen: str, presenter: str, roles: frozenset[str] = STAFF, **view: Any) -> SectionKind:
    """A section of two classes; `view` is told to the view beside its look and words."""
    return SectionKind(code, partial(_named(seen), **view), _named(presenter), roles)


_PLAIN_VIEW, _PLAIN_PRESENTER = _named("plain.view:PlainView"), _named("plain.presenter:PlainPresenter")


def _plain(page: str, code: str, icon: str, roles: frozenset[str] = STAFF) -> SectionKind:
    view = partial(_PLAIN_VIEW, page=page, code=code, icon=icon)
    return SectionKind(code, view, partial(_PLAIN_PRESENTER, code=code), roles)


def _scanner(page: str, roles: frozenset[str] = STAFF) -> SectionKind:
    return _pair("scanner", "settings.scanner:ScannerView", "settings.scanner_test:ScannerPresenter", roles, page=page)


PAGES = (
    _page(
        "today",
        "today",
        Qt.Key.Key_F1,
        _own("now", "today", "Today"),
        _plain("today", "duty", "handover"),
        _plain("today", "hours", "clock"),
        _plain("today", "goods", "water"),
    ),
    _page("visits", "visits", Qt.Key.Key_F2, _own("visits", "visits", "Visits")),
    _page(
        "meals",
        "meals",
        Qt.Key.Key_F3,
        _own("serve", "meals", "Meals", EVERYBODY),
        _plain("meals", "held", "clock"),
        _plain("meals", "settlements", "card", EVERYBODY),
        _plain("meals", "samples", "phone"),
        _plain("meals", "merchants", "meals"),
        _plain("meals", "duty", "handover", MERCHANT),
        _plain("meals", "registers", "papers", MERCHANT),
        _own("sheet", "sheet", "Sheet", MERCHANT, page="meals"),
        _own("hub", "hub", "Hub", MERCHANT),
        _scanner("meals", MERCHANT),
        _pair("senses", "settings.senses:SensesView", "settings.senses:SensesPresenter", MERCHANT, page="meals"),
        _pair("display", "settings.display:DisplayView", "settings.display:DisplayPresenter", MERCHANT, page="meals"),
        roles=EVERYBODY,
    ),
    _page(
        "inspect",
        "inspect",
        Qt.Key.Key_F4,
        _own("walk", "inspect", "Inspect"),
        _plain("inspect", "jobs", "warn"),
        _plain("inspect", "box", "medicine"),
        _plain("inspect", "standard", "check"),
        _own("calendar", "calendar", "Calendar"),
    ),
    _page(
        "health",
        "health",
        Qt.Key.Key_F5,
        _own("slips", "health", "Health"),
        _plain("health", "batches", "calendar"),
    ),
    _page("people", "people", Qt.Key.Key_F6, _own("people", "people", "People")),
    _page(
        "papers",
        "papers",
        Qt.Key.Key_F7,
        _own("papers", "papers", "Papers"),
        _plain("papers", "figures", "today"),
        _plain("papers", "exports", "save"),
        _plain("papers", "paper_check", "scan"),
    ),
    _page("hub", "hub", Qt.Key.Key_F8, _own("hub", "hub", "Hub")),
    _page(
        "settings",
        "settings",
        Qt.Key.Key_F9,
        _plain("settings", "operators", "operator"),
        _pair("printer", "settings.printer:PrinterView", "settings.printer:PrinterPresenter", page="settings"),
        _scanner("settings"),
        _pair("senses", "settings.senses:SensesView", "settings.senses:SensesPresenter", page="settings"),
        _pair("display", "settings.display:DisplayView", "settings.display:DisplayPresenter", page="settings"),
        _pair("phones", "settings.phones:PhonesView", "settings.phones:PhonesPresenter", page="settings"),
        _plain("settings", "backups", "save"),
        _plain("settings", "versions", "papers"),
        _plain("settings", "registers", "papers"),
        _own("sheet", "sheet", "Sheet", page="settings"),
        _plain("settings", "retention", "trash"),
        _plain("settings", "machine", "screen"),
        _own("practice", "practice", "Practice"),
    ),
)
