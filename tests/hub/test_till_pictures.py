"""Pictures of cards at the hub: read as phones take them, bounded before they are opened, never kept."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import uuid
import zlib

import pytest
from PIL import Image

from desktop.core import card, keys
from desktop.core.errors import Refused
from hub.card_picture import RAW_MOST, card_in
from tests.hub.counter import Counter, said
from tests.hub.snapshots import card_image, snapshot
from tests.hub.test_till import SERVED

KEY = keys.DeviceKey(b"\x05" * 32)


def text() -> str:
    return card.issue(KEY, str(uuid.uuid4()), "courier", 1_795_000_000, 730).text


def encoded(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it has so many dots a side."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("metres", "turned"), [(0.16, 0), (0.22, 90), (0.3, 180)])
def test_a_card_is_read_as_phones_see_it(metres: float, turned: int) -> None:
    wanted = text()
    assert card_in(snapshot(wanted, metres, turned=turned, seed=turned + 1)) == wanted


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_each_format_of_phones(kind: str) -> None:
    wanted = text()
    assert card_in(encoded(card_image(wanted), kind)) == wanted


def test_a_code_on_nothing_is_read_as_on_white() -> None:
    wanted = text()
    face = card_image(wanted)
    clear = Image.new("RGBA", face.size, (0, 0, 0, 0))
    clear.putalpha(face.point([255 - level for level in range(256)]))
    assert card_in(encoded(clear, "PNG")) == wanted


def test_the_card_goes_before_another_code_beside_it() -> None:
    import qrcode

    wanted = text()
    face = card_image(wanted)
    advert = qrcode.make("https://example.cn/advert").convert("L")
    both = Image.new("L", (face.width + advert.width + 40, max(face.height, advert.height)), 255)
    both.paste(advert, (0, 0))
    both.paste(face, (advert.width + 40, 0))
    assert card_in(encoded(both, "PNG")) == wanted


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "till_picture_wrong"),
        (b"GIF89a" + b"\0" * 100, "till_picture_wrong"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 200, "till_picture_wrong"),
        (b"%PDF-1.7\n", "till_picture_wrong"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "till_picture_wrong"),
        (bomb(60_000), "till_picture_large"),
        (bomb(9_000), "till_picture_large"),
        (encoded(Image.new("L", (900, 600), 200), "JPEG"), "till_no_code"),
        (encoded(Image.new("L", (1, 1), 200), "PNG"), "till_no_code"),
    ],
)
def test_what_is_no_card_is_told(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        card_in(raw)
    assert refused.value.code == code


def test_damaged_pictures_break_nothing() -> None:
    wanted = text()
    whole = snapshot(wanted)
    for at in range(20, len(whole), len(whole) // 5):
        for raw in (whole[:at], whole[:at] + b"\xff\xd8\xff" + whole[at + 3 :]):
            # enough may be left to read it
            with contextlib.suppress(Refused):
                assert card_in(raw) == wanted


def test_a_large_picture_costs_little_memory() -> None:
    """What Python itself takes; a JPEG of 48 million dots is opened at a fraction."""
    raw = encoded(Image.new("L", (8_000, 6_000), 180), "JPEG", quality=40)
    tracemalloc.start()
    with pytest.raises(Refused):
        card_in(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024 * 1024


def test_over_the_page_a_picture_serves_and_what_is_none_has_its_sentence(counter: Counter) -> None:
    phone, kept = counter.cashier(counter.merchant("拍照快餐"), "拍照 甲"), beside(counter)
    served = phone.send(photo=snapshot(counter.rider()))
    assert said(served) == SERVED
    before = counter.ring.entries()
    for raw, sentence in (
        (b"not a picture", "这张照片打不开"),
        (bomb(60_000), "这张照片太大"),
        (encoded(Image.new("L", (900, 600), 200), "JPEG"), "照片里没找到码"),
    ):
        answer = phone.send(photo=raw)
        assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "请先拍服务卡" in phone.send().text
    assert phone.send(photo=b"\xff" * (RAW_MOST + 70_000)).status_code == 413
    other = card.issue(KEY, str(uuid.uuid4()), "courier", counter.clock.now() // 1_000, 730, practice=True).text
    assert said(phone.send(photo=snapshot_of_practice(other))) == "这是练习卡"
    assert counter.ring.entries() == before
    assert beside(counter) == kept


def beside(counter: Counter) -> int:
    """Files that the hub keeps."""
    with counter.ring.parts.database.read() as session:
        return int(session.row("SELECT count(*) FROM beside")[0])


def snapshot_of_practice(text_: str) -> bytes:
    import qrcode

    return encoded(qrcode.make(text_).convert("L"), "PNG")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n",
        b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc',
        b"--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="' + b"a" * 5_000 + b'"\r\n\r\n1\r\n--x--\r\n',
    ],
)
def test_broken_forms_are_refused(counter: Counter, body: bytes) -> None:
    phone = counter.cashier(counter.merchant(f"坏表 {uuid.uuid4().hex[:6]}"), f"坏表 {uuid.uuid4().hex[:6]}")
    headers = {**phone._headers(), "Content-Type": "multipart/form-data; boundary=x"}
    before = counter.ring.entries()
    assert counter.ring.client.post("/till", content=body, headers=headers).status_code in (403, 413)
    assert counter.ring.entries() == before
