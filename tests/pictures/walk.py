"""A walk through every page, in one language and text size."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from desktop.ui.shots import sections, settle
from tests.gui.conftest import Desk
from tests.pictures.album import picture


def walk(desk: Desk) -> Iterator[tuple[str, Image.Image]]:
    """Each section's place and its picture, without a caret that blinks and with no pointer on anything."""
    tail = f"{desk.window.words.language}-{desk.window.look.scale}"
    for page, section in sections(desk.window):
        desk.go(f"{page}.{section}")
        focus = desk.window.focusWidget()
        if focus is not None:
            focus.clearFocus()
        settle(desk.runner)
        if desk.window.fronts.place == "papers":  # a page is drawn by a thread of Qt's
            desk.bot.waitUntil(lambda: desk.window.fronts.view.preview.sheet.image is not None, timeout=20_000)
            settle(desk.runner)
        yield f"{desk.window.fronts.place}-{tail}", picture(desk.window.grab())
