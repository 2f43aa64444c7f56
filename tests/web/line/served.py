"""A desk that serves phones on a line, and what people do on theirs."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as BrowserError

from desktop.app import serve_phones
from desktop.services.counter import OfficeCounter
from tests.ports import free_port
from tests.stations import Station
from tests.web.line.cable import Cable, Line
from tests.web.phone import WORDS


@dataclass
class Served:
    """A station that serves phones on a line, as the window puts it together."""

    station: Station
    line: Line
    port: int = field(default_factory=free_port)
    counter: OfficeCounter = field(init=False)
    bugs: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counter = OfficeCounter(self.station.office, self.station.by)
        self.end = serve_phones(self.station.desk, self.counter, WORDS, lambda: None, self.bugs.append)
        self.switch(self.port)

    def switch(self, port: int) -> None:
        self.station.office.phone_settings.switch(self.station.by, True, port)
        self.begin()

    def begin(self) -> None:
        self.line.at_desk(self.counter.serving.begin)
        assert self.line.at_desk(self.counter.serving.try_it).outcome == "good"

    def stop(self) -> None:
        self.counter.serving.end()

    def screen(self) -> str:
        """The address in the code that the visitor's screen shows."""
        return self.line.at_desk(self.counter.visitor.page).code

    def poster(self) -> str:
        return self.line.at_desk(self.counter.serving.page).poster

    def visits(self) -> list[tuple[str, str]]:
        """Group and presence of each visit that the journal has, oldest first; the table has the same ones."""
        found = [entry.body for entry in self.station.entries("visit.recorded")]
        (rows,) = self.station.rows("SELECT count(*) FROM visits WHERE voided IS NULL")
        assert rows[0] == len(found)
        return [(body["group"], body["presence"]) for body in found]


@dataclass
class Lost:
    """Answers to check-ins that are lost until `found`: the line goes when the visit is on the disk already."""

    served: Served
    cut: bool = True
    kept: threading.Event = field(default_factory=threading.Event)

    def note(self) -> None:
        if self.cut:
            self.served.line.cut()
        self.kept.set()

    def wait(self) -> None:
        assert self.kept.wait(10)
        assert len(self.served.visits()) == 1

    def found(self) -> None:
        self.cut = False
        self.served.line.mend()


def press(page: Any, name: str = "签到") -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def first(page: Any, group: str = "快递员") -> None:
    page.get_by_text(group).tap()
    press(page)


def came(page: Any, said: str = "签到成功") -> None:
    page.get_by_role("status").get_by_text(said).wait_for()


def told(page: Any, title: str) -> None:
    page.get_by_role("heading", name=title).wait_for()


def register(page: Any, name: str) -> None:
    """A first visit, with name and phone or without."""
    if not name:
        return first(page, "网约配送员")
    page.get_by_text("留姓名和手机号").tap()
    first(page, "网约配送员")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("手机号").fill("138 1234 0427")
    page.get_by_label("我看过了，同意").check()
    return press(page, "签到并领卡")


def gone(page: Any) -> None:
    """The browser's own page stands there, since nobody answered."""
    with contextlib.suppress(BrowserError):
        # raises the error that it is waited for
        page.wait_for_url("chrome-error://**")
    page.wait_for_url("chrome-error://**")


def leave(page: Any, line: Line) -> None:
    """The phone waits no more for an answer."""
    if isinstance(line, Cable):
        page.goto("about:blank")
    else:
        gone(page)


def unreachable(page: Any, url: str) -> bool:
    """Whether the browser itself says that nobody is there."""
    try:
        page.goto(url, timeout=1_000)
    except BrowserError:
        return True
    return False
