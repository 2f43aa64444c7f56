"""The visitor's screen on a tablet: connected by a one-time link, then kept current by a script of its own.

It is the one page here with a script: a browser leaves full screen when it loads another page. Without one the page
loads itself anew.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from desktop.core.checkin_code import STEP_SECONDS
from desktop.core.pages import Tone
from desktop.core.tablet_pages import PATH, TabletDesk, TabletPage
from desktop.core.visitor_pages import ITEM_ICONS, greeting
from desktop.web import picture
from desktop.web.form import read_form
from desktop.web.house import House, address_of
from desktop.web.kit import load
from desktop.web.pages import HEADERS, POLICY, YEAR_S, day_words, language_of, templates

TABLET = "qt"
WITH_SCRIPT = {**HEADERS, "Content-Security-Policy": f"{POLICY}; script-src 'self'; connect-src 'self'"}
KEPT = {"Cache-Control": "public, max-age=604800", "X-Content-Type-Options": "nosniff"}
_ICONS = {Tone.SUCCESS: "check", Tone.ALREADY: "info", Tone.ATTENTION: "clock", Tone.REFUSED: "info"}


def screen_files() -> dict[str, tuple[bytes, str]]:
    """Style sheet and script by address."""
    return {
        "/screen.css": (load("screen.css").encode(), "text/css; charset=utf-8"),
        "/screen.js": (load("screen.js").encode(), "text/javascript; charset=utf-8"),
    }


@functools.cache
def _mark() -> str:
    """Changes with these files, so that no tablet keeps older ones."""
    return hashlib.sha256(b"".join(data for data, _ in screen_files().values())).hexdigest()[:8]


def screen_file(request: Request) -> Response:
    data, media = screen_files()[request.url.path]
    return Response(data, 200, KEPT, media)


@functools.lru_cache(maxsize=4)
def _code(text: str, label: str) -> Any:
    return picture.svg(text, label)


class ScreenPages:
    def __init__(self, house: House, tablets: TabletDesk) -> None:
        self._house, self._tablets = house, tablets

    # --- connecting ------------------------------------------------------------------------------------------

    async def ask(self, request: Request) -> Response:
        """Asks first: a link that is merely looked at connects nothing."""
        house, token = self._house, str(request.path_params["token"])
        place = await house.place()
        if not await house.ask(lambda: self._tablets.open_link(token)):
            return house.pages.trouble(request, place, "screen_gone", 410)
        return house.pages.show(request, "phone_screen_link.html", place, token=token)

    async def take(self, request: Request) -> Response:
        """The link itself is the token of this form: a secret that nobody else's page knows."""
        house, token = self._house, str(request.path_params["token"])
        house.rate.count("acts", address_of(request))
        await read_form(request)
        mark = await house.ask(lambda: self._tablets.take_link(token))
        if not mark:
            return house.pages.trouble(request, await house.place(), "screen_gone", 410)
        answer, session = house.pages.go(PATH), house.session(request)
        kept: dict[str, str | int] = {"m": mark, "s": session, "t": house.now()}
        house.pages.keep(request, answer, TABLET, house.seal.close("tablet", kept))
        house.keep_session(request, answer, session)
        return answer

    async def _known(self, request: Request) -> bool:
        house = self._house
        found = house.seal.open("tablet", request.cookies.get(TABLET, ""))
        if not found or not house.fresh(found["t"], YEAR_S * 1000):
            return False
        return await house.ask(lambda: self._tablets.known(str(found["m"]), str(found["s"])))

    # --- the screen ------------------------------------------------------------------------------------------

    async def show(self, request: Request) -> Response:
        house = self._house
        if not await self._known(request):
            return house.pages.trouble(request, await house.place(), "screen_unknown", 403)
        language = language_of(request)
        shown = await house.ask(self._tablets.screen)
        values = self._values(shown, language)
        html = templates().get_template("phone_screen.html").render({**values, "mark": _mark()})
        return Response(html, 200, WITH_SCRIPT, "text/html; charset=utf-8")

    async def now(self, request: Request) -> Response:
        """What stands on it now, without the page around it; 204 while that is what the tablet has (`had`)."""
        house = self._house
        if not await self._known(request):
            return Response(status_code=403, headers=HEADERS)
        shown = await house.ask(self._tablets.screen)
        language = language_of(request)
        if request.query_params.get("had") == _version(shown, language):
            return Response(status_code=204, headers=HEADERS)
        html = templates().get_template("phone_screen_parts.html").render(self._values(shown, language))
        return Response(html, 200, HEADERS, "text/html; charset=utf-8")

    def _values(self, shown: TabletPage, language: str) -> dict[str, Any]:
        words, page = self._house.pages.words[language], shown.page
        return {
            "version": _version(shown, language),
            "say": words.say,
            "lang": language,
            "page": page,
            "now": shown.now,
            "day": day_words(words, shown.now),
            "greeting": words.say(greeting(shown.now)),
            "eat": words.say("visitor.eat_now" if page.period else "visitor.eat_later", price=page.price),
            "icons": ITEM_ICONS,
            "period": page.period.get(language, ""),
            "result": shown.result,
            "icon_of": _ICONS,
            "good": shown.result is not None and shown.result.tone in (Tone.SUCCESS, Tone.ALREADY),
            "codes": [
                (_code(code, words.say("visitor.code")), f"visitor.{by}")
                for code, by in ((page.code, "by_wifi"), (page.hub_code, "by_mobile"))
                if code
            ],
            "step": STEP_SECONDS,
            "left": max(0, -(-(page.code_until - shown.now) // 1000)) if page.code_until else 0,
        }


def _version(shown: TabletPage, language: str) -> str:
    """Changes with what is seen, the seconds left aside."""
    seen = repr((shown.page, shown.now // 60_000, shown.result, language))
    return hashlib.blake2b(seen.encode(), digest_size=8).hexdigest()
