"""A check is signed: the facts that a desk writes for a walk, in the hub's own journal and about that station."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import business_day
from desktop.core.answering import check_answers, severity_of
from desktop.core.errors import Refused
from desktop.core.inspection import Answer, InspectionCompleted, RectificationOpened
from desktop.core.standard import Standard
from desktop.core.workdays import Calendar
from hub.check_draft import FAIL, NA, Draft, Given
from hub.checks import forget_draft, place_in_scope, read_draft
from hub.supervision import Supervision, Supervisor, Writer, allowed

ROLE = "supervisor"
_STILL = "('open', 'awaiting', 'returned')"


@dataclass(frozen=True)
class _Signing:
    """One check in one transaction of the hub."""

    txn: Writer
    by: Supervisor
    draft: Draft
    standard: Standard
    calendar: Calendar
    day: str
    new_id: Callable[[], str]

    def answer(self, given: Given) -> Answer:
        failed = given.result == FAIL
        return Answer(
            given.checkpoint,
            given.result,
            self.txn.note(given.note) if given.result == NA else None,
            self.txn.note(given.note) if failed else None,
            [self._photo(photo) for photo in given.photos] if failed else [],
            severity_of(self.standard, given) if failed else None,
            self._rectification(given) if failed else None,
        )

    def _photo(self, photo: str) -> str:
        data = self.txn.connection.execute(
            text("SELECT data FROM check_photos WHERE draft = :draft AND photo = :photo"),
            {"draft": self.draft.draft, "photo": photo},
        ).scalar_one()
        return self.txn.blob("image/jpeg", bytes(data))

    def _rectification(self, given: Given) -> str:
        """The open rectification of the checkpoint at that station, or a new one with its deadline."""
        still = self.txn.connection.execute(
            text(
                "SELECT rectification FROM rectifications WHERE site = :site AND checkpoint = :checkpoint"
                f" AND state IN {_STILL} AND number IS NOT NULL ORDER BY number LIMIT 1"
            ),
            {"site": self.draft.site, "checkpoint": given.checkpoint},
        ).scalar()
        if still is not None:
            return str(still)
        item = self.standard.item_of(given.checkpoint)
        assert item is not None
        severity = severity_of(self.standard, given)
        job = self.new_id()
        body = RectificationOpened(
            rectification=job,
            number=self.number("rectifications", "opened_day"),
            inspection=self.draft.draft,
            item=item.code,
            checkpoint=given.checkpoint,
            severity=severity,
            due=self.calendar.after(self.day, self.standard.severities[severity]).day,
            role=ROLE,
        )
        self.txn.append(body, by=self.by.id, site=self.draft.site, day=self.day)
        return job

    def number(self, table: str, column: str) -> int:
        """The next number of the year at that station, as far as the hub knows."""
        newest = self.txn.connection.execute(
            text(
                f'SELECT coalesce(max(number), 0) FROM "{table}" WHERE site = :site AND "{column}" >= :year'
                f' AND "{column}" <= :end'
            ),
            {"site": self.draft.site, "year": self.day[:4], "end": self.day[:4] + "~"},
        ).scalar_one()
        return int(newest) + 1

    def compliant(self, answers: list[Answer]) -> bool:
        """By the last answer to every checkpoint: a kind touches only what it answers."""
        rows = self.txn.connection.execute(
            text("SELECT checkpoint, result FROM checkpoint_states WHERE site = :site"), {"site": self.draft.site}
        )
        results = {row[0]: row[1] for row in rows} | {answer.checkpoint: answer.result for answer in answers}
        return self.standard.score(results).compliant


class CheckSigning:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("check")
    def sign(self, by: Supervisor, draft: str, seen: str, ended: int) -> None:
        """Writes the check into the hub's journal, once, however often it is asked for. `seen` is `Draft.seen` of the
        page that was signed, `ended` when that was (ms UTC; a phone may have had no network since).

        Raises `Refused`: `check_unknown`, `check_unfinished`, `check_changed` where it is not what was seen.
        """
        hub = self.hub
        now = hub.ground.now()
        with hub.ground.write() as txn:
            if _signed(txn.connection, by, draft):
                return
            rules = hub.rules(txn.connection)
            found = read_draft(txn.connection, by, draft, rules.standard)
            if found.missing:
                raise Refused("check_unfinished", count=len(found.missing))
            if found.seen != seen:
                raise Refused("check_changed")
            given = [found.of(point.code) for item in found.items for point in item.checkpoints]
            check_answers(rules.standard, given)
            ended = min(max(ended, found.begun), now)
            day = business_day.day_of(ended)
            signing = _Signing(txn, by, found, rules.standard, rules.calendar, day, hub.ground.other_id)
            answers = [signing.answer(each) for each in given]
            body = InspectionCompleted(
                inspection=draft,
                number=signing.number("inspections", "day"),
                inspection_kind=found.kind,
                standard=rules.standard.version,
                begun=found.begun,
                ended=ended,
                answers=answers,
                compliant=signing.compliant(answers),
                role=ROLE,
            )
            txn.append(body, by=by.id, site=found.site, day=day)
            forget_draft(txn.connection, draft)


def _signed(connection: Connection, by: Supervisor, draft: str) -> bool:
    """Whether this supervisor signed it before. Raises `Refused("check_unknown")` for another's."""
    row = connection.execute(
        text('SELECT "by", site FROM inspections WHERE inspection = :draft'), {"draft": draft}
    ).fetchone()
    if row is None:
        return False
    if row[0] != by.id:
        raise Refused("check_unknown")
    place_in_scope(connection, by, row[1])
    return True
