"""The city's districts, streets and communities, from the real list; a station stands in a community."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from desktop.core.errors import Refused


@dataclass(frozen=True)
class Division:
    code: str
    level: str
    name: str
    parent: str


@dataclass(frozen=True)
class Divisions:
    """By code: city 4 digits, district 6, street 9, community 12."""

    by_code: Mapping[str, Division]

    def community(self, code: str) -> Division:
        """The community with this code; raises `Refused("community_unknown")`."""
        found = self.by_code.get(code.strip())
        if found is None or found.level != "community":
            raise Refused("community_unknown", community=code[:40])
        return found

    def path(self, code: str) -> tuple[str, ...]:
        """Names from the district down to this division."""
        names: list[str] = []
        division = self.by_code.get(code)
        while division is not None and division.level != "city":
            names.append(division.name)
            division = self.by_code.get(division.parent)
        return tuple(reversed(names))

    def short_name(self, code: str) -> str:
        """A community's name as people say it: 居民委员会 and 村民委员会 dropped."""
        name = self.by_code[code].name if code in self.by_code else ""
        return name.removesuffix("居民委员会").removesuffix("居委会").removesuffix("村民委员会")


@lru_cache(maxsize=1)
def parse_divisions(text: str) -> Divisions:
    """One list a process: it is large, and nothing changes it."""
    rows = csv.DictReader(io.StringIO(text))
    by_code = {row["code"]: Division(row["code"], row["level"], row["name"], row["parent"]) for row in rows}
    return Divisions(MappingProxyType(by_code))
