"""The standard 达标标准: the seven items and the group `site`, each with checkpoints that are acts.

An item is met when one of its checkpoints passes and none fails. A station is compliant when the seven are
met and no veto checkpoint fails, `site`'s included. `site` is scored and shown apart.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SITE = "site"


@dataclass(frozen=True)
class Checkpoint:
    code: str
    titles: Mapping[str, str]
    hints: Mapping[str, str]
    kinds: tuple[str, ...]
    severity: str
    veto: bool


@dataclass(frozen=True)
class Item:
    code: str
    titles: Mapping[str, str]
    shorts: Mapping[str, str]
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True)
class Score:
    """`met` items of the seven, in order; `unmet` the rest; `vetoes` the failing veto checkpoints."""

    met: tuple[str, ...]
    unmet: tuple[str, ...]
    vetoes: tuple[str, ...]
    site_met: bool

    @property
    def compliant(self) -> bool:
        return not self.unmet and not self.vetoes


@dataclass(frozen=True)
class Standard:
    version: str
    titles: Mapping[str, str]
    items: tuple[Item, ...]
    severities: Mapping[str, int]
    severity_titles: Mapping[str, Mapping[str, str]]

    @property
    def seven(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.code != SITE)

    def checkpoint(self, code: str) -> Checkpoint | None:
        return self._by_code().get(code)

    def item_of(self, checkpoint: str) -> Item | None:
        return next((item for item in self.items if checkpoint.startswith(item.code + ".")), None)

    def asked(self, kind: str) -> tuple[Item, ...]:
        """The items with the checkpoints that an inspection of this kind asks."""
        found = []
        for item in self.items:
            points = tuple(point for point in item.checkpoints if kind in point.kinds)
            if points:
                found.append(Item(item.code, item.titles, item.shorts, points))
        return tuple(found)

    def score(self, results: Mapping[str, str]) -> Score:
        """The score of the last result (`pass`, `fail`, `na`) of each checkpoint."""
        met: list[str] = []
        unmet: list[str] = []
        for item in self.items:
            given = [results.get(point.code) for point in item.checkpoints]
            good = "pass" in given and "fail" not in given
            (met if good else unmet).append(item.code)
        vetoes = [code for code, point in self._by_code().items() if point.veto and results.get(code) == "fail"]
        return Score(
            tuple(code for code in met if code != SITE),
            tuple(code for code in unmet if code != SITE),
            tuple(vetoes),
            SITE in met,
        )

    def _by_code(self) -> dict[str, Checkpoint]:
        return {point.code: point for item in self.items for point in item.checkpoints}


def _languages(table: Mapping[str, Any], stem: str = "") -> dict[str, str]:
    return {language: table[f"{stem}{language}"] for language in ("zh", "en")}


def parse_standard(text: str) -> Standard:
    """From TOML as in `resources/rules/standard.toml`."""
    table = tomllib.loads(text)
    items = tuple(
        Item(
            item["code"],
            _languages(item),
            _languages(item, "short_"),
            tuple(
                Checkpoint(
                    point["code"],
                    _languages(point),
                    _languages(point, "hint_"),
                    tuple(point["kinds"]),
                    point["severity"],
                    bool(point.get("veto", False)),
                )
                for point in item["checkpoints"]
            ),
        )
        for item in table["items"]
    )
    severities = table["severities"]
    return Standard(
        table["version"],
        _languages(table),
        items,
        {code: value["days"] for code, value in severities.items()},
        {code: _languages(value) for code, value in severities.items()},
    )
