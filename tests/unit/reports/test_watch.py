"""Whoever waits for a paper hears how far it has come, and can stop it between rows and pages."""

from __future__ import annotations

from threading import Thread

import pytest

from desktop.core.watch import Halted, Watch, watch_now, watched
from reports.render import render
from reports.sheet import A4, About, Sheet
from tests.unit.reports import samples

LONG = {
    "settlement": (samples.settlement(200), 200),
    "cards": (samples.card_sheet(80), 80),
}
every_long_one = pytest.mark.parametrize("name", LONG)


@every_long_one
def test_progress_grows_to_nearly_all(name: str) -> None:
    paper, count = LONG[name]
    told: list[tuple[int, int]] = []
    with watched(Watch(lambda *step: told.append(step))):
        watched_bytes = render(paper, samples.words())
    assert [total for _, total in told] == [count] * len(told)
    done = [done for done, _ in told]
    assert done == sorted(set(done))
    assert done[0] == 0
    assert done[-1] >= count - 32
    assert watched_bytes == render(paper, samples.words())


@every_long_one
def test_stop_ends_the_making_at_once(name: str) -> None:
    """Nothing is drawn after the first row that is asked about when it is no longer wanted."""
    paper, count = LONG[name]
    told: list[int] = []

    with watched(Watch(lambda done, _total: told.append(done), lambda: len(told) >= 2)), pytest.raises(Halted):
        render(paper, samples.words())
    assert len(told) == 2
    assert told[-1] < count / 2


def test_stop_is_asked_at_each_page_and_each_footer() -> None:
    """After the last row come the footers of some hundred pages."""
    stop: list[bool] = []
    with watched(Watch(halted=lambda: bool(stop))):
        sheet = Sheet(A4, About("", "", "", "zh-CN", ""))
    sheet.later("foot")
    stop.append(True)
    with pytest.raises(Halted), sheet.fill_in("foot"):
        pass
    with pytest.raises(Halted):
        sheet.next_page()
    assert sheet.page == 1


def test_a_watch_is_of_one_thread() -> None:
    seen: list[object] = []
    mine = Watch(halted=lambda: True)
    with watched(mine):
        other = Thread(target=lambda: seen.append(watch_now()))
        other.start()
        other.join()
        assert watch_now() is mine
    assert seen == [watch_now()]
    assert watch_now() is not mine
