"""The desk's camera on a caretaker's phone: a page that takes photos one after the other for one point of the walk.

The link is a secret; whoever opens it first has it. Only what that phone sends may be larger than a form, one photo at
a time; of anybody else's nothing is kept.
"""

from __future__ import annotations

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import Response

from desktop.core.camera_pages import LIFE_S, PATH, PHOTO_MOST, CameraDesk, CameraSeen
from desktop.core.errors import Refused
from desktop.web.house import House, address_of
from desktop.web.upload import BadUpload, read_away, read_upload

# Why a photo was not kept, and the status that says so.
WHY = {
    "photo_too_large": 413,
    "photo_not_a_picture": 415,
    "photo_heic": 415,
    "photo_not_taken": 503,
    "too_large": 413,
    "none": 422,
    "again": 400,
}


class CameraPages:
    def __init__(self, house: House, camera: CameraDesk) -> None:
        self._house, self._camera = house, camera
        self._one = asyncio.Lock()

    async def show(self, request: Request) -> Response:
        house, token = self._house, str(request.path_params["token"])
        session = house.session(request)
        seen = await house.ask(lambda: self._camera.look(token, session))
        return await self._page(request, seen)

    async def send(self, request: Request) -> Response:
        """Answers with the page again, which says how many came; asked for again it sends nothing twice."""
        house, token = self._house, str(request.path_params["token"])
        house.rate.count("acts", address_of(request))
        session = house.session(request)
        seen = await house.ask(lambda: self._camera.known(token, session))
        if seen.state not in ("open", "full"):
            await read_away(request)
            return await self._page(request, seen)
        async with self._one:
            try:
                upload = await read_upload(request, PHOTO_MOST)
                form = self._formed(request, token, upload.form)
                if not form:
                    raise BadUpload("again")
                seen = await house.ask(lambda: self._camera.hand_in(token, session, form, upload.raw))
            except BadUpload as bad:
                return await self._page(request, seen, bad.reason)
            except Refused as refused:
                if refused.code not in WHY:
                    raise
                return await self._page(request, seen, refused.code)
        if seen.state not in ("open", "full"):
            return await self._page(request, seen)
        return house.pages.go(f"{PATH}{token}")

    async def _page(self, request: Request, seen: CameraSeen, why: str = "") -> Response:
        house, session = self._house, self._house.session(request)
        place = await house.place()
        if seen.state in ("gone", "in_use"):
            return house.pages.trouble(request, place, f"camera_{seen.state}", 410 if seen.state == "gone" else 403)
        values = {
            "token": str(request.path_params["token"]),
            "form": self._form(session, str(request.path_params["token"])),
            "full": seen.state == "full",
            "sent": seen.sent,
            "why": why.removeprefix("photo_"),
            "most": PHOTO_MOST >> 20,
        }
        answer = house.pages.show(request, "phone_camera.html", place, WHY.get(why, 200), **values)
        house.keep_session(request, answer, session)
        return answer

    def _form(self, session: str, token: str) -> str:
        """Belongs to this phone and this link, and counts once."""
        fields: dict[str, str | int] = {"s": session, "k": token, "n": secrets.token_hex(8), "t": self._house.now()}
        return self._house.seal.close("camera", fields)

    def _formed(self, request: Request, token: str, text: str) -> str:
        found = self._house.seal.open("camera", text)
        if not found or found["s"] != self._house.session(request) or found["k"] != token:
            return ""
        return str(found["n"]) if self._house.fresh(found["t"], LIFE_S * 1000) else ""
