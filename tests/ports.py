"""Ports that tests name before somebody listens there."""

from __future__ import annotations

import itertools
import os
import socket

# Below those that the system hands out for connections (32768 on Linux), or another process's connection may have it
# between the asking and the listening. Processes of tests begin apart.
_FIRST, _COUNT = 12_000, 20_000
_turns = itertools.count(os.getpid() * 61)


def free_port() -> int:
    """A port of this machine that nobody listens on, another one each time."""
    for turn in itertools.islice(_turns, _COUNT):
        port = _FIRST + turn % _COUNT
        with socket.socket() as asked:
            try:
                asked.bind(("", port))
            except OSError:
                continue
            return port
    raise AssertionError("every port is taken")
