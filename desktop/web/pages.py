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
    return environment({"clock": clock_time}, {"style": f"/phone.css?{_mark()}"})


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
class Pages:
    """Makes answers; `words` by language."""

    words: Mapping[str, Words]

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
        }
        html = templates().get_template(template).render(given | values)
        made = Response(html, status, HEADERS, "text/html; charset=utf-8")
        if "lang" in request.query_params:
            keep_cookie(made, LANGUAGE_COOKIE, language)
        return made


def day_words(words: Words, now: int) -> str:
    """`11月21日 星期六` for an instant, ms UTC."""
    day = local(now)
    month, weekday = words.say(f"ui.month.{day.month}"), words.say(f"ui.weekday.{day.weekday()}")
    return words.say("phone.day", m=day.month, d=day.day, month=month, weekday=weekday)


def go(to: str) -> Response:
    """To another page, by GET."""
    return RedirectResponse(to, 303, {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"})


def keep_cookie(answer: Response, name: str, value: str) -> None:
    """For a year. Not `Secure`: a station's page on its own network speaks plain HTTP."""
    answer.set_cookie(name, value, max_age=YEAR_S, path="/", httponly=True, samesite="lax")


def drop_cookie(answer: Response, name: str) -> None:
    answer.delete_cookie(name, path="/", httponly=True, samesite="lax")
