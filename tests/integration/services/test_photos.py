"""Photos: small and clean, whatever a phone or an enemy hands in."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from desktop.core.errors import Refused
from desktop.photos import KEPT_MOST, SIDE_MOST, clean_photo
from desktop.services.answers import read_photo
from tests.busy import picture


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def opened(data: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(data))
    made.load()
    return made


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (width, height), random.Random(1).randbytes(width * height * bands))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_what_a_phone_tells_about_itself_is_dropped() -> None:
    """EXIF with place and owner, comments, XMP, colour profiles."""
    exif = Image.Exif()
    exif[Base.Make] = "SecretPhone"
    exif[Base.ImageDescription] = "WangXiulan"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (36.0, 40.0, 12.0)
    raw = picture(exif=exif, comment=b"SecretComment WangXiulan", xmp=b"<x>SecretXmp</x>", icc_profile=b"SecretProfile")
    for text in (b"SecretPhone", b"SecretComment", b"SecretXmp", b"SecretProfile"):
        assert text in raw, "the control"
    clean = clean_photo(raw)
    for text in (b"Secret", b"WangXiulan", b"Exif", b"http:"):
        assert text not in clean
    made = opened(clean)
    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_it_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    made = opened(clean_photo(picture(300, 200, exif=exif)))
    assert made.size == (200, 300)


@pytest.mark.parametrize("size", [(4000, 3000), (6000, 300), (1601, 10), (1, 1), (1600, 1600)])
def test_at_most_400_kb_and_1600_pixels(size: tuple[int, int]) -> None:
    clean = clean_photo(saved(noise(*size), "JPEG", quality=95))
    made = opened(clean)
    assert len(clean) <= KEPT_MOST == 400_000
    assert made.format == "JPEG"
    assert max(made.size) <= SIDE_MOST
    assert min(made.size) >= 1


def sorts() -> dict[str, bytes]:
    """A picture of every format in every mode that it holds."""
    found: dict[str, bytes] = {}
    for kind in ("PNG", "GIF", "BMP", "TIFF", "WEBP", "JPEG"):
        for mode in ("RGB", "L", "P", "RGBA", "1", "CMYK", "LA", "I;16"):
            image = noise(40, 30).convert("L" if mode == "I;16" else mode)
            image = image.convert("I").convert("I;16") if mode == "I;16" else image
            with contextlib.suppress(OSError, ValueError):
                found[f"{kind} {mode}"] = saved(image, kind)
    return found


@pytest.mark.parametrize("raw", sorts().values(), ids=sorts())
def test_every_sort_of_picture(raw: bytes) -> None:
    made = opened(clean_photo(raw))
    assert (made.size, made.mode) == ((40, 30), "RGB")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xd8\xff",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "照片".encode(),
        bytes(5000),
        picture()[:-200],
        picture()[:300],
        saved(noise(64, 64), "PNG")[:-60],
    ],
    ids=["empty", "three bytes", "pdf", "svg", "text", "zeros", "cut", "cut short", "cut png"],
)
def test_what_is_no_picture(raw: bytes) -> None:
    with refused("photo_not_a_picture"):
        clean_photo(raw)


def test_sixty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    raw = bytes(60 * 1024 * 1024)
    with refused("photo_too_large") as caught:
        clean_photo(raw)
    assert caught.value.values == {"most": 30, "size": 60}
    file = tmp_path / "large.jpg"
    with file.open("wb") as out:
        out.truncate(60 * 1024 * 1024)
    with refused("photo_too_large"):
        read_photo(file)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is vast."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(9_000, 9_000), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_decompression_bombs(size: tuple[int, int]) -> None:
    with refused("photo_too_large"):
        clean_photo(bomb(*size))


def test_damaged_pictures_are_refused_and_never_crash() -> None:
    """Every format with bytes changed at random: a picture comes of it, or the sentence does."""
    chance = random.Random(7)
    exif = Image.Exif()
    exif[Base.Orientation] = 3
    exif[Base.Make] = "Phone"
    sources = [picture(64, 48, exif=exif)]
    sources += [saved(noise(40, 30), kind) for kind in ("PNG", "GIF", "BMP", "TIFF", "WEBP")]
    sources += [
        saved(noise(40, 30).convert("P"), "PNG", transparency=b"\x00\x80"),
        saved(noise(40, 30), "TIFF", compression="tiff_lzw"),
    ]
    came = {"kept": 0, "refused": 0}
    for source in sources:
        for _ in range(60):
            raw = bytearray(source)
            for _ in range(chance.choice((1, 3, 20))):
                # the first bytes are headers, where more can go wrong
                at = chance.randrange(min(len(raw), chance.choice((64, 400, len(raw)))))
                raw[at] = chance.randrange(256)
            try:
                clean = clean_photo(bytes(raw))
            except Refused:
                came["refused"] += 1
            else:
                assert len(clean) <= KEPT_MOST
                came["kept"] += 1
    assert min(came.values()) > 20, came
