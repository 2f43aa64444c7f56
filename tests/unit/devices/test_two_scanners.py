"""Two scanners at once are one keyboard to the system: their letters come mixed. Nothing wrong may be recorded, and
whoever was not read is asked to scan again.
"""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.core import card
from desktop.core.keys import DeviceKey
from desktop.devices.burst import BurstDetector, plain
from desktop.ui.scan import card_in, is_broken

KEY = DeviceKey(b"\x07" * 32)
FIRST = card.issue(KEY, "11111111-1111-4111-8111-111111111111", "courier", 1_700_000_000, 730).text
SECOND = card.issue(KEY, "22222222-2222-4222-8222-222222222222", "courier", 1_700_000_100, 730).text
END = "\r"


def heard(keys: str, gap_ms: float = 2.0) -> list[str]:
    """The scans that a stream of keys comes to, keys at a scanner's pace."""
    detector, at, scans = BurstDetector(), 0.0, []
    for key in keys:
        at += gap_ms
        decision = detector.press(key, "" if key == END else key, at, ends=key == END)
        if decision.scan:
            scans.append(plain(decision.scan))
    return scans


def recorded(scan: str) -> str:
    """What the counter would record of a scan: a card, or nothing."""
    if is_broken(scan):
        return ""
    try:
        return card.read(card_in(scan))[0].text
    except card.NotACard:
        return ""


def mixed(first: str, second: str, turns: list[bool]) -> str:
    """Keys of both in their own order, whose turn it is as `turns` says."""
    a, b, out = list(first), list(second), []
    for turn in turns:
        if not a or not b:
            break
        out.append((a if turn else b).pop(0))
    return "".join(out + a + b)


LONG = 2 * (card.LENGTH + 1)


@given(st.lists(st.booleans(), min_size=LONG, max_size=LONG))
@example([True] * LONG)
@example([True, False] * (LONG // 2))
@example([True] * card.LENGTH + [False] * 3 + [True] * (LONG - card.LENGTH - 3))
@settings(max_examples=120, deadline=None)
def test_nothing_but_one_of_the_two_is_ever_recorded(turns: list[bool]) -> None:
    scans = heard(mixed(FIRST + END, SECOND + END, turns))
    found = [recorded(scan) for scan in scans]
    assert set(found) <= {FIRST, SECOND, ""}
    assert sum(found.count(text) for text in (FIRST, SECOND)) == len(set(found) - {""})
    if {FIRST, SECOND} - set(found):  # one of them was not read: an answer asks to scan again
        assert "" in found


@given(st.integers(1, card.LENGTH - 1), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_card_with_letters_missing_is_never_another(cut: int, front: bool) -> None:
    text = FIRST[cut:] if front else FIRST[:cut]
    assert recorded(text) == ""
    if len(text) >= 12:
        assert is_broken(text)


def test_one_after_the_other_both_are_read() -> None:
    assert [recorded(scan) for scan in heard(FIRST + END + SECOND + END)] == [FIRST, SECOND]


def test_letter_by_letter_both_are_broken_and_both_ask_again() -> None:
    scans = heard(mixed(FIRST + END, SECOND + END, [True, False] * LONG))
    assert scans
    assert all(is_broken(scan) for scan in scans if len(scan) >= 12)
    assert not any(recorded(scan) for scan in scans)


def test_a_card_and_what_is_none_of_ours_are_not_broken() -> None:
    assert not is_broken(FIRST)
    assert not is_broken(f"]Q3{FIRST}*")
    assert not is_broken(FIRST.lower())
    for other in ("6901234567892", "https://example.com/A", "SF1234567890123", "{}", "你好你好你好你好你好你好"):
        assert not is_broken(other)
