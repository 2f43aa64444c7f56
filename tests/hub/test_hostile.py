"""Hostile batches, bodies, paths and sticks against a hub that is being served: refused, soon, in little memory."""

from __future__ import annotations

import contextlib
import json
import struct
from pathlib import Path

import pytest

from desktop.core import stick
from desktop.core.errors import Refused
from desktop.core.stick import StickHeader
from hub.stick import Sticks
from tests.hub import hostile
from tests.hub.conftest import Hub
from tests.hub.hostile import MEMORY_MOST_KB, SECONDS_MOST, ask, peak_kb

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_hostile_batches_are_refused_and_a_good_one_is_taken(served: Hub) -> None:
    device = served.device()
    for name, data in hostile.batches(device):
        got = ask(served.client, "POST", "/v1/batches", data)
        assert got.status in (400, 403, 413), (name, got)
        assert got.error, name
        assert got.took <= SECONDS_MOST, (name, got)
    with served.parts.database.read() as session:
        assert session.row("SELECT count(*) FROM batches WHERE device = ?", (device.id,))[0] == 0
    # that they are refused for what is odd in them, and not for how they are made
    assert served.client.post("/v1/batches", content=hostile.with_body(device, b'{"a":1}')).status_code == 200
    large = served.device()
    assert served.client.post("/v1/batches", content=hostile.largest(large)).status_code == 200
    assert max(peak_kb(worker) for worker in served.workers()) <= MEMORY_MOST_KB


def test_hostile_bodies_are_refused_before_and_behind_the_door(served: Hub) -> None:
    device = served.device()
    for path in hostile.PATHS:
        for name, data in hostile.JSON_BODIES.items():
            got = ask(served.client, "POST", path, data)
            assert got.status in (400, 401, 413), (path, name, got)
            assert got.took <= SECONDS_MOST, (path, name, got)
            signed = device.ask("POST", path, data)
            assert signed.status_code in (400, 413), (path, name, signed.text)
    assert max(peak_kb(worker) for worker in served.workers()) <= MEMORY_MOST_KB


@pytest.mark.parametrize("target", hostile.TRICKS)
def test_a_path_leads_nowhere_else(served: Hub, target: str) -> None:
    device = served.device()
    for method in ("GET", "PUT"):
        for answer in (served.client.request(method, target), device.ask(method, target)):
            assert answer.status_code in (303, 400, 401, 404, 405), (method, answer.status_code)
            assert b"root:" not in answer.content
            assert b'"seed"' not in answer.content


def test_a_sticks_names_and_frames_write_no_file_but_the_answer(served: Hub, tmp_path: Path) -> None:
    device = served.device()
    sticks = Sticks(served.parts)
    keys = served.parts.keys
    frames = [
        ("B", b"../../etc/passwd"),
        ("S", b""),
        ("P", b"\0" * 1_000_000),
        ("K", b'{"hash":"../../x","sealed":"","subject":"/etc"}'),
        ("K", hostile.BODIES["deep lists"]),
        ("F", hostile.BODIES["giant integer"]),
        ("/", b"../x"),
        ("\xff", b""),
    ]
    for name in ("../../../tmp/stick", "/etc/cron.d/x", "a\0b", "x" * 1_000):
        said = StickHeader(1, device.id, name, keys.id, 0)
        data = b"".join(stick.write(stick.STICK, device.key, said, keys.device.public, frames))
        before = set(tmp_path.rglob("*"))
        taken = sticks.accept(data, tmp_path / "answer")
        assert (taken.whole, taken.batches, taken.refused) == (True, 0, 1)
        assert set(tmp_path.rglob("*")) - before <= {tmp_path / "answer"}
        for cut in (5, 100, len(data) // 2):
            with contextlib.suppress(Refused):
                assert sticks.accept(data[:cut], tmp_path / "answer").whole is False
        long = data[: data.index(b"}") + 65] + struct.pack(">I", 2**32 - 1) + b"x"
        assert sticks.accept(long, tmp_path / "answer").whole is False
    assert json.loads(served.client.get("/healthz").text)["ok"] is True
