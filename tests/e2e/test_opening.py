"""The window on a real folder: it paints, opens, and only then runs retention, on the writing thread."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import environment
from tests.e2e.folders import make_folder, open_folder
from tests.stations import OPERATOR, SetClock

# Tells in which order things came; quits when the run is done, or at once when the window shows trouble.
DRIVER = """
import json, sys, threading
from pathlib import Path
from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication
from desktop import app
from desktop.services.retention import Retention
from desktop.ui.window import Window

order = []

def note(what):
    if what not in order:
        order.append(what)

def leave():
    QMetaObject.invokeMethod(QApplication.instance(), "quit", Qt.ConnectionType.QueuedConnection)

paint, attach, run, due = Window.paintEvent, Window.attach, Retention.run_at_opening, Retention.due

def painted(self, event):
    paint(self, event)
    note("painted")

def attached(self, *args):
    note("attached")
    attach(self, *args)

def ran(self):
    note("ran by " + threading.current_thread().name.rstrip("0123456789"))
    try:
        return run(self)
    finally:
        leave()

def trouble(self, error):
    note(repr(error))
    leave()

Window.paintEvent, Window.attach, Retention.run_at_opening, Window.show_trouble = painted, attached, ran, trouble
code = app.run_window(Path(sys.argv[1]), {"operator": sys.argv[2]}, app.read_words())
print(json.dumps([code, order]))
"""


@pytest.mark.e2e
def test_the_desk_runs_retention_after_it_has_opened(tmp_path: Path) -> None:
    clock = SetClock()
    folder = tmp_path / "data"
    office, _ = make_folder(folder, clock)
    office.desk.close()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(folder), OPERATOR],
        capture_output=True,
        check=False,
        timeout=60,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == [0, ["painted", "attached", "ran by writer_"]]
    office, _ = open_folder(folder, clock)
    with office.desk.store.read() as connection:
        runs = connection.exec_driver_sql('SELECT count(*), max("by") FROM retention_runs').fetchall()
    office.desk.close()
    assert runs == [(1, "00000000-0000-0000-0000-000000000000")]
