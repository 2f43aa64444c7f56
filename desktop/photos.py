"""Photos as they come from a phone, made small and clean: re-encoded, no EXIF, at most 400 KB.

For the desk and the hub alike, whose services may not import one another.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from desktop.core.errors import Refused

RAW_MOST = 30 * 1024 * 1024
KEPT_MOST = 400_000
PIXELS_MOST = 80_000_000
SIDE_MOST = 1600
# ISO/IEC 14496-12: a file that begins with a box `ftyp` of one of these brands is a HEIF picture.
HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def clean_photo(raw: bytes) -> bytes:
    """JPEG bytes of a picture, turned upright. Raises `Refused`: `photo_too_large`, `photo_not_a_picture`,
    `photo_heic`.
    """
    if len(raw) > RAW_MOST:
        raise _too_large(raw)
    upright = _upright(raw)
    upright.thumbnail((SIDE_MOST, SIDE_MOST))
    # a comment would be written again
    upright.info.clear()
    for quality in (85, 75, 60, 45, 30):
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= KEPT_MOST:
            break
        upright.thumbnail((max(int(upright.width * 0.85), 1), max(int(upright.height * 0.85), 1)))
    return out.getvalue()


def _upright(raw: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # of odd files, and of vast ones, which are asked for below
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw)) as opened:
                if opened.width * opened.height > PIXELS_MOST:
                    raise _too_large(raw)
                # a JPEG is read at a fraction of its size where that is enough
                opened.draft("RGB", (SIDE_MOST, SIDE_MOST))
                return ImageOps.exif_transpose(opened).convert("RGB")
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(raw) from error
    except Exception as error:
        # decoders stumble over damaged files in every way there is
        heif = raw[4:8] == b"ftyp" and raw[8:12] in HEIF
        raise Refused("photo_heic" if heif else "photo_not_a_picture") from error


def _too_large(raw: bytes) -> Refused:
    return Refused("photo_too_large", most=RAW_MOST // (1024 * 1024), size=len(raw) // (1024 * 1024))
