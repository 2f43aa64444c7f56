"""Walk rounds on paper to try: the real standard, and one of long names with problems left open."""

from __future__ import annotations

import resources
from desktop.core.papers import CheckedItem, CheckedPoint, ChecklistPaper
from desktop.core.standard import parse_standard
from tests.unit.reports.samples import FRAME, LONG, LONG_FRAME

STANDARD = parse_standard(resources.read_text("rules", "standard.toml"))


def checklist(language: str = "zh", *, problems: int = 0, long: bool = False) -> ChecklistPaper:
    items = tuple(
        CheckedItem(
            item.code,
            item.titles[language],
            item.shorts[language],
            "open",
            tuple(
                CheckedPoint(point.titles[language], point.hints[language], "open", "", point.veto)
                for point in item.checkpoints
            ),
        )
        for item in STANDARD.items
    )
    opened = tuple(
        (f"{number:03d}", LONG * 2 if long else "插头发热", "2026-11-24") for number in range(1, problems + 1)
    )
    return ChecklistPaper(LONG_FRAME if long else FRAME, STANDARD.titles[language], items, opened, 5 if long else 0)
