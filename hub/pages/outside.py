"""Forms outside the sign-in: their token belongs to a cookie of its own, so that no other site's page sends one."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from hub.pages.visit import from_here
from hub.signin import Sessions, same


class OutsideForms:
    """`cookie` is the cookie's name, `path` where it is sent."""

    def __init__(self, sessions: Sessions, cookie: str, path: str) -> None:
        self._sessions = sessions
        self._cookie = cookie
        self._path = path

    def begin(self, request: Request) -> tuple[str, str]:
        """The cookie's value, and the token of forms that belong to it."""
        value = request.cookies.get(self._cookie) or secrets.token_urlsafe(24)
        return value, self._sessions.form_token(value)

    def keep(self, request: Request, answer: Response, value: str) -> None:
        secure = request.url.scheme == "https"
        answer.set_cookie(self._cookie, value, httponly=True, samesite="lax", secure=secure, path=self._path)

    def good(self, request: Request, token: str) -> bool:
        """Whether a form is from a page that this browser was given."""
        value = request.cookies.get(self._cookie, "")
        return from_here(request) and same(token, self._sessions.form_token(value) if value else "")
