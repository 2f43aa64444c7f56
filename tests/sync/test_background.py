"""Rounds in the background: when something waits, every few minutes, and later after a failure."""

from __future__ import annotations

import queue
import threading

import pytest

from desktop.app import start_sync
from desktop.core.errors import EnvironmentFailed
from desktop.sync.background import Background
from desktop.sync.trouble import Later
from tests.sync import devices
from tests.sync.conftest import Town


class Office:
    """What a background works with, and a clock set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.rounds = 0
        self.waits = False
        self.fails: Exception | None = None
        self.told: list[Exception | None] = []
        self.background = Background(
            self.act, lambda: self.waits, self.told.append, now=lambda: self.now, chance=lambda: 0.5
        )

    def act(self) -> None:
        self.rounds += 1
        if self.fails is not None:
            raise self.fails

    def after(self, seconds: float) -> bool:
        self.now += seconds
        return self.background.step()


@pytest.fixture
def office() -> Office:
    return Office()


def test_at_first_and_every_three_minutes(office: Office) -> None:
    assert office.after(0)
    assert not office.after(179)
    assert office.after(1)
    assert office.told == [None, None]


def test_at_once_when_something_waits(office: Office) -> None:
    office.after(0)
    office.waits = True
    assert office.after(5)


def test_after_a_failure_it_waits_longer_each_time(office: Office) -> None:
    office.waits = True
    office.fails = Later(EnvironmentFailed("hub_unreachable"))
    assert office.after(0)
    for wait in (1, 2, 4, 8):
        assert not office.after(wait - 0.5)
        assert office.after(0.5)
    office.fails = None
    assert office.after(16)
    assert office.after(5)
    assert office.told[-1] is None


def test_as_long_as_the_hub_asks(office: Office) -> None:
    office.waits = True
    office.fails = Later(EnvironmentFailed("hub_busy"), 40)
    office.after(0)
    assert not office.after(39)
    assert office.after(1)


def test_a_nudge_does_not_wait(office: Office) -> None:
    office.fails = Later(EnvironmentFailed("hub_unreachable"), 300)
    office.after(0)
    office.background.nudge()
    assert office.after(0)


def test_a_full_disk_ends_nothing(office: Office) -> None:
    office.fails = EnvironmentFailed("disk_full")
    assert office.after(0)
    assert office.told == [office.fails]


def test_a_bug_is_told_and_ends_nothing(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.fails = KeyError("of ours")
    office.waits = True
    assert office.after(0)
    assert office.told == [office.fails]
    assert "a round failed" in caplog.text
    office.fails = None
    assert office.after(1)


def test_it_runs_on_a_thread_of_its_own_and_ends() -> None:
    made = threading.Event()
    names: list[str] = []

    def act() -> None:
        names.append(threading.current_thread().name)
        made.set()

    background = Background(act, lambda: False, lambda _trouble: None, look=0.01)
    background.start()
    assert made.wait(10)
    assert background.stop(10)
    assert names == ["sync"]


def test_a_desk_that_is_open_sends_what_is_captured(town: Town) -> None:
    station = town.station()
    told: queue.Queue[Exception | None] = queue.Queue()
    background = start_sync(station.desk, told.put)
    try:
        assert told.get(timeout=20) is None
        assert devices.stands(station).waiting == 0
        devices.visit(station, 3)
        background.nudge()
        assert told.get(timeout=20) is None
        assert devices.stands(station).waiting == 0
    finally:
        assert background.stop(20)
    assert devices.all_at_hub(town.hub, station)


def test_a_desk_that_has_not_joined_asks_nobody(town: Town) -> None:
    station = town.alone()
    told: queue.Queue[Exception | None] = queue.Queue()
    background = start_sync(station.desk, told.put)
    try:
        assert told.get(timeout=20) is None
    finally:
        assert background.stop(20)
    assert town.hub.served == []
