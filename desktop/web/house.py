"""What all handlers share: the desk behind them, the seal, the limits, and who a phone says it is."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desktop.core.people import GROUPS
from desktop.core.phone_pages import PhoneDesk, PhonePerson, PhonePlace
from desktop.web.limits import Rate
from desktop.web.pages import YEAR_S, Pages
from desktop.web.seal import Seal
from desktop.web.turn import Turn

T = TypeVar("T")
SESSION, WHO, BEGUN = "qs", "qw", "qb"
SITTING_MS = 12 * 3_600_000
# A clock that the network puts right steps back: what was made just before is from the future then.
BACK_MS = 60_000


@dataclass(frozen=True)
class Who:
    """What this phone keeps: its person (empty for somebody without a name), their group, and its last visit."""

    rider: str
    group: str
    last: str = ""


@dataclass
class House:
    """`now` in ms UTC."""

    desk: PhoneDesk
    seal: Seal
    pages: Pages
    rate: Rate
    now: Callable[[], int]
    turn: Turn = field(default_factory=Turn)

    async def ask(self, act: Callable[[], T]) -> T:
        """Asks the desk on a worker thread."""
        return await run_in_threadpool(act)

    async def place(self) -> PhonePlace:
        return await self.ask(self.desk.place)

    def fresh(self, made: int, most: int) -> bool:
        """Whether what was made at an instant (ms UTC) is at most so many ms old."""
        return -BACK_MS <= self.now() - made <= most

    # --- who it is -----------------------------------------------------------------------------------------

    def session(self, request: Request) -> str:
        """What forms are bound to: the phone's own, or a new one where it has none that is good."""
        if not hasattr(request.state, "session"):
            found = self.seal.open("session", request.cookies.get(SESSION, ""))
            request.state.session = str(found["s"]) if found else secrets.token_hex(16)
        return str(request.state.session)

    def keep_session(self, request: Request, answer: Response, session: str) -> None:
        kept = self.seal.close("session", {"s": session})
        if request.cookies.get(SESSION) != kept:
            self.pages.keep(request, answer, SESSION, kept)

    def who(self, request: Request) -> Who | None:
        """As its cookie says, which only this station can have made; None after a year."""
        found = self.seal.open("who", request.cookies.get(WHO, ""))
        if not found or found["g"] not in GROUPS or not self.fresh(found["t"], YEAR_S * 1000):
            return None
        return Who(found["r"], found["g"], found["f"])

    def keep_who(self, request: Request, answer: Response, who: Who) -> None:
        kept: dict[str, str | int] = {"r": who.rider, "g": who.group, "f": who.last, "t": self.now()}
        self.pages.keep(request, answer, WHO, self.seal.close("who", kept))

    def leave(self, answer: Response) -> Response:
        """From here on the phone is nobody's."""
        self.pages.drop(answer, WHO)
        self.pages.drop(answer, BEGUN)
        return answer

    def unless_known(self, request: Request, answer: Response) -> Response:
        """As `leave`, where the phone names a person who is not there any more; for one without a name it stays."""
        who = self.who(request)
        return self.leave(answer) if who is not None and who.rider else answer

    async def person(self, who: Who | None) -> PhonePerson | None:
        """The person of a phone; None without one, and for one that was forgotten."""
        if who is None or not who.rider:
            return None
        rider = who.rider
        return await self.ask(lambda: self.desk.person(rider))

    # --- a visit that is begun ---------------------------------------------------------------------------------

    def begun(self, request: Request, site: str, most: int) -> tuple[str, str] | None:
        """The ids of the visit (and of a person) that this phone was given a form for and has heard nothing of since,
        where that is at most so many ms ago: whether it was sent and its answer lost, nobody can tell.
        """
        found = self.seal.open("begun", request.cookies.get(BEGUN, ""))
        if not found or found["s"] != self.session(request) or found["k"] != site or not self.fresh(found["t"], most):
            return None
        return found["f"], found["n"]

    def keep_begun(self, request: Request, answer: Response, site: str, fact: str, new: str) -> None:
        kept: dict[str, str | int] = {"s": self.session(request), "k": site, "f": fact, "n": new, "t": self.now()}
        self.pages.keep(request, answer, BEGUN, self.seal.close("begun", kept))

    def end_begun(self, answer: Response) -> None:
        self.pages.drop(answer, BEGUN)

    # --- forms that belong to a phone --------------------------------------------------------------------------

    def form(self, session: str, rider: str, fact: str) -> str:
        """The sealed part of a form about oneself."""
        return self.seal.close("form", {"s": session, "w": rider, "f": fact, "t": self.now()})

    def formed(self, request: Request, text: str, rider: str) -> str | None:
        """The id that was made with it, where it is this phone's, this person's, and of the last twelve hours."""
        found = self.seal.open("form", text)
        if not found or found["s"] != self.session(request) or found["w"] != rider:
            return None
        return str(found["f"]) if self.fresh(found["t"], SITTING_MS) else None


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
