"""`serve`: a socket, workers that share it, and the projector's loop in the process that watches over them."""

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

from desktop.core.errors import EnvironmentFailed
from hub.limits import Limits
from hub.place import Place

BACKLOG = 1_024
WATCH_S = 0.5
SETTINGS = "QUANYI_HUB_WORKER"


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
    listener.set_inheritable(True)
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
        "fd": listener.fileno(),
        "up": said,
        "db": place.url.render_as_string(hide_password=False),
        "key": str(place.key),
        "limits": asdict(serving.limits),
    }
    figures = tempfile.TemporaryDirectory(prefix="quanyi-hub-")
    # not as an argument: every user of the machine may read those, and a password may stand in it
    environment = {**os.environ, SETTINGS: json.dumps(settings), "PROMETHEUS_MULTIPROC_DIR": figures.name}
    command = [sys.executable, "-m", "hub.worker"]
    workers = [
        subprocess.Popen(command, pass_fds=[listener.fileno(), said], env=environment) for _ in range(serving.workers)
    ]
    os.close(said)
    projector = threading.Thread(target=project, args=(stop,), name="hub-projector")
    projector.start()
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
        projector.join()
        listener.close()
        figures.cleanup()
