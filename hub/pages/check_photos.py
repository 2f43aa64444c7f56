"""Photos of a check: one a form, larger than other forms, cleaned before anything else sees it."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.words import Words
from desktop.web.upload import BadUpload, Upload, read_away, read_upload
from hub import page_kit
from hub.checks import PHOTO_MOST
from hub.denied import told_denied
from hub.pages.visit import SESSION, Desk, ToldRoute, from_here, language_of, message, moved, plain, sentence
from hub.signin import Signed, same

PATH = "/checks/{draft}/photos/{photo}"
# Why a photo was not kept, and the status that says so.
WHY = {
    "photo_too_large": 413,
    "photo_not_a_picture": 415,
    "photo_heic": 415,
    "photos_enough": 422,
    "photo_none": 422,
    "photo_cut": 400,
    "check_unknown": 404,
}
# Photos in memory at a time, of one worker.
AT_ONCE = 2


class CheckPhotos:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._room = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> list[Route]:
        return [ToldRoute(PATH, self.page, methods=["GET", "POST"])]

    async def page(self, request: Request) -> Response:
        return await (self.show(request) if request.method == "GET" else self.take(request))

    async def show(self, request: Request) -> Response:
        signed = await self._signed(request)
        if signed is None:
            return _to_sign_in(request)
        draft, photo = _places(request)
        try:
            data = await run_in_threadpool(self._desk.office.checks.photo, signed.by, draft, photo)
        except Refused as refused:
            return self._refused(request, signed, refused, script=False)
        return page_kit.jpeg(data)

    async def take(self, request: Request) -> Response:
        """The fields `form` (the session's token) and `photo`; the checkpoint stands in the query. A form that is not
        heard to its end would show no sentence, so it is heard whoever sends it.
        """
        signed = await self._signed(request)
        if signed is None:
            await read_away(request)
            return _to_sign_in(request)
        script = "script" in request.query_params
        if not self._desk.office.hub.roles.allows(signed.by, "check"):
            await read_away(request)
            return self._refused(request, signed, Refused("not_allowed"), script=False)
        async with self._room:
            try:
                upload = await read_upload(request, PHOTO_MOST)
                if not (from_here(request) and same(upload.form, signed.csrf)):
                    return self._forged(request, signed)
                await run_in_threadpool(self._keep, request, signed, upload)
            except BadUpload as bad:
                return self._refused(request, signed, _not_taken(bad.reason), script=script)
            except Refused as refused:
                return self._refused(request, signed, refused, script=script)
            except EnvironmentFailed as failed:
                words = self._words(request)
                return message(words, 503, words.say("hub.message.failed"), sentence(words, failed))
        if script:
            told = json.dumps({"now": self._desk.office.hub.ground.now()})
            return Response(told, 200, page_kit.HEADERS, "application/json")
        return moved(f"/checks/{_places(request)[0]}", done="photo_kept")

    def _keep(self, request: Request, signed: Signed, upload: Upload) -> None:
        draft, photo = _places(request)
        checkpoint = plain(request.query_params.get("checkpoint", ""))
        self._desk.office.checks.add_photo(signed.by, draft, checkpoint, photo, upload.raw)

    async def _signed(self, request: Request) -> Signed | None:
        return await run_in_threadpool(self._desk.sessions.find, request.cookies.get(SESSION, ""))

    def _words(self, request: Request) -> Words:
        return self._desk.office.hub.words[language_of(request)]

    def _forged(self, request: Request, signed: Signed) -> Response:
        told_denied(request, 403, "csrf", signed.by.id)
        words = self._words(request)
        return message(words, 403, words.say("hub.message.refused"), words.say("hub.message.csrf"))

    def _refused(self, request: Request, signed: Signed, refused: Refused, *, script: bool) -> Response:
        words = self._words(request)
        if refused.code == "not_allowed":
            told_denied(request, 403, "not_allowed", signed.by.id)
            return message(words, 403, words.say("hub.message.not_yours"), words.say("hub.message.not_yours_said"))
        status, said = WHY.get(refused.code, 422), sentence(words, refused)
        if status == 404:
            told_denied(request, 404, "not_theirs", signed.by.id)
        if script:
            told = json.dumps({"code": refused.code, "said": said}, ensure_ascii=False)
            return Response(told, status, page_kit.HEADERS, "application/json")
        back = f"/checks/{_places(request)[0]}" if status != 404 else "/"
        return message(words, status, words.say("hub.message.refused"), said, back)


def _places(request: Request) -> tuple[str, str]:
    return plain(str(request.path_params["draft"])), plain(str(request.path_params["photo"]))


def _not_taken(reason: str) -> Refused:
    """Of a form that holds no photo, or too much of one."""
    if reason == "too_large":
        return Refused("photo_too_large", most=PHOTO_MOST >> 20, size=f"> {PHOTO_MOST >> 20}")
    nothing = reason == "none"
    return Refused("photo_none" if nothing else "photo_cut")


def _to_sign_in(request: Request) -> Response:
    told_denied(request, 303, "not_signed_in")
    draft = _places(request)[0]
    return RedirectResponse(f"/sign-in?next={quote(f'/checks/{draft}')}", 303, page_kit.HEADERS)
