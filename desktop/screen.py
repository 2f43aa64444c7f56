"""The screen that a window is for."""

from __future__ import annotations

import os
import sys

from desktop.core.errors import EnvironmentFailed, Refused


def need_display() -> None:
    """Raises `EnvironmentFailed("no_window")` where there is none."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named):
        raise EnvironmentFailed("no_window", detail="DISPLAY")


def size_of(text: str) -> tuple[int, int]:
    """`1366x768`; raises `Refused("size_wrong")`."""
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and 640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise Refused("size_wrong", size=text[:20])
    return int(width), int(height)
