"""The scanner's test: what it makes of keys and times."""

from __future__ import annotations

import pytest

from desktop.devices.burst import BurstDetector, trimmed
from desktop.devices.self_test import Fault, Recorder, Run, Stroke, gap_for, judge

CODE = "QY1" + "A7" * 78


def run_of(text: str, gap: float, end: str = "enter", **how: bool) -> Run:
    recorder, at = Recorder(), 1000.0
    for letter in text:
        assert recorder.press(Stroke(letter, at, **how)) is None
        at += gap
    run = recorder.press(Stroke("", at, end)) if end else recorder.silence()
    assert run is not None
    return run


@pytest.mark.parametrize(
    ("text", "gap", "end", "fault"),
    [
        (CODE, 4, "enter", None),
        (CODE, 35, "tab", None),
        (CODE, 4, "", Fault.NO_END),
        (CODE, 36, "enter", Fault.SLOW),
        (CODE, 109, "enter", Fault.SLOW),
        (CODE, 110, "enter", Fault.TYPED),
        ("1234", 4, "enter", Fault.SHORT),
        ("zhaoguoqing", 90, "enter", Fault.TYPED),
        ("a", 0, "", Fault.TYPED),
    ],
)
def test_says_what_keeps_it_from_being_a_scan(text: str, gap: float, end: str, fault: Fault | None) -> None:
    assert judge(run_of(text, gap, end), BurstDetector()) is fault


def test_the_limits_are_those_of_real_scans() -> None:
    assert judge(run_of(CODE, 60), BurstDetector(gap_ms=80)) is None
    assert judge(run_of("1234", 4), BurstDetector(shortest=4)) is None


def test_figures_and_letters() -> None:
    run = run_of("ＱＹ１ＡＡＡＡＡ", 5, "line_feed", locked=True)
    assert (run.text, run.keys) == ("QY1AAAAA", "ＱＹ１ＡＡＡＡＡ")
    assert (run.gap_ms, run.longest_ms, run.took_ms, run.end) == (5, 5, 35, "line_feed")
    assert (run.wide, run.locked, run.composed) == (True, True, False)


def test_a_whole_code_from_an_input_method_is_one() -> None:
    recorder = Recorder()
    recorder.press(Stroke(CODE, 5.0, composed=True))
    run = recorder.press(Stroke("", 6.0, "enter"))
    assert run is not None
    assert judge(run, BurstDetector()) is None


def test_a_line_feed_behind_an_enter_ends_nothing_again() -> None:
    recorder = Recorder()
    recorder.press(Stroke("A", 0))
    assert recorder.press(Stroke("", 1, "enter")) is not None
    assert recorder.press(Stroke("", 2, "line_feed")) is None
    assert recorder.silence() is None


@pytest.mark.parametrize("gap", [36, 50, 70, 95])
def test_the_gap_that_is_offered_lets_the_same_scanner_pass(gap: float) -> None:
    run = run_of(CODE, gap)
    assert judge(run, BurstDetector(gap_ms=gap_for(run))) is None


def test_what_stands_around_a_code_is_left_out() -> None:
    assert trimmed("]Q3" + CODE + "*", "]Q3", "*") == CODE
    assert trimmed(CODE + "*", "]Q3", "*") == CODE
    assert trimmed(CODE, "", "") == CODE
