"""Every paper that `print --list` names, printed by its command in both languages from a station that has all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from desktop.app import Online, look_at_paper, read_words
from desktop.cli.main import build
from desktop.cli.progress import Progress
from desktop.cli.session import Toolbox
from reports.render import pages
from tests.clinic import HOSPITAL, a_file, an_id_number
from tests.e2e.folders import parts
from tests.money import text_of
from tests.stations import COMMUNITY, PIN, SetClock

SECOND_PIN = "135790"
WITH_FIGURES = ("daily", "figures", "settlement", "reconciliation")
# What a device signs of a file stands in its last line, so many bytes.
LAST_LINE = 118


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
    tools = Toolbox(parts(clock), read_words(), lambda: Path("/nowhere"), pages, never, Online(), look=look_at_paper)
    program = build(tools)
    made = Station(tmp_path_factory.mktemp("papers"), program, clock)
    for act in (_people, _october, _today, _clinic, _box):
        act(made)
    return made


def _people(station: Station) -> None:
    station("init", "--station", "曲水亭驿站", "--community", COMMUNITY, "--operator", "王秀兰")
    station("operator-add", "刘芳", "--role", "merchant", QUANYI_NEW_PIN=SECOND_PIN)
    station("operator-add", "赵卫东", "--role", "supervisor", QUANYI_NEW_PIN=SECOND_PIN)
    station("operator-add", "李建国", "--role", "caretaker", QUANYI_NEW_PIN=SECOND_PIN)
    person = ("--name", "刘𬱖", "--phone", "13812340427", "--group", "delivery_rider", "--proof", "order_screen")
    rider = station("register", *person, "--consent")
    station.wanted |= {"card": ["--id", rider["rider"]], "cards": [], "poster": [], "figures": ["--month", "2026-10"]}
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
        "doubts": ["--id", merchant, "--month", "2026-10"],
        "publicity": ["--month", "2026-10"],
        "monthly": ["--month", "2026-10"],
        "binder": ["--month", "2026-10"],
        "card-list": [],
        "overview": [],
        "merchant_poster": ["--id", merchant],
    }
    other = ("--as", "赵卫东", "settle", "--merchant", merchant, "--month", "2026-10")
    assert station(*other, QUANYI_PIN=SECOND_PIN)["number"]


def _today(station: Station) -> None:
    station("open-day")
    station("check-in", (station.place / "card.txt").read_text(), "--service", "rest")
    answers = station.file("answers.toml", '[answers."microwave.heats"]\nresult = "fail"\n')
    (job,) = station("inspect", "--answers", answers)["rectifications"]
    photo = station.place / "after.jpg"
    Image.new("RGB", (64, 48), "white").save(photo)
    station("rectify", job, "--note", "换了保险管", "--photo", str(photo))
    station("--as", "赵卫东", "recheck", job, "pass", "--note", "热了", QUANYI_PIN=SECOND_PIN)
    station.wanted |= {"rectification": ["--id", job], "rectification-closed": ["--id", job]}
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


def ask(of: Station, what: str) -> tuple[int, dict[str, Any]]:
    given = ["--data", str(of.place / "data"), "--json", "check-paper", what]
    done = CliRunner().invoke(of.program, given, env={"QUANYI_PIN": None, "QUANYI_DATA": None, "QUANYI_LANG": "en"})
    document: dict[str, Any] = json.loads(done.stdout)
    return done.exit_code, document


def test_every_paper_is_tried(station: Station) -> None:
    assert set(station("print", "--list")["papers"]) == set(station.wanted)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_is_printed(station: Station, printed: Callable[[str, str], dict[str, Any]], language: str) -> None:
    for kind in sorted(station.wanted):
        document = printed(kind, language)
        assert document["pages"] >= 1, kind
        assert len(document["digest"]) == 64
        assert set(document) == {"pages", "file", "digest"}
        code, told = ask(station, document["file"])
        assert (code, told["outcome"], told["file"], told["kind"]) == (0, "genuine", "whole", kind), told
        assert (told["site_name"], told["journal"]) == ("曲水亭驿站", "here")
        if kind in WITH_FIGURES:
            is_genuine_when_saved_again(station, Path(document["file"]), kind)


def is_genuine_when_saved_again(station: Station, place: Path, kind: str) -> None:
    """By another program: its code is read from the page as drawn, and its main figures are found in its words."""
    place.write_bytes(re.sub(rb"/Keywords \(QYD1\w+\)", b"", place.read_bytes()[:-LAST_LINE]))
    code, told = ask(station, str(place))
    assert (code, told["verdict"], told["file"], told["kind"]) == (0, "genuine", "unsigned", kind), told
    shown = {name for name, value in told["figures"].items() if value}
    assert set(told["compared"]) == shown & {"visits", "persons", "meals", "taken_fen", "subsidy_fen"}
    assert told["compared"] or kind not in ("figures", "settlement")


def test_a_picture_and_the_code_alone(station: Station, tmp_path: Path) -> None:
    place = tmp_path / "settlement.pdf"
    station("print", "settlement", *station.wanted["settlement"], "-o", str(place))
    document = pypdfium2.PdfDocument(place)
    document[len(document) - 1].render(scale=150 / 72).to_pil().convert("L").save(tmp_path / "scan.png")
    code, told = ask(station, str(tmp_path / "scan.png"))
    assert (code, told["figures"]["meals"], told["whom"], told["draft"]) == (0, 4, "泉香快餐", True)
    found = re.search(rb"QYD1\w+", place.read_bytes())
    assert found is not None
    code, again = ask(station, found.group(0).decode().lower())
    assert (code, again["figures"], again["file"]) == (0, told["figures"], None)


def test_what_was_altered_and_what_is_none_of_ours(station: Station, tmp_path: Path) -> None:
    place = tmp_path / "daily.pdf"
    station("print", "daily", *station.wanted["daily"], "-o", str(place))
    whole = place.read_bytes()
    place.write_bytes(whole.replace(b"/Title", b"/Tille", 1))
    code, told = ask(station, str(place))
    assert (code, told["outcome"], told["verdict"], told["why"]) == (1, "paper_altered", "altered", "file")
    text = re.search(rb"QYD1\w+", whole)
    assert text is not None
    code, told = ask(station, text.group(0).decode()[:-1])
    assert (code, told["error"], told["why"], told["kind"]) == (1, "paper_altered", "code", None)
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4\nbroken")
    assert ask(station, str(tmp_path / "other.pdf"))[1]["outcome"] == "paper_file_unreadable"
    assert ask(station, str(tmp_path / "none.pdf"))[1]["outcome"] == "paper_file_missing"


def test_another_station_does_not_know_the_device(station: Station, tmp_path: Path) -> None:
    place = tmp_path / "daily.pdf"
    station("print", "daily", *station.wanted["daily"], "-o", str(place))
    clock = SetClock("2026-11-16T07:00:00")
    tools = Toolbox(
        parts(clock), read_words(), lambda: Path("/nowhere"), pages, lambda *_: 0, Online(), look=look_at_paper
    )
    other = Station(tmp_path, build(tools), clock)
    other("init", "--station", "甸柳驿站", "--community", COMMUNITY, "--operator", "王秀兰", QUANYI_PIN=PIN)
    code, told = ask(other, str(place))
    assert (code, told["outcome"], told["file"]) == (1, "paper_unknown_device", "unknown_device")
    assert told["site_name"] == ""


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
