"""The way by stick: what waits is put on it, the hub's answer is read from it, or dropped anywhere on the page."""

from __future__ import annotations

from PySide6.QtCore import QStorageInfo, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.core.hub_pages import HubPage
from desktop.core.words import Words
from desktop.ui.hub.presenter import Said, Work
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Icon, column_in, row_in
from desktop.ui.parts.text import Text

_OF_STICKS = (b"vfat", b"fat32", b"exfat", b"fuseblk", b"msdos")


class StickRow(QWidget):
    """Passive.

    Signals:
        pack_wanted: where to write the file.
        unpack_wanted: the files to read, as a tuple.
    """

    pack_wanted = Signal(str)
    unpack_wanted = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.suggested = "quanyi.qys"
        column = column_in(self, 0, look.gap(6))
        column.setContentsMargins(look.gap(20), look.gap(10), look.gap(16), look.gap(10))
        upper = row_in(None, 0, look.gap(12))
        self._icon = Icon(look, "stick", "accent_ink", 24, 40, "accent_tint")
        upper.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self._title = Text(look, words.say("ui.hub.stick.title"), "body", 500, wrap=True)
        self._told = Text(look, " ", "small", 400, "ink_2", wrap=True)
        self._told.setObjectName("hub.said.stick")
        lines.addWidget(self._title)
        upper.addLayout(lines, 1)
        self.pack = Button(look, words.say("ui.hub.stick.pack"), Kind.PLAIN)
        self.unpack = Button(look, words.say("ui.hub.stick.unpack"), Kind.PLAIN)
        self.pack.setObjectName("hub.pack")
        self.unpack.setObjectName("hub.unpack")
        self.pack.clicked.connect(self._ask_where)
        self.unpack.clicked.connect(self._ask_which)
        for button in (self.pack, self.unpack):
            upper.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(upper)
        column.addWidget(self._told)
        self._said = Said()

    def set_narrow(self, narrow: bool) -> None:
        """The words of the buttons stay."""
        self._icon.setHidden(narrow)

    def show_said(self, said: Said) -> None:
        self._said = said

    def show_page(self, page: HubPage, work: Work) -> None:
        words = self._words
        for button in (self.pack, self.unpack):
            button.set_kind(Kind.OFF if work.doing else Kind.PLAIN)
        if work.doing in ("pack", "unpack"):
            self._tell(words.say(f"ui.hub.stick.{work.doing}ing"), "accent_ink")
        elif self._said.sentence:
            self._tell(self._said.sentence, "good_ink" if self._said.good else "wrong_ink")
        else:
            self._tell(words.say("ui.hub.stick.told"), "ink_2")

    def _tell(self, said: str, ink: str) -> None:
        self._told.setText(said)
        self._told.set_color(ink)

    def _ask_where(self) -> None:
        folder = stick_folder()
        name, _ = QFileDialog.getSaveFileName(
            self,
            self._words.say("ui.hub.stick.pack"),
            f"{folder}/{self.suggested}" if folder else self.suggested,
            f"{self._words.say('ui.hub.stick.out_files')} (*.qys)",
        )
        if name:
            self.pack_wanted.emit(name if "." in name.replace("\\", "/").rpartition("/")[2] else f"{name}.qys")

    def _ask_which(self) -> None:
        files = f"{self._words.say('ui.hub.stick.in_files')} (*.qya);;{self._words.say('ui.hub.stick.all_files')} (*)"
        names, _ = QFileDialog.getOpenFileNames(self, self._words.say("ui.hub.stick.unpack"), stick_folder(), files)
        if names:
            self.unpack_wanted.emit(tuple(names))


def stick_folder() -> str:
    """Where a stick is plugged in, as far as its file system tells; empty for none."""
    for volume in QStorageInfo.mountedVolumes():
        kind = bytes(volume.fileSystemType().data()).lower()
        place = volume.rootPath()
        if (
            kind in _OF_STICKS
            and volume.isReady()
            and not volume.isReadOnly()
            and not place.startswith(("/boot", "/efi"))
        ):
            return place
    return ""
