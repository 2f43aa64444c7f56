"""Sticks: round trips, cuts told, alterations refused, and nothing readable for whoever finds one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import stick
from desktop.core.keys import DeviceKey
from desktop.core.stick import BadStick, Frames, StickHeader

DEVICE, HUB = DeviceKey(bytes(range(32))), DeviceKey(bytes(range(1, 33)))
HEADER = StickHeader(1, DEVICE.device, "ab" * 16, HUB.device, 1_794_801_600_000)
frames = st.lists(st.tuples(st.sampled_from("BSNPKFC"), st.binary(max_size=200)), max_size=6)


def written(content: list[tuple[str, bytes]]) -> bytes:
    return b"".join(stick.write(stick.STICK, DEVICE, HEADER, HUB.public, content))


def taken(data: bytes) -> tuple[list[tuple[str, bytes]], bool]:
    header, text, signature, at = stick.read_header(data, stick.STICK, StickHeader)
    if header != HEADER or not stick.signed_by(DEVICE.public, stick.STICK, text, signature):
        raise BadStick("signature")
    found = Frames(data, at, HUB.seed)
    return list(found), found.whole


@given(frames)
def test_what_goes_on_comes_off(content: list[tuple[str, bytes]]) -> None:
    assert taken(written(content)) == (content, True)


@given(frames, st.data())
def test_a_cut_is_told_and_what_came_is_kept(content: list[tuple[str, bytes]], data: st.DataObject) -> None:
    whole = written(content)
    begin = stick.read_header(whole, stick.STICK, StickHeader)[3]
    came, is_whole = taken(whole[: data.draw(st.integers(begin, len(whole) - 1))])
    assert not is_whole
    assert came == content[: len(came)]


@given(frames, st.data())
def test_an_altered_byte_is_never_taken_for_content(content: list[tuple[str, bytes]], data: st.DataObject) -> None:
    altered = bytearray(written(content))
    at = data.draw(st.integers(0, len(altered) - 1))
    altered[at] ^= data.draw(st.integers(1, 255))
    try:
        came, is_whole = taken(bytes(altered))
    except BadStick:
        return
    assert came == content[: len(came)]
    assert not is_whole


def test_frames_in_another_order_or_left_out_are_noticed() -> None:
    content = [("B", b"one"), ("B", b"two"), ("B", b"three")]
    whole = written(content)
    begin = stick.read_header(whole, stick.STICK, StickHeader)[3]
    pieces = list(stick.write(stick.STICK, DEVICE, HEADER, HUB.public, content))
    with pytest.raises(BadStick, match="stick_damaged"):
        taken(b"".join([whole[:begin], pieces[2], pieces[1], *pieces[3:]]))
    with pytest.raises(BadStick, match="stick_damaged"):
        taken(b"".join([pieces[0], pieces[1], *pieces[3:]]))
    assert taken(whole + b"more") == (content, False)


def test_only_the_hub_reads_it() -> None:
    data = written([("S", "张三 13805310427 藿香正气".encode())])
    assert "张三".encode() not in data
    assert b"1380531" not in data
    with pytest.raises(BadStick, match="sealed_for_other"):
        list(Frames(data, stick.read_header(data, stick.STICK, StickHeader)[3], DEVICE.seed))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    for text in (data, stick.STICK + data):
        with pytest.raises(BadStick):
            stick.read_header(text, stick.STICK, StickHeader)
