"""The line between a phone and a desk: machines of their own on one cable, or this machine's loopback.

`Cable` is network namespaces joined by veth pairs, with no way to anywhere else, as a station's own Wi-Fi without
internet. Each namespace lives as long as a process that waits for the end of its input, so that nothing is left when
the tests are killed. The station runs in the tests' own process; only a thread stands in the desk's namespace, and
sockets belong to the namespace of the thread that made them.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop.web.serve import Hasty, WebServer

T = TypeVar("T")
DESK, MOVED, PHONE = "10.77.0.1", "10.77.0.9", "10.77.0.2"
HUB, ROAMING = "10.78.0.1", "10.78.0.2"
"""Where the hub is, and the phone in the network that leads there and not to the desk."""
_NEW_NET = 0x40000000
"""`CLONE_NEWNET` of setns(2); Python has it from 3.12 on."""


class Machine:
    """A network namespace, named by the process that keeps it."""

    def __init__(self) -> None:
        self._keeper = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo here; exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._keeper.stdout is not None
        if self._keeper.stdout.readline() != b"here\n":
            self.end()
            raise PermissionError("unshare")

    @property
    def pid(self) -> int:
        return self._keeper.pid

    @property
    def enter(self) -> list[str]:
        """What a command begins with that runs there."""
        return ["nsenter", f"--net=/proc/{self.pid}/ns/net"]

    def ip(self, *words: str) -> None:
        subprocess.run([*self.enter, "ip", *words], check=True, capture_output=True)

    def come(self) -> None:
        """This thread, and those that it begins, are there from now on."""
        libc = ctypes.CDLL(None, use_errno=True)
        with Path(f"/proc/{self.pid}/ns/net").open() as net:
            if libc.setns(net.fileno(), _NEW_NET):
                raise OSError(ctypes.get_errno(), "setns")

    def end(self) -> None:
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.close()
        self._keeper.wait(10)
        self._keeper.stdout.close()


class Cable:
    """The phone's machine with a cable to the desk's and another one to the hub's."""

    address, other_address, hub_address = DESK, MOVED, HUB

    def __init__(self) -> None:
        with contextlib.ExitStack() as made:
            self.desk, self.hub, self.phone = (self._machine(made) for _ in range(3))
            self._join(self.desk, DESK, PHONE, "cable")
            self._join(self.hub, HUB, ROAMING, "mobile")
            self._at_desk, self._at_hub = (
                made.enter_context(ThreadPoolExecutor(1, initializer=each.come)) for each in (self.desk, self.hub)
            )
            self._ends = made.pop_all()

    def _machine(self, made: contextlib.ExitStack) -> Machine:
        new = Machine()
        made.callback(new.end)
        new.ip("link", "set", "lo", "up")
        return new

    def _join(self, other: Machine, there: str, here: str, name: str) -> None:
        other.ip("link", "add", name, "type", "veth", "peer", "name", name, "netns", str(self.phone.pid))
        for machine, address in ((other, there), (self.phone, here)):
            machine.ip("address", "add", f"{address}/24", "dev", name)
            machine.ip("link", "set", name, "up")

    @property
    def enter(self) -> list[str]:
        """What the browser's command begins with."""
        return self.phone.enter

    def at_desk(self, act: Callable[[], T]) -> T:
        """Whatever makes sockets runs there, and whatever threads that begins."""
        return self._at_desk.submit(act).result(30)

    def at_hub(self, act: Callable[[], T]) -> T:
        return self._at_hub.submit(act).result(30)

    def cut(self) -> None:
        """Nothing passes and nobody is told."""
        self.desk.ip("link", "set", "cable", "down")

    def mend(self) -> None:
        """Comes back when both ends have noticed: until then the kernel drops what is sent. Whom an end was looking for
        meanwhile is forgotten: with no answer for 3 s, who looks for the same one since would hear that nobody is.
        """
        self.desk.ip("link", "set", "cable", "up")
        for machine in (self.desk, self.phone):
            while self._says(machine) != "up":
                threading.Event().wait(0.02)
            machine.ip("neighbour", "flush", "dev", "cable")

    @staticmethod
    def _says(machine: Machine) -> str:
        """The state of the line as this end has it."""
        shown = [*machine.enter, "ip", "-json", "link", "show", "dev", "cable"]
        (link,) = json.loads(subprocess.run(shown, check=True, capture_output=True).stdout)
        return str(link["operstate"]).lower()

    def move(self, old: str, new: str) -> None:
        """The desk gets another address for the one it had."""
        self.desk.ip("address", "delete", f"{old}/24", "dev", "cable")
        self.desk.ip("address", "add", f"{new}/24", "dev", "cable")

    def end(self) -> None:
        self._ends.close()


class Loopback:
    """The same on this machine, where no namespace can be made: a cut line is one whose connections are ended."""

    address, other_address, hub_address = "127.0.0.1", "127.0.0.2", "127.0.0.3"
    enter: tuple[str, ...] = ()

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._open: list[Any] = []
        self._known, self._cut = self.address, False
        patch.setattr(WebServer, "address", lambda _server: "" if self._cut else self._known)
        made = Hasty.connection_made

        def note(protocol: Hasty, transport: Any) -> None:
            self._open.append(transport.get_extra_info("socket"))
            made(protocol, transport)

        patch.setattr(Hasty, "connection_made", note)

    def at_desk(self, act: Callable[[], T]) -> T:
        return act()

    at_hub = at_desk

    def cut(self) -> None:
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(2)
        self._open.clear()
        self._cut = True

    def mend(self) -> None:
        """New connections were never refused; the desk knew no address meanwhile."""
        self._cut = False

    def move(self, old: str, new: str) -> None:
        """The desk says another address; it answers at both."""
        self._known = new

    def end(self) -> None:
        """Nothing is left."""


Line = Cable | Loopback


def why_not() -> str:
    """What stands in the way of a cable here; empty where nothing does."""
    if os.environ.get("QUANYI_LINE") == "loopback":
        return "QUANYI_LINE asks for the loopback"
    missing = [program for program in ("unshare", "nsenter", "ip") if shutil.which(program) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if os.geteuid():
        return "only root may make network namespaces (CAP_SYS_ADMIN, CAP_NET_ADMIN)"
    try:
        Cable().end()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no network namespace can be made here: {error}"
    return ""


@contextlib.contextmanager
def a_line() -> Iterator[Line]:
    """A cable where there can be one, else the loopback, while it lasts."""
    with pytest.MonkeyPatch.context() as patch:
        line = Loopback(patch) if why_not() else Cable()
        try:
            yield line
        finally:
            line.end()
