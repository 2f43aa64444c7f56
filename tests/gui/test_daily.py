"""What the app does by itself: on the writing thread, at the opening and every hour, told once when it cannot."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.ui.daily import HOUR_MS, DailyJob
from desktop.ui.task_runner import InlineTasks, TaskRunner


def test_begins_on_the_writing_thread_behind_what_waits_there(qtbot: QtBot) -> None:
    runner = TaskRunner()
    seen: list[str] = []
    job = DailyJob(runner, lambda: seen.append(threading.current_thread().name), pytest.fail)
    runner.run_write(lambda: seen.append("before"), lambda _: None, pytest.fail)
    with qtbot.waitSignal(runner.idle):
        job.begin()
        assert "writer" not in "".join(seen), "the painting thread goes on"
    assert seen[0] == "before"
    assert seen[1].startswith("writer")
    runner.close()


def test_asks_again_every_hour(qtbot: QtBot) -> None:
    asked: list[int] = []
    job = DailyJob(InlineTasks(), lambda: asked.append(1), pytest.fail)
    job.begin()
    assert asked == [1]
    assert job._timer.isActive()
    assert job._timer.interval() == HOUR_MS
    assert not job._timer.isSingleShot()
    job._timer.timeout.emit()
    assert asked == [1, 1]


def test_trouble_is_told_once_until_it_is_another_or_over(qtbot: QtBot) -> None:
    comes: list[Exception | None] = []
    told: list[Exception] = []

    def work() -> None:
        error = comes.pop(0)
        if error is not None:
            raise error

    job = DailyJob(InlineTasks(), work, told.append)
    pause, disk = Refused("retention_pause", days=40), EnvironmentFailed("disk_full")
    comes += [pause, Refused("retention_pause", days=40), disk, None, disk]
    for _ in range(5):
        job.ask()
    assert told == [pause, disk, disk]
