"""The frame with the machine at it: what it is set to, scanner and camera, pictures pasted and dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication

from desktop.core.words import Words
from desktop.devices.camera import Seen, State
from desktop.ui.eye import Eye
from desktop.ui.frame import Frame
from desktop.ui.look import Look
from desktop.ui.machine import Machine
from desktop.ui.pictures import picture_in

if TYPE_CHECKING:
    from desktop.ui.task_runner import TaskRunner

# The property of a field that has a use of its own for a picture.
TAKES_PICTURES = "takesPictures"


class MachineFrame(Frame):
    """Attributes:
        machine: what this machine is set to, and the devices at it.
        wedge: the scanner that types.

    Signals:
        picture_given: what reads the code of a picture that was pasted or dropped.
    """

    picture_given = Signal(object)

    def __init__(
        self, catalogues: Mapping[str, Words], look: Look, language: str, machine: Machine, now: Callable[[], int]
    ) -> None:
        self.machine = machine
        self.wedge = machine.wedge
        self._eye: Eye | None = None
        self._runner: TaskRunner | None = None
        super().__init__(catalogues, look, language, now)
        machine.setParent(self)
        self.setAcceptDrops(True)
        self.wedge.takes = self._takes
        self.preferences_changed.connect(lambda language, text: machine.set(language=language, text=text))
        machine.changed.connect(self._follow_machine)
        machine.camera.seen.connect(self._show_seen)
        machine.camera.state_changed.connect(self._show_eye)
        self.page_shown.connect(lambda _page: self._show_eye(machine.camera.state))

    # --- pictures -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_picture(event.mimeData()):
            event.acceptProposedAction()

    def _takes(self, event: QKeyEvent) -> bool:
        """A key that means the same on every page, even in a field: a picture pasted."""
        field = QApplication.focusWidget()
        if event.matches(QKeySequence.StandardKey.Paste) and not (field and field.property(TAKES_PICTURES)):
            data = QGuiApplication.clipboard().mimeData()
            return (data.hasUrls() or not data.hasText()) and self._take_picture(data)
        return False

    def toggle_camera(self) -> None:
        """The camera on or off."""
        self.machine.set(camera=not self.machine.preferences.camera)

    def _take_picture(self, data: QMimeData) -> bool:
        """Whether there was a picture; before the window has come to life there is nothing to read it."""
        read = picture_in(data)
        if read is None or self._runner is None:
            return False
        self.picture_given.emit(read)
        return True

    # --- the machine ----------------------------------------------------------------------

    def _follow_machine(self) -> None:
        """What was set on the page of settings is shown by the whole window at once."""
        here = self.machine.preferences
        if here.language != self.words.language:
            self.set_language(here.language)
        if here.text != self.look.scale:
            self.set_text_size(here.text)
        if here.theme != self.look.theme:
            self.set_theme(here.theme)

    def _build(self) -> None:
        super()._build()
        if self._eye is not None:
            self._eye.hide()
            self._eye.deleteLater()
        self._eye = Eye(self, self.look, self.words)
        self._eye.stackUnder(self.overlay)  # what a scan came to is never hidden
        self._eye.closed.connect(lambda: self.machine.set(camera=False))
        self._show_eye(self.machine.camera.state)

    def _show_eye(self, state: State) -> None:
        """Not over the section that shows the camera itself."""
        if self._eye is not None:
            self._eye.place(self._page_area())
            self._eye.show_state(State.OFF if self.fronts.place.endswith(".senses") else state)

    def _show_seen(self, seen: Seen) -> None:
        if self._eye is not None:
            self._eye.picture.show_seen(seen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._eye is not None:
            self._eye.place(self._page_area())
