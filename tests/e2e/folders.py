"""Data folders for the command line: made through the services in this process, with a key file inside."""

from __future__ import annotations

from pathlib import Path

from desktop.app import read_words
from desktop.core.roles import Operator
from desktop.services import station
from desktop.services.desk import Printer
from desktop.services.office import Office
from desktop.store.journal import Clock, RandomIds
from reports.render import render
from tests.e2e.command import KeyFile
from tests.stations import COMMUNITY, NAME, OPERATOR, PIN, cheap_pins, divisions, rulebook


def parts(clock: Clock) -> station.Parts:
    words = read_words()
    printer = Printer(words, lambda data, language: render(data, words[language]))
    return station.Parts(rulebook(), divisions(), clock, RandomIds(), KeyFile(), printer)


def make_folder(folder: Path, clock: Clock) -> tuple[Office, Operator]:
    """A new station and its first operator; the caller closes `office.desk`."""
    made = station.create(parts(clock), folder, role="station", name=NAME, community=COMMUNITY)
    office = cheap_pins(Office(made.desk))
    first = office.operators.add_first(OPERATOR, PIN)
    return office, Operator(first, frozenset(["caretaker", "supervisor"]))


def open_folder(folder: Path, clock: Clock) -> tuple[Office, Operator]:
    office = Office(station.open_desk(parts(clock), folder))
    first = office.operators.choose(OPERATOR)
    return office, Operator(first.id, frozenset(first.roles))
