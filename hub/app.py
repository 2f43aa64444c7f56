"""The composition root of the hub: puts the parts together, and starts the command line."""

from __future__ import annotations

import resources
from desktop.core.divisions import parse_divisions
from desktop.core.words import LANGUAGES, Words, parse_words
from hub.crew import Work
from hub.database import Database
from hub.keys import HubKeys, read_keys
from hub.parts import Parts, SystemClock, put_together
from hub.place import Place
from hub.schema import require


def read_words() -> dict[str, Words]:
    """The catalogue that desk and hub share, in both languages."""
    found: dict[str, Words] = {}
    for language in LANGUAGES:
        table: dict[str, str] = {}
        for file in sorted(resources.path("words").glob(f"*{language}.toml")):
            words = parse_words(language, resources.read_text("words", file.name))
            table |= {key: words.say(key) for key in sorted(words.names())}
        found[language] = Words(language, table)
    return found


def join_parts(database: Database, keys: HubKeys) -> Parts:
    return put_together(database, keys, SystemClock(), parse_divisions(resources.read_text("divisions.csv")))


def open_parts(place: Place) -> Parts:
    """A hub that is there. Raises `EnvironmentFailed`."""
    keys = read_keys(place.key)
    database = Database(place, keys.database)
    require(database)
    return join_parts(database, keys)


def load_work() -> Work:
    """What a worker does. Commands that serve nothing have no use for the API and its libraries."""
    from hub.worker import work

    return work


def main() -> None:
    """`quanyi-hub`."""
    from hub.acts_cli import add_acts
    from hub.cli import build

    program = build(read_words())
    add_acts(program)
    program()


if __name__ == "__main__":
    main()
