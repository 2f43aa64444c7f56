"""A supervisor with a browser: cookies, the tokens of forms, pages as text."""

from __future__ import annotations

import re

import httpx

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Visitor:
    def __init__(self, base: str) -> None:
        self.client = httpx.Client(base_url=base, timeout=30, verify=False)

    def token(self, path: str = "/") -> str:
        """The token on a page's forms."""
        found = _TOKEN.search(self.client.get(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def sign_in(self, name: str, pin: str, after: str = "/") -> httpx.Response:
        given = {"csrf": self.token("/sign-in"), "name": name, "pin": pin, "next": after}
        return self.client.post("/sign-in", data=given)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, token: str | None = None, **given: str) -> httpx.Response:
        """Sends a form with the session's token, or with another one."""
        given["csrf"] = self.token("/") if token is None else token
        return self.client.post(path, data=given)

    def close(self) -> None:
        self.client.close()
