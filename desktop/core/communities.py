"""The city's list as a person looks a community up: level by level, by 汉字, or by initials of pinyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from desktop.core.divisions import Division, Divisions

FOUND_MOST = 50
Initials = Callable[[str], frozenset[str]]
"""The first letters (a–z) of all readings of one character; empty for what has none."""


@dataclass(frozen=True)
class Communities:
    divisions: Divisions
    initials: Initials = lambda _letter: frozenset()
    _cache: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    @cached_property
    def _children(self) -> Mapping[str, tuple[Division, ...]]:
        found: dict[str, list[Division]] = {}
        for each in self.divisions.by_code.values():
            found.setdefault(each.parent, []).append(each)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def districts(self) -> tuple[Division, ...]:
        return tuple(each for each in self.divisions.by_code.values() if each.level == "district")

    @cached_property
    def _all(self) -> tuple[tuple[str, Division], ...]:
        """Short name and division of every community."""
        found = (each for each in self.divisions.by_code.values() if each.level == "community")
        return tuple((self.divisions.short_name(each.code), each) for each in found)

    def within(self, code: str) -> tuple[Division, ...]:
        """The streets of a district, or the communities of a street, in the list's order."""
        return self._children.get(code, ())

    def shown(self, code: str) -> str:
        """A name as people say it: 居民委员会 dropped, the rest as in the list."""
        return self.divisions.short_name(code)

    def path(self, code: str) -> tuple[str, ...]:
        """Codes from the district down to this division; empty for an unknown one."""
        codes: list[str] = []
        division = self.divisions.by_code.get(code)
        while division is not None and division.level != "city":
            codes.append(division.code)
            division = self.divisions.by_code.get(division.parent)
        return tuple(reversed(codes))

    def find(self, text: str) -> tuple[str, ...]:
        """Codes of communities that a text names by part of the name or by initials; those that begin with it first,
        shorter names before longer ones. At most 51, so that 50 can be shown and more be told of.
        """
        wanted = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        if not wanted:
            return ()
        letters = wanted.isascii() and wanted.isalpha()
        ranked = []
        for order, (name, division) in enumerate(self._all):
            at = self._initials_at(name, wanted) if letters else name.find(wanted)
            if at >= 0:
                ranked.append((at > 0, len(name), order, division.code))
        return tuple(code for *_, code in sorted(ranked)[: FOUND_MOST + 1])

    def _initials_at(self, name: str, wanted: str) -> int:
        """Where in a name its initials spell what is wanted; -1 for nowhere."""
        if len(name) < len(wanted):
            return -1
        letters = [self._of(letter) for letter in name]
        for at in range(len(name) - len(wanted) + 1):
            if all(own in letters[at + number] for number, own in enumerate(wanted)):
                return at
        return -1

    def _of(self, letter: str) -> frozenset[str]:
        if letter not in self._cache:
            self._cache[letter] = self.initials(letter)
        return self._cache[letter]
