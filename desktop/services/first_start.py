"""The first start of a data folder: checks as one types, makes the place once its code was seen, joins, restores."""

from __future__ import annotations

from pathlib import Path

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.first_run import NewPlace
from desktop.core.papers import Frame
from desktop.core.people import clean_name
from desktop.core.recovery_paper import RecoverySheet, TrialPage
from desktop.core.roles import Operator
from desktop.services import station
from desktop.services.desk import Desk
from desktop.services.hub import AskToJoin
from desktop.services.office import Office
from desktop.store import recovery


class FirstStart:
    """Fulfils `first_run.Beginning`, but for the list of communities, which needs none of this.

    Attributes:
        desk: the folder, open, once it was made or restored; whoever takes it over closes it.
        operator: who was made its first operator; None after a restore.
    """

    def __init__(self, parts: station.Parts, folder: Path, software: str, ask: AskToJoin) -> None:
        self._parts, self._folder, self._software, self._ask = parts, folder, software, ask
        self.desk: Desk | None = None
        self.operator: Operator | None = None

    def check_place(self, role: str, name: str, community: str) -> None:
        station.clean_site_name(name)
        if role == "station":
            self._parts.divisions.community(community)

    def check_operator(self, name: str, pin: str) -> None:
        clean_name(name)
        station.check_pin(pin)

    def new_code(self) -> str:
        return recovery.new_code()

    def code_sheet(self, place: NewPlace, language: str) -> bytes:
        frame = self._frame(place.name, language)
        return self._parts.printer.render(RecoverySheet(frame, place.recovery), language)

    def trial_page(self, name: str, language: str) -> bytes:
        return self._parts.printer.render(TrialPage(self._frame(name, language)), language)

    def make(self, place: NewPlace) -> None:
        """Raises `Refused` or `EnvironmentFailed`; then nothing of it remains, and it can be asked again."""
        if self.desk is not None:
            return
        made: list[str] = []

        def first(desk: Desk) -> None:
            made.append(Office(desk).operators.add_first(place.operator, place.pin))

        created = station.create(
            self._parts,
            self._folder,
            role=place.role,
            name=place.name,
            community=place.community,
            first=first,
            code=place.recovery,
        )
        self.desk = created.desk
        self.operator = Operator(made[0], frozenset(Office(created.desk).operators.choose(made[0]).roles))

    def join(self, url: str, code: str) -> None:
        if self.desk is None or self.operator is None:
            raise Refused("folder_missing", folder=str(self._folder))
        Office(self.desk).hub.enrol(self.operator, url, code, self._ask)

    def restore(self, file: str, code: str) -> None:
        self.desk = station.restore(self._parts, self._folder, Path(file).expanduser(), code.strip() or None)

    def _frame(self, name: str, language: str) -> Frame:
        made = business_day.stamp(self._parts.clock.now())[:16].replace("T", " ")
        return Frame(station.clean_site_name(name), "", made, self._software, "", language)
