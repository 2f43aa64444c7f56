"""报表验真: whether a paper is genuine, by its code scanned or pasted, or by its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core import paper_told
from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.paper_check import Verdict
from desktop.core.plain import FieldKind, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.outputs import read_input
from desktop.services.paper_checks import Answer, PaperChecks
from desktop.services.sections.section import Given, Section


class PaperCheckSection(Section):
    CODE = "paper_check"
    SEES = ""
    RIGHTS: ClassVar = {"check_paper": ""}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        act = self.offer(
            by,
            "check_paper",
            PlainField("paper_code", FieldKind.TEXT, needed=False),
            PlainField("paper_file", FieldKind.FILE, needed=False),
            icon="scan",
            weight="primary",
        )
        return PlainSection(self.CODE, notes=(("plain", Hint("plain.note.check_paper")),), acts=(act,))

    def do_check_paper(self, given: Given) -> PlainDone:
        """Raises `Refused` for a file that cannot be read, and where neither is given."""
        checks = PaperChecks(self.desk)
        code, file = given.text("paper_code"), given.text("paper_file")
        if code:
            return self._told(checks.code(code), given.language)
        if not file:
            raise Refused("field_missing", field="paper_code")
        data = read_input(Path(file).expanduser())
        return self._told(checks.file(data, lambda: self.desk.printer.look(data)), given.language)

    def _told(self, answer: Answer, language: str) -> PlainDone:
        words, checked = self.desk.printer.words[language], answer.checked
        tone = "good" if checked.verdict is Verdict.GENUINE else "wrong"
        verdict = words.say(f"check.verdict.{checked.verdict}")
        lines: list[PlainRow] = []
        code = checked.code
        if code is not None:
            title = paper_told.kind_words(words, code.origin.kind)
            detail = " · ".join(part for part in (answer.site, paper_told.span_words(words, code)) if part)
            lines.append(PlainRow("paper", title, detail, tag=verdict, tone=tone))
            lines += [PlainRow(name, name, end=number) for name, number in paper_told.figure_words(words, code)]
            lines += [PlainRow(line, line) for line in paper_told.origin_words(words, code)]
            lines.append(PlainRow("journal", words.say(f"check.journal.{answer.journal}")))
        lines += [PlainRow(line, line) for line in paper_told.marks(words, checked)]
        return PlainDone(Hint(f"check.said.{checked.verdict}"), tuple(lines))
