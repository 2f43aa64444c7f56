"""Every paper that `print --list` names, printed by its command in both languages from a station that has all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from desktop.app import Online, read_words
from desktop.cli.main import build
from desktop.cli.progress import Progress
from desktop.cli.session import Toolbox
from reports.render import pages
from tests.clinic import HOSPITAL, a_file, an_id_number
from tests.e2e.folders import parts
from tests.money import text_of
from tests.stations import COMMUNITY, PIN, SetClock

SECOND_PIN = "135790"


@dataclass
class Station:
    """A folder asked by commands, and for each paper the options that it needs."""

    place: Path
    program: typer.Typer
    clock: SetClock
    wanted: dict[str, list[str]] = field(default_factory=dict)

    def __call__(self, *arguments: str, **env: str) -> dict[str, Any]:
        clean = {"QUANYI_PIN": PIN, "QUANYI_DATA": None, "QUANYI_OPERATOR": None, "QUANYI_LANG": None}
        given = ["--data", str(self.place / "data"), "--json", *arguments]
        done = CliRunner().invoke(self.program, given, env=clean | env)
        assert done.exit_code == 0, (arguments, done.output, done.exception)
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def file(self, name: str, text: str) -> str:
        (self.place / name).write_text(text, "utf-8")
        return str(self.place / name)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    def never(*_: object) -> int:
        raise AssertionError("the window was asked for")

    clock = SetClock("2026-10-12T07:00:00")
    program = build(Toolbox(parts(clock), read_words(), lambda: Path("/nowhere"), pages, never, Online()))
    made = Station(tmp_path_factory.mktemp("papers"), program, clock)
    for act in (_people, _october, _today, _clinic, _box):
        act(made)
    return made


def _people(station: Station) -> None:
    station("init", "--station", "曲水亭驿站", "--community", COMMUNITY, "--operator", "王秀兰")
    station("operator-add", "刘芳", "--role", "merchant", QUANYI_NEW_PIN=SECOND_PIN)
    station("operator-add", "李建国", "--role", "caretaker", QUANYI_NEW_PIN=SECOND_PIN)
    person = ("--name", "刘𬱖", "--phone", "13812340427", "--group", "delivery_rider", "--proof", "order_screen")
    rider = station("register", *person, "--consent")
    station.wanted |= {"card": ["--id", rider["rider"]], "cards": [], "poster": [], "figures": []}
    station.file("card.txt", rider["card"])


def _october(station: Station) -> None:
    """A month that is over, with its sample."""
    card = (station.place / "card.txt").read_text()
    merchant = station("merchant-add", "泉香快餐", "--allotment-fen", "50000")["id"]
    for day in range(12, 16):
        station.clock.set(f"2026-10-{day}T12:00:00")
        station("--as", "刘芳", "meal", card, "--merchant", merchant, QUANYI_PIN=SECOND_PIN)
    station.clock.set("2026-11-16T06:58:00")
    drawn = station("sample", "--merchant", merchant, "--month", "2026-10")
    station.wanted |= {
        "callbacks": ["--id", drawn["sample"]],
        "settlement": ["--id", merchant, "--month", "2026-10"],
        "merchant_poster": ["--id", merchant],
    }


def _today(station: Station) -> None:
    station("open-day")
    station("check-in", (station.place / "card.txt").read_text(), "--service", "rest")
    station("inspect", "--answers", station.file("answers.toml", '[answers."microwave.heats"]\nresult = "fail"\n'))
    closing = ("--from", "2026-11-20", "--to", "2026-11-20", "--reason", "maintenance")
    station.wanted |= {
        "closing_notice": ["--id", station("plan-closing", *closing)["closing"]],
        "register": ["--id", station("register-add", "visits", "--sheets", "2")["register"]],
        "handover": ["--day", "2026-11-16"],
        "till": ["--day", "2026-11-16"],
        "hours": ["--month", "2026-11"],
        "inspection": [],
        "checklist": [],
        "daily": ["--day", "2026-11-16"],
        "reconciliation": ["--day", "2026-11-16"],
    }
    station("hand-over", "--to", "李建国", "--keys", "2", QUANYI_PIN_TO=SECOND_PIN)
    station.clock.set("2026-11-16T21:05:00")
    station("close-day")


def _clinic(station: Station) -> None:
    station("partner-add", HOSPITAL)
    slots = (("2026-12-10", "08:00", "10:00", 2),)
    batch = station("batch-open", station.file("batch.toml", a_file(slots)))
    card = (station.place / "card.txt").read_text()
    slip = station("refer", card, "--kind", "checkup", "--to", HOSPITAL, "--consent")["referral"]
    assert station("book", slip, "--slot", batch["slots"][0]["slot"])["outcome"] == "booked"
    station("booking-enter", slip, QUANYI_ID_NUMBER=an_id_number())
    station.wanted |= {
        "health": ["--id", slip],
        "booking-list": ["--id", batch["batch"]],
        "attendance-list": ["--id", batch["batch"]],
        "chase-list": [],
    }


def _box(station: Station) -> None:
    station("medicine-add", "创可贴", "--batch", "A1", "--expiry", "2026-12", "--quantity", "20")
    station.clock.set("2027-01-04T09:00:00")
    station("medicine-dispose", "--reason", "expired", "--witness", "李建国", QUANYI_PIN_WITNESS=SECOND_PIN)
    station.wanted |= {"medicine": ["--month", "2026-11"], "disposal": []}


@pytest.fixture
def printed(station: Station, tmp_path: Path) -> Callable[[str, str], dict[str, Any]]:
    def act(kind: str, language: str) -> dict[str, Any]:
        place = tmp_path / f"{kind}.pdf"
        document = station("print", kind, *station.wanted[kind], "--lang", language, "-o", str(place))
        assert place.read_bytes().startswith(b"%PDF-")
        return document

    return act


def test_every_paper_is_tried(station: Station) -> None:
    assert set(station("print", "--list")["papers"]) == set(station.wanted)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_is_printed(station: Station, printed: Callable[[str, str], dict[str, Any]], language: str) -> None:
    for kind in sorted(station.wanted):
        document = printed(kind, language)
        assert document["pages"] >= 1, kind
        assert len(document["digest"]) == 64
        assert set(document) == {"pages", "file", "digest"}


def test_sizes_and_full_names_are_options(station: Station, tmp_path: Path) -> None:
    """And `--list` says which sizes a paper has."""
    sizes = station("print", "--list")["sizes"]
    assert sizes["cards"] == ["a4", "cr80", "label"]
    for kind, has in sizes.items():
        for size in has:
            place = tmp_path / f"{kind}-{size}.pdf"
            station("print", kind, *station.wanted[kind], "--size", size, "-o", str(place))
    label, named = tmp_path / "cards-label.pdf", tmp_path / "named.pdf"
    assert "刘𬱖" not in text_of(label.read_bytes())
    station("print", "cards", "--size", "label", "--full-names", "-o", str(named))
    assert "刘𬱖" in text_of(named.read_bytes())


def test_progress_goes_to_stderr_once_it_takes_long(capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter((0.0, 0.2, 0.6, 0.7, 1.2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop.cli.progress.time.monotonic", lambda: next(moments))
        progress = Progress(read_words()["en"])
        for done in (32, 64, 96, 1280):
            progress.told(done, 30_000)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == ["64 of 30,000 made", "1,280 of 30,000 made"]
