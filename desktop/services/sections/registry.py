"""All sections by code. A new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from desktop.core.errors import Refused
from desktop.core.plain import PlainDetail, PlainDone, PlainSection
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.sections.section import Given, Section

# Code to module and class. Named and not imported: a section's modules are read when it is first looked at.
SECTIONS: Mapping[str, str] = {
    "duty": "duty:Duty",
    "hours": "hours:HoursSection",
    "goods": "goods:GoodsSection",
    "held": "held:Held",
    "settlements": "settlements:Settlements",
    "samples": "samples:Samples",
    "merchants": "merchants:Merchants",
    "jobs": "jobs:Jobs",
    "box": "box:Box",
    "standard": "standard:StandardSection",
    "slips": "slips:Slips",
    "batches": "batches:Batches",
    "people": "people:PeopleSection",
    "figures": "figures:FiguresSection",
    "exports": "exports:ExportsSection",
    "paper_check": "paper_check:PaperCheckSection",
    "operators": "operators:OperatorsSection",
    "backups": "backups:BackupsSection",
    "versions": "versions:VersionsSection",
    "registers": "registers:Registers",
    "retention": "retention:RetentionSection",
    "machine": "machine:Machine",
}


def section_type(code: str) -> type[Section]:
    """The class of a section. Raises `KeyError` for a code that is not known."""
    module, _, name = SECTIONS[code].partition(":")
    found: type[Section] = getattr(import_module(f"desktop.services.sections.{module}"), name)
    return found


class Sections:
    """The sections of one office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._made: dict[str, Section] = {}

    def _of(self, code: str) -> Section:
        if code not in self._made:
            self._made[code] = section_type(code)(self._office)
        return self._made[code]

    def section(self, by: Operator, code: str, picked: Mapping[str, str]) -> PlainSection:
        return self._of(code).section(by, picked)

    def detail(self, by: Operator, code: str, row: str) -> PlainDetail | None:
        return self._of(code).looked_at(by, row)

    def act(self, by: Operator, code: str, act: str, row: str, values: Mapping[str, str], language: str) -> PlainDone:
        """Raises `Refused` for what the role may not, an act that is not known, or whatever the service says."""
        section = self._of(code)
        if act not in section.RIGHTS:
            raise Refused("not_allowed", action=act)
        return section.act(act, Given(by, row, values, language))
