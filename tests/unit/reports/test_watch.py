"""Whoever waits for a paper hears how far it has come, and can stop it between rows and pages."""

from __future__ import annotations

from threading import Thread

import pytest

from desktop.core.watch import Halted, Watch, watch_now, watched
from reports.render import render
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


def test_stop_is_asked_at_the_footers_too() -> None:
    """After the last row come the footers of some hundred pages."""
    asked: list[None] = []

    def count() -> bool:
        asked.append(None)
        return False

    with watched(Watch(halted=count)):
        render(samples.settlement(200), samples.words())
    last = len(asked)
    asked.clear()
    with watched(Watch(halted=lambda: count() or len(asked) == last)), pytest.raises(Halted):
        render(samples.settlement(200), samples.words())


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
