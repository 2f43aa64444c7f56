"""The real window on a real display: a scanner that types is heard on every page, a person's typing never is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desktop.app import SystemClock
from tests.e2e.command import environment, quanyi
from tests.e2e.folders import make_folder
from tests.e2e.xvfb import Display, start_desk
from tests.out import OUT

NAMES = ("马向阳", "欧阳振华", "孙丽", "赵㛃", "周小梅", "刘𬱖", "陈建国")


@pytest.fixture
def display() -> Iterator[Display]:
    shown = Display()
    yield shown
    shown.close()


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_scanner_on_every_page_and_a_person_beside_it(tmp_path: Path, display: Display) -> None:
    office, by = make_folder(tmp_path / "data", SystemClock())
    people = [
        office.people.register(by, name, f"1381234000{at}", "courier", consent=True) for at, name in enumerate(NAMES)
    ]
    office.desk.close()
    cards = [person.card for person in people]
    env = environment(DISPLAY=display.name, QT_QPA_PLATFORM="xcb", QUANYI_LOG="INFO")
    desk, lines = start_desk(tmp_path / "data", env)
    try:
        lines.wait("ready for a scan")
        display.scan(cards[0])
        lines.wait("answered checked_in")
        for key, page, card in (("F2", "visits", cards[1]), ("F4", "inspect", cards[2]), ("F1", "today", cards[3])):
            display.key(key)
            lines.wait(f"page {page}")
            display.scan(card)
            lines.wait("answered checked_in")

        # a name is half typed when somebody scans; the field keeps it, and the person goes on
        display.key("F2")
        lines.wait("page visits")
        display.key("slash")
        display.type_text("zx")
        display.scan(cards[5])
        lines.wait("answered checked_in")
        display.enter_text("m")
        lines.wait("answered checked_in")
        # a person copies a card by hand, and presses Return: no scan
        display.key("slash")
        display.enter_text(cards[6][:36])
        display.scan(cards[0], end="\n")
        lines.wait("answered already_here")
        display.picture(OUT / "desk-xvfb.png")
        display.scan("QY1" + "A" * 156)
        lines.wait("answered not_a_card")
    finally:
        if desk.poll() is None:
            display.close_window()
        code = desk.wait(timeout=60)
    assert code == 0
    log = lines.all()
    assert sum("answered" in line for line in log) == 8
    assert not any(secret in line for line in log for secret in (*NAMES, *cards)), "nothing personal in the log"

    facts = quanyi(tmp_path / "data", "facts", "--kind", "visit.recorded").lines
    expected = [(people[at].rider, "card") for at in (0, 1, 2, 3, 5)]
    expected.append((people[NAMES.index("周小梅")].rider, "search"))
    assert [(fact["body"]["rider"], fact["body"]["how"]) for fact in facts] == expected
    assert quanyi(tmp_path / "data", "verify").document["ok"] is True
    shot = QImage(str(OUT / "desk-xvfb.png"))
    assert (shot.width(), shot.height()) == (1366, 768)
    colours = {shot.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert len(colours) > 20, "the window fills the screen with more than one colour"
