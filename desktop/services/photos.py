"""Photos as they come from a phone, made small and clean: re-encoded, no EXIF, at most 400 KB."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.core.errors import Refused

RAW_MOST = 30 * 1024 * 1024
KEPT_MOST = 400_000
PIXELS_MOST = 80_000_000
SIDE_MOST = 1600


def clean_photo(raw: bytes) -> bytes:
    """JPEG bytes of a picture, turned upright. Raises `Refused` when it is too large or no picture."""
    if len(raw) > RAW_MOST:
        raise Refused("photo_too_large", most=RAW_MOST // (1024 * 1024), size=len(raw) // (1024 * 1024))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw)) as opened:
                if opened.width * opened.height > PIXELS_MOST:
                    raise Refused("photo_too_large", most=RAW_MOST // (1024 * 1024), size=len(raw) // (1024 * 1024))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("photo_not_a_picture") from error
    except Image.DecompressionBombWarning as error:
        raise Refused("photo_too_large", most=RAW_MOST // (1024 * 1024), size=len(raw) // (1024 * 1024)) from error
    upright.thumbnail((SIDE_MOST, SIDE_MOST))
    for quality in (85, 75, 60, 45, 30):
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= KEPT_MOST:
            return out.getvalue()
        upright.thumbnail((int(upright.width * 0.85), int(upright.height * 0.85)))
    return out.getvalue()
