"""What this machine is set to: language, text size, theme, sounds, scanner, camera, printer. Nothing personal.

They lie in a plain file beside the database, since the window paints before that is opened, and since a backup
that is restored on another machine must not bring this one's scanner and printer along.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

# Bounds of what is a number: the least and the most.
BOUNDS = {
    "text": (100, 150),
    "volume": (0, 100),
    "gap_ms": (15, 150),
    "shortest": (4, 40),
    "again_ms": (500, 10_000),
    "shift_x": (-200, 200),
    "shift_y": (-200, 200),
}
CHOICES = {"language": ("zh", "en"), "theme": ("light", "dark"), "text": (100, 125, 150)}
LETTERS_MOST = 120


@dataclass(frozen=True)
class Preferences:
    """Attributes:
    language: `zh` or `en`.
    text: text size in percent: 100, 125, 150.
    theme: `light` or `dark`.
    volume: of the sounds, percent; 0 is silent.
    gap_ms: the longest gap between two keys of the scanner, ms.
    shortest: fewer letters are never a scan.
    again_ms: for so long a code left before scanner or camera counts once, ms.
    prefix, suffix: what the scanner puts before and after each code.
    camera: whether it is switched on.
    camera_name: the id of the chosen one; empty for the first.
    printer: its name; empty for the system's own choice.
    shift_x, shift_y: how far print is moved to the right and down, tenths of a millimetre.
    """

    language: str = "zh"
    text: int = 100
    theme: str = "light"
    volume: int = 80
    gap_ms: int = 35
    shortest: int = 8
    again_ms: int = 1500
    prefix: str = ""
    suffix: str = ""
    camera: bool = False
    camera_name: str = ""
    printer: str = ""
    shift_x: int = 0
    shift_y: int = 0

    def but(self, **values: Any) -> Preferences:
        """With other values; what is out of bounds or of another sort is left as it was."""
        known = {each.name for each in fields(self)}
        good = {name: value for name, value in values.items() if name in known and self._allows(name, value)}
        return replace(self, **good)

    def _allows(self, name: str, value: object) -> bool:
        before = getattr(self, name)
        if type(value) is not type(before):
            return False
        if name in CHOICES and value not in CHOICES[name]:
            return False
        if name in BOUNDS and isinstance(value, int):
            least, most = BOUNDS[name]
            return least <= value <= most
        return not isinstance(value, str) or len(value) <= LETTERS_MOST


def parse_preferences(text: str) -> Preferences:
    """From the file; what cannot be used is as if it had never been set, so that the window always opens."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return Preferences()
    return Preferences().but(**table) if isinstance(table, dict) else Preferences()


def spell_preferences(preferences: Preferences) -> str:
    """As JSON, sorted by name."""
    return json.dumps(asdict(preferences), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
