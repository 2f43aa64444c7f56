"""A phone that asks the pages: keeps cookies, follows what it is told, and reads forms as a browser does."""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from desktop.app import read_words
from desktop.core.phone_pages import PhoneDesk
from desktop.web.app import make_app
from desktop.web.limits import Limits

SECRET = bytes(range(100, 132))
WORDS = read_words()
# Tests ask more in a minute than any house does.
WIDE = Limits(pages=1_000_000, acts=1_000_000, acts_all=1_000_000)


class Form(HTMLParser):
    """The fields of the first form of a page that is sent to `action`, with what stands in them."""

    def __init__(self, html: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._action, self._inside = action, False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("action") == self._action
        elif tag == "input" and self._inside:
            name, kind = given.get("name") or "", given.get("type")
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class Straight(httpx.BaseTransport):
    """Requests go to the application without a socket."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._inner = httpx.ASGITransport(app, client=(address, 5000))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        given = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._inner.handle_async_request(given)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class Phone:
    """One phone; `language` is what it prefers, `base` stands before the addresses of the pages it asks."""

    base = ""

    def __init__(self, app: Starlette, language: str = "zh-CN,zh;q=0.9", address: str = "192.168.1.7") -> None:
        self.client = httpx.Client(
            transport=Straight(app, address),
            base_url="http://192.168.1.20:8642",
            headers={"Accept-Language": language, "Accept-Encoding": "identity"},
            follow_redirects=True,
        )

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def send(self, page: httpx.Response, action: str = "/in", **typed: str) -> httpx.Response:
        """Fills in a page's form and sends it, as it stands on that page; follows where it leads."""
        fields = Form(page.text, self.base + action).fields
        assert fields, page.text
        return self.client.post(self.base + action, data=fields | typed)

    def register(self, page: httpx.Response, name: str = "马向阳", phone: str = "13812340427") -> httpx.Response:
        """A first visit with name and phone."""
        second = self.send(page, group="delivery_rider", keep="name")
        return self.send(second, name=name, phone=phone, consent="yes", keep="filled")


class HubPhone(Phone):
    """One on mobile data, at a hub: `url` is where it is, or `app` where no socket is between."""

    def __init__(self, code: str, *, url: str = "http://hub.test", app: ASGIApp | None = None) -> None:
        self.base = f"/at/{code}"
        self.client = httpx.Client(
            transport=Straight(app, "100.64.0.7") if app else None,
            base_url=url,
            headers={"Accept-Language": "zh-CN", "Accept-Encoding": "identity"},
            follow_redirects=True,
        )

    def poster(self) -> httpx.Response:
        """As its code leads there."""
        return self.get(f"/P/{self.base.rpartition('/')[2]}")


def app_for(desk: PhoneDesk, clock: object, limits: Limits = WIDE, **more: object) -> Starlette:
    return make_app(desk, SECRET, clock, WORDS, limits, **more)  # type: ignore[arg-type]
