"""What everything is drawn with: tokens at a text size and in a theme, icons, the bundled letters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase

from desktop.ui.icons import Icons
from desktop.ui.tokens import SCALES, Tokens, parse_tokens

FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-Bold.ttf")
RARE_FONT_FILE = "HanaMinB.ttf"
RARE_FAMILY = "HanaMinB"


# Where somebody practises the accent is the warm colour, and so is the rail.
PRACTICE_COLORS = {
    "accent": "warm_ink",
    "accent_hover": "warm_ink",
    "accent_ink": "warm_ink",
    "accent_fill": "warm_ink",
    "accent_tint": "warm_tint",
    "rail": "warm_tint",
}


class Look:
    """Colours, fonts and sizes for painting and for the style sheet.

    Attributes:
        tokens: as in the file.
        icons: the icons.
        scale: text size in percent, one of 100, 125, 150.
        theme: `light` or `dark`.
        practice: whether somebody practises, which has another accent.
        folder: the resources.
    """

    def __init__(self, tokens: Tokens, folder: Path, scale: int = 100, theme: str = "light") -> None:
        self.tokens = tokens
        self.folder = folder
        self.icons = Icons(folder / "icons")
        self.scale = scale if scale in SCALES else 100
        self.theme = theme
        self.practice = False
        self._fonts: dict[tuple[float, int], QFont] = {}

    def next_scale(self) -> None:
        self.set_scale(SCALES[(SCALES.index(self.scale) + 1) % len(SCALES)])

    def set_scale(self, scale: int) -> None:
        self.scale = scale
        self._fonts.clear()

    @property
    def large(self) -> bool:
        """Whether the text is so large that pages lay themselves out in one column."""
        return self.scale >= 150

    def color(self, name: str) -> str:
        return self.tokens.colors[self.theme][PRACTICE_COLORS.get(name, name) if self.practice else name]

    def qcolor(self, name: str) -> QColor:
        return QColor(self.color(name))

    def px(self, size: float) -> int:
        """A size that grows with the text (heights of controls, icons), in px."""
        return round(size * self.scale / 100)

    def gap(self, size: float) -> int:
        """A distance; grows half as fast as the text, so that large text still finds room."""
        return round(size * (100 + (self.scale - 100) / 4) / 100)

    def radius(self, name: str) -> int:
        return self.tokens.radii[name]

    def font(self, size: str | float = "body", weight: int = 400) -> QFont:
        """A font by the name of its size or by px at 100 %; weight 400, 500 or 700."""
        base = self.tokens.type_sizes[size] if isinstance(size, str) else size
        key = (base, weight)
        if key not in self._fonts:
            font = QFont([self.tokens.families[0], RARE_FAMILY, *self.tokens.families[1:]])
            font.setPixelSize(self.px(base))
            font.setWeight(QFont.Weight(weight))
            self._fonts[key] = font
        return self._fonts[key]


@lru_cache(maxsize=2)
def load_fonts(folder: Path) -> None:
    """Registers the bundled letters; needs a QGuiApplication. Once a process."""
    for name in (*FONT_FILES, RARE_FONT_FILE):
        if QFontDatabase.addApplicationFont(str(folder / "fonts" / name)) < 0:
            raise FileNotFoundError(name)


def read_look(folder: Path, scale: int = 100, theme: str = "light") -> Look:
    """The look made from the tokens of a resources folder."""
    text = (folder / "ui" / "tokens.json").read_text(encoding="utf-8")
    return Look(parse_tokens(text), folder, scale, theme)
