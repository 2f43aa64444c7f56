"""问题整改: open rectifications by due day, with their deadline, report, re-check and extension."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.plain import (
    FieldKind,
    Pair,
    PlainAct,
    PlainDetail,
    PlainDone,
    PlainField,
    PlainRow,
    PlainSection,
    Said,
)
from desktop.core.roles import Operator
from desktop.services.answers import read_photo
from desktop.services.rectifications import EXTENSION_MOST, Job, open_jobs
from desktop.services.sections.section import Given, Section, counted, minute

CLOSED_SHOWN = 50


class Jobs(Section):
    CODE = "jobs"
    SEES = "standard_state"
    RIGHTS: ClassVar = {
        "rectify": "rectify",
        "recheck_pass": "recheck",
        "recheck_fail": "recheck",
        "extend": "rectify_extend",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        with self.desk.store.read() as connection:
            jobs = sorted(open_jobs(connection), key=lambda job: (job.due, job.number))
            closed = connection.exec_driver_sql(
                "SELECT rectification, number, checkpoint, moved_at FROM rectifications WHERE state = 'closed'"
                " ORDER BY moved_at DESC LIMIT ?",
                (CLOSED_SHOWN,),
            ).fetchall()
        rows = [self._row(job) for job in jobs]
        rows += [
            PlainRow(each, self._point(checkpoint), (counted("number", number), minute(at)),
                     Hint("rectification_state.closed"), "good")
            for each, number, checkpoint, at in closed
        ]  # fmt: skip
        late = sum(job.due < self.today for job in jobs)
        figures = (Pair("open_jobs", str(len(jobs))), Pair("overdue", str(late), "wrong" if late else ""))
        return PlainSection(self.CODE, tuple(rows), figures=figures)

    def _row(self, job: Job) -> PlainRow:
        due = Hint("plain.due", {"day": job.due})
        state = Hint(f"rectification_state.{job.state}")
        detail = (counted("number", job.number), state, due)
        if job.due < self.today:
            return PlainRow(job.rectification, self._point(job.checkpoint), detail, Hint("plain.tag.overdue"), "wrong")
        today = job.due == self.today
        tag, tone = (Hint("plain.tag.due_today"), "attention") if today else (state, "plain")
        return PlainRow(job.rectification, self._point(job.checkpoint), detail, tag, tone)

    def _point(self, code: str) -> Said:
        point = self.desk.rules.standard.checkpoint(code)
        return point.titles if point else code

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT number, item, checkpoint, severity, opened_day, due, extended_due, state, found_role"
                " FROM rectifications WHERE rectification = ? AND number NOT NULL",
                (row,),
            ).fetchone()
            moves = connection.exec_driver_sql(
                "SELECT f.inspection, 'open', f.answered_at AS at, n.text FROM findings f"
                " JOIN notes n ON n.hash = f.note WHERE f.rectification = ? AND f.result = 'fail' UNION ALL"
                " SELECT m.fact, m.state, m.at, n.text FROM rectification_moves m LEFT JOIN notes n ON n.hash = m.note"
                " WHERE m.rectification = ? ORDER BY at",
                (row, row),
            ).fetchall()
        if found is None:
            return None
        number, item, checkpoint, severity, opened, due, extended, state, role = found
        pairs = [
            Pair("item", Hint(f"item.{item}")),
            Pair("number", counted("number", number)),
            Pair("severity", Hint(f"severity.{severity}")),
            Pair("found", (opened, Hint(f"role.{role}"))),
            Pair("due", due),
            Pair("state", Hint(f"rectification_state.{state}")),
        ]
        if extended:
            pairs.insert(5, Pair("extended", extended, "accent"))
        lines = tuple(
            PlainRow(fact, Hint(f"rectification_state.{to}"), (minute(at), note or "")) for fact, to, at, note in moves
        )
        return PlainDetail(row, self._point(checkpoint), tuple(pairs), lines, self._acts(by, state, bool(extended)))

    def _acts(self, by: Operator, state: str, extended: bool) -> tuple[PlainAct, ...]:
        note = PlainField("note")
        acts: list[PlainAct] = []
        if state in ("open", "returned"):
            photo = PlainField("photo", FieldKind.FILE)
            acts.append(self.offer(by, "rectify", note, photo, icon="camera", weight="primary"))
        if state == "awaiting":
            acts.append(self.offer(by, "recheck_pass", note, icon="check", weight="primary"))
            acts.append(self.offer(by, "recheck_fail", note, icon="undo"))
        if state != "closed" and not extended:
            fields = (PlainField("workdays", FieldKind.NUMBER, value="3"), PlainField("reason"))
            more = Hint("plain.note.extend", {"most": EXTENSION_MOST})
            acts.append(self.offer(by, "extend", *fields, icon="clock", note=more))
        return tuple(acts)

    def do_rectify(self, given: Given) -> PlainDone:
        if not given.text("photo"):
            raise Refused("photo_needed")
        photo = read_photo(Path(given.text("photo")))
        self.office.rectifications.rectify(given.by, given.row, given.text("note"), [photo])
        return PlainDone(Hint("ui.inspect.moved.report"))

    def do_recheck_pass(self, given: Given) -> PlainDone:
        self.office.rectifications.recheck(given.by, given.row, True, given.text("note"))
        return PlainDone(Hint("ui.inspect.moved.close"))

    def do_recheck_fail(self, given: Given) -> PlainDone:
        self.office.rectifications.recheck(given.by, given.row, False, given.text("note"))
        return PlainDone(Hint("ui.inspect.moved.return"))

    def do_extend(self, given: Given) -> PlainDone:
        days, reason = given.number("workdays"), given.text("reason")
        _, until = self.office.rectifications.extend(given.by, given.row, days, reason)
        return PlainDone(Hint("plain.said.extended", {"day": until}))
