"""The page that a slip's small code opens: a clinic confirms that somebody came, with the digits on the slip."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from desktop.core.clinic_code import WAY
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.words import Words
from hub import page_kit
from hub.clinic import Clinic, Slip, Standing
from hub.denied import Denied, told_denied
from hub.limits import Rate
from hub.pages.outside import OutsideForms
from hub.pages.visit import Desk, FormTooLarge, ToldRoute, form_of, language_of, message, sentence, switched

TIMES_A_MINUTE = 120
COOKIE = "quanyi_clinic"


class ClinicPage:
    def __init__(self, desk: Desk, clinic: Clinic) -> None:
        self._words = desk.office.hub.words
        self._clinic = clinic
        self._rate = Rate(desk.office.hub.ground)
        self._forms = OutsideForms(desk.sessions, COOKIE, "/")

    def routes(self) -> list[Route]:
        """Codes are printed in capitals; people who type the address do not."""
        ways = (WAY, WAY.lower())
        return [ToldRoute(f"/{way}/{{code}}", self.page, methods=["GET", "POST"]) for way in ways]

    async def page(self, request: Request) -> Response:
        answer = switched(request)
        if answer is not None:
            return answer
        words = self._words[language_of(request)]
        try:
            self._rate.count(request.client.host if request.client else "", TIMES_A_MINUTE)
            return await (self._shown(request, words) if request.method == "GET" else self._sent(request, words))
        except Denied as denied:
            if not denied.quiet:
                told_denied(request, 429, "too_many")
            shown = self._told(request, words, None, 429, words.say("hub.clinic.often"))
            shown.headers["Retry-After"] = str(denied.retry_after)
            return shown

    async def _shown(self, request: Request, words: Words) -> Response:
        slip = await run_in_threadpool(self._clinic.find, request.path_params["code"])
        return self._told(request, words, slip)

    async def _sent(self, request: Request, words: Words) -> Response:
        try:
            form = await form_of(request)
        except FormTooLarge:
            return message(words, 413, words.say("hub.message.refused"), words.say("hub.message.too_large"))
        except ClientDisconnect:
            return Response(status_code=400)
        code, typed = request.path_params["code"], form.get("digits", [""])[0]
        if not self._forms.good(request, form.get("csrf", [""])[0]):
            told_denied(request, 403, "csrf")
            return message(words, 403, words.say("hub.message.refused"), words.say("hub.message.csrf"), code)
        address = request.client.host if request.client else ""
        try:
            slip = await run_in_threadpool(self._clinic.confirm, code, typed, address)
        except Refused as refused:
            return await self._refused(request, words, refused)
        except EnvironmentFailed as failed:
            return message(words, 503, words.say("hub.message.failed"), sentence(words, failed), code)
        return self._told(request, words, slip, done=slip.standing is Standing.CONFIRMED)

    async def _refused(self, request: Request, words: Words, refused: Refused) -> Response:
        """A wrong code, a slip that is locked for a while, or none of ours."""
        slip = await run_in_threadpool(self._clinic.find, request.path_params["code"])
        if refused.code == "pin_locked":
            told_denied(request, 429, "clinic_locked")
            answer = self._told(request, words, slip, 429, words.say("hub.clinic.locked", **refused.values))
            answer.headers["Retry-After"] = str(refused.values["seconds"])
            return answer
        if slip is None:
            return self._told(request, words, None)
        return self._told(request, words, slip, 422, sentence(words, refused))

    def _told(
        self,
        request: Request,
        words: Words,
        slip: Slip | None,
        status: int = 0,
        error: str = "",
        *,
        done: bool = False,
    ) -> Response:
        cookie, csrf = self._forms.begin(request)
        number = ""
        if slip is not None:
            number = words.say("slip.number", year=slip.day[:4], day=_digits(slip.day), number=f"{slip.number:02d}")
        answer = page_kit.page(
            "clinic.html",
            words,
            status or (200 if slip else 404),
            slip=slip,
            number=number,
            wrong=error,
            confirmed=done,
            csrf=csrf,
        )
        self._forms.keep(request, answer, cookie)
        return answer


def _digits(day: str) -> str:
    """`1126` of `2026-11-26`."""
    return day[5:7] + day[8:]
