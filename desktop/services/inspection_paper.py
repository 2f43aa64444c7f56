"""The data of an inspection's report, from its findings and the standard it was made by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.papers import (
    CheckedItem,
    CheckedPoint,
    ChecklistPaper,
    Frame,
    InspectionPaper,
    Photo,
    RectificationLine,
)
from desktop.core.people import masked_name
from desktop.core.standard import SITE, Item
from desktop.core.words import Words
from desktop.services.desk import Desk
from desktop.services.figures import open_rectifications
from desktop.services.operators import operator_name
from desktop.services.rectifications import jobs_of, open_jobs
from desktop.store.beside import blob, note_text

# Open problems that stand on a checklist, soonest due first.
OPEN_MOST = 6

Found = dict[str, tuple[str, str, str, str]]


def inspection_paper(
    connection: Connection,
    desk: Desk,
    words: Words,
    frame: Callable[[str, str, str], Frame],
    inspection: str | None,
    day: str | None,
) -> InspectionPaper:
    """The report of one inspection, else of the latest (of a day). Raises `Refused`."""
    row = connection.exec_driver_sql(
        'SELECT inspection, day, kind, number, standard, begun, ended, compliant, passed, failed, na, "by"'
        " FROM inspections WHERE (? IS NULL OR inspection = ?) AND (? IS NULL OR day = ?)"
        " ORDER BY day DESC, ended DESC LIMIT 1",
        (inspection, inspection, day, day),
    ).fetchone()
    if row is None:
        raise Refused("paper_empty" if inspection is None else "inspection_unknown", inspection=(inspection or "")[:40])
    found = _findings(connection, row[0])
    photos: list[Photo] = []
    before = _Before(connection, words, row[6])
    items = [_item(connection, item, found, before, photos) for item in desk.rules.standard.items]
    seven = tuple(item for item in items if item.code != SITE)
    number = words.say("inspection.number", year=row[1][:4], number=row[3])
    return InspectionPaper(
        frame=frame("inspection", number, row[0]),
        day=row[1],
        kind=row[2],
        standard=desk.rules.standard.titles[words.language],
        # who checked by phone is known to the hub alone
        inspector=masked_name(operator_name(connection, row[11])) or words.say("role.supervisor"),
        begun=business_day.clock_time(row[5]),
        ended=business_day.clock_time(row[6]),
        compliant=bool(row[7]),
        met=sum(item.state == "met" for item in seven),
        passed=row[8],
        failed=row[9],
        not_applicable=row[10],
        items=seven,
        site=next((item for item in items if item.code == SITE), None),
        rectifications=tuple(_jobs(connection, desk, words, row[0])),
        photos=tuple(photos),
    )


def checklist_paper(connection: Connection, desk: Desk, words: Words, frame: Frame) -> ChecklistPaper:
    """The walk round as it is asked now, the site's group last; with the soonest due of what is open."""
    language = words.language
    items = [
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
        for item in desk.rules.standard.items
    ]
    items.sort(key=lambda item: item.code == SITE)
    lines = []
    for job in open_jobs(connection, OPEN_MOST):
        point = desk.rules.standard.checkpoint(job.checkpoint)
        lines.append((f"{job.number:03d}", point.titles[language] if point else job.checkpoint, job.due))
    standard = desk.rules.standard.titles[language]
    return ChecklistPaper(frame, standard, tuple(items), tuple(lines), open_rectifications(connection) - len(lines))


def _findings(connection: Connection, inspection: str) -> Found:
    rows = connection.exec_driver_sql(
        "SELECT checkpoint, result, note, reason, photos FROM findings WHERE inspection = ?", (inspection,)
    ).fetchall()
    return {
        row[0]: (row[1], note_text(connection, row[2]), note_text(connection, row[3]), row[4] or "") for row in rows
    }


@dataclass(frozen=True)
class _Before:
    """What was answered before this walk: a kind touches only what it answers, the rest stands as it was."""

    connection: Connection
    words: Words
    ended: int

    def last(self, checkpoint: str) -> tuple[str, str]:
        """The last result before, and a sentence for a fail; `open` for a checkpoint never looked at."""
        row = self.connection.exec_driver_sql(
            "SELECT result, answered_at FROM findings WHERE checkpoint = ? AND answered_at < ?"
            " ORDER BY answered_at DESC LIMIT 1",
            (checkpoint, self.ended),
        ).fetchone()
        if row is None:
            return "open", ""
        if row[0] != "fail":
            return row[0], ""
        repaired = self.connection.exec_driver_sql(
            "SELECT 1 FROM rectifications WHERE checkpoint = ? AND state = 'closed' AND moved_at > ? AND moved_at < ?",
            (checkpoint, row[1], self.ended),
        ).fetchone()
        if repaired is not None:
            return "pass", ""
        return "fail", self.words.say("inspection.failed_before", day=business_day.day_of(row[1]))


def _item(connection: Connection, item: Item, found: Found, before: _Before, photos: list[Photo]) -> CheckedItem:
    points: list[CheckedPoint] = []
    results: list[str] = []
    words, time = before.words, business_day.clock_time(before.ended)
    for point in item.checkpoints:
        if point.code in found:
            result, note, reason, hashes = found[point.code]
            results.append(result)
        else:
            standing, note = before.last(point.code)
            result, reason, hashes = "open", "", ""
            results.append(standing)
        numbers: list[int] = []
        for digest in hashes.split(","):
            jpeg = blob(connection, digest) if digest else None
            if jpeg is not None:
                numbers.append(len(photos) + 1)
                caption = f"{len(photos) + 1} · {item.shorts[words.language]} · {time}"
                photos.append(Photo(len(photos) + 1, caption, jpeg))
        title, hint = point.titles[words.language], point.hints[words.language]
        points.append(CheckedPoint(title, hint, result, note or reason, point.veto, tuple(numbers)))
    state = "unmet" if "fail" in results else "met" if "pass" in results else "open"
    return CheckedItem(item.code, item.titles[words.language], item.shorts[words.language], state, tuple(points))


def _jobs(connection: Connection, desk: Desk, words: Words, inspection: str) -> list[RectificationLine]:
    lines = []
    for job in jobs_of(connection, inspection):
        point = desk.rules.standard.checkpoint(job.checkpoint)
        what = point.titles[words.language] if point else job.checkpoint
        lines.append(RectificationLine(f"{job.number:03d}", what, job.severity, job.opened, job.due, job.state))
    return lines
