"""A visit to a page: who, which one, what was typed; and the guards that stand before every page alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.words import LANGUAGES, Words
from desktop.web.kit import preferred
from hub import page_kit
from hub.denied import told_denied
from hub.office import Office
from hub.signin import Sessions, Signed, same
from hub.supervision import Supervisor

SESSION, LANGUAGE = "quanyi_session", "quanyi_lang"
FORM_MOST = 65_536
LANGUAGE_SECONDS = 365 * 86_400


class FormTooLarge(Exception):
    """More was sent than any form of ours holds."""


@dataclass(frozen=True)
class Visit:
    """One request of somebody signed in. `error` is the sentence of what was refused a moment ago."""

    office: Office
    by: Supervisor
    words: Words
    path: str
    places: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, list[str]]
    csrf: str
    error: str = ""
    status: int = 200

    def typed(self, name: str, otherwise: str = "") -> str:
        """What was typed in a field of the form."""
        return self.form.get(name, [otherwise])[0]

    def after(self) -> tuple[str, str]:
        """Where the page before ended; empty at the beginning."""
        return self.query.get("after", ""), self.query.get("then", "")

    def page(self, template: str, policy: str = page_kit.POLICY, **values: Any) -> Response:
        """A page of those who are signed in; `policy` is what its browser may load."""
        roles, known = self.office.hub.roles, self.words
        done = f"hub.done.{self.query.get('done', '')}"
        return page_kit.page(
            template,
            self.words,
            self.status,
            policy,
            by=self.by,
            path=self.path,
            csrf=self.csrf,
            error=self.error,
            done=known.say(done) if known.has(done) and not self.error else "",
            may=lambda action: roles.allows(self.by, action),
            typed=self.typed,
            query=self.query,
            link=link,
            now=self.office.hub.ground.now(),
            word=self.word,
            **values,
        )

    def word(self, head: str, code: str) -> str:
        """The word of a code; the code itself where the catalogue has none (a code from the future)."""
        key = f"{head}.{code}"
        return self.words.say(key) if self.words.has(key) else code


Handler = Callable[[Visit], Response]


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a form. Raises `FormTooLarge`."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > FORM_MOST:
            raise FormTooLarge
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        given = parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)
    except ValueError as error:
        raise FormTooLarge from error
    return {plain(name): [plain(value) for value in values] for name, values in given.items()}


def plain(text: str) -> str:
    """Text without NUL, which PostgreSQL's text cannot hold."""
    return text.replace("\0", "\ufffd")


@dataclass(frozen=True)
class Page:
    """A page at a path: the action that asks for it, and what a form of it does with the action that allows it.
    `asks` are names of its query, `fields` those of its form, which `read` makes of what was sent.
    """

    path: str
    action: str
    show: Handler
    act: Handler | None = None
    act_action: str = ""
    fields: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    read: Callable[[Request], Awaitable[Mapping[str, list[str]]]] = form_of


class ToldRoute(Route):
    """A route that says in the scope which one it is, for figures and logs, as those of the API do."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, more = super().matches(scope)
        return match, {**more, "route": self}


class PageRoute(ToldRoute):
    """A route that knows its page, for whoever describes it."""

    def __init__(self, page: Page, endpoint: Callable[[Request], Any]) -> None:
        super().__init__(page.path, endpoint, methods=["GET", "POST"] if page.act else ["GET"], name=page.path)
        self.page = page


def link(path: str, **query: object) -> str:
    """A path of ours with a query; what is empty is left out."""
    given = {name: str(value) for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(given)}" if given else path


def moved(path: str, **query: object) -> Response:
    """After a form: the page to look at, so that loading it again does nothing twice."""
    return RedirectResponse(link(path, **query), 303, page_kit.HEADERS)


def language_of(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE, "")
    if chosen in LANGUAGES:
        return chosen
    return preferred(request.headers.get("accept-language", ""))


def switched(request: Request) -> Response | None:
    """The answer to a link that asks for the other language; None where none does."""
    wanted = request.query_params.get("lang")
    if wanted not in LANGUAGES or request.method != "GET":
        return None
    rest = {name: value for name, value in request.query_params.items() if name != "lang"}
    answer = moved(request.url.path, **rest)
    answer.set_cookie(LANGUAGE, wanted, max_age=LANGUAGE_SECONDS, httponly=True, samesite="lax", secure=_tls(request))
    return answer


def _tls(request: Request) -> bool:
    return request.url.scheme == "https"


def keep_session(request: Request, answer: Response, token: str) -> None:
    """HttpOnly, SameSite=Lax, and Secure where the page came by TLS; gone when the browser closes."""
    answer.set_cookie(SESSION, token, httponly=True, samesite="lax", secure=_tls(request), path="/")


def from_here(request: Request) -> bool:
    """Whether the browser says that a form is from a page of this host (an old one says nothing)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin in (None, "null") or origin.partition("://")[2] == request.headers.get("host", "")


