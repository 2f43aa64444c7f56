"""本机: what stands on this device, and whether all that is stored holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.seat import Seat
from desktop.services.sections.section import Given, Section


class Machine(Section):
    CODE = "machine"
    RIGHTS: ClassVar = {"verify_store": "", "lock_minutes": ""}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        status = self.office.upkeep.status()
        rows = tuple(PlainRow(f"status.{name}", Hint(f"plain.status.{name}"), str(status[name]))
                for name in ("name", "version", "device", "epoch", "head"))  # fmt: skip
        clock = str(status["clock"])
        figures = (
            Pair("captured", f"{status['facts']:,}"),
            Pair("clock", Hint(f"ui.status.clock_{clock}"), "good" if clock == "ok" else "attention"),
        )
        minutes = PlainField("minutes", FieldKind.NUMBER, value=str(Seat(self.office, lambda: by).lock_minutes()))
        acts = (
            self.offer(by, "verify_store", icon="check", note=Hint("plain.note.verify_store")),
            self.offer(by, "lock_minutes", minutes, icon="lock", note=Hint("plain.note.lock_minutes")),
        )
        return PlainSection(self.CODE, rows, figures=figures, opens=False, acts=acts)

    def do_lock_minutes(self, given: Given) -> PlainDone:
        minutes = given.number("minutes")
        Seat(self.office, lambda: given.by).set_lock_minutes(minutes)
        return PlainDone(Hint("plain.said.lock_minutes" if minutes else "plain.said.lock_never", {"count": minutes}))

    def do_verify_store(self, given: Given) -> PlainDone:
        verdict = self.office.upkeep.verify()
        key = "plain.said.verified_store" if verdict.ok else "plain.said.verify_failed"
        return PlainDone(Hint(key, {"count": verdict.facts, "faults": len(verdict.faults)}))
