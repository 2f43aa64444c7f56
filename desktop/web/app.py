"""The pages put together: addresses, limits, and what is said when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop.core.camera_pages import PATH, CameraDesk
from desktop.core.errors import Refused, Trouble
from desktop.core.phone_pages import PhoneDesk, PhonePlace
from desktop.core.tablet_pages import PATH as SCREEN
from desktop.core.tablet_pages import TabletDesk
from desktop.core.words import Words
from desktop.web.camera import CameraPages
from desktop.web.card import CardPages
from desktop.web.checkin import CheckInPages
from desktop.web.form import BadForm
from desktop.web.house import House, address_of
from desktop.web.limits import Limits, Rate, TooMany
from desktop.web.mine import MinePages
from desktop.web.pages import HEADERS, Pages, language_of, style_sheet
from desktop.web.screen import ScreenPages, screen_file, screen_files
from desktop.web.seal import Seal

# What a page says of a desk that cannot even say where it is.
NOWHERE = PhonePlace("", "", 0, {"zh": "", "en": ""}, 0, (), (), {"zh": "", "en": ""})


def keep_quiet(_error: Exception) -> object:
    """Stands where nobody hears of bugs."""


def make_app(
    desk: PhoneDesk,
    secret: bytes,
    clock: Callable[[], int],
    words: Mapping[str, Words],
    limits: Limits | None = None,
    *,
    report: Callable[[Exception], object] = keep_quiet,
    camera: CameraDesk | None = None,
    tablets: TabletDesk | None = None,
) -> Starlette:
    """A station's own. `secret` is 32 random bytes that never leave it, `clock` ms UTC, `words` by language; `report`
    hears of bugs, whose pages say nothing of them. Without a `camera` no photo is taken, without `tablets` none is the
    visitor's screen.
    """
    house = House(desk, Seal(secret), Pages(words), Rate(clock, limits or Limits()), clock)
    return app_of(house, report, camera, tablets)


def app_of(
    house: House,
    report: Callable[[Exception], object],
    camera: CameraDesk | None = None,
    tablets: TabletDesk | None = None,
) -> Starlette:
    """The pages of a house. Several of one host may share limits and turn (`House`)."""
    routes = _routes(house)
    if camera is not None:
        seen = CameraPages(house, camera)
        routes += [
            Route(f"{PATH}{{token}}", seen.show),
            Route(f"{PATH}{{token}}", seen.send, methods=["POST"]),
        ]
    if tablets is not None:
        screen = ScreenPages(house, tablets)
        routes += [
            Route(SCREEN, screen.show),
            Route(f"{SCREEN}/now", screen.now),
            *(Route(address, screen_file) for address in screen_files()),
            Route(f"{SCREEN}/{{token}}", screen.ask),
            Route(f"{SCREEN}/{{token}}", screen.take, methods=["POST"]),
        ]
    # a page is a third of itself on the way: a slow network paints it sooner
    around = [Middleware(GZipMiddleware, minimum_size=1_000), Middleware(Shield, house=house, report=report)]
    app = Starlette(routes=routes, middleware=around, exception_handlers={HTTPException: _no_page})
    app.router.redirect_slashes = False
    return app


def _routes(house: House) -> list[Route]:
    came, card, mine = CheckInPages(house), CardPages(house), MinePages(house)
    return [
        Route("/", came.home),
        Route("/phone.css", style_sheet),
        # posters spell addresses in capitals, which a code holds in fewer modules
        *(Route(f"/{way}/{{site}}", came.poster) for way in "pP"),
        *(Route(f"/{way}/{{code}}", came.screen) for way in "sS"),
        Route("/in", came.send, methods=["POST"]),
        Route("/name", came.name),
        Route("/done", came.done),
        Route("/not-me", came.not_me, methods=["POST"]),
        Route("/card", card.show),
        Route("/card.png", card.keep),
        Route("/lost", card.lost),
        Route("/mine", mine.first),
        Route("/mine/all", mine.show, methods=["POST"]),
        Route("/mine/copy", mine.copy, methods=["POST"]),
        Route("/mine/forget", mine.ask_forget),
        Route("/mine/forgotten", mine.forget, methods=["POST"]),
        Route("/forgotten", mine.forgotten),
    ]


async def _no_page(_request: Request, error: Exception) -> Response:
    """What is no address of ours, or is asked for in another way, goes to `Shield`."""
    raise NoPage from error


class NoPage(Exception):
    """An address that leads nowhere."""


class Shield:
    """Counts what an address asks for, and turns whatever goes wrong inside into a page. Raises nothing."""

    def __init__(self, app: ASGIApp, house: House, report: Callable[[Exception], object]) -> None:
        self._app, self._house, self._report = app, house, report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request, begun = Request(scope, receive), False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            self._house.rate.count("pages", address_of(request))
            await self._app(scope, receive, note)
            return
        except Exception as error:
            answer = await self._answer(request, error)
        if not begun:
            await answer(scope, receive, send)

    async def _answer(self, request: Request, error: Exception) -> Response:
        code, status, seconds = _said(error)
        if code == "storage" and self._house.pages.mounted.distant:
            code = "later"
        if status == 500:
            self._report(error)
        house = self._house
        try:
            place = NOWHERE if isinstance(error, TooMany) else await house.place()
        except Exception:
            place = NOWHERE
        try:
            answer = house.pages.trouble(request, place, code, status, seconds=seconds)
        except Exception as worse:
            # not even a page can be made: a sentence then
            self._report(worse)
            said = house.pages.words[language_of(request)].say("phone.trouble.broken.said")
            answer = PlainTextResponse(said, 500, HEADERS)
        if seconds:
            answer.headers["Retry-After"] = str(seconds)
        return answer


def _said(error: Exception) -> tuple[str, int, int]:
    """Code and status of a page of trouble, and the seconds after which to come again."""
    if isinstance(error, TooMany):
        return "too_many", 429, error.seconds
    if isinstance(error, NoPage):
        return "no_page", 404, 0
    if isinstance(error, BadForm):
        return "page_old", 400, 0
    if isinstance(error, Refused):
        return "page_old", 409, 0
    if isinstance(error, Trouble):
        return "storage", 503, 0
    return "broken", 500, 0
