"""All sections by code. A new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.errors import Refused
from desktop.core.plain import PlainDetail, PlainDone, PlainSection
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.sections.batches import Batches
from desktop.services.sections.box import Box
from desktop.services.sections.duty import Duty
from desktop.services.sections.exports import ExportsSection
from desktop.services.sections.figures import FiguresSection
from desktop.services.sections.goods import GoodsSection
from desktop.services.sections.held import Held
from desktop.services.sections.hours import HoursSection
from desktop.services.sections.jobs import Jobs
from desktop.services.sections.machine import Machine
from desktop.services.sections.merchants import Merchants
from desktop.services.sections.operators import OperatorsSection
from desktop.services.sections.people import PeopleSection
from desktop.services.sections.registers import Registers
from desktop.services.sections.retention import RetentionSection
from desktop.services.sections.samples import Samples
from desktop.services.sections.section import Given, Section
from desktop.services.sections.settlements import Settlements
from desktop.services.sections.slips import Slips
from desktop.services.sections.standard import StandardSection

SECTIONS: Mapping[str, type[Section]] = {
    each.CODE: each
    for each in (
        Duty,
        HoursSection,
        GoodsSection,
        Held,
        Settlements,
        Samples,
        Merchants,
        Jobs,
        Box,
        StandardSection,
        Slips,
        Batches,
        PeopleSection,
        FiguresSection,
        ExportsSection,
        OperatorsSection,
        Registers,
        RetentionSection,
        Machine,
    )
}


class Sections:
    """The sections of one office."""

    def __init__(self, office: Office) -> None:
        self._made = {code: section(office) for code, section in SECTIONS.items()}

    def section(self, by: Operator, code: str, picked: Mapping[str, str]) -> PlainSection:
        return self._made[code].section(by, picked)

    def detail(self, by: Operator, code: str, row: str) -> PlainDetail | None:
        return self._made[code].looked_at(by, row)

    def act(self, by: Operator, code: str, act: str, row: str, values: Mapping[str, str], language: str) -> PlainDone:
        """Raises `Refused` for what the role may not, an act that is not known, or whatever the service says."""
        section = self._made[code]
        if act not in section.RIGHTS:
            raise Refused("not_allowed", action=act)
        return section.act(act, Given(by, row, values, language))
