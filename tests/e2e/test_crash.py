"""A bug in the real program: a sentence for whoever is there, a report for support, and nobody's name in either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import environment
from tests.e2e.folders import make_folder
from tests.integration.test_leaks import WORDS, found_in
from tests.stations import OPERATOR, SetClock

NAME, PHONE = "马向阳", "13812340427"
# A page's question fails on a reading thread, and a key on the painting thread; both quote somebody.
DESK = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop import app
from desktop.services.counter import OfficeCounter
from desktop.ui.window import Window

said = []

def today_page(self):
    raise KeyError("马向阳 13812340427")

show = Window.show_trouble

def trouble(self, error):
    show(self, error)
    said.append(self.toast._words.text())
    if len(said) == 1:
        QTimer.singleShot(0, pressed)

def pressed():
    QTimer.singleShot(0, QApplication.instance().quit)
    raise ValueError("马向阳 13812340427 checkup")

OfficeCounter.today_page, Window.show_trouble = today_page, trouble
code = app.run_window(Path(sys.argv[1]), {"operator": sys.argv[2]}, app.read_words())
print("\\n".join(said))
sys.exit(code)
"""
COMMAND = """
import sys
from desktop import app
from desktop.services.upkeep import Upkeep

def verify(self):
    raise KeyError("马向阳 13812340427")

Upkeep.verify = verify
app.main()
"""


def run(folder: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    office, _ = make_folder(folder, SetClock())
    office.desk.close()
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, check=False, timeout=60, env=environment()
    )


def reports(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted((folder / "crashes").iterdir())]


@pytest.mark.e2e
def test_a_bug_in_the_window(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    done = run(folder, DESK, str(folder), OPERATOR)
    assert done.returncode == 0, done.stderr.decode()
    assert "故障报告" in done.stdout.decode()
    assert any("builtins.KeyError" in text and "today_page" in text for text in reports(folder))
    assert any("builtins.ValueError" in text and "pressed" in text for text in reports(folder))
    for told in (done.stderr, done.stdout, *(text.encode() for text in reports(folder))):
        assert found_in(told, (*WORDS, NAME, PHONE)) == set()
    assert b"KeyError" in done.stderr


@pytest.mark.e2e
def test_a_bug_in_a_command(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    done = run(folder, COMMAND, "--data", str(folder), "--json", "verify")
    assert done.returncode == 3, done.stderr.decode()
    document = json.loads(done.stdout)
    assert (document["outcome"], document["error"]) == ("unexpected", "unexpected")
    assert "没料到" in document["message"]
    assert "unforeseen" in document["message"]
    (text,) = reports(folder)
    assert "builtins.KeyError" in text
    for told in (done.stderr, done.stdout, text.encode()):
        assert found_in(told, (NAME, PHONE)) == set()
