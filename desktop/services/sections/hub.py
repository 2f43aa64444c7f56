"""数据上报: captured = acknowledged + waiting + flagged, in whole and by part, before there is a hub."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.core.shift import PARTS, part_of
from desktop.services.sections.section import Section, counted


class Hub(Section):
    CODE = "hub"

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        captured = dict.fromkeys(PARTS, 0)
        flagged = dict.fromkeys(PARTS, 0)
        own = "log IN (SELECT log FROM logs WHERE own = 1)"
        with self.desk.store.read() as connection:
            for kind, count in connection.exec_driver_sql(
                f"SELECT kind, count(*) FROM journal WHERE {own} GROUP BY kind"
            ):
                captured[part_of(kind)] += count
            odd = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT fact FROM flags")}
            for fact, kind in (
                connection.exec_driver_sql(f"SELECT lower(hex(fact)), kind FROM journal WHERE {own}") if odd else ()
            ):
                flagged[part_of(kind)] += _dashed(fact) in odd
        whole, waits = sum(captured.values()), sum(captured.values()) - sum(flagged.values())
        figures = (
            Pair("captured", f"{whole:,}"),
            Pair("acknowledged", "0", "good"),
            Pair("waiting", f"{waits:,}", "accent"),
            Pair("flagged", f"{sum(flagged.values()):,}", "attention" if any(flagged.values()) else ""),
        )
        rows = tuple(
            PlainRow(
                part,
                Hint(f"paper.reconciliation.{part}"),
                Hint("plain.reconciled", {"acknowledged": 0, "waiting": captured[part] - flagged[part],
                                          "flagged": flagged[part]}),
                counted("flagged", flagged[part]) if flagged[part] else "",
                "attention",
                f"{captured[part]:,}",
            )
            for part in PARTS
        )  # fmt: skip
        notes = (("plain", Hint("plain.note.no_hub")),)
        return PlainSection(self.CODE, rows, figures=figures, notes=notes)


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
