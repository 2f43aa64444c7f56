"""Rules about the tree itself: what must not be skipped, how long a module may be, what a desk must not load."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[2]
LONGEST = 400
# Only what a first start creates, written by Alembic's own hand.
GENERATED = tuple(HERE / room / "migrations/versions" for room in ("desktop/store", "hub"))
SKIPS = re.compile(r"pytest\.(skip|xfail|importorskip)|mark\.(skip|skipif|xfail)\b|unittest\.skip")


def modules(*rooms: str) -> list[Path]:
    return [file for room in rooms for file in sorted((HERE / room).rglob("*.py"))]


def test_no_test_is_skipped() -> None:
    """What a test needs stands in packaging/os-packages.txt or the lock: without it, it fails."""
    found = [file for file in modules("tests") if file != Path(__file__) and SKIPS.search(file.read_text("utf-8"))]
    assert found == []


def test_modules_are_short() -> None:
    long = {
        str(file.relative_to(HERE)): count
        for file in modules("desktop", "reports", "hub", "resources", "tools")
        if not any(file.is_relative_to(place) for place in GENERATED)
        and (count := len(file.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_a_desk_loads_no_other_database() -> None:
    """PostgreSQL's dialect costs a tenth of a second at every start, and migrations half of one."""
    code = "import sys, desktop.services.counter, desktop.services.station; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, check=True)
    heavy = re.compile(r"sqlalchemy\.dialects\.(postgresql|mysql|oracle|mssql)|alembic|reportlab|PySide6|holidays")
    assert [name for name in done.stdout.split() if heavy.match(name)] == []
