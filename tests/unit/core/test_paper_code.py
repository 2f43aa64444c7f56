"""Codes of papers: what goes in comes out, one text a code, and nothing altered holds."""

from __future__ import annotations

import datetime
from dataclasses import replace

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core import paper_code
from desktop.core.keys import DeviceKey
from desktop.core.paper_check import (
    CheckedPaper,
    FileState,
    Known,
    Looked,
    Verdict,
    Why,
    check_code,
    check_file,
    compare,
)
from desktop.core.paper_code import FIGURES, About, NotAPaper, Origin, Trust
from desktop.core.paper_seal import code_in, file_state, signed_file
from tests.torture.paper_codes import ABOUT, KEY, KNOWN, ORIGIN, STRANGER
from tests.vectors.make import PLACE

CODE = paper_code.issue(KEY, ORIGIN, ABOUT)
KEYS = dict(KNOWN.keys)
DAYS = st.dates(datetime.date(2000, 1, 2), datetime.date(2179, 1, 1)).map(datetime.date.isoformat)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=11)
FILE = b"%PDF-1.4\n/Keywords (" + CODE.text.encode() + b")\n%%EOF\n"


@st.composite
def abouts(draw: st.DrawFn) -> About:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    names = draw(st.lists(st.sampled_from(FIGURES), max_size=6, unique=True))
    figures = tuple((name, draw(st.integers(-(2**62) + 1, 2**62 - 1))) for name in names)
    spans = draw(st.sampled_from(((first, last), ("", ""))))
    return About(*spans, figures, draw(TEXTS), draw(st.booleans()), draw(TEXTS))


@given(abouts(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.booleans())
def test_what_goes_in_comes_out(about: About, made: int, seq: int, practice: bool) -> None:
    origin = replace(ORIGIN, made=made, seq=seq, practice=practice)
    assume(about.number.isprintable() and about.whom.isprintable())
    code = paper_code.issue(KEY, origin, about)
    assert paper_code.check(code.text, KEYS) == (code, Trust.VERIFIED)
    assert (code.origin, code.about, code.device) == (origin, about, KEY.key_id)
    assert paper_code.issue(KEY, origin, about) == code, "the same data, the same code"


def test_scanners_that_type_small_or_wide_letters_are_understood() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in CODE.text)
    for text in (CODE.text.lower(), f" {CODE.text}\r\n", wide):
        assert paper_code.check(text, KEYS)[0] == CODE


def test_every_letter_counts() -> None:
    for at in range(4, len(CODE.text)):
        other = "A" if CODE.text[at] != "A" else "B"
        with pytest.raises(NotAPaper) as raised:
            paper_code.check(CODE.text[:at] + other + CODE.text[at + 1 :], KEYS)
        assert raised.value.altered


def test_a_code_of_a_device_that_nobody_told_of() -> None:
    assert check_code(CODE.text, Known({}, {})) == CheckedPaper(Verdict.UNKNOWN_DEVICE, CODE)
    forged = paper_code.issue(DeviceKey(bytes(range(64, 96))), ORIGIN, ABOUT).text
    assert check_code(forged, KNOWN).verdict is Verdict.UNKNOWN_DEVICE


@pytest.mark.parametrize(("revoked", "verdict"), [(0, "revoked_device"), (1, "genuine")])
def test_a_device_that_was_revoked(revoked: int, verdict: str) -> None:
    """At the second itself it counts no more; what it made before does."""
    known = Known(KEYS, {KEY.key_id: ORIGIN.made + revoked})
    assert check_code(CODE.text, known).verdict == verdict


@pytest.mark.parametrize("text", ["", "QY1AAAA", "https://example.com", "QYC1", "六位数", "QYD2" + CODE.text[4:]])
def test_what_is_no_code_of_a_paper(text: str) -> None:
    assert check_code(text, KNOWN) == CheckedPaper(Verdict.NOT_OURS)


@pytest.mark.parametrize(
    ("origin", "about"),
    [
        (replace(ORIGIN, kind="Settlement"), ABOUT),
        (replace(ORIGIN, kind=""), ABOUT),
        (ORIGIN, replace(ABOUT, first="2026-11-01")),
        (ORIGIN, replace(ABOUT, first="")),
        (ORIGIN, replace(ABOUT, number="编" * 17)),
        (ORIGIN, replace(ABOUT, whom="\n")),
        (ORIGIN, replace(ABOUT, figures=(("meals", 2**62),))),
        (ORIGIN, replace(ABOUT, figures=(("no_such_figure", 1),))),
    ],
)
def test_what_does_not_fit_is_refused(origin: Origin, about: About) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        paper_code.issue(KEY, origin, about)


