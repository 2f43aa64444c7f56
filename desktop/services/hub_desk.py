"""The Hub page's side of the services: asks them for whoever is at the counter, and has the line carry things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.hub_pages import Carried, HubPage
from desktop.core.roles import Operator
from desktop.core.stick import ANSWER, STICK
from desktop.services.office import Office

if TYPE_CHECKING:
    from desktop.core.enrolment import Request
    from desktop.core.keys import DeviceKey
    from desktop.core.signed import Signed
    from desktop.store.rounds import Packed, RoundResult

# Files of a folder that are looked into, so that nobody waits for a whole disk.
LOOKED_AT_MOST = 500


class Carrier(Protocol):
    """The line to the hub, by network and by stick; raises `Trouble`. `round` is waited for; `wake` has one made
    soon and waits for nothing.
    """

    def ask_to_join(self, url: str, key: DeviceKey, request: Request) -> Signed: ...
    def wake(self) -> None: ...
    def round(self) -> None: ...
    def pack(self, place: Path) -> Packed: ...
    def unpack(self, place: Path) -> RoundResult: ...


class NoCarrier:
    """Stands where no line was handed in."""

    def ask_to_join(self, url: str, key: DeviceKey, request: Request) -> Signed:
        raise EnvironmentFailed("hub_unreachable", detail="offline")

    def wake(self) -> None:
        return

    def round(self) -> None:
        raise EnvironmentFailed("hub_unreachable", detail="offline")

    def pack(self, place: Path) -> Packed:
        raise Refused("hub_none")

    def unpack(self, place: Path) -> RoundResult:
        raise Refused("hub_none")


class HubDesk:
    """Fulfils `hub_pages.HubCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._by = by
        self._carrier: Carrier = NoCarrier()

    def carry_by(self, carrier: Carrier) -> None:
        """From now on there is a line."""
        self._carrier = carrier

    def count(self) -> None:
        """As `Hub.count`."""
        self._office.hub.count()

    def page(self) -> HubPage:
        return self._office.hub.page(self._by())

    def join(self, url: str, code: str) -> None:
        self._office.hub.enrol(self._by(), url, code, self._carrier.ask_to_join)
        self._carrier.wake()

    def sync(self) -> None:
        self._by()
        self._carrier.round()

    def pack(self, place: str) -> Carried:
        self._by()
        packed = self._carrier.pack(Path(place).expanduser())
        return Carried(place, packed.facts)

    def unpack(self, places: tuple[str, ...]) -> Carried:
        """Raises `Refused` as `sync/stick.py` says, `stick_outgoing` for what is still to go to the hub, and
        `no_answer_there` for folders without one.
        """
        before = self._office.hub.page(self._by())
        if not before.url:
            raise Refused("hub_none")
        files = answers_in(tuple(Path(place).expanduser() for place in places))
        for file in files:
            self._carrier.unpack(file)
        after = self._office.hub.page(self._by())
        outcome = after.rounds[0].outcome if after.rounds else "done"
        gained = after.whole.acknowledged - before.whole.acknowledged
        return Carried(str(files[-1]), 0, max(0, gained), after.whole.waiting, outcome)

    def put_aside(self, verdict: str, code: str) -> None:
        if verdict:
            self._office.hub.put_aside(self._by(), verdict)
        else:
            self._office.hub.put_run_aside(self._by(), code)


def answers_in(places: tuple[Path, ...]) -> tuple[Path, ...]:
    """The hub's answers among files and in folders, told by how they begin; older ones first, since each goes on
    from the one before. One file that was named is taken as it is, so that what is wrong with it is said.
    """
    try:
        files = [file for place in places for file in _files(place)]
        begins = {file: _begins(file) for file in files}
        found = [file for file in files if begins[file] == ANSWER]
        found.sort(key=lambda file: file.stat().st_mtime)
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(places[0]), detail=error.strerror or "") from error
    if found:
        return tuple(found)
    if STICK in begins.values():
        raise Refused("stick_outgoing")
    if len(places) == 1 and not places[0].is_dir():
        raise Refused("not_an_answer")
    raise Refused("no_answer_there")


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    return sorted(file for file in place.iterdir() if file.is_file() and not file.name.startswith("."))[:LOOKED_AT_MOST]


def _begins(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(len(ANSWER))
