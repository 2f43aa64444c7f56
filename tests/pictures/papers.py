"""The album of papers: one small lossless grey picture of each page in Chinese, under `tests/pictures/papers`.

Drawn by PDFium, which comes with the locked libraries: poppler is the system's, and another release of it smooths
letters another way.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from tests.out import OUT

KEPT = Path(__file__).parent / "papers"
DIFFERS = OUT / "pictures-differ"
DPI = 50
# Of a paper of many pages the last ones look like those before.
MOST = 4


def pictures(pdf: bytes) -> list[Image.Image]:
    """The first pages, and the last one."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        wanted = [*range(min(count, MOST - 1)), *([count - 1] if count >= MOST else [])]
        return [document[page].render(scale=DPI / 72).to_pil().convert("L") for page in wanted]
    finally:
        document.close()


def keep(name: str, pages: list[Image.Image]) -> None:
    """In the place of what was kept of this paper."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob(f"{name}-?.webp"):
        old.unlink()
    for number, page in enumerate(pages, 1):
        page.save(KEPT / f"{name}-{number}.webp", lossless=True, quality=100, method=6)


def compare(name: str, seen: Image.Image) -> str:
    """Empty when `seen` is the kept picture to the last point; else what differs, with both laid beside each other in
    `out/pictures-differ`.
    """
    place = KEPT / f"{name}.webp"
    if not place.exists():
        return f"{name}: not in the album"
    kept = Image.open(place).convert("L")
    box = ImageChops.difference(kept, seen).getbbox() if kept.size == seen.size else (0, 0, *seen.size)
    if box is None:
        return ""
    DIFFERS.mkdir(parents=True, exist_ok=True)
    beside = Image.new("L", (kept.width + seen.width, max(kept.height, seen.height)), 255)
    beside.paste(kept, (0, 0))
    beside.paste(seen, (kept.width, 0))
    beside.save(DIFFERS / f"{name}.png")
    return f"{name}: differs within {box}"
