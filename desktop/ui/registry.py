"""The pages, in the order of the rail. A new page is a folder and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from desktop.core.words import Words
from desktop.ui.inspect.presenter import InspectPresenter
from desktop.ui.inspect.view import InspectView
from desktop.ui.look import Look
from desktop.ui.meals.presenter import MealsPresenter
from desktop.ui.meals.view import MealsView
from desktop.ui.stage import Desk
from desktop.ui.today.presenter import TodayPresenter
from desktop.ui.today.view import TodayView
from desktop.ui.visits.presenter import VisitsPresenter
from desktop.ui.visits.view import VisitsView

STAFF = frozenset({"caretaker", "supervisor"})


@dataclass(frozen=True)
class PageKind:
    """`roles` see the page; `view` is connected to `presenter` by its `connect_to`."""

    name: str
    icon: str
    key: Qt.Key
    roles: frozenset[str]
    view: Callable[[Look, Words], Any]
    presenter: Callable[[Desk], Any]

    @property
    def key_word(self) -> str:
        return f"F{self.key - Qt.Key.Key_F1 + 1}"


PAGES = (
    PageKind("today", "today", Qt.Key.Key_F1, STAFF, TodayView, TodayPresenter),
    PageKind("visits", "visits", Qt.Key.Key_F2, STAFF, VisitsView, VisitsPresenter),
    PageKind("meals", "meals", Qt.Key.Key_F3, STAFF | {"merchant"}, MealsView, MealsPresenter),
    PageKind("inspect", "inspect", Qt.Key.Key_F4, STAFF, InspectView, InspectPresenter),
)
