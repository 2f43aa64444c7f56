"""The composition root: the only place where parts are put together.

It imports our own code inside functions on purpose: the window paints before the database's libraries are
imported, and a command loads no Qt.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.cli.session import Toolbox
    from desktop.core.enrolment import Request
    from desktop.core.errors import Trouble
    from desktop.core.keys import DeviceKey
    from desktop.core.paper_check import Looked
    from desktop.core.roles import Operator
    from desktop.core.signed import Signed
    from desktop.core.words import Words
    from desktop.services.counter import OfficeCounter
    from desktop.services.desk import Desk
    from desktop.services.station import Parts
    from desktop.store.rounds import Packed, RoundResult
    from desktop.sync.background import Background
    from desktop.sync.finding import Found
    from desktop.sync.line import Line
    from desktop.ui.task_runner import TaskRunner


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


def default_folder() -> Path:
    """The platform's own place for a user's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("quanyi", appauthor=False))


def read_words() -> dict[str, Words]:
    """The catalogue in both languages: what all share, and each part's own file `<part>.<language>.toml`. Files are
    read when something in them is first said, those of the window before others.
    """
    import resources
    from desktop.core.words import LANGUAGES, Words, parse_table

    def part(name: str) -> Callable[[], Mapping[str, str]]:
        return lambda: parse_table(resources.read_text("words", name))

    found: dict[str, Words] = {}
    for language in LANGUAGES:
        names = sorted(file.name for file in resources.path("words").glob(f"*{language}.toml"))
        names.sort(key=lambda name: not name.startswith("ui."))
        found[language] = Words(language, {}, [part(name) for name in names])
    return found


def make_parts(words: Mapping[str, Words]) -> Parts:
    """Rules, the city's list, clock, ids, keyring and what makes papers, for the services."""
    import resources
    from desktop import keys
    from desktop.core.divisions import parse_divisions
    from desktop.core.rulebook import read_rulebook
    from desktop.services.desk import Printer
    from desktop.services.station import Parts
    from desktop.store.journal import RandomIds

    rules = read_rulebook(lambda name: resources.read_text("rules", name))
    divisions = parse_divisions(resources.read_text("divisions.csv"))

    def render(data: object, language: str) -> bytes:
        from reports.render import render

        return render(data, words[language])

    def marked(data: object, language: str) -> bytes:
        from reports.mark import marked
        from reports.render import render

        with marked(words[language].say("paper.practice_mark")):
            return render(data, words[language])

    return Parts(rules, divisions, SystemClock(), RandomIds(), keys, Printer(words, render, marked, look_at_paper))


def make_tools(words: Mapping[str, Words]) -> Toolbox:
    """What the commands work with; papers and window are imported when they are asked for."""
    from desktop.cli.session import Toolbox

    def count_pages(pdf: bytes) -> int:
        from reports.render import pages

        return pages(pdf)

    def window(folder: Path, wanted: Mapping[str, Any]) -> int:
        return run_window(folder, wanted, words)

    def report(folder: Path, error: Exception) -> Trouble:
        from desktop.crash_report import CrashReports

        return CrashReports(folder, SystemClock().now).report(error)

    return Toolbox(make_parts(words), words, default_folder, count_pages, window, Online(), report, look_at_paper)


def look_at_paper(data: bytes) -> Looked:
    """Codes and words of a paper's file. Raises `Refused`."""
    from desktop.core.errors import Refused
    from desktop.core.paper_check import Looked
    from desktop.core.paper_code import looks_like_paper
    from desktop.devices.paper_file import NoPaper, look

    try:
        seen = look(data, looks_like_paper)
    except NoPaper as error:
        raise Refused("paper_file_unreadable") from error
    return Looked(seen.codes, seen.words)


class Online:
    """The line to the hub; its libraries are imported when it is first asked for."""

    def ask_to_join(self, url: str, key: DeviceKey, request: Request) -> Signed:
        from desktop.sync.joining import ask_to_join

        return ask_to_join(url, key, request)

    def round(self, desk: Desk) -> RoundResult:
        """One round; raises `Trouble`."""
        from desktop.sync.round import run_round
        from desktop.sync.trouble import Later

        try:
            return run_round(make_line(desk))
        except Later as later:
            raise later.trouble from later

    def find(self, desk: Desk, phone: str, by: str) -> list[Found]:
        from desktop.sync.finding import find_everywhere

        return find_everywhere(make_line(desk), phone, by)

    def pack(self, desk: Desk, place: Path) -> Packed:
        from desktop.sync.stick import pack

        return pack(make_line(desk), place)

    def unpack(self, desk: Desk, place: Path) -> RoundResult:
        from desktop.sync.stick import unpack

        return unpack(make_line(desk), place)


def make_line(desk: Desk) -> Line:
    """An open desk's line to its hub."""
    from desktop import __version__
    from desktop.services.names import terms
    from desktop.sync.line import Line

    return Line(desk.store, desk.key, f"quanyi {__version__}", desk.remember, desk.learn, terms)


