"""A station's whole day from the command line, each command a process of its own, as the contract has it.

Those in COLD start the program as its users do, once each; the others are forks of one that has it imported.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.core.business_day import month_of
from tests.busy import picture
from tests.e2e.command import Answer, environment, quanyi
from tests.e2e.warm import Warm

# The keys that the contract promises for each command's document.
KEYS = {
    "init": "device site recovery",
    "operator-add": "id",
    "merchant-add": "id",
    "partner-add": "id",
    "register": "rider card verified",
    "verify-rider": "rider card verified",
    "find": "riders",
    "withdraw": "fact",
    "reissue": "card",
    "forget": "fact",
    "check-in": "outcome fact since",
    "check-out": "outcome fact since",
    "meal": "outcome fact period price_fen subsidy_fen",
    "void": "fact",
    "settle": "settlement number lines subsidy_fen held state",
    "inspect": "inspection compliant passed failed rectifications",
    "rectify": "fact state",
    "recheck": "fact state",
    "refer": "referral code state",
    "refer-move": "referral code state fact",
    "open-day": "fact",
    "close-day": "fact",
    "today": "day visits persons by_hour by_group by_how meals subsidy_fen open_rectifications waiting",
    "print": "pages file digest",
    "export": "rows file",
    "verify": "ok facts epochs head tables",
    "rebuild": "facts seconds",
    "backup": "facts head",
    "restore": "facts head",
    "status": "version site device epoch facts acknowledged waiting flagged head clock",
}
COLD = {"init", "register", "check-in", "play", "backup", "verify"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANSWERS = """
[answers."microwave.heats"]
result = "fail"
note = "转盘不转"
photos = ["oven.jpg"]
severity = "days_7"
[answers."microwave.clean"]
result = "pass"
[answers."site.hygiene"]
result = "na"
reason = "正在打扫"
"""


@dataclass
class Desk:
    """A folder and what is done to it; every answer is held against the contract."""

    folder: Path
    warm: Warm
    cold: set[str] = field(default_factory=set)

    def run(self, command: str, *arguments: str, given: bytes = b"", env: dict[str, str] | None = None) -> Answer:
        start = quanyi if command in self.cold else self.warm.quanyi
        self.cold.discard(command)
        return start(self.folder, command, *arguments, given=given, env=env)

    def __call__(self, command: str, *arguments: str, **env: str) -> dict[str, Any]:
        answer = self.run(command, *arguments, env=environment(**env))
        assert answer.code == 0, answer
        document = answer.document
        assert set(KEYS[command].split()) <= set(document), (command, document)
        for name in ("fact", "site", "rider", "id", "inspection", "referral"):
            if name in document:
                assert UUID.fullmatch(document[name]), document
        return document

    def play(self, *lines: dict[str, Any]) -> list[dict[str, Any]]:
        given = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        answer = self.run("play", "-", given=given)
        assert answer.code == 0, answer
        assert [line["line"] for line in answer.lines] == list(range(1, len(lines) + 1))
        assert all({"line", "ok", "outcome", "fact", "ms"} <= set(line) for line in answer.lines)
        return list(answer.lines)

    def refused(self, *arguments: str) -> dict[str, Any]:
        answer = self.run(*arguments)
        assert answer.code == 1, answer
        assert set(answer.document) == {"outcome", "error", "message"}
        return answer.document


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    warm = Warm()
    yield Desk(tmp_path / "data", warm, set(COLD))
    warm.close()


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_whole_day(desk: Desk, tmp_path: Path) -> None:
    made = desk("init", "--station", "曲水亭驿站", "--community", "370102005001", "--operator", "王秀兰")
    assert re.fullmatch(r"([0-9A-Z]{4}-){7}[0-9A-Z]{4}", made["recovery"])
    desk("operator-add", "李建国", "--role", "caretaker", QUANYI_NEW_PIN="135790")
    merchant = desk("merchant-add", "泉香快餐", "--allotment-fen", "2000")["id"]
    partner = desk("partner-add", "历下区人民医院")["id"]
    person = ("--name", "马向阳", "--phone", "13812340427", "--group", "courier")
    rider = desk("register", *person, "--company", "顺达同城配送", "--proof", "badge", "--consent")
    assert rider["verified"] is True
    assert len(rider["card"]) == 159
    visit = desk("check-in", rider["card"], "--service", "rest", "--service", "water")
    assert visit["outcome"] == "checked_in"
    today = visit["since"][:10]
    noon = f"{today}T12:00:00+08:00"
    meal = desk("meal", rider["card"], "--merchant", merchant, "--at", noon)
    assert (meal["outcome"], meal["period"], meal["price_fen"], meal["subsidy_fen"]) == ("served", "lunch", 990, 500)
    twice = desk.refused("meal", rider["card"], "--merchant", merchant, "--at", noon)
    assert twice["error"] == "already_served"
    assert "泉香快餐" in twice["message"]
    assert noon[:10] in twice["message"]

    more = desk.play(
        {"do": "open_day"},
        {"do": "check_in", "card": rider["card"], "service": ["charging"]},
        {"do": "check_in", "anonymous": "truck_driver", "count": 3},
        {"do": "check_out", "fact": visit["fact"]},
        {"do": "register", "name": "单春秀", "phone": "15966670001", "group": "live_streamer", "consent": True},
        {"do": "meal", "card": rider["card"], "merchant": merchant, "at": noon},
        {"do": "check_in", "anonymous": "nobody"},
    )
    assert more[3]["since"] == visit["since"]
    assert [line["outcome"] for line in more] == [
        "done",
        "already_here",
        "checked_in",
        "done",
        "done",
        "already_served",
        "group_unknown",
    ]
    assert more[1]["fact"] == visit["fact"]
    assert [line["ok"] for line in more] == [True, True, True, True, True, False, False]
    second = more[4]
    assert desk("find", "scx")["riders"][0]["rider"] == second["rider"], "by a surname's own reading"
    desk("void", meal["fact"], "--reason", "returned")
    reissued, seen = desk.play(
        {"do": "reissue", "id": second["rider"]},
        {"do": "verify_rider", "id": second["rider"], "proof": "streamer_console"},
    )
    assert seen["verified"] is True
    assert seen["card"] == reissued["card"]
    (fed,) = desk.play({"do": "meal", "card": reissued["card"], "merchant": merchant, "at": noon})
    assert fed["outcome"] == "served"

    (tmp_path / "answers.toml").write_text(ANSWERS, "utf-8")
    (tmp_path / "oven.jpg").write_bytes(picture())
    walk = desk("inspect", "--answers", str(tmp_path / "answers.toml"), "--kind", "weekly")
    assert (walk["compliant"], walk["passed"], walk["failed"]) == (False, 1, 1)
    (job,) = walk["rectifications"]
    assert desk("rectify", job, "--note", "换了一台", "--photo", str(tmp_path / "oven.jpg"))["state"] == "awaiting"
    assert desk("recheck", job, "pass", "--note", "能热了")["state"] == "closed"

    slip = desk("refer", rider["card"], "--kind", "checkup", "--to", partner, "--consent")
    assert slip["state"] == "issued"
    assert desk("refer-move", slip["referral"], "booked")["state"] == "booked"

    draft = desk("settle", "--merchant", merchant, "--month", month_of(today))
    assert (draft["settlement"], draft["number"], draft["state"]) == (None, None, "draft")
    assert (draft["lines"], draft["subsidy_fen"], draft["held"]) == (1, 500, 0)
    figures = desk("today")
    assert (figures["visits"], figures["persons"], figures["meals"], figures["subsidy_fen"]) == (4, 1, 1, 500)
    assert sum(figures["by_hour"]) == sum(figures["by_group"].values()) == sum(figures["by_how"].values()) == 4

    _papers(desk, tmp_path, merchant, month_of(today), slip["referral"], rider["rider"])
    _tables(desk, tmp_path, today)
    _upkeep(desk, tmp_path, rider["card"], made["recovery"])


def _papers(desk: Desk, place: Path, merchant: str, month: str, referral: str, rider: str) -> None:
    """The papers of an ordinary day, as PDF."""
    first = {"card", "cards", "daily", "health", "inspection", "poster", "settlement"}
    listed = desk.run("print", "--list").document["papers"]
    assert first <= set(listed)
    # tests/integration/cli/test_papers.py prints all that are listed, from a station that has something for each
    listed = sorted(first)
    wanted = {"settlement": ["--id", merchant, "--month", month], "health": ["--id", referral], "card": ["--id", rider]}
    assert {"cards", "poster", "inspection", "daily", "settlement", "health"} <= set(listed)
    lines = []
    for kind in listed:
        given = iter(wanted.get(kind, []))
        options = {name.removeprefix("--"): value for name, value in zip(given, given, strict=True)}
        lines.append({"do": "print", "kind": kind, "output": str(place / f"{kind}.pdf"), **options})
    printed = desk.play(*lines)
    for kind, line in zip(listed, printed, strict=True):
        assert line["ok"], line
        assert {"pages", "file", "digest"} <= set(line)
        assert (place / f"{kind}.pdf").read_bytes().startswith(b"%PDF-")
    one = desk("print", "daily", "-o", str(place / "again.pdf"))
    assert one["pages"] >= 1
    assert (place / "again.pdf").exists()


def _tables(desk: Desk, place: Path, today: str) -> None:
    rows = desk("export", "visits", "--from", today, "--to", today, "-o", str(place / "visits.csv"))
    text = (place / "visits.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(text.decode("utf-8-sig").splitlines()))) == rows["rows"] + 1 == 3
    assert "马向阳" not in text.decode()
    rows = desk("export", "riders", "-o", str(place / "riders.xlsx"))
    book = openpyxl.load_workbook(place / "riders.xlsx")
    assert book.active is not None
    assert book.active.max_row == rows["rows"] + 1 == 3
    book.close()


def _upkeep(desk: Desk, place: Path, card: str, recovery: str) -> None:
    """Backup, more facts, restore into a new epoch, and on another machine by the recovery code."""
    status = desk("status")
    assert status["clock"] == "ok"
    assert status["facts"] == status["waiting"]
    saved = desk("backup", str(place / "evening.qyb"))
    assert (saved["facts"], saved["head"]) == (status["facts"], status["head"])
    late = desk.play({"do": "close_day"}, {"do": "withdraw", "card": card})
    assert all(line["ok"] and line["fact"] for line in late)
    restored = desk("restore", str(place / "evening.qyb"))
    assert restored["facts"] >= saved["facts"] + 1
    verdict = desk("verify")
    assert (verdict["ok"], verdict["epochs"], verdict["facts"]) == (True, 2, restored["facts"])
    assert desk.refused("check-in", card)["error"] == "card_withdrawn", "what was withdrawn stays withdrawn"

    facts = desk.run("facts")
    assert facts.code == 0
    assert len(facts.lines) == restored["facts"]
    assert facts.lines[-1]["epoch"] != status["epoch"]
    newest = desk.run("facts", "--kind", "card.withdrawn", "--after", "1")
    assert [line["kind"] for line in newest.lines] == ["card.withdrawn"]

    elsewhere = Desk(place / "elsewhere", desk.warm)
    elsewhere("restore", str(place / "evening.qyb"), QUANYI_RECOVERY=recovery)
    assert elsewhere("rebuild")["facts"] == saved["facts"] + 1
    assert not any(name.endswith((".log", ".txt")) for name in os.listdir(desk.folder))
