"""验真: a page at which anybody may ask whether a paper is genuine, by the text of its code or by its file.

Whoever holds a paper holds all that is told. Nothing is written, so its form needs no token; it is counted by address.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop.core import paper_told
from hub import page_kit
from hub.denied import Denied, told_denied
from hub.limits import Rate
from hub.pages.visit import Desk, FormTooLarge, ToldRoute, form_of, language_of, switched
from hub.paper_checks import Answer, PaperChecks

PATH = "/check-paper"
TIMES_A_MINUTE = 20
FILE_MOST = 12 * 1024 * 1024
CODE_MOST = 2_000


class Checking:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._checks = PaperChecks(desk.office.hub)
        self._rate = Rate(desk.office.hub.ground)

    def routes(self) -> list[Route]:
        return [ToldRoute(PATH, self.page, methods=["GET", "POST"])]

    async def page(self, request: Request) -> Response:
        answer = switched(request)
        if answer is not None:
            return answer
        if request.method == "GET":
            return self._shown(request, None)
        try:
            self._rate.count(request.client.host if request.client else "", TIMES_A_MINUTE)
        except Denied as denied:
            if not denied.quiet:
                told_denied(request, 429, "too_many")
            shown = self._shown(request, None, 429, "hub.check.often")
            shown.headers["Retry-After"] = str(denied.retry_after)
            return shown
        try:
            code, data = await _given(request)
        except FormTooLarge:
            return self._shown(request, None, 413, "hub.check.too_large")
        if not code and not data:
            return self._shown(request, None, 422, "hub.check.nothing")
        found = (
            await run_in_threadpool(self._checks.file, data)
            if data
            else await run_in_threadpool(self._checks.code, code)
        )
        return self._shown(request, found, code=code)

    def _shown(
        self, request: Request, found: Answer | None, status: int = 200, error: str = "", code: str = ""
    ) -> Response:
        words = self._desk.office.hub.words[language_of(request)]
        said = words.say(error) if error else ""
        return page_kit.page(
            "check.html", words, status, found=found, told=paper_told, error=said, code=code[:CODE_MOST]
        )


async def _given(request: Request) -> tuple[str, bytes]:
    """The code typed and the file's bytes, one of them empty. Raises `FormTooLarge`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await form_of(request)
        return form.get("code", [""])[0].strip()[:CODE_MOST], b""
    long = request.headers.get("content-length", "")
    if not long.isdigit() or int(long) > FILE_MOST:
        raise FormTooLarge
    try:
        async with request.form(max_files=1, max_fields=4) as given:
            code, file = given.get("code", ""), given.get("file")
            data = b"" if file is None or isinstance(file, str) else await file.read()
            return (code.strip()[:CODE_MOST] if isinstance(code, str) else ""), data
    except MultiPartException as error:
        raise FormTooLarge from error
