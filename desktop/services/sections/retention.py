"""到期清理: what was removed by itself, and a run that a supervisor answers for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainDone, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.sections.section import Given, Section, minute

RUNS_SHOWN = 100


class RetentionSection(Section):
    CODE = "retention"
    RIGHTS: ClassVar = {"retention": "retention"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        with self.desk.store.read() as connection:
            runs = connection.exec_driver_sql(
                "SELECT fact, at, removed FROM retention_runs ORDER BY at DESC LIMIT ?", (RUNS_SHOWN,)
            ).fetchall()
        rows = tuple(
            PlainRow(fact, minute(at), tuple(_removed(each) for each in (removed or "").split(",") if each))
            for fact, at, removed in runs
        )
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
        lines = tuple(PlainRow(name, Hint(f"plain.removed.{name}", {"count": count})) for name, count in ran.removed)
        return PlainDone(Hint("plain.said.retention"), lines)


def _removed(text: str) -> Said:
    name, _, count = text.partition("=")
    return Hint(f"plain.removed.{name}", {"count": int(count)})
