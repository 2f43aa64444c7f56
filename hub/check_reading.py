"""Checks that are signed: one as it was sent, a station's list, and the report on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.papers import CheckedItem, CheckedPoint, InspectionPaper, Photo, RectificationLine
from desktop.core.people import masked_name
from desktop.core.standard import SITE, Item
from desktop.core.words import Words
from hub.check_draft import KINDS
from hub.checks import place_in_scope
from hub.settlement_paper import frame
from hub.supervision import Supervision, Supervisor, allowed

LIST_MOST = 20
_COLUMNS = (
    "i.inspection, i.site, i.day, i.kind, i.number, i.begun, i.ended, i.compliant, i.passed, i.failed, i.na,"
    " s.name, s.community, p.name"
)


@dataclass(frozen=True)
class Job:
    """What was wrong and until when it is to be put right; `photos` how many were taken of it now."""

    number: int
    checkpoint: str
    severity: str
    opened: str
    due: str
    state: str
    note: str
    photos: int


@dataclass(frozen=True)
class Sent:
    """A signed check; `inspector` as on papers, empty for somebody whose name the hub does not hold."""

    inspection: str
    site: str
    name: str
    community: str
    day: str
    kind: str
    number: int
    begun: int
    ended: int
    compliant: bool
    passed: int
    failed: int
    na: int
    inspector: str
    jobs: tuple[Job, ...] = ()


class CheckReading:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("stations_see")
    def of_station(self, by: Supervisor, site: str) -> tuple[Sent, ...]:
        """The station's checks by supervisors, the latest first. Raises `Refused("site_unknown")`."""
        with self.hub.ground.read() as connection:
            place_in_scope(connection, by, site)
            return _read(connection, "i.site = :site AND i.kind IN ('supervised', 'unannounced')", {"site": site})

    @allowed("check")
    def latest(self, by: Supervisor) -> tuple[Sent, ...]:
        """What this supervisor signed, the latest first."""
        low, high = by.span
        where = 'i."by" = :by AND s.community >= :low AND s.community <= :high'
        with self.hub.ground.read() as connection:
            return _read(connection, where, {"by": by.id, "low": low, "high": high})

    @allowed("stations_see")
    def one(self, by: Supervisor, inspection: str) -> Sent:
        """Raises `Refused("check_unknown")`, also for one outside the scope."""
        with self.hub.ground.read() as connection:
            found = _one(connection, by, inspection)
            return replace(found, jobs=self._jobs(connection, inspection))

    @allowed("stations_see")
    def paper(self, by: Supervisor, inspection: str) -> bytes:
        """The report in Chinese, as PDF. Raises `Refused("check_unknown")`."""
        words = self.hub.words["zh"]
        with self.hub.ground.read() as connection:
            made = self._paper(connection, words, _one(connection, by, inspection))
        return self.hub.render(made, "zh")

    def _paper(self, connection: Connection, words: Words, found: Sent) -> InspectionPaper:
        standard = self.hub.rules(connection).standard
        findings = _findings(connection, found.inspection)
        photos: list[Photo] = []
        items = [self._item(connection, words, item, findings, found.ended, photos) for item in standard.items]
        seven = tuple(item for item in items if item.code != SITE)
        number = words.say("inspection.number", year=found.day[:4], number=found.number)
        head = frame(connection, self.hub, words, "inspection", number, found.inspection)
        return InspectionPaper(
            frame=replace(head, site=found.name),
            day=found.day,
            kind=found.kind,
            standard=standard.titles[words.language],
            inspector=found.inspector or words.say("role.supervisor"),
            begun=business_day.clock_time(found.begun),
            ended=business_day.clock_time(found.ended),
            compliant=found.compliant,
            met=sum(item.state == "met" for item in seven),
            passed=found.passed,
            failed=found.failed,
            not_applicable=found.na,
            items=seven,
            site=next((item for item in items if item.code == SITE), None),
            rectifications=tuple(
                RectificationLine(
                    f"{job.number:03d}",
                    point.titles[words.language] if (point := standard.checkpoint(job.checkpoint)) else job.checkpoint,
                    job.severity,
                    job.opened,
                    job.due,
                    job.state,
                )
                for job in self._jobs(connection, found.inspection)
            ),
            photos=tuple(photos),
        )

    def _item(
        self,
        connection: Connection,
        words: Words,
        item: Item,
        findings: dict[str, Any],
        ended: int,
        photos: list[Photo],
    ) -> CheckedItem:
        points: list[CheckedPoint] = []
        ground, language = self.hub.ground, words.language
        for point in item.checkpoints:
            found = findings.get(point.code)
            numbers: list[int] = []
            for digest in (found.photos or "").split(",") if found else ():
                jpeg = ground.blob(connection, digest) if digest else None
                if jpeg is not None:
                    numbers.append(len(photos) + 1)
                    caption = f"{len(photos) + 1} · {item.shorts[language]} · {business_day.clock_time(ended)}"
                    photos.append(Photo(len(photos) + 1, caption, jpeg))
            said = ground.note(connection, found.note or found.reason) if found and (found.note or found.reason) else ""
            result = found.result if found else "open"
            points.append(
                CheckedPoint(point.titles[language], point.hints[language], result, said, point.veto, tuple(numbers))
            )
        results = [point.result for point in points]
        state = "unmet" if "fail" in results else "met" if "pass" in results else "open"
        return CheckedItem(item.code, item.titles[language], item.shorts[language], state, tuple(points))

    def _jobs(self, connection: Connection, inspection: str) -> tuple[Job, ...]:
        rows = connection.execute(
            text(
                "SELECT r.number, f.checkpoint, r.severity, r.opened_day, coalesce(r.extended_due, r.due), r.state,"
                " f.note, f.photos FROM findings f JOIN rectifications r ON r.rectification = f.rectification"
                " WHERE f.inspection = :inspection AND r.number IS NOT NULL ORDER BY r.number"
            ),
            {"inspection": inspection},
        )
        return tuple(
            Job(
                *(int(row[0]), row[1], row[2], row[3], row[4], row[5]),
                self.hub.ground.note(connection, row[6]) if row[6] else "",
                len([digest for digest in (row[7] or "").split(",") if digest]),
            )
            for row in rows
        )


