"""The guide as it lies beside the app: Markdown in two languages, and the pictures it names. Read by a worker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage

from desktop.core.errors import EnvironmentFailed

FILES = {"zh": "guide.zh-CN.md", "en": "guide.md"}
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_CHAPTER = re.compile(r"^## (.+?)(?: *<!-- pages: ([a-z. ]+) -->)?$", re.MULTILINE)
_REMARK = re.compile(r" *<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Chapter:
    """A heading of the second level. `pages` are the places of the window that it is about."""

    title: str
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """`text` is Markdown without remarks; `pictures` by the name that the text has for them."""

    text: str
    chapters: tuple[Chapter, ...]
    pictures: dict[str, QImage] = field(default_factory=dict)

    def about(self, place: str) -> int:
        """The number of the chapter about a place of the window, or about its page; nought where none is."""
        for wanted in (place, place.partition(".")[0]):
            for at, chapter in enumerate(self.chapters):
                if wanted in chapter.pages:
                    return at
        return 0


def chapters_of(text: str) -> tuple[Chapter, ...]:
    return tuple(Chapter(found[1], tuple((found[2] or "").split())) for found in _CHAPTER.finditer(text))


def read_guide(folder: Path, language: str) -> Guide:
    """The guide in a language, with every picture decoded.

    Raises `EnvironmentFailed("guide_missing")` where it does not lie in `folder`.
    """
    place = folder / FILES[language]
    try:
        text = place.read_text(encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailed("guide_missing", file=str(place)) from error
    pictures = {name: QImage(str(folder / name)) for name in PICTURE.findall(text)}
    return Guide(_REMARK.sub("", text), chapters_of(text), pictures)
