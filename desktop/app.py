"""The composition root: the only place where parts are put together.

It imports our own code inside functions on purpose: the window paints before the database's libraries are
imported, and a command loads no Qt.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.cli.session import Toolbox
    from desktop.core.words import Words
    from desktop.services.station import Parts


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


def default_folder() -> Path:
    """The platform's own place for a user's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("quanyi", appauthor=False))


def read_words() -> dict[str, Words]:
    """The catalogue in both languages: what all share, then the window's and the papers' own."""
    import resources
    from desktop.core.words import LANGUAGES, Words, parse_words

    found: dict[str, Words] = {}
    for language in LANGUAGES:
        table: dict[str, str] = {}
        for part in ("", "ui.", "paper."):
            words = parse_words(language, resources.read_text("words", f"{part}{language}.toml"))
            table |= {key: words.say(key) for key in sorted(words.keys())}
        found[language] = Words(language, table)
    return found


def make_parts() -> Parts:
    """Rules, the city's list, clock, ids and keyring for the services."""
    import resources
    from desktop import keys
    from desktop.core.divisions import parse_divisions
    from desktop.core.rulebook import read_rulebook
    from desktop.services.station import Parts
    from desktop.store.journal import RandomIds

    rules = read_rulebook(lambda name: resources.read_text("rules", name))
    divisions = parse_divisions(resources.read_text("divisions.csv"))
    return Parts(rules, divisions, SystemClock(), RandomIds(), keys)


def make_tools(words: Mapping[str, Words]) -> Toolbox:
    """What the commands work with; papers and window are imported when they are asked for."""
    from desktop.cli.session import Toolbox

    def render(data: object, language: str) -> tuple[bytes, int]:
        from reports.render import pages, render

        pdf = render(data, words[language])
        return pdf, pages(pdf)

    def window(folder: Path, wanted: Mapping[str, Any]) -> int:
        return run_window(folder, wanted, words)

    return Toolbox(make_parts(), words, default_folder, render, window)


def main() -> None:
    """`quanyi`: a command, or the window without one. The window paints before the commands are imported."""
    logging.basicConfig(level=os.environ.get("QUANYI_LOG", "WARNING"), stream=sys.stderr)
    from desktop.cli.main import build

    build(make_tools(read_words()))()


if __name__ == "__main__":
    main()
