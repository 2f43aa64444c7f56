"""Money by the commands: settle, its states to payment, review, sample and call-backs, with the contract's keys."""

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
from desktop.services.sections.registry import Sections
from reports.render import pages
from tests.money import KNOWN, START, SUPERVISOR, Money, prepare
from tests.stations import Station, Yard
from tests.sync import devices
from tests.sync.small_hub import SmallHub

SETTLE = {"settlement", "number", "lines", "subsidy_fen", "held", "state"}
PINS = {SUPERVISOR: "246810", "刘芳": "135790", "王秀兰": "000000"}

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("cli"), START)


@pytest.fixture
def station(grounds: Yard, tmp_path: Path) -> Station:
    """A closed folder in November 2026, with October served: five meals, one of them held, one voided."""
    open_station = grounds.after("money", prepare).open(tmp_path / "station", synchronous="OFF")
    money = Money(open_station)
    money.now("2026-11-02T09:00")
    meals = money.month_of(*KNOWN[:4], "外甲")
    money.void(meals[0])
    open_station.close()
    return open_station


@pytest.fixture
def run(station: Station, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with `--json` as an operator, the supervisor unless told; exit code 0 unless told."""

    def never(*_: object) -> int:
        raise AssertionError("the window was asked for")

    app = build(Toolbox(station.parts, read_words(), lambda: station.folder, pages, never, Online()))

    def act(*arguments: str, by: str = SUPERVISOR, code: int = 0) -> dict[str, Any]:
        monkeypatch.setenv("QUANYI_PIN", PINS[by])
        done = CliRunner().invoke(app, ["--data", str(station.folder), "--json", "--as", by, *arguments])
        assert done.exit_code == code, (done.output, done.exception)
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    return act


@pytest.fixture
def merchant(station: Station) -> str:
    station.reopen()
    found = Money(station).merchants[0]
    station.close()
    return found


def facts(station: Station, kind: str) -> list[Any]:
    station.reopen()
    found = station.entries(kind)
    station.close()
    return found


def test_once_joined_only_the_hub_settles(station: Station, run: Run, merchant: str) -> None:
    """Another till of this merchant may have served what is not here: two settlements would pay twice."""
    before = run("settle", "--merchant", merchant, "--month", "2026-10", "--draft")
    hub = SmallHub()
    station.reopen()
    try:
        money = Money(station)
        devices.join(station, hub, hub.serve())
        sections, row = Sections(money.office), f"m:{merchant}:2026-10"
        shown = sections.section(money.supervisor, "settlements", {"merchant": merchant})
        assert [note.key for _, note in shown.notes] == ["plain.note.hub_settles"]
        detail = sections.detail(money.supervisor, "settlements", row)
        assert detail is not None
        assert [act.code for act in detail.acts] == ["paper"]
    finally:
        station.close()
        hub.close()
    assert run("settle", "--merchant", merchant, "--month", "2026-10", code=1)["error"] == "hub_settles"
    assert run("settle", "--merchant", merchant, "--month", "2026-10", "--draft") == before
    assert facts(station, "settlement.closed") == []


def test_from_settle_to_paid(station: Station, run: Run, merchant: str, tmp_path: Path) -> None:
    draft = run("settle", "--merchant", merchant, "--month", "2026-10", "--draft")
    assert (draft["settlement"], draft["number"], draft["state"]) == (None, None, "draft")
    assert facts(station, "settlement.closed") == []
    assert run("settle", "--merchant", merchant, "--month", "2026-11")["number"] is None, "the month runs"

    done = run("settle", "--merchant", merchant, "--month", "2026-10")
    assert done.keys() >= SETTLE
    assert (done["lines"], done["subsidy_fen"], done["held"], done["state"]) == (3, 1_500, 1, "draft")
    assert (done["voided"], done["refused"], done["adjustments"], done["taken_fen"]) == (1, 0, 0, 2_970)
    assert done["number"].endswith("-2026-10-0001")
    settlement = done["settlement"]

    printed = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    digests = {run("print", "settlement", "--id", settlement, "-o", str(file))["digest"] for file in printed}
    assert len(digests) == 1
    assert printed[0].read_bytes() == printed[1].read_bytes()

    moved = run("settle-move", settlement, "confirmed", by="刘芳")
    assert moved.keys() == SETTLE | {"fact"}
    assert {key: moved[key] for key in SETTLE} == {key: done[key] for key in SETTLE} | {"state": "confirmed"}
    run("settle-move", settlement, "published")
    early = run("settle-move", settlement, "approved", "--invoice", "F1", "--invoice-fen", "1500", code=1)
    assert (early["error"], early["outcome"]) == ("still_published", "still_published")
    assert "2026-11-09" in early["message"]
    station.clock.set("2026-11-09T09:00")
    wrong = run("settle-move", settlement, "approved", "--invoice", "F1", "--invoice-fen", "1499", code=1)
    assert wrong["error"] == "invoice_differs"
    run("settle-move", settlement, "approved", "--invoice", "F1", "--invoice-fen", "1500")
    assert run("settle-move", settlement, "paid", code=1)["error"] == "voucher_needed"
    assert run("settle-move", settlement, "paid", "--voucher", "2026-31")["state"] == "paid"
    moves = [entry.body["to"] for entry in facts(station, "settlement.moved")]
    assert moves == ["confirmed", "published", "approved", "paid"]
    listed = run("settlements", "--merchant", merchant, by="刘芳")["settlements"]
    assert [(each["number"], each["state"], each["since"]) for each in listed] == [
        (done["number"], "paid", "2026-11-09")
    ]
    assert run("verify")["ok"]


def test_returned_and_again(run: Run, merchant: str) -> None:
    first = run("settle", "--merchant", merchant, "--month", "2026-10")
    assert run("settle", "--merchant", merchant, "--month", "2026-10", code=1)["error"] == "already_settled"
    assert run("settle-move", first["settlement"], "returned", code=1)["error"] == "reason_needed"
    run("settle-move", first["settlement"], "returned", "--reason", "商户有异议")
    second = run("settle", "--merchant", merchant, "--month", "2026-10")
    assert second["number"] != first["number"]
    assert second["subsidy_fen"] == first["subsidy_fen"]


def test_the_first_operator_registered_and_may_not(run: Run, merchant: str) -> None:
    refused = run("settle", "--merchant", merchant, "--month", "2026-10", by="王秀兰", code=1)
    assert refused["error"] == "duties_separated"
    assert run("settle", "--merchant", merchant, "--month", "2026-10", by="刘芳", code=1)["error"] == "not_allowed"


def test_a_held_meal_is_decided(run: Run, merchant: str) -> None:
    (held,) = run("held")["held"]
    assert held.keys() == {"fact", "day", "merchant", "held", "subsidy_fen"}
    assert (held["held"], held["day"], held["merchant"]) == ("unknown_issuer", "2026-10-05", merchant)
    assert run("review", held["fact"], "pay", "--reason", "看了点餐记录").keys() == {"fact"}
    assert run("review", held["fact"], "void", "--reason", "再看", code=1)["error"] == "already_decided"
    assert run("held")["held"] == []
    assert run("settle", "--merchant", merchant, "--month", "2026-10")["subsidy_fen"] == 2_000


def test_sample_and_call_backs(station: Station, run: Run, merchant: str, tmp_path: Path) -> None:
    drawn = run("sample", "--merchant", merchant, "--month", "2026-10")
    assert (drawn["size"], drawn["population"]) == (3, 3)
    assert run("sample", "--merchant", merchant, "--month", "2026-10", code=1)["error"] == "sample_drawn"
    (entry,) = facts(station, "sample.drawn")
    assert run("call-back", drawn["sample"], entry.body["meals"][0], "confirmed").keys() == {"fact"}
    listed = run("print", "callbacks", "--id", drawn["sample"], "-o", str(tmp_path / "calls.pdf"))
    assert listed["pages"] == 1
    (shown,) = facts(station, "phones.shown")
    assert shown.body == {"list": "callbacks", "subject": drawn["sample"], "lines": 3}
    refused = run("print", "callbacks", "--id", drawn["sample"], "-o", str(tmp_path / "no.pdf"), by="刘芳", code=1)
    assert refused["error"] == "not_allowed"
    assert not (tmp_path / "no.pdf").exists()


def test_doubts_and_the_standard_answer_in_documents(run: Run, merchant: str) -> None:
    assert run("doubts", "--merchant", merchant, "--month", "2026-10") == {"doubts": []}
    standard = run("standard")
    assert standard["compliant"] is False
    assert {item["state"] for item in standard["items"]} == {"open"}
    assert all(item.keys() == {"item", "state", "since", "blocked_by", "rectifications"} for item in standard["items"])


def test_money_can_be_played(station: Station, run: Run, merchant: str, tmp_path: Path) -> None:
    script = tmp_path / "money.ndjson"
    script.write_text(
        json.dumps({"do": "settle", "merchant": merchant, "month": "2026-10"}, ensure_ascii=False) + "\n", "utf-8"
    )
    line = run("play", str(script))
    assert line["ok"] is True
    (entry,) = facts(station, "settlement.closed")
    assert entry.body["subsidy_fen"] == 1_500
