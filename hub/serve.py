"""`serve`: a socket whose connections go to the workers in turn, and the projector's loop in the process that watches
over them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from desktop.core.errors import EnvironmentFailed
from hub.crew import Work, Worker, recruit
from hub.limits import Limits
from hub.place import Place
from hub.turnstile import Turnstile

BACKLOG = 1_024
WATCH_S = 0.5
PROJECTOR_NICE = 5
# where the figures of several workers are put together, as prometheus_client calls it
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"

Project = Callable[[threading.Event], None]
Opening = Callable[[], Project]


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
    place: Place, serving: Serving, load: Callable[[], Work], open_hub: Opening, ready: Callable[[int], None]
) -> None:
    """Runs until SIGTERM or SIGINT, or until a worker ends by itself. `load` imports what a worker does; `open_hub`,
    called once the workers are there, gives what works until its event is set; `ready` is told the port.
    """
    with tempfile.TemporaryDirectory(prefix="quanyi-hub-") as figures, contextlib.ExitStack() as ends:
        # read when the library is imported
        os.environ[MULTIPROCESS] = figures
        crew = recruit(serving.workers, load)
        for worker in crew:
            ends.callback(worker.process.wait)
        for worker in crew:
            # before it is waited for: one that was told nothing ends by this
            ends.enter_context(worker.channel)
            ends.callback(worker.process.terminate)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        project = open_hub()
        listener = ends.enter_context(listen(serving.host, serving.port))
        settings = {
            "db": place.url.render_as_string(hide_password=False),
            "key": str(place.key),
            "limits": asdict(serving.limits),
        }
        for worker in crew:
            worker.tell(settings)
        if all(worker.is_up() for worker in crew):
            ready(listener.getsockname()[1])
        _watch(crew, listener, project, stop)


def _watch(crew: Sequence[Worker], listener: socket.socket, project: Project, stop: threading.Event) -> None:
    """Until it is to stop; raises `EnvironmentFailed("hub_worker_ended")`."""
    turnstile = Turnstile(listener, [worker.channel for worker in crew])
    threads = [
        threading.Thread(target=_projects, args=(project, stop), name="hub-projector"),
        threading.Thread(target=turnstile.loop, args=(stop,), name="hub-turnstile"),
    ]
    for thread in threads:
        thread.start()
    try:
        while not stop.wait(WATCH_S):
            if any(worker.process.poll() is not None for worker in crew):
                raise EnvironmentFailed("hub_worker_ended")
    finally:
        stop.set()
        for worker in crew:
            worker.process.terminate()
        with contextlib.suppress(OSError):
            # whoever waits there for a connection wakes up
            listener.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def _projects(project: Project, stop: threading.Event) -> None:
    """Behind those who answer devices: what it does not get to now it does a moment later, and nobody waits."""
    if hasattr(os, "setpriority"):
        # on Linux a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PROJECTOR_NICE)
    project(stop)
