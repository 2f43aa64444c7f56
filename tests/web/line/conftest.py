"""Fixtures: one line and one browser for all, a station and phones for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.services.phone_desk import PhoneDesk
from tests.stations import Station
from tests.web.browser import WECHAT, chromium, phone
from tests.web.line.cable import Line, a_line, why_not
from tests.web.line.served import Lost, Served


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says when no machines of their own were to be had."""
    if why := why_not():
        terminalreporter.write_line(f"tests/web/line ran over the loopback: {why}")


@pytest.fixture(scope="package")
def line() -> Iterator[Line]:
    with a_line() as made:
        yield made


@pytest.fixture(scope="package")
def browser(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("browser"), line.enter) as made:
        yield made


@pytest.fixture
def served(station: Station, line: Line) -> Iterator[Served]:
    station.clock.set("2026-11-21T12:06:05")
    made = Served(station, line)
    yield made
    made.end()
    assert made.bugs == []


@pytest.fixture
def take(browser: Any) -> Iterator[Callable[..., Any]]:
    """Phones, each somebody's own."""
    pages: list[Any] = []

    def one(agent: str = WECHAT, **more: Any) -> Any:
        pages.append(phone(browser, agent, **more))
        return pages[-1]

    yield one
    for page in pages:
        page.context.close()


@pytest.fixture
def lost(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lost]:
    made, inner = Lost(served), PhoneDesk.check_in

    def check_in(desk: PhoneDesk, wanted: Any) -> Any:
        done = inner(desk, wanted)
        made.note()
        return done

    monkeypatch.setattr(PhoneDesk, "check_in", check_in)
    yield made
    made.found()
