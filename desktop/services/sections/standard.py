"""达标: the seven as a living state, each met or unmet now, since when, blocked by what."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainDetail, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.sections.section import Section, counted
from desktop.services.standard_state import ItemState

TONES = {"met": "good", "unmet": "wrong", "open": "plain"}


class StandardSection(Section):
    CODE = "standard"
    SEES = "standard_state"

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        compliant, items = self.office.standard.now(by)
        rows = tuple(self._row(each) for each in items)
        seven = [each for each in items if each.item != "site"]
        met = sum(each.state == "met" for each in seven)
        word = Hint("plain.compliant" if compliant else "plain.not_compliant")
        figures = (
            Pair("station_now", word, "good" if compliant else "wrong"),
            Pair("items_met", f"{met} / {len(seven)}"),
            Pair("open_jobs", str(sum(len(each.jobs) for each in items))),
        )
        return PlainSection(self.CODE, rows, figures=figures)

    def _row(self, each: ItemState) -> PlainRow:
        since = Hint("plain.since", {"day": each.since}) if each.since else Hint("plain.never_seen")
        jobs: Said = counted("jobs", len(each.jobs)) if each.jobs else ""
        state = Hint(f"plain.item.{each.state}")
        return PlainRow(each.item, Hint(f"item.{each.item}"), (since, jobs), state, TONES[each.state])

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        _, items = self.office.standard.now(by)
        found = next((each for each in items if each.item == row), None)
        if found is None:
            return None
        standard = self.desk.rules.standard
        lines = []
        for code in found.blocked_by:
            point = standard.checkpoint(code)
            veto = Hint("plain.tag.veto") if point and point.veto else Hint("plain.tag.fails")
            lines.append(PlainRow(code, point.titles if point else code, "", veto, "wrong"))
        pairs = (
            Pair("state", Hint(f"plain.item.{found.state}"), TONES[found.state]),
            Pair("since", found.since or Hint("plain.never_seen")),
            Pair("blocked_by", counted("points", len(found.blocked_by))),
            Pair("open_jobs", str(len(found.jobs))),
        )
        return PlainDetail(row, Hint(f"item.{row}"), pairs, tuple(lines))
