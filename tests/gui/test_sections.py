"""Every section of every page in a real window over a real store: seen or refused by role, never cut off."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.core.pages import Status
from desktop.core.roles import Operator
from desktop.services.counter import OfficeCounter
from desktop.ui.plain.view import PlainView
from desktop.ui.registry import PAGES
from desktop.ui.shots import sections
from tests.gui.conftest import Desk, Maker
from tests.gui.test_window import cut_off
from tests.integration.services.test_sections import SEEN_BY
from tests.stations import Station

STAFF_PAGES = {"today", "visits", "meals", "inspect", "health", "people", "papers", "hub", "settings"}


class Counted(OfficeCounter):
    """The real counter, with somebody of given roles at it."""

    calls = ()

    def __init__(self, station: Station, roles: tuple[str, ...]) -> None:
        super().__init__(station.office, Operator(station.by.id, frozenset(roles)))
        self._roles = roles

    def status(self) -> Status:
        return dataclasses.replace(super().status(), roles=self._roles)


def refused(desk: Desk) -> bool:
    """Whether the section in front says that it is not this role's."""
    view = desk.window.fronts.view
    notes = [each for each in view.findChildren(QWidget, "plain.not_yours") if each.isVisible()]
    said = [each.text() for note in notes for each in note.findChildren(QLabel)]
    assert not notes or any("办理" in text for text in said)
    return bool(notes) and isinstance(view, PlainView) and not view.list.isVisible()


@pytest.mark.parametrize("role", ["caretaker", "merchant", "supervisor"])
def test_every_section_for_every_role_as_the_rules_say(make_desk: Maker, busy: Station, role: str) -> None:
    desk = make_desk(counter=Counted(busy, (role,)))
    pages = {kind.name for kind in desk.window.fronts.kinds}
    assert pages == ({"meals"} if role == "merchant" else STAFF_PAGES)
    actions = busy.desk.rules.roles.actions
    seen = set()
    for page, section in sections(desk.window):
        desk.go(f"{page}.{section}")
        assert desk.window.fronts.page == page
        if section not in SEEN_BY:
            continue
        right = SEEN_BY[section]
        seen.add(section)
        assert refused(desk) == bool(right and role not in actions[right]), (section, role)
    if role == "merchant":
        assert seen == {"settlements", "duty", "registers"}
    else:
        assert seen == set(SEEN_BY)


def test_no_section_is_without_a_page() -> None:
    placed = {section.code for kind in PAGES for section in kind.sections}
    assert set(SEEN_BY) <= placed


def test_a_merchant_comes_to_no_other_page(make_desk: Maker, busy: Station) -> None:
    desk = make_desk(counter=Counted(busy, ("merchant",)))
    for place in ("today", "people", "settings.operators", "meals.held", "meals.merchants", "hub"):
        desk.go(place)
        assert desk.window.fronts.place == "meals", place


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 125), ("en", 150)])
def test_every_section_fits_with_a_row_marked(make_desk: Maker, busy: Station, language: str, scale: int) -> None:
    """No title, tab, figure or button is narrower than its words, and no page wants more than 1366×768."""
    counter = Counted(busy, ("caretaker", "supervisor"))
    desk = make_desk(language=language, scale=scale, counter=counter)
    for page, section in sections(desk.window):
        desk.go(f"{page}.{section}")
        view = desk.window.fronts.view
        if isinstance(view, PlainView) and view.list.model().rowCount():
            desk.window.fronts.presenter.mark(view.list.model().key(0))
            desk.settle()
        assert desk.window.minimumSizeHint().width() <= 1366, (page, section)
        assert desk.window.minimumSizeHint().height() <= 768, (page, section)
        assert cut_off(view) == [], (page, section)
        assert view.title.isHidden() or view.title.width() >= view.title.sizeHint().width() - 1
        if view.sections is not None:
            assert view.sections.width() >= view.sections.sizeHint().width() - 1, (page, section)
            assert view.rect().contains(view.sections.geometry().translated(24, 0)), (page, section)


def test_a_person_is_registered_at_the_window(make_desk: Maker, busy: Station) -> None:
    desk = make_desk(counter=Counted(busy, ("caretaker",)))
    desk.go("people")
    before = busy.rows("SELECT count(*) FROM riders")[0][0]
    listed = desk.window.fronts.view.list.model().rowCount()
    for name, text in (("name", "丁一"), ("phone", "13812345678")):
        line = desk.find(f"people.{name}")
        assert isinstance(line, QLineEdit)
        line.setFocus()
        desk.type_keys(text, 0) if name == "phone" else line.setText(text)
        desk.bot.waitUntil(lambda line=line: not desk.window.wedge.detector.holding and line.text() != "")
    desk.press(desk.find("group.courier"))
    desk.press(desk.find("people.consent"))
    desk.press(desk.find("people.save"))
    desk.bot.waitUntil(lambda: busy.rows("SELECT count(*) FROM riders")[0][0] == before + 1, timeout=10_000)
    desk.settle()
    assert desk.window.fronts.view.paper.isVisible()
    desk.press(desk.find("paper.close"))
    view = desk.window.fronts.view
    assert view.list.model().rowCount() == listed + 1


def test_the_store_is_written_on_the_writing_thread_only(make_desk: Maker, busy: Station) -> None:
    import threading

    threads: list[str] = []

    class Told(Counted):
        def plain_act(self, *given):  # type: ignore[no-untyped-def]
            threads.append(threading.current_thread().name)
            return super().plain_act(*given)

    desk = make_desk(counter=Told(busy, ("caretaker",)))
    desk.go("today.goods")
    desk.press(desk.find("act.goods"))
    desk.press(desk.find("act.goods.do"))
    desk.bot.waitUntil(lambda: len(threads) == 1)
    desk.settle()
    assert threads[0].startswith("writer")
    assert busy.rows("SELECT count(*) FROM goods_handed") == [(2,)]
