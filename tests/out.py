"""Measurements as the contract has them: objects by name in a JSON file under `out/`, and a table for people."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUT = Path("out")


@dataclass(frozen=True)
class Measurement:
    """One measurement. `limit` is of the value, or of the ratio where there is one: that to the floor measured
    in the same run. `control` is what was made to fail, and whether it did; `more` explains.
    """

    value: float | int | None
    unit: str
    limit: float | int | None
    holds: bool
    n: int
    control: Mapping[str, Any] | None = None
    ratio: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "unit": self.unit,
            "limit": self.limit,
            "limit_on": "value" if self.ratio is None else "ratio",
            "ratio": self.ratio,
            "holds": self.holds,
            "n": self.n,
            "control": dict(self.control) if self.control is not None else None,
            **self.more,
        }


def keep(file: str, name: str, measurement: Measurement) -> None:
    """Puts a measurement beside the others of `out/FILE`."""
    OUT.mkdir(exist_ok=True)
    place = OUT / file
    table = json.loads(place.read_text("utf-8")) if place.exists() else {}
    table[name] = measurement.document()
    beside = place.with_name(place.name + ".new")
    beside.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", "utf-8")
    os.replace(beside, place)


HEAD = f"{'name':22} {'holds':6} {'value':>14} {'ratio':>7} {'limit':>7} {'n':>8}  control"


def line(name: str, measurement: Measurement) -> str:
    """A row of the table for people."""
    ratio = "" if measurement.ratio is None else f"{measurement.ratio:.2f}"
    control = "" if measurement.control is None else ("failed, as it must" if measurement.control["fails"] else "HELD")
    value = f"{measurement.value:g} {measurement.unit}"[:24] if measurement.value is not None else ""
    holds = "yes" if measurement.holds else "NO"
    limit = "" if measurement.limit is None else f"{measurement.limit:g}"
    return f"{name:22} {holds:6} {value:>14} {ratio:>7} {limit:>7} {measurement.n:>8}  {control}"
