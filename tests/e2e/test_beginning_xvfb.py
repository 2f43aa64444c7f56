"""The first start on a real display, by keyboard alone; a walk half done, SIGTERM, and the walk is there again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import SystemClock
from tests.e2e.command import environment
from tests.e2e.folders import make_folder, open_folder
from tests.e2e.xvfb import Display, start_desk
from tests.stations import OPERATOR, PIN


@pytest.fixture
def display() -> Iterator[Display]:
    shown = Display()
    yield shown
    shown.close()


def env_of(display: Display, **more: str) -> dict[str, str]:
    return environment(DISPLAY=display.name, QT_QPA_PLATFORM="xcb", QUANYI_LOG="INFO", **more)


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(120)
def test_an_absent_folder_opens_the_guide_and_a_kill_leaves_nothing(tmp_path: Path, display: Display) -> None:
    folder = tmp_path / "data"
    desk, lines = start_desk(folder, env_of(display))
    try:
        lines.wait("guide language")  # alive: the first one was painted before anybody listened
        display.key("Return")
        lines.wait("guide place")
        display.enter_text("qst")
        display.key("Return")
        lines.wait("guide operator")
        display.enter_text("Wang")
        display.enter_text("2468")
        display.enter_text("2468")
        lines.wait("guide code")
    finally:
        desk.kill()
        desk.wait(timeout=20)
    assert not (folder / "folder.json").exists()
    assert not (folder / "station.db").exists(), "before the code is known nothing is made"


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(120)
def test_sigterm_in_the_middle_of_a_walk_loses_none_of_it(tmp_path: Path, display: Display) -> None:
    folder = tmp_path / "data"
    office, _ = make_folder(folder, SystemClock())
    office.desk.close()
    env = env_of(display, QUANYI_PIN=PIN, QUANYI_OPERATOR=OPERATOR)
    desk, lines = start_desk(folder, env)
    lines.wait("ready for a scan")
    display.key("F4")
    lines.wait("page inspect")
    display.scan("QY1" + "A" * 156)
    lines.wait("answered not_a_card")  # by then the page has its checkpoints
    display.key("ctrl+Return")
    display.key("F1")
    lines.wait("page today")
    desk.send_signal(signal.SIGTERM)
    assert desk.wait(timeout=30) == 0
    lines.all()

    office, _ = open_folder(folder, SystemClock())
    with office.desk.store.read() as connection:
        kept = connection.exec_driver_sql("SELECT value FROM settings WHERE name LIKE 'drafts.%'").scalars().all()
    office.desk.close()
    assert len(kept) == 1
    assert '"inspect"' in kept[0]

    desk, lines = start_desk(folder, env)
    lines.wait("taken up inspect")
    desk.send_signal(signal.SIGTERM)
    assert desk.wait(timeout=30) == 0
    office, _ = open_folder(folder, SystemClock())
    with office.desk.store.read() as connection:
        again = connection.exec_driver_sql("SELECT value FROM settings WHERE name LIKE 'drafts.%'").scalars().all()
    office.desk.close()
    assert again == kept, "untouched, it is kept once more as it was"
