"""The code on a card in a picture from a phone: bounded before it is opened, read and thrown away, never kept."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from desktop.core.card import LENGTH, looks_like_card, normalise
from desktop.core.errors import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
RAW_MOST = 12 * 1024 * 1024
SIDE_MOST = 2400
"""Longest side that is looked at: a card that fills a third of it still has four dots a module."""
# A JPEG is opened at a fraction of its size, and others whole.
PIXELS_MOST = {"JPEG": 64_000_000}
PIXELS_MOST_ELSE = 20_000_000
TEXT_MOST = 4096


def card_in(raw: bytes) -> str:
    """The text of the card in a picture, else of the first code there. Raises `Refused`: `till_picture_wrong`,
    `till_picture_large`, `till_no_code`.
    """
    import zxingcpp  # only where a picture is read

    picture = _grey(raw)
    read = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
    )
    texts = [each.text[:TEXT_MOST] for each in read if each.valid and each.text]
    if not texts:
        raise Refused("till_no_code")
    cards = [text for text in texts if looks_like_card(text) and len(normalise(text)) == LENGTH]
    return (cards or texts)[0]


def _grey(raw: bytes) -> Image.Image:
    """On white where it is see-through; smaller, and not turned, since codes are read any way round."""
    try:
        with warnings.catch_warnings():
            # of odd files, and of vast ones, which are asked for below
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS_MOST.get(opened.format or "", PIXELS_MOST_ELSE):
                    raise _too_large()
                opened.draft("L", (SIDE_MOST, SIDE_MOST))
                opened.thumbnail((SIDE_MOST, SIDE_MOST), reducing_gap=2.0)
                if opened.has_transparency_data:
                    clear = opened.convert("RGBA")
                    white = Image.new("RGBA", clear.size, "white")
                    return Image.alpha_composite(white, clear).convert("L")
                return opened.convert("L")
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:
        # decoders stumble over damaged files in every way there is
        raise Refused("till_picture_wrong") from error


def _too_large() -> Refused:
    return Refused("till_picture_large")
