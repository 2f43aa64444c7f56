"""An ASGI application as a client without a socket sees it, its loop on a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import httpx
from fastapi import FastAPI


class InProcess(httpx.BaseTransport):
    """What the application raises is an answer of 500, as a server would make it. `served` is the FastAPI within `app`,
    which is told when it starts and when it ends.
    """

    def __init__(self, app: Any, served: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._life = served.router.lifespan_context(served)
        asyncio.run_coroutine_threadsafe(self._life.__aenter__(), self._loop).result(60)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result(60)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        given = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._inner.handle_async_request(given)
        # it is read already, and no longer as it was packed
        headers = [each for each in answer.headers.multi_items() if each[0] != "content-encoding"]
        return httpx.Response(answer.status_code, headers=headers, content=await answer.aread())

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._life.__aexit__(None, None, None), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
