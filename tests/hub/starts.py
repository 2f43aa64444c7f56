"""Hubs as processes of their own: by their command, or in a fork of a process that has everything imported.

A start by the command is two seconds of imports; a fork lives the same life from `main` on.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

import hub.app

STOP_S = 30
# not `hub.worker`: its library of figures asks at its import where they go
_PRELOAD = ["fastapi", "hub.acts_cli", "hub.app", "hub.cli", "tests.hub.starts"]


@contextlib.contextmanager
def started(arguments: Sequence[str], *, warm: bool) -> Iterator[tuple[int, int]]:
    """`quanyi-hub` with these; the process id, and the port that it tells. It is told to stop at the end."""
    with from_warm(arguments) if warm else by_command(arguments) as (pid, said):
        assert said, "the hub did not start"
        yield pid, json.loads(said)["port"]


@contextlib.contextmanager
def by_command(arguments: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """The process id, and the first line that it says."""
    process = subprocess.Popen([sys.executable, "-m", "hub.app", *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        try:
            yield process.pid, process.stdout.readline()
        finally:
            process.terminate()
            process.wait(STOP_S)


@contextlib.contextmanager
def from_warm(arguments: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """As `by_command`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_live, args=(list(arguments), dict(os.environ), theirs))
    process.start()
    theirs.close()
    with open(ours.fileno(), "rb", closefd=False) as lines, ours:
        try:
            yield process.pid or 0, lines.readline()
        finally:
            process.terminate()
            process.join(STOP_S)
            assert process.exitcode is not None, "the hub did not stop"
            process.close()


def _live(arguments: list[str], environment: dict[str, str], out: Connection) -> None:
    """The child: the program with its own arguments, environment and output."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(out.fileno(), 1)
    out.close()
    sys.argv = ["quanyi-hub", *arguments]
    hub.app.main()
