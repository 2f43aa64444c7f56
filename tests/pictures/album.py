"""The album: one lossless picture a page, language and text size, under `tests/pictures/kept`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPixmap

from tests.out import OUT

KEPT = Path(__file__).parent / "kept"
DIFFERS = OUT / "pictures-differ"


def picture(grabbed: QPixmap) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    grabbed.toImage().save(buffer, "BMP")
    return Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")


def keep(name: str, seen: Image.Image) -> None:
    KEPT.mkdir(exist_ok=True)
    seen.save(KEPT / f"{name}.webp", lossless=True, quality=100, method=4)


def compare(name: str, seen: Image.Image) -> str:
    """Empty when `seen` is the kept picture to the last point; else what differs, with both laid beside each other in
    `out/pictures-differ`.
    """
    place = KEPT / f"{name}.webp"
    if not place.exists():
        return f"{name}: not in the album"
    kept = Image.open(place).convert("RGB")
    if kept.size == seen.size:
        box = ImageChops.difference(kept, seen).getbbox()
        if box is None:
            return ""
    else:
        box = (0, 0, *seen.size)
    DIFFERS.mkdir(parents=True, exist_ok=True)
    beside = Image.new("RGB", (kept.width + seen.width, max(kept.height, seen.height)), "white")
    beside.paste(kept, (0, 0))
    beside.paste(seen, (kept.width, 0))
    beside.save(DIFFERS / f"{name}.png")
    return f"{name}: differs within {box}"
