"""What Today lists leads where it says: a station with something in every part, and the real services."""

from __future__ import annotations

from desktop.core.business_day import day_of, plus_days, start_of
from desktop.services.counter import OfficeCounter
from desktop.services.today_page import SOURCES, today_page
from desktop.ui.plain.presenter import PlainPresenter
from tests.gui.conftest import Maker
from tests.stations import HOUR, Station


def test_every_thing_to_do_leads_to_what_it_is_about(make_desk: Maker, busy: Station) -> None:
    """On a page of the plain sort its row is marked and known; nothing leads to where this operator cannot go."""
    busy.clock.pass_by(start_of(plus_days(day_of(busy.clock.now()), 20)) + 10 * HOUR - busy.clock.now())
    counter = OfficeCounter(busy.office, busy.by)
    todos = today_page(busy.desk).todo
    assert {"open_day", "inspect"} <= {todo.kind for todo in todos}
    assert len({todo.kind for todo in todos}) >= 4, todos
    assert len(SOURCES) >= 3
    desk = make_desk(counter=counter)
    for todo in todos:
        desk.go("today.now")
        desk.window.fronts.presenters["today"].steps.put_away()
        desk.settle()
        desk.window.fronts.presenters["today"].act(todo)
        desk.settle()
        place = desk.window.fronts.place
        assert place == todo.page or place.startswith(f"{todo.page}."), todo
        presenter = desk.window.fronts.presenter
        if isinstance(presenter, PlainPresenter) and todo.subject:
            assert presenter._panel.detail is not None, todo
            assert presenter._panel.detail.row == todo.subject
        if todo.kind == "open_day":
            assert desk.find("steps.step.check").isVisible()
