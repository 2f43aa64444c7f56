"""到期清理: what was removed by itself, and a run that a supervisor answers for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainDone, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.sections.section import Given, Section, as_is, minute

RUNS_SHOWN = 100


class RetentionSection(Section):
    CODE = "retention"
    RIGHTS: ClassVar = {"retention": "retention"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        with self.desk.store.read() as connection:
            runs = connection.exec_driver_sql(
                "SELECT fact, at, removed FROM retention_runs ORDER BY at DESC LIMIT ?", (RUNS_SHOWN,)
            ).fetchall()
        rows = tuple(PlainRow(fact, minute(at), self._removed(removed or "")) for fact, at, removed in runs)
        rules, consent = self.desk.rules.retention, self.desk.rules.choices.consent
        figures = (
            Pair("forget_after", Hint("plain.count.months", {"count": consent.forget_after_months})),
            Pair("backups_kept", Hint("plain.count.days", {"count": rules.days["backups"]})),
            Pair("run_today", Hint("plain.no" if self.office.retention.due() else "plain.yes")),
        )
        act = self.offer(by, "retention", icon="trash", weight="danger", note=Hint("plain.note.retention"))
        return PlainSection(self.CODE, rows, figures=figures, opens=False, acts=(act,))

    def do_retention(self, given: Given) -> PlainDone:
        ran = self.office.retention.run(given.by)
        lines = tuple(PlainRow(name, self._act(name, count)) for name, count in ran.removed)
        return PlainDone(Hint("plain.said.retention"), lines)

    def _removed(self, text: str) -> Said:
        """What a run removed; of most days that is nothing."""
        acts = [(name, int(count)) for name, _, count in (each.partition("=") for each in text.split(",") if each)]
        return tuple(self._act(name, count) for name, count in acts if count) or Hint("plain.removed_nothing")

    def _act(self, name: str, count: int) -> Said:
        """An act of a newer program, that has no words here, stands under its own name."""
        known = any(words.has(f"plain.removed.{name}") for words in self.desk.printer.words.values())
        return Hint(f"plain.removed.{name}", {"count": count}) if known else (as_is(name), as_is(str(count)))
