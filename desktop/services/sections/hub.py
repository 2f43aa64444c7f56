"""数据上报: captured = acknowledged + waiting + flagged, in whole and by part, before there is a hub."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainDetail, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.core.shift import PARTS, part_of
from desktop.services.sections.section import Section, counted

PAGE = 500


class Hub(Section):
    CODE = "hub"

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        captured, flagged = self._counts()
        whole, waits = sum(captured.values()), sum(captured.values()) - sum(flagged.values())
        figures = (
            Pair("captured", f"{whole:,}"),
            Pair("acknowledged", "0", "good"),
            Pair("waiting", f"{waits:,}", "accent"),
            Pair("flagged", f"{sum(flagged.values()):,}", "attention" if any(flagged.values()) else ""),
        )
        notes = (("plain", Hint("plain.note.no_hub")),)
        rows = tuple(_row(part, captured[part], flagged[part]) for part in PARTS)
        return PlainSection(self.CODE, rows, figures=figures, notes=notes, adds_up=True)

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        if row not in PARTS:
            return None
        captured, flagged = self._counts()
        counts = {"captured": captured[row], "acknowledged": 0, "waiting": captured[row] - flagged[row],
                  "flagged": flagged[row]}  # fmt: skip
        pairs = tuple(Pair(name, f"{count:,}") for name, count in counts.items())
        return PlainDetail(row, Hint(f"paper.reconciliation.{row}"), pairs)

    def _counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Own entries by part, and the flagged among them."""
        captured = dict.fromkeys(PARTS, 0)
        flagged = dict.fromkeys(PARTS, 0)
        own = "log IN (SELECT log FROM logs WHERE own = 1)"
        with self.desk.store.read() as connection:
            for kind, count in connection.exec_driver_sql(
                f"SELECT kind, count(*) FROM journal WHERE {own} GROUP BY kind"
            ):
                captured[part_of(kind)] += count
            odd = [row[0] for row in connection.exec_driver_sql("SELECT DISTINCT fact FROM flags")]
            for at in range(0, len(odd), PAGE):
                part = [UUID(fact).bytes for fact in odd[at : at + PAGE]]
                marks = ", ".join("?" * len(part))
                for kind, count in connection.exec_driver_sql(
                    f"SELECT kind, count(*) FROM journal WHERE {own} AND fact IN ({marks}) GROUP BY kind", tuple(part)
                ):
                    flagged[part_of(kind)] += count
        return captured, flagged


def _row(part: str, captured: int, flagged: int) -> PlainRow:
    values = {"acknowledged": 0, "waiting": captured - flagged, "flagged": flagged}
    tag = counted("flagged", flagged) if flagged else ""
    title = Hint(f"paper.reconciliation.{part}")
    return PlainRow(part, title, Hint("plain.reconciled", values), tag, "attention", f"{captured:,}")
