"""Faces of the papers: Noto Sans SC, for a character it lacks HanaMinB, and the runs a text falls into.

reportlab has no font fallback and writes a wrong ToUnicode table beyond the BMP (ISO 32000-1, 9.10.3 asks
for UTF-16BE); both are put right here, so that a name of rare characters is drawn, and copied or searched
comes back as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from reports.ink import Weight
from resources import path

FILES = {
    Weight.REGULAR: "NotoSansSC-Regular.ttf",
    Weight.MEDIUM: "NotoSansSC-Medium.ttf",
    Weight.BOLD: "NotoSansSC-Bold.ttf",
}
RARE = "quanyi-rare"
RARE_FILE = "HanaMinB.ttf"
MARK = "〓"
"""Stands for a character that no face has; the character itself is kept for copying (ActualText)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a text in one face; `actual` is what it stands for where it is a mark, else empty."""

    face: str
    text: str
    actual: str = ""


def to_unicode(name: str, subset: list[int]) -> str:
    """The ToUnicode CMap of one 256-glyph subset: UTF-16BE codes, at most 100 a block (Adobe 5014)."""
    pairs = [(code, char) for code, char in enumerate(subset) if char]
    blocks = []
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines = (f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in block)
        blocks.append("\n".join((f"{len(block)} beginbfchar", *lines, "endbfchar")))
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


class Face(TTFont):
    """A TrueType face whose ToUnicode tables hold beyond the BMP."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (reportlab's name)
        subsets = list(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            base = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("ascii")
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode(base, subset)


class Glyphs:
    """What a face's characters are called in one document: subsets of 256, filled as characters are met."""

    def __init__(self, face: Face, document: Any) -> None:
        self._face = face
        self._document = document
        self._codes: dict[str, tuple[int, str]] = {}
        self._names: dict[int, str] = {}

    def spelt(self, text: str) -> list[tuple[str, str]]:
        """Name of the subset's font and the codes in hexadecimal, for each run of characters of one subset."""
        codes = self._codes
        found: list[tuple[str, str]] = []
        before, row = -1, ""
        for char in text:
            known = codes.get(char)
            subset, code = known if known is not None else self._meet(char)
            if subset != before:
                if row:
                    found.append((self._names[before], row))
                before, row = subset, code
            else:
                row += code
        if row:
            found.append((self._names[before], row))
        return found

    def _meet(self, char: str) -> tuple[int, str]:
        ((subset, code),) = self._face.splitString(char, self._document)
        if subset not in self._names:
            self._names[subset] = self._face.getSubsetInternalName(subset, self._document)
        self._codes[char] = subset, code.hex()
        return self._codes[char]


class _Advances(dict[str, float]):
    """Width of a face's characters, 1/1000 em."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face.face

    def __missing__(self, char: str) -> float:
        width: float = self._face.charWidths.get(ord(char), self._face.defaultWidth)
        self[char] = width
        return width


class Fonts:
    """The faces, read once; measures texts and splits them into runs.

    reportlab's faces seek in one shared buffer while a file is written: `lock` is held around that.
    """

    def __init__(self, folder: Path) -> None:
        self.lock = RLock()
        self._folder = folder
        self._faces: dict[str, Face] = {}
        self._advances: dict[str, _Advances] = {}
        self._met: dict[str, set[str]] = {weight: set() for weight in FILES}
        for weight, file in FILES.items():
            self._load(weight, file)
        self.runs = lru_cache(16384)(self._runs)
        self.em = lru_cache(16384)(self._em)

    def width(self, text: str, weight: Weight, size: float, spacing: float = 0.0) -> float:
        """Width in points at `size` points; `spacing` is added between characters, in em."""
        ems = self.em(text, weight)
        return size * (ems + spacing * max(0, len(text) - 1))

    def covers(self, char: str) -> bool:
        """Whether a face has this character's own glyph."""
        return self._face_of(ord(char), Weight.REGULAR) is not None

    def glyphs(self, name: str, canvas: Any) -> Glyphs:
        """Of the face `name` in the document that a canvas draws."""
        return Glyphs(self._faces[name], canvas._doc)

    def _load(self, name: str, file: str) -> Face:
        face = Face(name, str(self._folder / file), shapable=False)
        pdfmetrics.registerFont(face)
        self._faces[name] = face
        self._advances[name] = _Advances(face)
        return face

    def _glyphs(self, name: str) -> Mapping[int, int]:
        with self.lock:
            face = self._faces.get(name) or self._load(name, RARE_FILE)
        glyphs: Mapping[int, int] = face.face.charToGlyph
        return glyphs

    def _face_of(self, code: int, weight: Weight) -> str | None:
        if code in self._glyphs(weight):
            return weight
        return RARE if code in self._glyphs(RARE) else None

    def _runs(self, text: str, weight: Weight) -> tuple[Run, ...]:
        met = self._met[weight]
        if met.issuperset(text):
            return (Run(weight, text),) if text else ()
        glyphs = self._glyphs(weight)
        if all(ord(char) in glyphs for char in text):
            met.update(text)
            return (Run(weight, text),)
        runs: list[Run] = []
        for char in text:
            face = self._face_of(ord(char), weight)
            if face is None:
                runs.append(Run(weight, MARK, char))
            elif runs and runs[-1].face == face and not runs[-1].actual:
                runs[-1] = Run(face, runs[-1].text + char)
            else:
                runs.append(Run(face, char))
        return tuple(runs)

    def _em(self, text: str, weight: Weight) -> float:
        runs = self.runs(text, weight)
        return sum(sum(map(self._advances[run.face].__getitem__, run.text)) for run in runs) / 1000


@cache
def fonts() -> Fonts:
    """The faces of `resources/fonts/`; reading them takes 0.2 s, so they are kept."""
    return Fonts(path("fonts"))


@lru_cache(16384)
def printable(text: str) -> str:
    """`text` on one line, without characters that have no width (controls, joiners, selectors)."""
    if text.isprintable() and text.isascii():
        return text
    kept = []
    for char in text:
        code = ord(char)
        if char in "\n\r\t\x0b\x0c\u2028\u2029":
            kept.append(" ")
        elif not any(code in span for span in _NO_WIDTH):
            kept.append(" " if code == 0xA0 else char)
    return "".join(kept)


_NO_WIDTH = (
    range(0x20),
    range(0x7F, 0xA0),
    range(0xAD, 0xAE),
    range(0x200B, 0x2010),
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xD800, 0xE000),
    range(0xFE00, 0xFE10),
    range(0xFEFF, 0xFF00),
    range(0xE0000, 0xE0200),
)