def run_window(folder: Path, wanted: Mapping[str, Any], words: Mapping[str, Words]) -> int:
    """The window on a data folder, or pictures of its pages; returns the exit code.

    Paints first: what the database needs is imported on the writing thread afterwards. Raises `EnvironmentFailed`.
    """
    if wanted.get("shots"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.screen import need_display

    need_display()
    from desktop.late_start import Makers
    from desktop.sittings import Sittings

    def serve(
        desk: Desk, counter: OfficeCounter, runner: TaskRunner, report: Callable[[Exception], object]
    ) -> Callable[[], None]:
        return serve_phones(desk, counter, words, runner.changed.emit, report, runner.handed.emit)

    makers = Makers(lambda: make_parts(words), make_counter, _carry, serve, Online().ask_to_join, SystemClock().now)
    return Sittings(folder, wanted, words, makers).run()


def _carry(desk: Desk, counter: OfficeCounter, runner: TaskRunner) -> Background:
    """The background's rounds, and the Hub page's own; signals are heard on the painting thread, whoever sends them."""
    from desktop.sync.attended import Attended, Seldom

    line = make_line(desk)
    line.moved = Seldom(runner.moved.emit)
    background = start_sync(desk, lambda _trouble: runner.changed.emit(), line)
    counter.hub.carry_by(Attended(line, background))
    runner.run_paper(counter.hub.count, lambda _none: None, lambda _trouble: None)  # the page says what is wrong
    return background


def start_sync(desk: Desk, told: Callable[[Exception | None], None], line: Line | None = None) -> Background:
    """Rounds in the background for as long as the window is open, once a hub was joined."""
    from desktop.store.outbox import sendable
    from desktop.sync.background import Background
    from desktop.sync.round import run_round

    own = line or make_line(desk)

    def act() -> None:
        if own.joined():
            run_round(own)

    def pending() -> bool:
        with desk.store.read() as connection:
            return own.joined() and bool(sendable(connection, desk.store.device))

    background = Background(act, pending, told)
    background.start()
    return background


def serve_phones(
    desk: Desk,
    counter: OfficeCounter,
    words: Mapping[str, Words],
    changed: Callable[[], None],
    report: Callable[[Exception], object],
    handed: Callable[[], None] = lambda: None,
) -> Callable[[], None]:
    """Hands the counter a server for phones, which it starts where the switch is on; returns what stops it. `changed`
    hears, seldom, that phones wrote something, `handed` at once that a photo waits to be taken. The libraries are
    imported when it is first started.
    """
    from desktop.late_start import LatePhones

    server = LatePhones(desk, counter, words, changed, report)
    counter.serving.serve_by(server)
    counter.inspecting.phone_camera.tell_by(handed)
    return server.stop


def make_counter(desk: Desk, by: Operator | None = None) -> OfficeCounter:
    """The counter of an open desk, where `by` sits already or nobody does."""
    from desktop.services.counter import OfficeCounter
    from desktop.services.office import Office

    return OfficeCounter(Office(desk), by, everywhere=lambda phone, by: Online().find(desk, phone, by))


def main() -> None:
    """`quanyi`: a command, or the window without one. The window paints before the commands are imported."""
    logging.basicConfig(level=os.environ.get("QUANYI_LOG", "WARNING"), stream=sys.stderr)
    words = read_words()
    if _window_first(sys.argv[1:]):
        sys.exit(_start_window(sys.argv[1:], words))
    from desktop.cli.main import build

    build(make_tools(words))()


def _window_first(arguments: list[str]) -> bool:
    """Whether the window is asked for: `desk`, or no command at all."""
    takes_value = False
    for argument in arguments:
        if takes_value:
            takes_value = False
        elif argument in ("--help", "--version"):
            return False
        elif argument in ("--data", "--as"):
            takes_value = True
        elif not argument.startswith("-"):
            return argument == "desk" and "--help" not in arguments
    return True


def _start_window(arguments: list[str], words: Mapping[str, Words]) -> int:
    """The window without the commands' libraries; its options are those of `quanyi desk`."""
    from desktop.core.errors import Trouble

    parser = argparse.ArgumentParser("quanyi")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--as", dest="operator")
    parser.add_argument("command", nargs="?", choices=["desk"])
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--text", type=int, choices=[100, 125, 150])
    parser.add_argument("--lang", choices=list(words))
    parser.add_argument("--practice", action="store_true")
    given = parser.parse_args(arguments)
    named = os.environ.get("QUANYI_DATA")
    folder = given.data or (Path(named) if named else default_folder())
    try:
        if given.shots:
            _need_pin(words)
        return run_window(folder, vars(given), words)
    except Trouble as trouble:
        values = {key: value for key, value in trouble.values.items() if key != "document"}
        message = " / ".join(each.say(f"error.{trouble.code}", **values) for each in words.values())
        if given.json:
            refused = {"outcome": trouble.code, "error": trouble.code, "message": message}
            print(json.dumps(refused, ensure_ascii=False))
        else:
            print(message, file=sys.stderr)
        return trouble.EXIT


def _need_pin(words: Mapping[str, Words]) -> None:
    """Pages show people, so pictures of them want the PIN too. Raises `Refused("pin_needed")`."""
    from desktop.core.errors import Refused

    if "QUANYI_PIN" in os.environ:
        return
    if not sys.stdin.isatty():
        raise Refused("pin_needed", variable="QUANYI_PIN")
    import getpass

    os.environ["QUANYI_PIN"] = getpass.getpass(" / ".join(each.say("cli.ask_pin") for each in words.values()) + " ")


if __name__ == "__main__":
    main()
