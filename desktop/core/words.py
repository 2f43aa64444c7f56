"""The catalogue of sentences: one table of keys for window, papers and commands, in two languages.

Text for people stands in `resources/words/{zh,en}.toml`; code names a key. A missing key is a bug and
raises, a test walks the sources and both tables.

English says one thing otherwise than several: `{count} {count|meal|meals}` is "1 meal" and "2 meals".
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

LANGUAGES = ("zh", "en")
# `{name|one|several}`: which of the two words goes with the number that is called `name`.
FORMS = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")


@dataclass(frozen=True)
class Term:
    """A code as people read it: in a sentence it is the word under `key`, such as `referral_state.booked`."""

    key: str


class Words:
    """The sentences of one language, by dotted key; `say` fills in `{named}` places."""

    def __init__(
        self, language: str, table: Mapping[str, str], more: Iterable[Callable[[], Mapping[str, str]]] = ()
    ) -> None:
        """`more` are parts that are read in turn when a key is asked for that stands in none of those before: to read
        all of them at once would hold up the first paint.
        """
        self.language = language
        self._table = dict(table)
        self._more = list(more)
        self._reading = threading.Lock()

    def say(self, key: str, /, **values: object) -> str:
        """The sentence under `key`; raises `KeyError` for a key that the catalogue lacks.

        A value that is a mapping is a title by language, of which this one's is taken; a `Term` is a word of the
        catalogue.
        """
        sentence = self._found(key)
        if not values:
            return sentence
        if "|" in sentence:
            sentence = FORMS.sub(lambda found: found[2] if str(values[found[1]]) == "1" else found[3], sentence)
        return sentence.format(**{name: self._said(value) for name, value in values.items()})

    def _said(self, value: object) -> object:
        if isinstance(value, Mapping):
            return value[self.language]
        return self._found(value.key) if isinstance(value, Term) else value

    def has(self, key: str) -> bool:
        self._read_until(key)
        return key in self._table

    def names(self) -> frozenset[str]:
        self._read_until("")
        return frozenset(self._table)

    def _found(self, key: str) -> str:
        if key not in self._table:
            self._read_until(key)
        return self._table[key]

    def _read_until(self, key: str) -> None:
        if key in self._table or not self._more:
            return
        with self._reading:  # presenters of several threads say things
            while self._more and key not in self._table:
                self._table |= self._more[0]()
                del self._more[0]


def parse_table(text: str) -> dict[str, str]:
    """Reads a TOML catalogue; nested tables become dotted keys."""
    flat: dict[str, str] = {}

    def walk(prefix: str, node: Mapping[str, object]) -> None:
        for name, value in node.items():
            if isinstance(value, Mapping):
                walk(f"{prefix}{name}.", value)
            else:
                flat[prefix + name] = str(value)

    walk("", tomllib.loads(text))
    return flat


def parse_words(language: str, text: str) -> Words:
    """A catalogue of one part."""
    return Words(language, parse_table(text))
