"""What the composition root hands to sittings, and the first start's services, imported when they are first asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from desktop.core.communities import Communities
    from desktop.core.enrolment import Request
    from desktop.core.first_run import NewPlace
    from desktop.core.keys import DeviceKey
    from desktop.core.roles import Operator
    from desktop.core.signed import Signed
    from desktop.core.words import Words
    from desktop.services.counter import OfficeCounter
    from desktop.services.desk import Desk
    from desktop.services.first_start import FirstStart
    from desktop.services.station import Parts
    from desktop.sync.background import Background
    from desktop.ui.task_runner import TaskRunner
    from desktop.web.serve import WebServer
    from desktop.web.told import Told


@dataclass(frozen=True)
class Makers:
    """What the rest of the composition root hands in."""

    parts: Callable[[], Parts]
    counter: Callable[[Desk, Operator | None], OfficeCounter]
    carry: Callable[[Desk, OfficeCounter, TaskRunner], Background]
    serve: Callable[[Desk, OfficeCounter, TaskRunner, Callable[[Exception], object]], Callable[[], None]]
    ask_to_join: Callable[[str, DeviceKey, Request], Signed]
    now: Callable[[], int]


class LateStart:
    """`FirstStart` for the guide, imported when it is first asked: the first page is painted without a database."""

    def __init__(self, folder: Path, makers: Makers) -> None:
        self._folder, self._makers = folder, makers
        self._made: FirstStart | None = None

    @property
    def desk(self) -> Desk | None:
        return self._made.desk if self._made is not None else None

    @property
    def operator(self) -> Operator | None:
        return self._made.operator if self._made is not None else None

    def _start(self) -> FirstStart:
        if self._made is None:
            from desktop import __version__
            from desktop.services.first_start import FirstStart

            software = f"quanyi {__version__}"
            self._made = FirstStart(self._makers.parts(), self._folder, software, self._makers.ask_to_join)
        return self._made

    def communities(self) -> Communities:
        import resources
        from desktop.core.communities import Communities
        from desktop.core.divisions import parse_divisions
        from desktop.services.initials import initials

        return Communities(parse_divisions(resources.read_text("divisions.csv")), initials())

    def check_place(self, role: str, name: str, community: str) -> None:
        self._start().check_place(role, name, community)

    def check_operator(self, name: str, pin: str) -> None:
        self._start().check_operator(name, pin)

    def new_code(self) -> str:
        return self._start().new_code()

    def code_sheet(self, place: NewPlace, language: str) -> bytes:
        return self._start().code_sheet(place, language)

    def trial_page(self, name: str, language: str) -> bytes:
        return self._start().trial_page(name, language)

    def make(self, place: NewPlace) -> None:
        self._start().make(place)

    def join(self, url: str, code: str) -> None:
        self._start().join(url, code)

    def restore(self, file: str, code: str) -> None:
        self._start().restore(file, code)


class LatePhones:
    """`PhoneServer` for the settings: what serves pages is imported when they are first switched on. `changed` hears,
    seldom, that phones wrote something, `report` of bugs.
    """

    def __init__(
        self,
        desk: Desk,
        counter: OfficeCounter,
        words: Mapping[str, Words],
        changed: Callable[[], None],
        report: Callable[[Exception], object],
    ) -> None:
        self._desk, self._counter, self._words = desk, counter, words
        self._changed, self._report = changed, report
        self._made: WebServer | None = None
        self._told: Told | None = None

    @property
    def running(self) -> bool:
        return self._made is not None and self._made.running

    def start(self, port: int) -> str:
        return self._server().start(port)

    def stop(self) -> None:
        if self._made is not None:
            self._made.stop()
        if self._told is not None:
            self._told.stop()

    def address(self) -> str:
        return self._server().address()

    def ask(self, url: str) -> str:
        return self._server().ask(url)

    def _server(self) -> WebServer:
        if self._made is None:
            from desktop.web.serve import WebServer

            self._made = WebServer(self._app)
        return self._made

    def _app(self) -> ASGIApp:
        from desktop.services.phone_desk import PhoneDesk
        from desktop.web.app import make_app
        from desktop.web.told import Told

        office = self._counter.office
        if self._told is None:  # one for all starts: what it still has to tell is not lost with a port
            self._told = Told(self._changed)
        pages = PhoneDesk(office, self._told)
        secret = office.phone_settings.secret()
        camera = self._counter.inspecting.phone_camera
        return make_app(
            pages,
            secret,
            self._desk.now,
            self._words,
            report=self._report,
            camera=camera,
            tablets=self._counter.tablets,
        )
