"""The station that pictures are taken of: a demo whose clock, ids and keys are always the same."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nacl.secret
import pytest

from desktop.core.roles import Operator
from desktop.services import demo
from desktop.services.counter import OfficeCounter
from desktop.services.office import Office
from tests.stations import SetClock, cheap_pins, parts

# A Saturday shortly after noon: people in the station, lunch under way.
NOW = "2026-11-21T12:06:40"
PLAN = demo.Plan(days=40, riders=60, merchants=3, seed=7, pin="000000")


class Drawn:
    """What looks random and is always the same, in the place of the module `secrets`."""

    def __init__(self) -> None:
        self._chance = random.Random(7)

    def token_bytes(self, count: int | None = None) -> bytes:
        return self._chance.randbytes(count or 32)

    def token_hex(self, count: int | None = None) -> str:
        return self.token_bytes(count).hex()

    def choice(self, of: Sequence[str]) -> str:
        return self._chance.choice(of)

    def system_random(self) -> random.Random:
        return self._chance


@contextmanager
def drawn() -> Iterator[None]:
    """While it lasts, keys, epochs, codes and samples are drawn from a fixed row."""
    row = Drawn()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_bytes", row.token_bytes)
        patch.setattr(secrets, "token_hex", row.token_hex)
        patch.setattr(secrets, "choice", row.choice)
        patch.setattr(secrets, "SystemRandom", row.system_random)
        patch.setattr(nacl.secret, "random", row.token_bytes)  # nonces: the chain holds the hash of what was sealed
        yield


def make_counter(folder: Path) -> tuple[Office, OfficeCounter]:
    """The counter of the station, with somebody at it who is caretaker and supervisor."""
    clock = SetClock(NOW)
    with drawn():
        office, _ = demo.fill(parts(folder / "keys", clock), folder / "data", PLAN)
    cheap_pins(office)
    first = office.operators.choose(None)
    return office, OfficeCounter(office, Operator(first.id, frozenset(first.roles)))
