"""What every page for phones is made with: style sheet, language, cookies, and the headers of answers.

No page has a script but the screen on a tablet (`screen.py`), and nothing is loaded from another host; the policy in
the headers says so to the browser.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desktop.core.business_day import clock_time, local
from desktop.core.phone_pages import PhonePlace
from desktop.core.words import LANGUAGES, Words
from desktop.web.kit import environment, load, preferred

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
YEAR_S = 365 * 86_400
LANGUAGE_COOKIE = "ql"


@functools.cache
def templates() -> Environment:
    return environment({"clock": clock_time}, {"mark": _mark()})


@functools.cache
def style() -> bytes:
    """The style sheet without its notes and indents."""
    text = re.sub(r"/\*.*?\*/", "", load("phone.css"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).strip().encode()


def _mark() -> str:
    """Changes with the style sheet, so that no phone keeps an older one."""
    return hashlib.sha256(style()).hexdigest()[:8]


def style_sheet(_request: Request) -> Response:
    kept = {"Cache-Control": "public, max-age=604800", "X-Content-Type-Options": "nosniff"}
    return Response(style(), 200, kept, "text/css; charset=utf-8")


def language_of(request: Request) -> str:
    """What was chosen, else what the phone prefers, else Chinese."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return str(chosen)
    return preferred(request.headers.get("accept-language", ""))


@dataclass(frozen=True)
class Mounted:
    """Where pages stand on their host: `base` before each address, empty at the root, and `path` that cookies are for.
    `distant` are a hub's: what only the desk knows (hours, merchants, the four digits, a card's text) is not there.
    """

    base: str = ""
    path: str = "/"
    distant: bool = False


@dataclass(frozen=True)
class Pages:
    """Makes answers; `words` by language."""

    words: Mapping[str, Words]
    mounted: Mounted = Mounted()

    def show(self, request: Request, template: str, place: PhonePlace, status: int = 200, **values: Any) -> Response:
        """A page of HTML. On one that was asked for by GET stands a link to the other language."""
        language = language_of(request)
        words, other = self.words[language], "en" if language == "zh" else "zh"
        turned = request.url.include_query_params(lang=other)
        given = {
            "say": words.say,
            "lang": language,
            "other": other,
            "turn": f"{turned.path}?{turned.query}" if request.method == "GET" else "",
            "place": place,
            "day": day_words(words, place.now),
            "base": self.mounted.base,
            "distant": self.mounted.distant,
        }
        html = templates().get_template(template).render(given | values)
        made = Response(html, status, HEADERS, "text/html; charset=utf-8")
        if "lang" in request.query_params:
            self.keep(request, made, LANGUAGE_COOKIE, language)
        return made

    def trouble(
        self,
        request: Request,
        place: PhonePlace,
        code: str,
        status: int,
        *,
        age: int = 0,
        fields: Mapping[str, str] | None = None,
        seconds: int = 0,
    ) -> Response:
        """What happened and what to do; `age` of a code and `seconds` to wait where the words name them, `fields` what
        goes on with four digits.
        """
        given = {"code": code, "age": age, "fields": fields or {}, "seconds": seconds}
        return self.show(request, "phone_trouble.html", place, status, **given)

    def go(self, to: str) -> Response:
        """To another of these pages, by GET."""
        headers = {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"}
        return RedirectResponse(self.mounted.base + to, 303, headers)

    def keep(self, request: Request, answer: Response, name: str, value: str) -> None:
        """A cookie for a year. `Secure` where the page came by TLS: a station's own network speaks plain HTTP."""
        secure = request.url.scheme == "https"
        answer.set_cookie(
            name, value, max_age=YEAR_S, path=self.mounted.path, httponly=True, samesite="lax", secure=secure
        )

    def drop(self, answer: Response, name: str) -> None:
        answer.delete_cookie(name, path=self.mounted.path, httponly=True, samesite="lax")


def day_words(words: Words, now: int) -> str:
    """`11月21日 星期六` for an instant, ms UTC."""
    day = local(now)
    month, weekday = words.say(f"ui.month.{day.month}"), words.say(f"ui.weekday.{day.weekday()}")
    return words.say("phone.day", m=day.month, d=day.day, month=month, weekday=weekday)
