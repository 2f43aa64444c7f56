"""A hub's workers: forks of what watches over them, or processes of their own where that is not to be had."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from hub import crew
from tests.hub.conftest import Hub
from tests.hub.starts import from_warm

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

PATIENCE_S = 30
# The program as it is where a process cannot be forked.
APART = "from hub import crew, app; crew.can_fork = lambda: False; app.main()"


def gone(pidfd: int) -> bool:
    """Whether the process ends within the patience of this test."""
    ended, _, _ = select.select([pidfd], [], [], PATIENCE_S)
    os.close(pidfd)
    return bool(ended)


def own_start(worker: int) -> bool:
    return b"hub.worker" in Path(f"/proc/{worker}/cmdline").read_bytes()


def counted_together(hub: Hub) -> bool:
    """Whether the figures are of all workers: each is asked over a connection of its own, and counts a moment after it
    has answered.
    """
    for _ in range(2):
        assert httpx.get(hub.client.base_url.join("healthz")).json()["ok"] is True
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if 'quanyi_hub_requests_total{path="/healthz",status="200"} 2.0' in hub.client.get("/metrics").text:
            return True
    return False


def test_forks_count_together_and_end_with_what_watches_over_them(hub: Hub) -> None:
    with hub.serve():
        assert counted_together(hub)
        workers = hub.workers()
        assert [own_start(worker) for worker in workers] == [False, False]
        ends = [os.pidfd_open(worker) for worker in workers]
        os.kill(hub.process, signal.SIGKILL)
        assert all(map(gone, ends))


def test_a_fork_that_ends_is_the_end_of_all(hub: Hub) -> None:
    with hub.serve():
        first, second = hub.workers()
        ends = [os.pidfd_open(second), os.pidfd_open(hub.process)]
        os.kill(first, signal.SIGKILL)
        assert all(map(gone, ends))


def test_where_nothing_can_be_forked_workers_start_by_themselves(hub: Hub) -> None:
    given = ["--db", hub.db, "--key", str(hub.key), "--json", "serve", "--port", "0", "--workers", "1"]
    command = [sys.executable, "-c", APART, *given]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        try:
            hub.process, port = process.pid, json.loads(process.stdout.readline())["port"]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S) as hub.client:
                assert counted_together(hub)
            workers = hub.workers()
            assert [own_start(worker) for worker in workers] == [True]
            ends = [os.pidfd_open(worker) for worker in workers]
            process.terminate()
            assert process.wait(PATIENCE_S) == 0
            assert all(map(gone, ends))
            assert process.stderr.read() == b""
        finally:
            process.kill()


def test_a_hub_that_cannot_be_opened_leaves_no_worker(hub: Hub) -> None:
    """Its workers are there before it is opened; whoever starts it hears what is wrong, once, and it ends."""
    hub.key.unlink()
    command = [sys.executable, "-m", "hub.app", "--db", hub.db, "--key", str(hub.key), "--json", "serve"]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S)
    assert (done.returncode, done.stderr) == (3, b"")
    assert json.loads(done.stdout)["error"] == "hub_key_missing"


def test_a_port_that_is_taken(hub: Hub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with from_warm(["--db", hub.db, "--key", str(hub.key), "--json", "serve", "--port", port]) as (_, said):
            assert json.loads(said)["error"] == "hub_port_taken"


def test_beside_another_thread_nothing_is_forked(backend: str) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert not crew.can_fork()
    stop.set()
    thread.join()
