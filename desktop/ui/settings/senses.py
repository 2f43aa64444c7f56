"""摄像头与声音: the camera on and off, which one, what it sees; how loud the three sounds are, and how they sound."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.core.preferences import Preferences
from desktop.core.settings_pages import CodeLook
from desktop.core.words import Words
from desktop.devices.camera import Camera, State
from desktop.devices.sound import NAMES
from desktop.ui import speech
from desktop.ui.eye import EyePicture
from desktop.ui.look import Look
from desktop.ui.machine import Machine
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Scrolling, column_in, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.text import Text
from desktop.ui.parts.toggle import Toggle
from desktop.ui.plain.fields import ChoiceField
from desktop.ui.scan import card_in
from desktop.ui.settings.rows import Sheet
from desktop.ui.stage import Desk

# The volumes that are offered, percent.
VOLUMES = (0, 35, 80, 100)
PREVIEW = 400
_TROUBLED = (State.MISSING, State.FAILED, State.UNABLE)


class SensesShown(Protocol):
    def show_here(self, here: Preferences, state: State, cameras: tuple[tuple[str, str], ...]) -> None: ...
    def show_silent(self, silent: bool) -> None: ...
    def show_trial(self, found: CodeLook) -> None: ...


class SensesPresenter:
    """Sets the machine, plays its sounds; whatever is scanned here is only tried."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._machine = desk.machine
        self._view: SensesShown | None = None

    @property
    def machine(self) -> Machine:
        return self._machine

    @property
    def camera(self) -> Camera:
        return self._machine.camera

    def attach(self, view: SensesShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        self.show()

    def refresh(self) -> None:
        self.show()

    def show(self) -> None:
        if self._view is None:
            return
        camera = self._machine.camera
        self._view.show_here(self._machine.preferences, camera.state, camera.cameras())
        sounds = self._machine.sounds
        self._view.show_silent(sounds is not None and not sounds.can_play)

    # --- scans of this section ------------------------------------------------------------------------------

    def takes_scans(self) -> bool:
        return True

    def scan(self, code: str) -> None:
        """Never asked: `tests` comes first."""

    def tests(self) -> bool:
        return True

    def test(self, text: str) -> None:
        """Says what was read, with its sound, and records nothing."""
        counter, code = self._desk.counter, card_in(text)

        def then(found: CodeLook) -> None:
            self.play("success" if found.outcome != "not_a_card" else "refused")
            if self._view is not None:
                self._view.show_trial(found)

        self._desk.tasks.run_read(lambda: counter.settings.look_at(code), then, self._desk.stage.show_trouble)

    # --- what is set ----------------------------------------------------------------------------------------

    def switch_camera(self, on: bool) -> None:
        self._machine.set(camera=on)
        self.show()

    def choose_camera(self, camera: str) -> None:
        self._machine.set(camera_name=camera)

    def set_volume(self, code: str) -> None:
        self._machine.set(volume=int(code))
        self.play(NAMES[0])

    def play(self, name: str) -> None:
        """At the volume that is set; silent when it is none."""
        if self._machine.sounds is not None:
            self._machine.sounds.play(name)


class SensesView(PageView):
    """Passive."""

    def __init__(self, look: Look, words: Words, page: str) -> None:
        super().__init__(look, words, page)
        narrow = look.scale > 100
        self.picture = EyePicture(look, 340 if look.scale > 125 else PREVIEW)
        self._camera, self._sound = self._camera_sheet(), self._sound_sheet()
        if narrow:
            room = Scrolling(look.gap(12))
            for sheet in (self._camera, self._sound):
                room.column.addWidget(sheet)
            self.body.addWidget(room, 1)
            return
        row = row_in(None, 0, look.gap(16))
        row.addWidget(self._camera, 11)
        row.addWidget(self._sound, 10)
        self.body.addLayout(row, 1)

    def _camera_sheet(self) -> Sheet:
        look, say = self.look, self.words.say
        sheet = Sheet(look, say("ui.settings.camera.title"), say("ui.settings.camera.note"), "camera")
        self.switch = Toggle(look, say("ui.settings.camera.on"), False)
        self.switch.setObjectName("camera.on")
        sheet.add_line(say("ui.settings.camera.on"), say("ui.settings.camera.key"), self.switch)
        self.which = ChoiceField(look, (("", say("ui.settings.camera.first")),), "")
        self.which.setObjectName("camera.which")
        self.which.setAccessibleName(say("ui.settings.camera.which"))
        self.which.setMinimumWidth(look.px(200))
        sheet.add_line(say("ui.settings.camera.which"), "", self.which)
        self.trial = Text(look, "", "body", 500, "good_ink", wrap=True)
        self.trial.setObjectName("camera.trial")
        seen = QWidget()
        column = column_in(seen, 0, look.gap(8))
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.trial)
        self.state = sheet.add_line("", " ", seen, below=True)
        self.state.setObjectName("camera.state")
        sheet.finish()
        return sheet

    def _sound_sheet(self) -> Sheet:
        look, say = self.look, self.words.say
        sheet = Sheet(look, say("ui.settings.sound.title"), say("ui.settings.sound.note"), "sound")
        levels = tuple((str(volume), say(f"ui.settings.sound.volume_{volume}")) for volume in VOLUMES)
        self.volume = Choices(look, levels, say("ui.settings.sound.volume"))
        for code, part in self.volume.parts.items():
            part.setObjectName(f"sound.volume.{code}")
        sheet.add_line(say("ui.settings.sound.volume"), "", self.volume, below=True)
        self.plays: dict[str, Button] = {}
        for name in NAMES:
            made = Button(look, say("ui.settings.sound.play"), Kind.SOFT, "sound")
            made.setObjectName(f"sound.play.{name}")
            made.setAccessibleName(say("ui.settings.sound.play_which", which=say(f"ui.settings.sound.{name}")))
            self.plays[name] = made
            sheet.add_line(say(f"ui.settings.sound.{name}"), say(f"ui.settings.sound.{name}_note"), made)
        self._silent = sheet.add_note(say("ui.settings.sound.silent"), "warn", "attention_ink")
        self._silent.hide()
        sheet.finish()
        return sheet

    def connect_to(self, presenter: SensesPresenter) -> None:
        self.switch.toggled.connect(presenter.switch_camera)
        self.which.chosen.connect(presenter.choose_camera)
        self.volume.chosen.connect(presenter.set_volume)
        for name, button in self.plays.items():
            button.clicked.connect(partial(presenter.play, name))
        self._presenter = presenter
        presenter.machine.changed.connect(self._set_elsewhere)
        presenter.camera.seen.connect(self.picture.show_seen)
        self._cameras = presenter.camera.cameras
        presenter.camera.state_changed.connect(self._heard_state)
        presenter.attach(self)

    def show_here(self, here: Preferences, state: State, cameras: tuple[tuple[str, str], ...]) -> None:
        self.switch.blockSignals(True)
        self.switch.setChecked(here.camera)
        self.switch.blockSignals(False)
        self.switch.update()
        nearest = min(VOLUMES, key=lambda volume: abs(volume - here.volume))
        self.volume.choose(str(nearest))
        self._show_cameras(cameras, here.camera_name)
        self.show_state(state)

    def _set_elsewhere(self) -> None:
        """By its key, or by the panel's cross."""
        self._presenter.show()

    def _heard_state(self, state: State) -> None:
        """A camera came or went: those to choose from changed."""
        self._show_cameras(self._cameras(), str(self.which.code()))
        self.show_state(state)

    def show_state(self, state: State) -> None:
        if state is not State.SEEING:
            self.picture.show_seen(None)
        self.state.setText(self.words.say(f"ui.settings.camera.state.{state}"))
        self.state.set_color("attention_ink" if state in _TROUBLED else "ink_2")

    def show_trial(self, found: CodeLook) -> None:
        ours = found.outcome != "not_a_card"
        words = self.words
        parts = (found.name, speech.group_word(words, found.group))
        person = words.say("plain.dot").join(part for part in parts if part)
        self.trial.setText(words.say(f"ui.settings.camera.read_{'ours' if ours else 'other'}", person=person))
        self.trial.set_color("good_ink" if ours else "attention_ink")

    def show_silent(self, silent: bool) -> None:
        self._silent.setVisible(silent)

    def _show_cameras(self, cameras: tuple[tuple[str, str], ...], here: str) -> None:
        which = self.which
        which.blockSignals(True)
        while which.count() > 1:
            which.removeItem(1)
        for code, name in cameras:
            which.addItem(name, code)
        which.blockSignals(False)
        which.choose(here)