def _read(connection: Connection, where: str, values: dict[str, object]) -> tuple[Sent, ...]:
    rows = connection.execute(
        text(
            f"SELECT {_COLUMNS} FROM inspections i JOIN sites s ON s.site = i.site"
            f' LEFT JOIN supervisors p ON p.operator = i."by" WHERE {where}'
            " ORDER BY i.day DESC, i.ended DESC, i.inspection LIMIT :most"
        ),
        {**values, "most": LIST_MOST},
    )
    return tuple(
        Sent(
            inspection=row[0],
            site=row[1],
            name=row[11] or "",
            community=row[12] or "",
            day=row[2],
            kind=row[3],
            number=int(row[4]),
            begun=int(row[5]),
            ended=int(row[6]),
            compliant=bool(row[7]),
            passed=int(row[8]),
            failed=int(row[9]),
            na=int(row[10]),
            inspector=masked_name(row[13] or ""),
        )
        for row in rows
    )


def _one(connection: Connection, by: Supervisor, inspection: str) -> Sent:
    found = _read(connection, "i.inspection = :inspection", {"inspection": inspection})
    if not found or found[0].kind not in KINDS:
        raise Refused("check_unknown")
    try:
        place_in_scope(connection, by, found[0].site)
    except Refused as outside:
        raise Refused("check_unknown") from outside
    return found[0]


def _findings(connection: Connection, inspection: str) -> dict[str, Any]:
    rows = connection.execute(
        text("SELECT checkpoint, result, note, reason, photos FROM findings WHERE inspection = :inspection"),
        {"inspection": inspection},
    )
    return {row.checkpoint: row for row in rows}
