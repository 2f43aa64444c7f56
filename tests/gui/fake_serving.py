"""The pages for phones without a server: on a network, with a port that may be taken."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.pages import ScanAnswer
from desktop.core.serving_pages import PORT, ServingPage, Tried
from desktop.core.tablet_pages import TabletLink, Tablets


class FakeServing:
    """Attributes:
    shown: the page. taken: ports that others have. tried: what comes of trying.
    """

    def __init__(self) -> None:
        self.shown = ServingPage(False, False, PORT)
        self.taken: set[int] = set()
        self.tried = "good"

    def page(self) -> ServingPage:
        return self.shown

    def begin(self) -> None:
        return

    def switch(self, on: bool) -> ServingPage:
        return self._set(on, self.shown.port)

    def other_port(self) -> ServingPage:
        return self._set(True, self.shown.port + 1)

    def _set(self, on: bool, port: int) -> ServingPage:
        if not on or port in self.taken:
            self.shown = ServingPage(on, False, port, trouble="port_taken" if on else "")
            return self.shown
        url = f"http://192.168.1.20:{port}"
        self.shown = replace(ServingPage(True, True, port), url=url, poster=f"{url}/p/7K2M9Q3A")
        return self.shown

    def try_it(self) -> Tried:
        return Tried(self.tried, self.shown.url)


class FakeTablets:
    """Attributes:
    shown: how they stand; heard: the outcomes that were told; links: how many were made.
    """

    def __init__(self) -> None:
        self.shown = Tablets()
        self.heard: list[str] = []
        self.links = 0

    def begin(self) -> TabletLink:
        self.links += 1
        self.shown = replace(self.shown, waiting=True)
        return TabletLink(f"http://192.168.1.20:{PORT}/screen/{'A' * 31}{self.links}")

    def state(self) -> Tablets:
        return self.shown

    def let_go(self) -> None:
        self.shown = Tablets()

    def told(self, answer: ScanAnswer, _at: int) -> None:
        self.heard.append(answer.outcome)
