"""Colours, type sizes, spacing and times of the look, read from one file (`resources/ui/tokens.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

SCALES = (100, 125, 150)


@dataclass(frozen=True)
class Tokens:
    """The tokens by family. Sizes are px at 100 %, times ms.

    Attributes:
        colors: theme (`light`, `dark`) to name to `#RRGGBB`.
        type_sizes: name to px.
        radii: name to px.
        motion: name to ms.
        families: names of fonts, the first that is there is taken.
    """

    colors: Mapping[str, Mapping[str, str]]
    type_sizes: Mapping[str, int]
    radii: Mapping[str, int]
    motion: Mapping[str, int]
    families: tuple[str, ...]
    veil: float


def parse_tokens(text: str) -> Tokens:
    """From JSON as in `resources/ui/tokens.json`."""
    table = json.loads(text)
    motion = {name: value for name, value in table["motion_ms"].items() if isinstance(value, int)}
    return Tokens(
        table["color"],
        table["font"]["size_px"],
        table["radius_px"],
        motion,
        tuple(table["font"]["family"]),
        float(table["opacity"]["veil"]),
    )
