"""本机: what stands on this device, a checked backup, and whether all that is stored holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.sections.section import Given, Section


class Machine(Section):
    CODE = "machine"
    RIGHTS: ClassVar = {"back_up": "", "verify_store": ""}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        status = self.office.upkeep.status()
        rules = self.desk.rules
        versions = {
            "standard": rules.standard.version,
            "programme": rules.programme.version,
            "roles": rules.roles.version,
            "hours": rules.hours.version,
            "medicine": rules.medicine.version,
            "figures": rules.figures.version,
        }
        rows = [PlainRow(f"status.{name}", Hint(f"plain.status.{name}"), str(status[name]))
                for name in ("name", "version", "device", "epoch", "head")]  # fmt: skip
        rows += [PlainRow(f"rules.{name}", Hint(f"plain.rules.{name}"), Hint("plain.version", {"version": version}))
                 for name, version in versions.items()]  # fmt: skip
        clock = str(status["clock"])
        figures = (
            Pair("captured", f"{status['facts']:,}"),
            Pair("clock", Hint(f"ui.status.clock_{clock}"), "good" if clock == "ok" else "attention"),
        )
        place = PlainField("output", FieldKind.SAVE, value=f"quanyi-{self.today}.backup")
        acts = (
            self.offer(by, "back_up", place, icon="save", note=Hint("plain.note.back_up")),
            self.offer(by, "verify_store", icon="check", note=Hint("plain.note.verify_store")),
        )
        return PlainSection(self.CODE, tuple(rows), figures=figures, opens=False, acts=acts)

    def do_back_up(self, given: Given) -> PlainDone:
        header = self.office.upkeep.back_up(Path(given.needed("output")).expanduser())
        return PlainDone(Hint("plain.said.backed_up", {"count": header.facts}))

    def do_verify_store(self, given: Given) -> PlainDone:
        verdict = self.office.upkeep.verify()
        key = "plain.said.verified_store" if verdict.ok else "plain.said.verify_failed"
        return PlainDone(Hint(key, {"count": verdict.facts, "faults": len(verdict.faults)}))
