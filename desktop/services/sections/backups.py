"""备份与恢复: when the last backup was made and where, a new one, and how one is brought back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDone, PlainField, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.sections.section import Given, Section, as_is, minute

DAY_MS = 86_400_000
# A backup that is older than this many days is warned about: what is lost between is typed in by hand.
OLD_DAYS = 7


class BackupsSection(Section):
    CODE = "backups"
    RIGHTS: ClassVar = {"back_up": ""}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        last = self.office.upkeep.last_backup()
        now = self.desk.now()
        days = max(0, (now - last.at) // DAY_MS) if last is not None else None
        old = days is None or days > OLD_DAYS
        when = minute(last.at) if last is not None else Hint("plain.backup.never")
        since = since_of(days)
        figures = (Pair("last_backup", when, "attention" if old else "good"), Pair("backup_age", since))
        notes: tuple[tuple[str, Said], ...] = (("plain", Hint("plain.backup.restore")),)
        if old:
            notes = (("attention", Hint("plain.backup.old" if last is not None else "plain.backup.none")), *notes)
        rows: tuple[PlainRow, ...] = ()
        if last is not None:
            file = Path(last.file)
            here = "" if file.exists() else Hint("plain.backup.not_here")
            rows = (
                PlainRow("last", as_is(file.name), as_is(str(file.parent)), here),
                PlainRow("facts", Hint("plain.backup.holds"), Hint("plain.count.entries", {"count": last.facts})),
            )
        place = PlainField("output", FieldKind.SAVE, value=self._place(last.file if last is not None else ""))
        act = self.offer(by, "back_up", place, icon="save", weight="primary", note=Hint("plain.note.back_up"))
        return PlainSection(self.CODE, rows, figures=figures, notes=notes, opens=False, acts=(act,))

    def _place(self, before: str) -> str:
        """Beside the last one, where that place is there now: the stick has the same name again."""
        name = f"quanyi-{self.today}.backup"
        folder = Path(before).parent if before else None
        return str(folder / name) if folder is not None and folder.is_dir() else name

    def do_back_up(self, given: Given) -> PlainDone:
        header = self.office.upkeep.back_up(Path(given.needed("output")).expanduser())
        return PlainDone(Hint("plain.said.backed_up", {"count": header.facts}))


def since_of(days: int | None) -> Hint | str:
    """How long ago in words; empty before the first."""
    if days is None:
        return Hint("plain.backup.never_short")
    return Hint("plain.backup.today") if not days else Hint("plain.backup.days", {"count": days})
