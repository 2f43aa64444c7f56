"""What is a scan and what is a person, without a window."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.devices.burst import BurstDetector, SameCode, Verdict, may_be_scanned, plain

CARD = "QY1" + "ABCDEFGH234567" * 4


class Bench:
    """Plays keys and writes down what came out, in order."""

    def __init__(self, detector: BurstDetector | None = None) -> None:
        self.detector = detector or BurstDetector()
        self.out: list[object] = []
        self.scans: list[str] = []
        self.at = 1000.0
        self._names = count()

    def key(self, text: str, gap: float, *, person: bool = False) -> None:
        self.at += gap
        ends = text in ("\r", "\t")
        decision = self.detector.press(text, "" if ends else text, self.at, ends=ends, person=person)
        self.out.extend(decision.release)
        if decision.verdict is Verdict.PASS:
            self.out.append(text)
        if decision.scan:
            self.scans.append(decision.scan)

    def type(self, text: str, gap: float) -> None:
        for letter in text:
            self.key(letter, gap)

    def rest(self) -> None:
        self.out.extend(self.detector.give_back())


@pytest.mark.parametrize("end", ["\r", "\t"])
@pytest.mark.parametrize("gap", [0, 1, 10, 35])
def test_a_burst_with_an_end_is_a_scan(gap: float, end: str) -> None:
    bench = Bench()
    bench.type(CARD + end, gap)
    assert bench.scans == [CARD]
    assert bench.out == []


@pytest.mark.parametrize("gap", [36, 60, 120])
def test_a_person_never_scans(gap: float) -> None:
    bench = Bench()
    bench.type("shandongjinan\r", gap)
    assert bench.scans == []
    assert "".join(map(str, bench.out)) == "shandongjinan\r"


def test_a_short_burst_goes_back_to_the_page() -> None:
    bench = Bench()
    bench.type("1234567\r", 5)
    assert bench.scans == []
    assert bench.out == list("1234567\r")


def test_a_burst_without_an_end_goes_back() -> None:
    bench = Bench()
    bench.type(CARD, 5)
    assert not bench.detector.is_over(bench.at + 500)
    assert bench.detector.is_over(bench.at + 501)
    bench.rest()
    assert bench.out == list(CARD)


@pytest.mark.parametrize("code", [CARD, CARD[3:]])
def test_a_busy_moment_does_not_break_a_code(code: str) -> None:
    bench = Bench()
    bench.type(code[:20], 5)
    bench.key(code[20], 140)
    bench.type(code[21:] + "\r", 5)
    assert bench.scans == [code]
    assert bench.out == []


@pytest.mark.parametrize("before", range(1, 8))
@pytest.mark.parametrize("card", [CARD, CARD.lower()])
def test_a_busy_moment_at_the_beginning_of_our_code_does_not_break_it(before: int, card: str) -> None:
    bench = Bench()
    bench.type(card[:before], 5)
    bench.key(card[before], 140 if before < 3 else 490)
    bench.type(card[before + 1 :] + "\r", 5)
    small_letter_alone = before == 1 and card.islower()
    assert bench.scans == [card[1:] if small_letter_alone else card]
    assert bench.out == ([card[0]] if small_letter_alone else [])


def test_a_person_who_copies_a_code_is_not_a_scanner() -> None:
    bench = Bench()
    bench.type(CARD + "\r", 75)
    assert bench.scans == []
    assert "".join(map(str, bench.out)) == CARD + "\r"


def test_other_codes_do_not_pause_at_their_beginning() -> None:
    bench = Bench()
    bench.type("690", 5)
    bench.key("1", 140)
    bench.type("02345678\r", 5)
    assert bench.out == list("690")


def test_typing_just_before_a_scan_stays_typing() -> None:
    bench = Bench()
    bench.type("wang", 90)
    bench.at += 60
    bench.type(CARD + "\r", 8)
    bench.rest()
    assert bench.scans == [CARD]
    assert bench.out == list("wang")


def test_the_line_feed_of_a_scanner_is_dropped_too() -> None:
    bench = Bench()
    bench.type(CARD + "\r\r", 5)
    assert bench.scans == [CARD]
    assert bench.out == []
    bench.key("\r", 200)
    assert bench.out == ["\r"]


def test_a_key_held_down_is_a_person() -> None:
    bench = Bench()
    for _ in range(20):
        bench.key("a", 30, person=True)
    bench.key("\r", 30)
    assert bench.scans == []
    assert bench.out == ["a"] * 20 + ["\r"]


def test_two_equal_letters_at_once_are_no_key_held_down() -> None:
    bench = Bench()
    bench.key("Q", 5)
    assert bench.detector.is_fast(bench.at)
    assert bench.detector.is_fast(bench.at + 14)
    assert not bench.detector.is_fast(bench.at + 25)
    bench.rest()
    assert not bench.detector.is_fast(bench.at)


def test_two_scanners_one_after_the_other() -> None:
    bench = Bench()
    bench.type(CARD + "\r", 5)
    bench.type(CARD[::-1] + "\t", 20)
    assert bench.scans == [CARD, CARD[::-1]]


def test_gap_and_length_can_be_set() -> None:
    bench = Bench(BurstDetector(gap_ms=60, shortest=4))
    bench.type("6901\r", 55)
    assert bench.scans == ["6901"]


@given(st.lists(st.tuples(st.sampled_from("ab1\r\t"), st.integers(0, 120), st.booleans()), max_size=60))
def test_nothing_is_lost_or_reordered(keys: list[tuple[str, int, bool]]) -> None:
    """What comes out, with scans put back where they were, is what went in (ends of scans aside)."""
    bench = Bench()
    seen: list[str] = []
    for text, gap, person in keys:
        before = len(bench.scans)
        bench.key(text, gap, person=person)
        if len(bench.scans) > before:
            seen = seen[: len(seen) - len(bench.scans[-1])]
        elif text not in "\r\t" or bench.out[-1:] == [text]:
            seen.append(text)
    bench.rest()
    assert [key for key in bench.out if key not in "\r\t"] == [key for key in seen if key not in "\r\t"]


@given(st.lists(st.tuples(st.sampled_from("abc123\r"), st.integers(60, 400)), max_size=80))
def test_no_person_is_ever_a_scan(keys: list[tuple[str, int]]) -> None:
    bench = Bench()
    for text, gap in keys:
        bench.key(text, gap)
    bench.rest()
    assert bench.scans == []
    assert bench.out == [text for text, _ in keys]


def test_the_same_code_counts_once_while_it_is_seen() -> None:
    same = SameCode()
    assert same.is_new("A", 0)
    assert not same.is_new("A", 1400)
    assert not same.is_new("A", 2800)
    assert same.is_new("B", 2900)
    assert same.is_new("A", 3000)
    assert same.is_new("A", 4600)


def test_full_width_and_control_letters() -> None:
    assert plain("ＱＹ１ＡＢＣ\x1d") == "QY1ABC"
    assert [may_be_scanned(text) for text in ("ＱＹ１ＡＢＣ", "QY1ABC")] == [True, True]
    assert [may_be_scanned(text) for text in ("曲水亭", "")] == [False, False]
