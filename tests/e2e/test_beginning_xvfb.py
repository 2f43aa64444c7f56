"""The first start on a real display, by keyboard alone; then a form half filled, SIGTERM, and the form is there again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import SystemClock
from tests.e2e.command import environment
from tests.e2e.folders import make_folder, open_folder
from tests.e2e.xvfb import Display, start_desk
from tests.out import OUT
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
    for _ in range(2):
        desk, lines = start_desk(folder, env_of(display))
        lines.wait("guide language")
        lines.wait("guide language")  # once more when it is alive
        display.key("Return")
        lines.wait("guide place")
        display.enter_text("qst")
        display.key("Return")
        lines.wait("guide operator")
        display.enter_text("Wang")
        display.enter_text("2468")
        display.enter_text("2468")
        lines.wait("guide code")
        display.picture(OUT / "guide-xvfb.png")
        desk.send_signal(signal.SIGKILL)
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
    display.type_text("1")  # 合格 for the checkpoint in front
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
