"""The frozen data of 设置 › 手机签到, and what it asks: `ServingCounter`, which the services' side fulfils; and the
server behind it, which the composition root hands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

PORT = 8642
PORTS = (1024, 65_535)


@dataclass(frozen=True)
class ServingPage:
    """`on` is the switch, `running` whether pages are served now. `url` is where a phone finds them, `poster` what the
    poster's code holds; both empty while nothing runs. `trouble` is empty, `port_taken`, `no_network` or `no_socket`.
    `fixed` says why the switch cannot be used: `practice`, `role` (not this operator's) or empty.
    """

    on: bool
    running: bool
    port: int
    url: str = ""
    poster: str = ""
    trouble: str = ""
    fixed: str = ""


@dataclass(frozen=True)
class Tried:
    """What came of asking the page as a phone would: `good`, `off`, `no_network`, `no_answer` or `another` (something
    else answers at this port).
    """

    outcome: str
    url: str = ""


class PhoneServer(Protocol):
    """Serves the pages on this machine's network."""

    @property
    def running(self) -> bool: ...

    def start(self, port: int) -> str:
        """Returns what hinders it (`port_taken`, `no_socket`), empty when it runs."""

    def stop(self) -> None: ...

    def address(self) -> str:
        """This machine's address on the local network, empty for none."""

    def ask(self, url: str) -> str:
        """Fetches it over the network: `good`, `no_answer` or `another`."""


class ServingCounter(Protocol):
    """Called on worker threads; each may raise `desktop.core.errors.Trouble`."""

    def page(self) -> ServingPage: ...

    def begin(self) -> None:
        """When the desk opens: serves where the switch is on."""

    def switch(self, on: bool) -> ServingPage: ...

    def other_port(self) -> ServingPage:
        """The next port, where this one is taken; posters with the old one are void."""

    def try_it(self) -> Tried: ...
