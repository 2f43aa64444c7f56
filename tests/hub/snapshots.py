"""A card of our own card paper as a phone's camera sees it, as the JPEG that the phone sends."""

from __future__ import annotations

import io
import random

from PIL import Image

from desktop.app import read_words
from desktop.core.card import read
from desktop.core.papers import CardFace, CardSheet
from reports.cards import card_sheet
from tests.cards.copies import Camera, cut, rasters
from tests.unit.reports.samples import FRAME

DPI = 300


def card_image(text: str) -> Image.Image:
    """One card, cut out of a sheet."""
    number = read(text)[0].number
    faces = tuple(CardFace(text, number, "王**", "courier", "2027-11-20") for _ in range(8))
    sheet = CardSheet(FRAME, "2026-11-21-01", faces)
    return cut(rasters(card_sheet(sheet, read_words()["zh"]), DPI)[0], DPI)[0]


def snapshot(text: str, metres: float = 0.22, *, turned: int = 0, seed: int = 1) -> bytes:
    """Upright as it is held, but for `turned` degrees that only EXIF would tell; on a table that is not white."""
    card = card_image(text)
    table = Image.new("L", (card.width * 2, card.height * 2), 96)
    draw = random.Random(seed)
    table.paste(card, (card.width // 2 + draw.randrange(-60, 60), card.height // 2 + draw.randrange(-60, 60)))
    seen = Camera(wide=3024, roll=draw.choice((-7.0, 4.0, 9.0))).look(table, metres, DPI)
    out = io.BytesIO()
    seen.rotate(turned, expand=True).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
