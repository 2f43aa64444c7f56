"""From the real station to the practice station and back, in one process, with one folder held at a time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.seat import Seat
from tests.e2e.command import environment
from tests.e2e.folders import make_folder, open_folder
from tests.stations import OPERATOR, PIN, SetClock

# Whenever somebody is at the counter: notes where, and moves on; the third time it ends.
DRIVER = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from desktop import app
from desktop.services import practice
from desktop.services.demo import Plan
from desktop.ui.window import Window

practice.PLAN = Plan(days=1, riders=3, merchants=1, seed=7, pin="000000", settles=False)
order, attach = [], Window.attach

def attached(self, *args):
    attach(self, *args)
    self.ready.connect(lambda: QTimer.singleShot(0, lambda: move(self)))

def move(window):
    marked = bool([each for each in window.findChildren(QWidget, "watermark") if each.isVisible()])
    order.append([window.look.practice, marked])
    if len(order) == 3:
        QApplication.instance().quit()
    else:
        window.sit_at(practice=len(order) == 1)

Window.attach = attached
code = app.run_window(Path(sys.argv[1]), {"operator": sys.argv[2]}, app.read_words())
print(json.dumps([code, order]))
"""

# Somebody is half registered when the system asks to keep what is unfinished: what Qt calls then is called here, since
# no Python can make the manager that its signal hands over.
SESSION = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import SIGNAL, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from desktop import app, sitting
from desktop.ui.window import Window

sat, make = [], sitting.Sitting._make_window
attach = Window.attach

def made(self):
    sat.append(self)
    return make(self)

def attached(self, *args):
    attach(self, *args)
    self.ready.connect(lambda: QTimer.singleShot(0, lambda: end(self)))

def end(window):
    here = QApplication.instance()
    window.go("people")
    for name, text in (("people.name", "half"), ("people.phone", "139")):
        field = window.findChild(QLineEdit, name)
        field.setFocus()
        QTest.keyClicks(field, text, Qt.KeyboardModifier.NoModifier, 65)  # as a person: a burst is a scan
    QTest.keyClick(field, "7")  # in the same moment: held until it is known to be no scan
    assert here.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) == 1
    sat[0].commit()
    if sys.argv[3] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    here.quit()

sitting.Sitting._make_window = made
Window.attach = attached
sys.exit(app.run_window(Path(sys.argv[1]), {"operator": sys.argv[2]}, app.read_words()))
"""


@pytest.mark.e2e
@pytest.mark.parametrize(("end", "code"), [("left", 0), ("killed", -signal.SIGKILL)])
def test_a_session_that_ends_in_the_middle_of_a_form(tmp_path: Path, end: str, code: int) -> None:
    """Whether or not the process is given the time to end by itself."""
    folder = tmp_path / "data"
    office, by = make_folder(folder, SetClock())
    office.desk.close()
    done = subprocess.run(
        [sys.executable, "-c", SESSION, str(folder), OPERATOR, end],
        capture_output=True,
        check=False,
        timeout=30,
        env=environment(QUANYI_PIN=PIN),
    )
    assert done.returncode == code, done.stderr.decode()
    assert not list(folder.glob("crashes/*"))
    office, by = open_folder(folder, SetClock())
    kept = json.loads(Seat(office, lambda: by).drafts())
    assert kept["places"]["people"]["person"] == {"name": "half", "phone": "1397"}
    assert office.upkeep.verify().ok
    office.desk.close()


@pytest.mark.e2e
def test_to_practice_and_back_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    office, _ = make_folder(folder, SetClock())
    facts = office.desk.store.head.seq
    office.desk.close()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(folder), OPERATOR],
        capture_output=True,
        check=False,
        timeout=60,
        env=environment(QUANYI_PIN=PIN),
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == [0, [[False, False], [True, True], [False, False]]]
    office, _ = open_folder(folder, SetClock())
    assert not office.desk.practice
    with office.desk.store.read() as connection:
        kinds = connection.exec_driver_sql("SELECT DISTINCT kind FROM journal").scalars().all()
    assert office.desk.store.head.seq <= facts + 2, "two openings, each with a run of retention at most"
    assert "visit.recorded" not in kinds
    office.desk.close()
    practised, _ = open_folder(tmp_path / "data-practice", SetClock())
    assert practised.desk.practice
    practised.desk.close()
