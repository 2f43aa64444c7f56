"""Going back through the days on the Visits page: pages as they come into sight, voids, and the way to today."""

from __future__ import annotations

import pytest

from desktop.ui.visits.past_list import PastList
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_window import cut_off


def past(desk: Desk) -> PastList:
    found = desk.find("visits.past")
    assert isinstance(found, PastList)
    return found


def title(desk: Desk) -> str:
    return str(desk.view("visits").day.title.text())


def in_sight(desk: Desk) -> list[str]:
    """The facts of the rows that are painted."""
    shown = past(desk)
    return [shown.model().key(row) for row in shown.in_sight]


def test_a_day_back_and_on_to_today(desk: Desk) -> None:
    desk.go("visits")
    assert not desk.find("visits.forward").isEnabled()
    desk.press(desk.find("visits.back"))
    assert title(desk) == "11月20日 星期五 · 43 人次"
    assert in_sight(desk)[0] == "2026-11-20#43"
    assert "" not in in_sight(desk)
    desk.press(desk.find("visits.back"))
    # the 19th had nobody
    assert title(desk) == "11月18日 星期三 · 250 人次"
    desk.press(desk.find("visits.forward"))
    assert title(desk) == "11月20日 星期五 · 43 人次"
    desk.press(desk.find("visits.forward"))
    assert desk.find("visits.list").isVisible()
    assert title(desk) == "在站和刚走的人"


def test_scrolling_goes_on_through_the_days_with_few_pages_held(desk: Desk) -> None:
    desk.go("visits")
    desk.press(desk.find("visits.back"))
    bar = past(desk).verticalScrollBar()
    for part in range(1, 21):
        bar.setValue(bar.maximum() * part // 20)
        desk.settle()
        assert "" not in in_sight(desk)
    assert in_sight(desk)[-1] == "2026-10-31#1"
    assert title(desk).startswith("11月18日")
    asked = desk.counter.visiting.asked
    assert ("2026-11-18", 200) in asked
    later = asked[asked.index(("2026-11-18", 0)) :]  # the first page comes again where the days were asked anew
    assert len(later) == len(set(later))


def test_a_visit_of_another_day_is_voided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.go("visits")
    desk.press(desk.find("visits.back"))
    desk.press(desk.find("visits.back"))
    shown = past(desk)
    shown.verticalScrollBar().setValue(shown.verticalScrollBar().value() + 3000)
    desk.settle()
    key, before = in_sight(desk)[3], shown.verticalScrollBar().value()
    monkeypatch.setattr(desk.counter, "void_visit", lambda fact, _reason: desk.counter.visiting.voided.add(fact))
    desk.window.fronts.presenter.mark(key)
    desk.settle()
    view = desk.view("visits")
    desk.press(view._void)
    desk.press(desk.find("void.mis_scan"))
    assert desk.counter.visiting.voided == {key}
    assert past(desk).row(key).voided == "mis_scan"
    assert past(desk).verticalScrollBar().value() == before
    assert not view._void.isVisible()


def test_a_scan_comes_back_to_today(desk: Desk) -> None:
    desk.go("visits")
    desk.press(desk.find("visits.back"))
    desk.scan_for_answer(GOOD)
    assert desk.find("visits.list").isVisible()
    assert desk.window.fronts.presenter.marked.startswith("v10")


def test_there_was_nobody_before(make_desk: Maker) -> None:
    desk = make_desk(empty=True)
    desk.go("visits")
    desk.press(desk.find("visits.back"))
    assert desk.window.toast.accessibleName() == "今天以前还没有入站服务"
    assert title(desk) == "在站和刚走的人"


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)])
def test_it_fits_and_outlives_language(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language="zh" if language == "en" else "en", scale=scale)
    desk.go("visits")
    desk.press(desk.find("visits.back"))
    desk.window.set_language(language)
    desk.settle()
    assert cut_off(desk.view("visits")) == []
    assert in_sight(desk)[0] == "2026-11-20#43"
    assert "43" in title(desk)
