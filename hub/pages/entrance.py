"""Signing in and out. Before anybody is signed in, the form's token belongs to a cookie of its own."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop.core.errors import Refused
from desktop.core.words import Words
from hub import page_kit
from hub.denied import told_denied
from hub.doors import CASHIER
from hub.pages.outside import OutsideForms
from hub.pages.visit import (
    SESSION,
    Desk,
    FormTooLarge,
    ToldRoute,
    form_of,
    from_here,
    keep_session,
    language_of,
    message,
    moved,
    sentence,
    switched,
)
from hub.signin import same

BEFORE = "quanyi_form"
TILL = "/till"


class Entrance:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._forms = OutsideForms(desk.sessions, BEFORE, "/sign-in")

    def routes(self) -> list[Route]:
        return [
            ToldRoute("/sign-in", self.sign_in, methods=["GET", "POST"]),
            ToldRoute("/sign-out", self.sign_out, methods=["POST"]),
            ToldRoute("/static/{name}", self.static),
        ]

    async def sign_in(self, request: Request) -> Response:
        answer = switched(request)
        if answer is not None:
            return answer
        words = self._desk.office.hub.words[language_of(request)]
        if request.method == "GET":
            return self._form(request, words, inner(request.query_params.get("next", "/")))
        try:
            form = await form_of(request)
        except FormTooLarge:
            return message(words, 413, words.say("hub.message.refused"), words.say("hub.message.too_large"))
        given = {name: values[0] for name, values in form.items()}
        after = inner(given.get("next", "/"))
        if not self._forms.good(request, given.get("csrf", "")):
            told_denied(request, 403, "csrf")
            return message(words, 403, words.say("hub.message.refused"), words.say("hub.message.csrf"), "/sign-in")
        address = request.client.host if request.client else ""
        try:
            token = await run_in_threadpool(
                self._desk.sessions.sign_in, given.get("name", ""), given.get("pin", ""), address
            )
        except Refused as refused:
            status = 429 if refused.code in ("sign_in_often", "pin_locked") else 422
            answer = self._form(request, words, after, given.get("name", ""), sentence(words, refused), status)
            if status == 429:
                answer.headers["Retry-After"] = str(refused.values["seconds"])
            told_denied(request, status, refused.code)
            return answer
        answer = moved(await run_in_threadpool(self._landing, token, after))
        keep_session(request, answer, token)
        answer.delete_cookie(BEFORE)
        return answer

    def _landing(self, token: str, after: str) -> str:
        """Who only serves by phone has no page of stations."""
        signed = self._desk.sessions.find(token)
        cashier = signed is not None and signed.by.roles == {CASHIER}
        return TILL if cashier and after == "/" else after

    def _form(
        self, request: Request, words: Words, after: str, name: str = "", error: str = "", status: int = 200
    ) -> Response:
        cookie, csrf = self._forms.begin(request)
        answer = page_kit.page("sign_in.html", words, status, csrf=csrf, next=after, name=name, error=error)
        self._forms.keep(request, answer, cookie)
        return answer

    async def sign_out(self, request: Request) -> Response:
        words = self._desk.office.hub.words[language_of(request)]
        token = request.cookies.get(SESSION, "")
        signed = await run_in_threadpool(self._desk.sessions.find, token)
        try:
            form = await form_of(request)
        except FormTooLarge:
            form = {}
        if signed is None:
            return moved("/sign-in")
        if not (from_here(request) and same(form.get("csrf", [""])[0], signed.csrf)):
            told_denied(request, 403, "csrf", signed.by.id)
            return message(words, 403, words.say("hub.message.refused"), words.say("hub.message.csrf"))
        await run_in_threadpool(self._desk.sessions.sign_out, token)
        answer = moved("/sign-in")
        answer.delete_cookie(SESSION)
        return answer

    async def static(self, request: Request) -> Response:
        found = page_kit.static(request.path_params["name"])
        return found or Response(status_code=404)


def inner(path: str) -> str:
    """A path of this host, `/` for anything that leads elsewhere (`//host`, `/\\host`, a scheme)."""
    good = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if good else "/"
