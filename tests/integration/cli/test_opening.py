"""`open-day` by the commands: what the app does by itself at the opening never stands in its way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from desktop.app import Online, read_words
from desktop.cli.main import build
from desktop.cli.session import Toolbox
from desktop.services.retention import ACTS
from reports.render import pages
from tests.integration.conftest import MakeStation
from tests.money import text_of
from tests.stations import PIN, Station

Run = Callable[..., Any]


@pytest.fixture
def closed(make_station: MakeStation) -> Station:
    station = make_station()
    station.close()
    return station


@pytest.fixture
def run(closed: Station, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("QUANYI_PIN", PIN)
    app = build(Toolbox(closed.parts, read_words(), lambda: closed.folder, pages, lambda *_: 0, Online()))

    def act(*arguments: str, given: str | None = None) -> Any:
        done = CliRunner().invoke(app, ["--data", str(closed.folder), "--json", *arguments], input=given)
        assert done.exit_code == 0, (done.output, done.exception)
        return json.loads(done.stdout), done.stderr

    yield act
    closed.reopen()


def days_of(run: Run, station: Station) -> list[str]:
    station.reopen()
    found = [entry.day for entry in station.entries("retention.run")]
    station.close()
    return found


def test_the_opening_runs_retention_once_a_day(run: Run, closed: Station) -> None:
    opened, said = run("open-day")
    assert opened["fact"]
    assert set(opened["retention"].values()) == {0}
    assert list(opened["retention"]) == [act for act, _ in ACTS]
    assert said == ""
    run("retention", "--confirm")
    closed.clock.set("2026-11-17T07:00")
    assert run("retention")[0]["missing"] == []
    assert run("open-day")[0]["retention"] is None, "it has run today"
    assert days_of(run, closed) == ["2026-11-16", "2026-11-16", "2026-11-17"]


def test_a_line_of_play_runs_it_too(run: Run, closed: Station, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.write_text('{"do": "open_day"}\n')
    opened, _ = run("play", str(lines))
    assert opened["ok"]
    assert opened["retention"]["forgotten"] == 0
    assert days_of(run, closed) == ["2026-11-16"]


def test_a_register_printed_again_is_a_copy(run: Run, tmp_path: Path) -> None:
    made, _ = run("register-add", "visits", "--sheets", "1")
    for name in ("first.pdf", "second.pdf"):
        run("print", "register", "--id", made["register"], "-o", str(tmp_path / name))
    assert ["与先印的相同" in text_of((tmp_path / name).read_bytes()) for name in ("first.pdf", "second.pdf")] == [
        False,
        True,
    ]


def test_what_it_could_not_do_is_said_and_the_day_is_open(run: Run, closed: Station) -> None:
    """After two months closed a supervisor has to look at the date first."""
    closed.clock.set("2027-01-20T07:00")
    opened, said = run("open-day")
    assert opened["fact"]
    assert opened["retention"] == {"error": "retention_pause"}
    assert "65" in said
    assert days_of(run, closed) == []