def test_the_vectors_hold() -> None:
    case = msgspec.json.decode((PLACE / "paper_code.json").read_bytes())
    known = {DeviceKey(bytes(range(32))).key_id: bytes.fromhex(case["device_key"])}
    code, trust = paper_code.check(case["text"], known)
    assert trust is Trust.VERIFIED
    assert (code.digits, dict(code.about.figures), code.about.whom) == (case["digits"], case["figures"], case["whom"])
    assert tuple(case["figure_names"]) == FIGURES
    for text in case["refused"]:
        with pytest.raises(NotAPaper):
            paper_code.check(text, known)
    assert file_state(case["file_signed"].encode(), known)[0] is FileState.WHOLE


# files


def never() -> Looked:
    raise AssertionError("nothing need be drawn")


def test_a_file_as_it_was_made() -> None:
    signed = signed_file(KEY, FILE)
    assert signed.startswith(FILE)
    assert code_in(signed) == CODE.text
    assert check_file(signed, KNOWN, never) == CheckedPaper(Verdict.GENUINE, CODE, file=FileState.WHOLE)


def test_no_byte_of_a_file_may_change() -> None:
    signed = signed_file(KEY, FILE)
    for at in range(len(FILE)):
        changed = bytearray(signed)
        changed[at] ^= 1
        found = check_file(bytes(changed), KNOWN, lambda: Looked((CODE.text,)))
        if at >= 5:  # before that it is no PDF, and is looked at as a picture
            assert found.verdict in (Verdict.ALTERED, Verdict.NOT_OURS), at


def test_what_was_written_behind_the_last_line() -> None:
    found = check_file(signed_file(KEY, FILE) + b"1 0 obj\nendobj\n", KNOWN, never)
    assert (found.verdict, found.why, found.file) == (Verdict.ALTERED, Why.FILE, FileState.CHANGED)


def test_our_code_in_a_file_that_another_device_signed() -> None:
    found = check_file(signed_file(STRANGER, FILE), KNOWN, never)
    assert (found.verdict, found.why) == (Verdict.ALTERED, Why.FILE)


@pytest.mark.parametrize(
    ("looked", "verdict", "why"),
    [
        (Looked((CODE.text,)), Verdict.GENUINE, Why.NOTHING),
        (Looked((), "219 2,168.10 1,007.40"), Verdict.GENUINE, Why.NOTHING),
        (Looked((CODE.text, "https://x"), "219份 2,168.10元 1,007.40"), Verdict.GENUINE, Why.NOTHING),
        (Looked((CODE.text,), "219 2,168.10 9,007.40"), Verdict.ALTERED, Why.FIGURES),
        (Looked((CODE.text,), "219 2,168.10 11,007.40"), Verdict.ALTERED, Why.FIGURES),
        (Looked((CODE.text,), "1,219 2,168.10 1,007.40"), Verdict.ALTERED, Why.FIGURES),
        (Looked((CODE.text, paper_code.issue(STRANGER, ORIGIN, ABOUT).text)), Verdict.ALTERED, Why.TWO_CODES),
        (Looked((paper_code.issue(KEY, ORIGIN, About()).text,)), Verdict.ALTERED, Why.TWO_CODES),
    ],
)
def test_a_file_that_another_program_saved(looked: Looked, verdict: Verdict, why: Why) -> None:
    found = check_file(FILE, KNOWN, lambda: looked)
    assert (found.verdict, found.why, found.file) == (verdict, why, FileState.UNSIGNED)


def test_a_picture_without_a_code() -> None:
    assert check_file(b"\x89PNG", KNOWN, lambda: Looked(("QY1ABC",))).verdict is Verdict.NOT_OURS


def test_which_figures_are_looked_for() -> None:
    assert compare(CODE, "219, 2,168.10。1,007.40") == (("meals", "taken_fen", "subsidy_fen"), ())
    assert compare(CODE, "2190 2,168.105 1,007.40") == (("meals", "taken_fen", "subsidy_fen"), ("meals", "taken_fen"))
