"""Canonical JSON: one spelling, and every other refused."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core import canonical
from desktop.core.canonical import NotCanonical
from tests.strategies import JSON_VALUES, TEXT


class Pair(msgspec.Struct):
    b: Any
    a: int


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@given(JSON_VALUES)
def test_what_is_written_reads_back(value: Any) -> None:
    data = canonical.encode(value)
    again = canonical.decode(data)
    assert again == value
    assert canonical.encode(again) == data


@given(JSON_VALUES)
def test_another_json_writer_told_the_rules_writes_the_same_bytes(value: Any) -> None:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical.encode(value) == plain.encode()


@given(JSON_VALUES, st.data())
def test_white_space_outside_a_text_is_refused(value: Any, data: st.DataObject) -> None:
    loose = json.dumps(value, sort_keys=True, indent=data.draw(st.integers(0, 2)), ensure_ascii=False).encode()
    assume(loose != canonical.encode(value))
    with pytest.raises(NotCanonical):
        canonical.decode(loose)


@given(st.dictionaries(TEXT, st.integers(0, 9), min_size=2, max_size=5))
def test_keys_out_of_order_are_refused(value: dict[str, int]) -> None:
    backwards = json.dumps(dict(sorted(value.items(), reverse=True)), separators=(",", ":"), ensure_ascii=False)
    with pytest.raises(NotCanonical):
        canonical.decode(backwards.encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_are_their_own_spelling(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except NotCanonical:
        return
    assert canonical.encode(value) == data


@given(JSON_VALUES, st.data())
def test_a_flipped_byte_is_refused_or_another_content(value: Any, data: st.DataObject) -> None:
    good = bytearray(canonical.encode(value))
    place = data.draw(st.integers(0, len(good) - 1))
    good[place] ^= data.draw(st.integers(1, 255))
    try:
        other = canonical.decode(bytes(good))
    except NotCanonical:
        return
    assert canonical.encode(other) == bytes(good) != canonical.encode(value)


REFUSED = {
    "float": b"1.0",
    "float in a list": b"[1,2.5]",
    "float deep down": b'{"a":[{"b":1e3}]}',
    "exponent": b"1E3",
    "exponent beyond a double": b"1e400",
    "not a number": b"NaN",
    "infinity": b"-Infinity",
    "minus zero": b"-0",
    "leading zero": b"01",
    "plus sign": b"+1",
    "duplicate keys": b'{"a":1,"a":2}',
    "duplicate keys of one value": b'{"a":1,"a":1}',
    "duplicate keys, one of them escaped": b'{"a":1,"\\u0061":1}',
    "keys out of order": b'{"b":1,"a":2}',
    "white space before": b" 1",
    "white space after": b"1\n",
    "white space within": b'{"a": 1}',
    "escaped letter": b'"\\u0041"',
    "escaped slash": b'"\\/"',
    "escaped Chinese": b'"\\u6cc9"',
    "upper-case escape": b'"\\u001F"',
    "long escape of a line feed": b'"\\u000a"',
    "half a surrogate pair": b'"\\ud800"',
    "a surrogate pair": b'"\\ud83d\\ude00"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "over-long UTF-8": b'"\xc1\x81"',
    "Latin-1": b'"\xe9"',
    "byte order mark": b"\xef\xbb\xbf1",
    "2**63": b"9223372036854775808",
    "-2**63 - 1": b"-9223372036854775809",
    "2**64 - 1": b"18446744073709551615",
    "an integer of 30 digits": b"1" * 30,
    "an integer of 10,000 digits": b"1" * 10_000,
    "an integer of a million digits": b"7" * 1_000_000,
    "5,000 brackets": nested(5_000),
    "a million brackets": nested(1_000_000),
    "brackets that never close": b"[" * 100_000,
    "5,000 objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "nothing": b"",
    "two values": b"1 2",
    "a comment": b"1//",
    "trailing comma": b"[1,]",
    "single quotes": b"'a'",
    "a key without quotes": b"{a:1}",
    "a line feed in a text": b'"a\nb"',
    "a zero byte": b'"\x00"',
    "cut short": b'{"a":1',
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_every_other_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(data)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"9223372036854775807", 2**63 - 1),
        (b"-9223372036854775808", -(2**63)),
        (b'{"a":[true,null,"\xe6\xb3\x89"],"b":{}}', {"a": [True, None, "泉"], "b": {}}),
        (b'"\\u001f\\n\\"\\\\/\x7f"', '\x1f\n"\\/\x7f'),
        ('"𠮷👨‍👩‍👧"'.encode(), "𠮷👨‍👩‍👧"),
    ],
)
def test_the_edges_that_are_allowed(data: bytes, value: Any) -> None:
    assert canonical.decode(data) == value
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    "value",
    [0.0, float("nan"), [1.5], {"a": (1, 2.5)}, 2**63, -(2**63) - 1, {"a": [2**64]}, {1: "a"}, {None: 1}],
)
def test_a_writer_refuses_what_no_reader_would_take(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(value)


def test_depth_is_bounded_the_same_on_every_machine() -> None:
    """Not by what is left of the stack, which differs between programs and versions of Python."""
    assert canonical.decode(nested(canonical.DEEPEST)) is not None
    with pytest.raises(NotCanonical):
        canonical.decode(nested(canonical.DEEPEST + 1))

    objects = b'{"a":' * canonical.DEEPEST + b"[]" + b"}" * canonical.DEEPEST
    with pytest.raises(NotCanonical):
        canonical.decode(objects)
    assert canonical.decode(objects.replace(b"[]", b"1"))

    def further_down(frames: int) -> Any:
        return further_down(frames - 1) if frames else canonical.decode(nested(canonical.DEEPEST))

    assert further_down(400) is not None
    deep: list[Any] = []
    for _ in range(canonical.DEEPEST):
        deep = [deep]
    with pytest.raises(NotCanonical):
        canonical.encode(deep)


def test_structs_are_written_with_sorted_keys_and_checked() -> None:
    assert canonical.encode(Pair(b=[], a=1)) == b'{"a":1,"b":[]}'
    with pytest.raises(NotCanonical):
        canonical.encode(Pair(b=1.5, a=1))


@given(JSON_VALUES, st.integers(-(2**63), 2**63 - 1))
def test_the_trusted_writer_writes_the_same(value: Any, number: int) -> None:
    struct = Pair(b=value, a=number)
    assert canonical.encode_trusted(struct) == canonical.encode(struct)
