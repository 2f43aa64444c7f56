"""The share of the store that phones get: one at a time, and not for ever."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time

import pytest

from desktop.web import turn
from desktop.web.limits import TooMany
from desktop.web.turn import Turn


def test_one_at_a_time_with_a_pause_as_long_as_it_took() -> None:
    spans: list[tuple[float, float]] = []

    def write() -> None:
        began = time.monotonic()
        threading.Event().wait(0.03)
        spans.append((began, time.monotonic()))

    async def all_at_once() -> None:
        turns = Turn()
        await asyncio.gather(*(turns.write(write) for _ in range(4)))

    asyncio.run(all_at_once())
    spans.sort()
    for (began, ended), (next_began, _) in itertools.pairwise(spans):
        assert next_began - ended >= 0.8 * (ended - began)


def test_too_many_are_asked_to_come_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "WAITING_MOST", 2)
    over = threading.Event()

    async def three() -> list[object]:
        turns = Turn()
        asked = [asyncio.create_task(turns.write(over.wait)) for _ in range(3)]
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_EXCEPTION)
        over.set()
        await asyncio.gather(*asked, return_exceptions=True)
        return [each.exception() for each in done]

    assert [type(each) for each in asyncio.run(three())] == [TooMany]
