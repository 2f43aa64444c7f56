"""What CUPS says of a queue: whether it takes papers, and why it stands still (RFC 8011, 5.4.11 and 5.4.12).

Qt tells only whether a printer is idle; that the tray is empty stands in `printer-state-reasons`. Asked through
libcups, which Qt loads anyway; where there is none (Windows) nothing more is known.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_ASKED = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "printer-info")


class _Dest(ctypes.Structure):
    """`cups_dest_t` of cups/cups.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.c_void_p),
    )


@lru_cache(maxsize=1)
def _library() -> Any:
    name = "libcups.2.dylib" if sys.platform == "darwin" else "libcups.so.2"
    try:
        found: Any = ctypes.CDLL(name)
    except OSError:
        return None
    found.cupsGetNamedDest.restype = ctypes.POINTER(_Dest)
    found.cupsGetNamedDest.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
    found.cupsGetOption.restype = ctypes.c_char_p
    found.cupsGetOption.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    found.cupsFreeDests.restype = None
    found.cupsFreeDests.argtypes = [ctypes.c_int, ctypes.POINTER(_Dest)]
    return found


def queue_options(printer: str) -> Mapping[str, str]:
    """What is known of a queue by its attribute's name; empty without CUPS or for a queue that is gone.

    Talks to the scheduler: never on the thread that paints.
    """
    library = None if sys.platform == "win32" else _library()
    if library is None:
        return {}
    dest = library.cupsGetNamedDest(None, printer.encode(), None)
    if not dest:
        return {}
    try:
        told = dest.contents
        found = {name: library.cupsGetOption(name.encode(), told.num_options, told.options) for name in _ASKED}
        return {name: value.decode("utf-8", "replace") for name, value in found.items() if value is not None}
    finally:
        library.cupsFreeDests(1, dest)
