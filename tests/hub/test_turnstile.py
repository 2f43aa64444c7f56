"""Connections go to the workers in turn, pushes share a statement, and what a worker has in hand has an end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence

import pytest

from desktop.core.batch import Header
from desktop.core.errors import EnvironmentFailed
from hub import committer, front
from hub.branches import Tip
from hub.committer import Committer
from hub.denied import Denied
from hub.front import PUSH, Front
from hub.ingest import Kept, Push
from hub.turnstile import Turnstile


def push(number: int, size: int = 1) -> Push:
    return Push(Header(1, "d", "e", number, number, "", "", 1), bytes(size))


@contextlib.contextmanager
def turning(channels: Sequence[socket.socket]) -> Iterator[tuple[str, int]]:
    """A turnstile that gives to these; where to connect to."""
    listener, stop = socket.create_server(("127.0.0.1", 0)), threading.Event()
    thread = threading.Thread(target=Turnstile(listener, channels).loop, args=(stop,))
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        stop.set()
        thread.join()
        listener.close()


def test_connections_go_to_workers_in_turn_and_past_one_that_ended() -> None:
    pairs = [socket.socketpair() for _ in range(3)]
    pairs[1][1].close()
    with turning([own for own, _ in pairs]) as address, contextlib.ExitStack() as clients:
        for _ in range(3):
            for _, theirs in (pairs[0], pairs[2]):
                clients.enter_context(socket.create_connection(address))
                theirs.settimeout(10)
                sign, (descriptor,), _, _ = socket.recv_fds(theirs, 1, 1)
                assert sign == b"."
                socket.socket(fileno=descriptor).close()
    for own, theirs in pairs:
        own.close()
        theirs.close()


def test_pushes_that_wait_go_together_and_a_failure_reaches_all(monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []
    going = threading.Event()

    def keep(pushes: Sequence[Push]) -> list[Kept]:
        groups.append(len(pushes))
        assert going.wait(10)
        if any(each.header.first == 99 for each in pushes):
            raise EnvironmentFailed("hub_database_failed", detail="")
        return [Kept(Tip("", each.header.first, ""), "", 0) for each in pushes]

    async def play() -> None:
        made = Committer(keep)
        first = asyncio.create_task(made.push(push(1)))
        while not groups:
            await asyncio.sleep(0)
        rest = [asyncio.create_task(made.push(push(number))) for number in range(2, 6)]
        await asyncio.sleep(0)
        monkeypatch.setattr(committer, "WAITING_MOST", 4)
        with pytest.raises(Denied) as denied:
            await made.push(push(6))
        assert denied.value.status == 503
        going.set()
        assert [(await task).tip.seq for task in (first, *rest)] == [1, 2, 3, 4, 5]
        assert groups == [1, 4]
        failed = await asyncio.gather(made.push(push(98)), made.push(push(99)), return_exceptions=True)
        assert [type(each) for each in failed] == [EnvironmentFailed, EnvironmentFailed]
        assert (await made.push(push(7))).tip.seq == 7
        await asyncio.to_thread(made.close)

    asyncio.run(play())


def test_what_a_worker_has_in_hand_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second large body while one is being worked on is asked to come later; a small one, and the next, are taken."""
    monkeypatch.setattr(front, "IN_HAND_MOST", 300_000)
    large, small = bytes(200_000), bytes(10)

    async def play() -> list[int]:
        going = asyncio.Event()

        async def store(_address: str, data: bytes) -> bytes:
            if data == large:
                await going.wait()
            return b"{}"

        served = Front(store, store, lambda *_: None)  # type: ignore[arg-type]  # the rest of the app is not asked

        async def send(body: bytes) -> int:
            said: list[int] = []

            async def receive() -> dict[str, object]:
                return {"type": "http.request", "body": body, "more_body": False}

            async def hear(message: dict[str, object]) -> None:
                if "status" in message:
                    said.append(int(str(message["status"])))

            scope = {"type": "http", "path": PUSH, "method": "POST", "headers": [], "client": ("", 0)}
            await served(scope, receive, hear)  # type: ignore[arg-type]  # plain dicts for messages
            return said[0]

        first = asyncio.create_task(send(large))
        await asyncio.sleep(0)
        found = [await send(large[:150_000]), await send(small)]
        going.set()
        return [*found, await first, await send(large)]

    assert asyncio.run(play()) == [503, 200, 200, 200]
