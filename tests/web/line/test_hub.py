"""A poster scanned where only the hub, or only the desk, can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from desktop.app import read_words
from desktop.core.site import short_site
from desktop.web.serve import WebServer
from hub.api import build
from hub.limits import Limits
from hub.projector import Projector
from hub.side import pages
from hub.signer import Gate
from tests.hub.device import Device
from tests.hub.filled import SUPERVISOR
from tests.hub.in_process import InProcess
from tests.hub.servers import new_parts
from tests.ports import free_port
from tests.stations import HOUR
from tests.web.line.cable import Cable, Line
from tests.web.line.served import Served, came, first, told, unreachable

HOME = "370102005001"


@pytest.fixture
def hub(line: Line, tmp_path: Path) -> Iterator[tuple[WebServer, str]]:
    """A hub's pages on its own machine, and where a poster of a station of it leads."""
    with new_parts(str(tmp_path / "data" / "hub.db"), tmp_path) as parts:
        app = build(Gate(parts, Limits()), pages=pages(parts, read_words()))
        code = parts.enrolment.new_station("甸柳一社区站", HOME, SUPERVISOR.id).code
        with httpx.Client(transport=InProcess(app, app.application), base_url="http://hub.test") as client:
            Device(client, parts.clock.now() - HOUR).enrol(code).raise_for_status()
        Projector(parts).all()
        with parts.database.read() as session:
            site = session.row("SELECT site FROM sites")[0]
        server, port = WebServer(lambda: app, line.hub_address), free_port()
        assert line.at_hub(lambda: server.start(port)) == ""
        yield server, f"http://{line.hub_address}:{port}/P/{short_site(site)}"
        server.stop()


def test_only_the_hub_and_then_only_the_desk(
    served: Served, hub: tuple[WebServer, str], take: Callable[..., Any]
) -> None:
    server, poster = hub
    page, line = take(), served.line
    line.cut()
    try:
        if isinstance(line, Cable):
            assert unreachable(take(), f"http://{line.address}:{served.port}/")
        page.goto(poster)
        told(page, "甸柳一社区站")
        page.get_by_text("管理员扫一下").wait_for()
        assert page.locator("form").count() == 0
    finally:
        line.mend()
    server.stop()
    assert unreachable(take(), poster)
    assert served.visits() == []
    page.goto(served.poster())
    first(page)
    came(page)
    assert served.visits() == [("courier", "poster")]
