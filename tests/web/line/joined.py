"""A station that has joined a hub: the desk's pages on its cable, the hub's on another, and one clock for both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.app import make_line, read_words
from desktop.core.site import short_site
from desktop.store.beside import put_setting
from desktop.store.membership import URL
from desktop.sync.joining import ask_to_join
from desktop.sync.round import run_round
from desktop.web.serve import WebServer
from hub.api import build
from hub.limits import Limits
from hub.parts import Parts, SystemClock
from hub.projector import Projector
from hub.side import pages
from hub.signer import Gate
from tests.hub.filled import SUPERVISOR
from tests.ports import free_port
from tests.web.line.cable import Cable
from tests.web.line.served import Served

HOME = "370102005001"


@dataclass
class Joined:
    """`off` ms is the PC's clock ahead of the hub's. The station speaks to the hub over the loopback: only phones are
    on other machines.
    """

    served: Served
    parts: Parts
    patch: pytest.MonkeyPatch
    off: int = 0
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        line = self.served.line
        self.patch.setattr(SystemClock, "now", lambda _clock: self.served.station.clock.now() - self.off)
        app = build(Gate(self.parts, Limits(10**9, 10**9, 10**9)), pages=pages(self.parts, read_words()))
        apart = isinstance(line, Cable)
        # a hub on this very machine is shown to no phone; browsers find all of .localhost here (RFC 6761, 6.3)
        self._host = line.hub_address if apart else "hub.localhost"
        self._server = WebServer(lambda: app, line.hub_address if apart else "127.0.0.1")
        self._back = WebServer(lambda: app, "127.0.0.1")
        self._own = free_port()
        assert self._back.start(self._own) == ""
        self.begin()
        station = self.served.station
        code = self.parts.enrolment.new_station("甸柳一社区站", HOME, SUPERVISOR.id).code
        station.office.hub.enrol(station.by, f"http://127.0.0.1:{self._own}", code, ask_to_join)
        self.sync()

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self.port}"

    def begin(self) -> None:
        assert self.served.line.at_hub(lambda: self._server.start(self.port)) == ""

    def stop(self) -> None:
        """The hub is down for phones."""
        self._server.stop()

    def end(self) -> None:
        self._server.stop()
        self._back.stop()

    def sync(self) -> None:
        """Rounds until what each sent has come to the other; then phones are told the hub's other address."""
        station = self.served.station
        self._told(f"http://127.0.0.1:{self._own}")
        for _ in range(2):
            run_round(make_line(station.desk))
            Projector(self.parts).all()
        self._told(self.url)

    def _told(self, url: str) -> None:
        with self.served.station.desk.store.write() as txn:
            put_setting(txn, URL, url)

    def screen(self) -> str:
        """The address in the hub's code that the visitor's screen shows."""
        return self.served.line.at_desk(self.served.counter.visitor.page).hub_code

    def poster(self) -> str:
        return f"{self.url}/P/{short_site(self.served.station.desk.store.home.named)}"

    def visits(self) -> list[tuple[Any, ...]]:
        """Group and presence of what phones recorded at the hub and stands, oldest first."""
        with self.parts.database.read() as session:
            rows = session.rows(
                'SELECT "group", presence FROM visits WHERE device = ? AND voided IS NULL ORDER BY at, fact',
                (self.parts.keys.id,),
            )
        return [tuple(row) for row in rows]

    def today(self) -> list[tuple[Any, ...]]:
        """The same as the desk counts it, of all that it holds."""
        self.sync()
        assert self.served.station.faults() == []
        return self.served.station.rows(
            'SELECT "group", presence FROM visits WHERE voided IS NULL AND day IS NOT NULL ORDER BY at, fact'
        )
