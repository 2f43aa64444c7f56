"""The three sounds of a scan. Loaded when first asked for; silent where there is no audio device."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

NAMES = ("success", "already", "refused")


class Sounds:
    """Plays `success`, `already` and `refused`; a new one stops the last, so that two never sound at once.

    Attributes:
        enabled: False keeps it silent.
        volume: percent; 0 is silent.
    """

    def __init__(self, folder: Path) -> None:
        self.enabled = True
        self.volume = 100
        self._folder = folder
        self._effects: dict[str, QSoundEffect] | None = None

    def load(self) -> None:
        """Reads the files and opens the audio device; to be called when the window has been painted."""
        if self._effects is None:
            self._effects = self._open()

    def play(self, name: str) -> None:
        if not self.enabled or not self.volume:
            return
        self.load()
        for effect in (self._effects or {}).values():
            effect.stop()
        if self._effects and name in self._effects:
            self._effects[name].setVolume(loudness(self.volume))
            self._effects[name].play()

    @property
    def can_play(self) -> bool:
        """Whether there is something to hear them from; asks the system for it at the first time."""
        self.load()
        return bool(self._effects)

    def _open(self) -> dict[str, QSoundEffect]:
        try:
            # The library of sounds needs system libraries that a bare machine lacks.
            from PySide6.QtCore import QUrl
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError:
            return {}
        if QMediaDevices.defaultAudioOutput().isNull():
            return {}
        effects = {}
        for name in NAMES:
            effect = QSoundEffect()
            effect.setSource(QUrl.fromLocalFile(str(self._folder / f"{name}.wav")))
            effects[name] = effect
        return effects


def loudness(volume: int) -> float:
    """Percent as an ear hears them, to the loudness of the player (0 to 1): half as loud is a third of the way."""
    return float(max(0.0, min(1.0, volume / 100)) ** 1.66)
