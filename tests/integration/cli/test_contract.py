"""The contract of the commands, line by line: names, options, what `play` takes, and the codes. Only added to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from desktop.app import Online, read_words
from desktop.cli.main import build
from desktop.cli.registry import COMMANDS
from desktop.cli.session import Toolbox
from desktop.core.meal_rules import MealOutcome
from desktop.core.people import GROUPS
from desktop.core.referral import STATES
from desktop.core.visit import SERVICES
from desktop.services.exports import TABLES
from desktop.services.papers import KINDS
from reports.render import pages
from tests.e2e.folders import parts
from tests.stations import PIN, SetClock, rulebook

# Arguments in capitals, options as typed; those that must be given carry no question mark.
CONTRACT = {
    "init": "--station? --community? --operator --merchant?",
    "demo": "--days? --riders? --merchants? --seed?",
    "operator-add": "NAME --role",
    "merchant-add": "NAME --allotment-fen?",
    "partner-add": "NAME",
    "register": "--name --phone --group --company? --proof? --consent?",
    "verify-rider": "ID --proof",
    "find": "TEXT",
    "withdraw": "CARD",
    "reissue": "ID",
    "forget": "ID --reason",
    "check-in": "CARD? --rider? --anonymous? --count? --service? --at?",
    "check-out": "FACT",
    "meal": "CARD --merchant --at?",
    "void": "FACT --reason",
    "review": "FACT DECISION --reason",
    "settle": "--merchant --month",
    "settle-move": "ID STATE --invoice? --invoice-fen? --voucher? --reason?",
    "inspect": "--answers --kind?",
    "rectify": "ID --note --photo",
    "recheck": "ID RESULT --note",
    "refer": "CARD --kind --to --slot? --reason? --consent?",
    "refer-move": "ID STATE",
    "open-day": "",
    "hand-over": "--to",
    "close-day": "",
    "today": "--day?",
    "play": "FILE",
    "print": "KIND? --month? --day? --id? -o? --list?",
    "export": "TABLE --from? --to? -o --unmasked? --reason?",
    "check-paper": "CODE_OR_FILE",
    "facts": "--kind? --after?",
    "verify": "",
    "rebuild": "",
    "backup": "FILE",
    "restore": "FILE",
    "status": "",
    "desk": "--shots? --size? --text? --lang?",
}
NOT_IN_A_LINE = {"init", "demo", "play", "facts", "rebuild", "restore", "desk"}


@pytest.fixture(scope="module")
def program() -> typer.Typer:
    def never(*_: object) -> int:
        raise AssertionError("the window was asked for")

    return build(
        Toolbox(parts(SetClock("2026-11-17T22:00:00")), read_words(), lambda: Path("/nowhere"), pages, never, Online())
    )


def run(program: typer.Typer, folder: Path, *arguments: str, given: bytes = b"") -> Result:
    env = {"QUANYI_PIN": PIN, "QUANYI_DATA": None, "QUANYI_OPERATOR": None, "QUANYI_LANG": None}
    return CliRunner().invoke(program, ["--data", str(folder), "--json", *arguments], input=given, env=env)


def answer(program: typer.Typer, folder: Path, *arguments: str) -> dict[str, Any]:
    done = run(program, folder, *arguments)
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.parametrize("name", CONTRACT)
def test_a_command_takes_what_the_contract_says(program: typer.Typer, name: str) -> None:
    command = typer.main.get_command(program).commands[name]  # type: ignore[attr-defined]
    found: dict[str, bool] = {}
    for parameter in command.params:
        names = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
        found |= dict.fromkeys(names, parameter.required)
    wanted = {word.rstrip("?"): not word.endswith("?") for word in CONTRACT[name].split()}
    assert wanted.items() <= found.items()
    beyond = {name for name, required in found.items() if required} - set(wanted)
    assert beyond <= {"--output"}, "nothing more must be given"


def test_a_line_of_play_may_be_any_command_but_those_of_the_whole_folder() -> None:
    assert {name for name in CONTRACT if name not in NOT_IN_A_LINE and not COMMANDS[name].playable} == set()


def test_the_codes_of_the_contract() -> None:
    rules = rulebook()
    assert set(GROUPS) == {
        "courier",
        "delivery_rider",
        "ride_hailing_driver",
        "truck_driver",
        "live_streamer",
        "other_outdoor",
    }
    services = "rest water charging meal_heating medicine tools warm_or_cool handover other"
    assert set(SERVICES) == set(services.split())
    items = "tables_and_chairs microwave phone_charging water_dispenser heating_and_cooling medicine_box repair_tools"
    assert [item.code for item in rules.standard.items if item.code != "site"] == items.split()
    assert set(rules.choices.void) == {"mis_scan", "returned", "not_collected", "duplicate", "other"}
    proofs = "order_screen badge ride_hailing_licence qualification streamer_console employer_letter"
    assert set(rules.choices.proof) == set(proofs.split())
    states = "issued booked waiting attended closed no_show expired cancelled"
    assert set(STATES) == set(states.split())
    meals = "served already_served out_of_hours not_eligible not_verified sold_out programme_over budget_spent"
    assert set(meals.split()) <= {str(each) for each in MealOutcome}
    assert {"visits", "meals", "inspections", "rectifications", "referrals", "riders", "medicine"} <= set(TABLES)
    assert {"cards", "poster", "inspection", "daily", "settlement", "health", "handover", "register"} <= set(KINDS)


def test_the_demo_and_what_can_be_asked_of_it(program: typer.Typer, tmp_path: Path) -> None:
    place = tmp_path / "demo"
    made = answer(program, place, "demo", "--days", "1", "--riders", "5", "--merchants", "1", "--seed", "7")
    assert {"facts", "riders", "visits", "meals", "inspections", "referrals"} <= set(made)
    assert made["riders"] == 5
    lines = [
        {"do": "find", "text": "1"},
        {"do": "today"},
        {"do": "status"},
        {"do": "export", "table": "visits", "from": "2026-11-17", "to": "2026-11-17", "o": str(tmp_path / "v.csv")},
        {"do": "print", "list": True},
        {"do": "print", "kind": "poster", "o": str(tmp_path / "p.pdf")},
        {"do": "backup", "file": str(tmp_path / "b.qyb")},
        {"do": "verify"},
    ]
    done = run(program, place, "play", "-", given="\n".join(json.dumps(line) for line in lines).encode())
    answers = [json.loads(text) for text in done.stdout.splitlines()]
    assert [line["outcome"] for line in answers] == ["done"] * len(lines), answers
    assert all({"line", "ok", "outcome", "fact", "ms"} <= set(line) for line in answers)
    assert answers[1]["day"] == "2026-11-17"
    assert answers[3]["rows"] == made["visits"]
    wrong = run(program, place, "play", "-", given=b'{"do": "today", "dya": "2026-11-17"}\n')
    assert (wrong.exit_code, json.loads(wrong.stdout)["error"]) == (1, "play_key")


@pytest.mark.parametrize("arguments", [("chek-in",), ("check-in", "--no-such"), ("demo", "--days", "many"), ("meal",)])
def test_wrong_usage_ends_with_2(program: typer.Typer, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(program, tmp_path / "none", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
