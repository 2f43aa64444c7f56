"""`play` prints a line only after the commit: fifty kills lose nothing, and a play that prints first loses some."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

KILLS = 50
CONTROLS = 24


def kills(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.kill", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_acknowledged_is_lost_to_a_kill() -> None:
    report = kills(str(KILLS), "1")
    assert report["outcomes"] == {"kept": KILLS}, report
    assert report["phases"]["within the script"] > KILLS / 2, "most kills strike in the midst of it"
    assert report["acknowledged"] > KILLS * 5


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_play_that_prints_before_it_commits_loses_some() -> None:
    """The control: the same kills must show what is lost."""
    report = kills(str(CONTROLS), "2", "--early")
    assert report["outcomes"].get("lost", 0) > 0, report
