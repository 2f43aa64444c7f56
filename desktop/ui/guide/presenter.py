"""The guide without a window: read once a language, opened where it speaks of the page in front."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from desktop.ui.guide.text import Guide, read_guide
from desktop.ui.stage import Desk


class GuideShown(Protocol):
    def show_guide(self, guide: Guide, chapter: int) -> None: ...


class GuidePresenter:
    """Attributes:
    chapter: the number of the one that is read, so that another language or text size goes on there.
    """

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self._view: GuideShown | None = None
        self._read: dict[str, Guide] = {}
        self._place = ""
        self.chapter = -1

    def begin(self, place: str) -> None:
        """It is opened over a place of the window."""
        self._place, self.chapter = place, -1

    def attach(self, view: GuideShown) -> None:
        self._view = view
        language = self._desk.stage.words.language
        if language in self._read:
            self._arrived(language, self._read[language])
            return
        self._desk.tasks.run_read(
            lambda: read_guide(self._folder, language),
            lambda guide: self._arrived(language, guide),
            self._desk.stage.show_trouble,
        )

    def close(self) -> None:
        """Pictures take room: they are read again the next time."""
        self._view, self._read = None, {}

    def turn_to(self, chapter: int) -> None:
        self.chapter = chapter

    def _arrived(self, language: str, guide: Guide) -> None:
        if self._view is None or language != self._desk.stage.words.language:
            return
        self._read = {language: guide}
        if self.chapter < 0:
            self.chapter = guide.about(self._place)
        self._view.show_guide(guide, self.chapter)
