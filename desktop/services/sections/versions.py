"""标准与项目版本: which rules this machine works by; new ones come from the hub, signed by a supervisor."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.sections.section import Section


class VersionsSection(Section):
    CODE = "versions"

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        rules = self.desk.rules
        versions = {
            "standard": rules.standard.version,
            "programme": rules.programme.version,
            "roles": rules.roles.version,
            "hours": rules.hours.version,
            "medicine": rules.medicine.version,
            "figures": rules.figures.version,
        }
        rows = tuple(
            PlainRow(f"rules.{name}", Hint(f"plain.rules.{name}"), Hint(f"plain.rules_note.{name}"),
                     Hint("plain.version", {"version": version}), "accent")
            for name, version in versions.items()
        )  # fmt: skip
        items, points = rules.standard.items, sum(len(item.checkpoints) for item in rules.standard.items)
        seven = sum(item.code != "site" for item in items)
        figures = (Pair("standard_items", str(seven)), Pair("standard_points", str(points)))
        notes = (("plain", Hint("plain.note.versions")),)
        return PlainSection(self.CODE, rows, figures=figures, notes=notes, opens=False)
