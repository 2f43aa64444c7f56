"""enrol, sync, pack, unpack and status by the command line: the contract's keys and exit codes."""

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
from tests.stations import OPERATOR, PIN, Station
from tests.sync import devices
from tests.sync.conftest import Town

SYNC = {"site", "pushed", "acknowledged", "pulled", "flagged", "waiting"}
STATUS = {"version", "site", "device", "epoch", "facts", "acknowledged", "waiting", "flagged", "head", "clock"}
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def station(town: Town) -> Station:
    """A closed folder that has not joined."""
    made = town.alone()
    devices.visit(made, 3)
    made.close()
    return made


@pytest.fixture
def run(station: Station, monkeypatch: pytest.MonkeyPatch) -> Run:
    app = build(Toolbox(station.parts, read_words(), lambda: station.folder, len, lambda _f, _w: 0, Online()))
    monkeypatch.setenv("QUANYI_PIN", PIN)

    def act(*arguments: str, code: int = 0) -> dict[str, Any]:
        done = CliRunner().invoke(app, ["--data", str(station.folder), "--json", "--as", OPERATOR, *arguments])
        assert done.exit_code == code, (done.output, done.exception)
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    return act


@pytest.fixture(autouse=True)
def _closed(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixture that made the folder closes it once more at the end, which it is already."""
    monkeypatch.setattr(station, "close", lambda: None)


def test_enrol_sync_and_status(town: Town, run: Run) -> None:
    before = run("status")
    assert before.keys() >= STATUS
    assert (before["acknowledged"], before["waiting"], before["hub"]) == (0, before["facts"], None)
    joined = run("enrol", "--hub", town.url, "--code", town.hub.new_code(devices.SITE).lower())
    assert joined.keys() == SYNC
    assert (joined["site"], joined["waiting"]) == (devices.SITE, 0)
    assert joined["pushed"] == joined["acknowledged"] == before["facts"] + 1
    again = run("sync")
    assert (again["pushed"], again["acknowledged"]) == (0, joined["acknowledged"])
    after = run("status")
    assert after["facts"] == after["acknowledged"] == len(town.hub.facts())
    assert after["site"] == devices.SITE


def test_pack_and_unpack(town: Town, run: Run, tmp_path: Path) -> None:
    run("enrol", "--hub", town.url, "--code", town.hub.new_code(devices.SITE))
    run("check-in", "--anonymous", "courier", "--count", "2")
    packed = run("pack", "-o", str(tmp_path / "out.qys"))
    assert packed == {"facts": 1, "from": run("status")["facts"], "to": run("status")["facts"]}
    (tmp_path / "in.qya").write_bytes(town.hub.accept((tmp_path / "out.qys").read_bytes()))
    assert run("unpack", str(tmp_path / "in.qya")) == {"acknowledged": run("status")["facts"]}
    assert run("pack", "-o", str(tmp_path / "out.qys")) == {"facts": 0, "from": None, "to": None}


@pytest.mark.parametrize("command", [("sync",), ("pack", "-o", "x.qys"), ("unpack", "x.qya")])
def test_without_a_hub_it_is_refused(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command, code=1)["error"] == "hub_none"


def test_a_wrong_code_is_refused(town: Town, run: Run) -> None:
    assert run("enrol", "--hub", town.url, "--code", "AAAA-BBBB-CCCC", code=1)["error"] == "hub_code_wrong"
    assert run("enrol", "--hub", "hub.example", "--code", "AAAA-BBBB-CCCC", code=1)["error"] == "hub_url_wrong"


def test_a_hub_that_is_away_is_a_failed_environment(town: Town, run: Run) -> None:
    run("enrol", "--hub", town.url, "--code", town.hub.new_code(devices.SITE))
    run("check-in", "--anonymous", "courier")
    town.hub.close()
    assert run("sync", code=3)["error"] == "hub_unreachable"
    assert run("status")["waiting"] == 1


def test_sides_that_disagree_fail_with_the_document(town: Town, run: Run) -> None:
    run("enrol", "--hub", town.url, "--code", town.hub.new_code(devices.SITE))
    for branches in town.hub.state.logs.values():
        data, digest = branches[0].entries[-1]
        branches[0].entries[-1] = (data.replace(b"site.joined", b"site.gained"), digest)
    document = run("sync", code=4)
    assert document["error"] == "hub_disagrees"
    assert document.keys() >= SYNC
