"""`serve`: a socket whose connections go to the workers in turn, and the projector's loop in the process that watches
over them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from desktop.core.errors import EnvironmentFailed
from hub.limits import Limits
from hub.place import Place
from hub.turnstile import Turnstile

BACKLOG = 1_024
WATCH_S = 0.5
SETTINGS = "QUANYI_HUB_WORKER"
PROJECTOR_NICE = 5
# glibc keeps what threads gave back, a heap of each and ever larger pieces; large batches must go back at once
_MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}


@dataclass(frozen=True)
class Serving:
    host: str
    port: int
    workers: int
    limits: Limits


def listen(host: str, port: int) -> socket.socket:
    """Raises `EnvironmentFailed("hub_port_taken")`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(found[0], socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[4])
        listener.listen(BACKLOG)
    except OSError as error:
        raise EnvironmentFailed("hub_port_taken", host=host, port=port, detail=str(error)) from error
    return listener


def serve(
    place: Place, serving: Serving, project: Callable[[threading.Event], None], ready: Callable[[int], None]
) -> None:
    """Runs until SIGTERM or SIGINT, or until a worker ends by itself. `project` works until its event is set;
    `ready` is told the port.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    listener = listen(serving.host, serving.port)
    up, said = os.pipe()
    settings = {
        "up": said,
        "db": place.url.render_as_string(hide_password=False),
        "key": str(place.key),
        "limits": asdict(serving.limits),
    }
    figures = tempfile.TemporaryDirectory(prefix="quanyi-hub-")
    channels, workers = [], []
    for _ in range(serving.workers):
        own, theirs = socket.socketpair()
        with theirs:
            workers.append(_worker({**settings, "fd": theirs.fileno()}, figures.name))
        channels.append(own)
    os.close(said)
    threads = [
        threading.Thread(target=_projects, args=(project, stop), name="hub-projector"),
        threading.Thread(target=Turnstile(listener, channels).loop, args=(stop,), name="hub-turnstile"),
    ]
    for thread in threads:
        thread.start()
    with os.fdopen(up, "rb", buffering=0) as lines:
        # a byte a worker; none when one ends before it is up
        if all(lines.read(1) for _ in workers):
            ready(listener.getsockname()[1])
    try:
        while not stop.wait(WATCH_S):
            if any(worker.poll() is not None for worker in workers):
                raise EnvironmentFailed("hub_worker_ended")
    finally:
        stop.set()
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
        for thread in threads:
            thread.join()
        for end in (listener, *channels):
            end.close()
        figures.cleanup()


def _worker(settings: dict[str, Any], figures: str) -> subprocess.Popen[bytes]:
    # not as an argument: every user of the machine may read those, and a password may stand in it
    environment = {**os.environ, SETTINGS: json.dumps(settings), "PROMETHEUS_MULTIPROC_DIR": figures, **_MALLOC}
    command = [sys.executable, "-m", "hub.worker"]
    return subprocess.Popen(command, pass_fds=[settings["fd"], settings["up"]], env=environment)


def _projects(project: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Behind those who answer devices: what it does not get to now it does a moment later, and nobody waits."""
    if hasattr(os, "setpriority"):
        # on Linux a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PROJECTOR_NICE)
    project(stop)
