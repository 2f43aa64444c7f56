"""验真 at the counter: a paper's code scanned anywhere, pasted in the section, or its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.pages import Tone
from desktop.core.paper_code import About, Origin, issue
from desktop.services.counter import OfficeCounter
from desktop.services.papers import Papers, Wanted
from desktop.services.sections.registry import Sections
from desktop.ui.scan import is_broken
from tests.stations import Station
from tests.torture.paper_codes import STRANGER

WORDS = read_words()["zh"]


@pytest.fixture
def paper(station: Station) -> bytes:
    station.office.visits.by_card(station.by, station.register().card, ["rest"])
    data = Papers(station.desk, station.office, WORDS).freeze(station.by, Wanted("daily"))
    return station.desk.printer.render(data, "zh")


def code_of(pdf: bytes) -> str:
    found = re.search(rb"QYD1\w+", pdf)
    assert found is not None
    return found.group(0).decode()


def test_a_scan_says_what_paper_it_is(station: Station, paper: bytes) -> None:
    before = station.journal()
    answer = OfficeCounter(station.office, station.by).scan_visit(code_of(paper))
    assert (answer.outcome, answer.tone, answer.fact) == ("paper_genuine", Tone.SUCCESS, None)
    first, second = (hint.values["said"] for hint in answer.hints)
    assert first["zh"] == "驿站工作日志 · 曲水亭驿站 · 2026-11-16"  # type: ignore[index]
    assert second["zh"] == "服务人次 1 · 服务人数（登记） 1 · 用餐份数 0"  # type: ignore[index]
    assert station.journal() == before, "nothing is recorded"
    assert not is_broken("QY1" + "A" * 156)


@pytest.mark.parametrize(("change", "outcome"), [(-1, "paper_altered"), (60, "paper_altered"), (4, "paper_altered")])
def test_a_scan_of_an_altered_code(station: Station, paper: bytes, change: int, outcome: str) -> None:
    code = list(code_of(paper))
    code[change] = "B" if code[change] != "B" else "C"
    answer = OfficeCounter(station.office, station.by).scan_visit("".join(code))
    assert (answer.outcome, answer.tone) == (outcome, Tone.REFUSED)


def test_a_scan_of_a_strangers_paper(station: Station) -> None:
    origin = Origin(station.desk.place.site, "daily", 1, "00" * 8, 1, "00" * 8)
    answer = OfficeCounter(station.office, station.by).scan_visit(issue(STRANGER, origin, About()).text)
    assert (answer.outcome, answer.tone) == ("paper_unknown_device", Tone.ATTENTION)


def test_the_section(station: Station, paper: bytes, tmp_path: Path) -> None:
    (tmp_path / "daily.pdf").write_bytes(paper)
    sections = Sections(station.office)

    def ask(**given: str) -> tuple[str, list[str]]:
        done = sections.act(station.by, "paper_check", "check_paper", "", given, "zh")
        return done.said.key, [str(line.title) for line in done.lines]  # type: ignore[union-attr]

    said, lines = ask(paper_file=str(tmp_path / "daily.pdf"))
    assert said == "check.said.genuine"
    assert lines[0] == "驿站工作日志"
    assert "文件与生成时一字不差" in lines
    assert "本机台账中的这一条与报表一致" in lines
    assert ask(paper_code=code_of(paper))[0] == "check.said.genuine"
    assert ask(paper_code="QYD1AAAA")[0] == "check.said.altered"
    assert ask(paper_code="hello")[0] == "check.said.not_ours"
    with pytest.raises(Refused, match="'field_missing'"):
        ask()
    with pytest.raises(Refused, match="'paper_file_missing'"):
        ask(paper_file=str(tmp_path / "none.pdf"))
