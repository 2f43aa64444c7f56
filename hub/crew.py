"""Where workers come from: forks of the process that watches over them, which have all its modules at no cost.

Forked while that process has one thread and nothing open: threads and connections to a database do not outlive a fork.
Where that is not to be had, a worker is a process of its own, which imports everything again (2 s). Either waits on its
channel until it is told what to serve, and ends when the channel does.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn, Protocol

Work = Callable[[socket.socket], None]
# glibc keeps what threads gave back, a heap of each and ever larger pieces; large batches must go back at once.
# mallopt(3): M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD.
_MALLOC = ((-8, 2), (-3, 131_072), (-1, 131_072))
_LENGTH = struct.Struct(">I")


class Process(Protocol):
    def poll(self) -> int | None:
        """None while it lives."""

    def terminate(self) -> None: ...

    def wait(self) -> int: ...


class Fork:
    """A child by its process id, with the part of `subprocess.Popen` that is needed."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        return self._look(os.WNOHANG)

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self._pid, signal.SIGTERM)

    def wait(self) -> int:
        code = self._look(0)
        assert code is not None
        return code

    def _look(self, options: int) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self._pid, options)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code


class Worker:
    """A worker and this end of its channel."""

    def __init__(self, process: Process, channel: socket.socket) -> None:
        self.process = process
        self.channel = channel

    def tell(self, settings: dict[str, Any]) -> None:
        """What it is to serve; one that has ended is found out by `is_up`."""
        said = json.dumps(settings).encode()
        try:
            self.channel.sendall(_LENGTH.pack(len(said)) + said)
        except BrokenPipeError:
            return

    def is_up(self) -> bool:
        """Waits until it serves; False for one that ended before that."""
        try:
            return self.channel.recv(1) == b"."
        except ConnectionResetError:
            return False


def told(channel: socket.socket) -> dict[str, Any] | None:
    """A worker's side: waits for what it is to serve; None when nobody is there any more to say so."""
    head = channel.recv(_LENGTH.size, socket.MSG_WAITALL)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    settings: dict[str, Any] = json.loads(channel.recv(length, socket.MSG_WAITALL))
    return settings


def say_up(channel: socket.socket) -> None:
    channel.sendall(b".")


def give_back() -> None:
    """Makes this process return memory to the system; elsewhere than with glibc it has its own ways."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for name, value in _MALLOC:
            mallopt(name, value)


def can_fork() -> bool:
    """Elsewhere than on Linux the libraries of the system do not bear it, and threads nowhere."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


def recruit(count: int, load: Callable[[], Work]) -> list[Worker]:
    """So many workers that wait to be told; `load` imports what they do."""
    crew: list[Worker] = []
    work = load() if can_fork() else None
    if not can_fork():
        # a library may have begun a thread
        work = None
    # a collector that looks through modules writes to each of their pages, and makes it the worker's own
    gc.collect()
    gc.freeze()
    for _ in range(count):
        own, theirs = socket.socketpair()
        with theirs:
            process = _fork(work, theirs, [*(each.channel for each in crew), own]) if work else _start(theirs)
        crew.append(Worker(process, own))
    return crew


def _fork(work: Work, channel: socket.socket, ends: list[socket.socket]) -> Fork:
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if not pid:
        # held open here they would keep the others from hearing that the process above is gone
        for end in ends:
            end.close()
        _live(work, channel)
    return Fork(pid)


def _live(work: Work, channel: socket.socket) -> NoReturn:
    """The child's whole life; what the process above has to do at its end is not done here too."""
    code = 1
    try:
        work(channel)
        code = 0
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _start(channel: socket.socket) -> subprocess.Popen[bytes]:
    number = channel.fileno()
    return subprocess.Popen([sys.executable, "-m", "hub.worker", str(number)], pass_fds=[number])