def message(words: Words, status: int, title: str, said: str, back: str = "/") -> Response:
    return page_kit.page("message.html", words, status, title=title, said=said, back=back)


def sentence(words: Words, refused: Refused | EnvironmentFailed) -> str:
    """What was refused, with the words of codes in place of the codes."""
    heads = {"state": "settlement_state", "to": "settlement_state", "decision": "review", "action": "hub.action"}
    values = dict(refused.values)
    for name, head in heads.items():
        key = f"{head}.{values.get(name)}"
        if name in values and words.has(key):
            values[name] = words.say(key)
    return words.say(f"error.{refused.code}", **values)


class Desk:
    """Serves pages to those who are signed in and may see them."""

    def __init__(self, office: Office, sessions: Sessions) -> None:
        self.office = office
        self.sessions = sessions

    def routes(self, pages: Sequence[Page]) -> list[Route]:
        return [PageRoute(page, self._endpoint(page)) for page in pages]

    def _endpoint(self, page: Page) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            words = self.office.hub.words[language_of(request)]
            answer = switched(request)
            if answer is not None:
                return answer
            signed = await run_in_threadpool(self.sessions.find, request.cookies.get(SESSION, ""))
            if signed is None:
                told_denied(request, 303, "not_signed_in")
                here = request.url.path if request.method == "GET" else "/"
                return RedirectResponse(f"/sign-in?next={quote(here)}", 303, page_kit.HEADERS)
            try:
                form = await page.read(request) if request.method == "POST" else {}
            except FormTooLarge:
                return message(words, 413, words.say("hub.message.refused"), words.say("hub.message.too_large"))
            except ClientDisconnect:
                return Response(status_code=400)
            return await run_in_threadpool(self._guarded, page, request, words, signed, form)

        return endpoint

    def _guarded(
        self, page: Page, request: Request, words: Words, signed: Signed, form: Mapping[str, list[str]]
    ) -> Response:
        roles, posted = self.office.hub.roles, request.method == "POST"
        if not roles.allows(signed.by, page.act_action or page.action if posted else page.action):
            told_denied(request, 403, "not_allowed", signed.by.id)
            return message(words, 403, words.say("hub.message.not_yours"), words.say("hub.message.not_yours_said"))
        if posted and not (from_here(request) and same(form.get("csrf", [""])[0], signed.csrf)):
            told_denied(request, 403, "csrf", signed.by.id)
            return message(words, 403, words.say("hub.message.refused"), words.say("hub.message.csrf"))
        visit = Visit(
            self.office,
            signed.by,
            words,
            request.url.path,
            {name: plain(str(value)) for name, value in request.path_params.items()},
            {name: plain(value) for name, value in request.query_params.items()},
            form,
            signed.csrf,
        )
        answer = self._answered(page, visit, posted)
        if answer.status_code == 404:
            # nothing of this name, or nothing of theirs: they are not told which
            told_denied(request, 404, "not_theirs", signed.by.id)
        return answer

    def _answered(self, page: Page, visit: Visit, posted: bool) -> Response:
        """The page; what a rule refused is said on the page itself, with what was typed still there."""
        words = visit.words
        try:
            if not (posted and page.act):
                return page.show(visit)
            try:
                return page.act(visit)
            except Refused as refused:
                return page.show(replace(visit, error=sentence(words, refused), status=422))
        except Refused as refused:
            status = 404 if refused.code.endswith("_unknown") else 422
            return message(words, status, words.say("hub.message.refused"), sentence(words, refused))
        except EnvironmentFailed as failed:
            return message(words, 503, words.say("hub.message.failed"), sentence(words, failed))
