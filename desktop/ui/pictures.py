"""A picture pasted or dropped anywhere: its code goes the way of a scan, and what is wrong with it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from desktop.core.words import Words
from desktop.devices.picture import PictureRefused, code_in_file, code_in_image, is_picture
from desktop.ui.task_runner import Tasks

Read = Callable[[], str]


class Shows(Protocol):
    """The window as this needs it."""

    @property
    def words(self) -> Words: ...
    def scan(self, text: str) -> None: ...
    def show_toast(self, sentence: str, undo: Callable[[], None] | None = None) -> None: ...
    def show_trouble(self, error: Exception) -> None: ...


def picture_in(data: QMimeData | None) -> Read | None:
    """What reads the picture that is pasted or dropped; None where there is none. A file goes before its small
    picture, which file managers add.
    """
    if data is None:
        return None
    names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    chosen = [name for name in names if is_picture(name)]
    if chosen:
        return lambda: code_in_file(chosen[0])
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage):
            return lambda: code_in_image(image)
    return None


class Pictures:
    """Reads beside the painting thread."""

    def __init__(self, tasks: Tasks, shows: Shows) -> None:
        self._tasks, self._shows = tasks, shows

    def take(self, read: Read) -> None:
        words, shows = self._shows.words, self._shows

        def safe() -> str | PictureRefused:
            try:
                return read()
            except PictureRefused as refused:  # no bug: to be said in words
                return refused

        def then(read_text: str | PictureRefused) -> None:
            if isinstance(read_text, PictureRefused):
                shows.show_toast(words.say(f"ui.picture.{read_text.fault}", count=read_text.count))
            else:
                shows.scan(read_text)

        self._tasks.run_read(safe, then, shows.show_trouble)
