"""Inspections 巡查: one walk round, scored by the standard; a fail opens or joins a rectification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.answering import check_answers, severity_of
from desktop.core.errors import Refused
from desktop.core.inspection import KINDS, RESULTS, Answer, InspectionCompleted, RectificationOpened
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.core.standard import Score
from desktop.photos import clean_photo
from desktop.services.desk import Desk, allowed
from desktop.store.beside import put_blob, put_note
from desktop.store.journal import Txn


@dataclass(frozen=True)
class Inspected:
    """What an inspection came to; `rectifications` those that its fails opened or joined."""

    inspection: str
    compliant: bool
    met: int
    passed: int
    failed: int
    rectifications: tuple[str, ...]


class Inspections:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def complete(self, by: Operator, kind: str, answers: Sequence[GivenAnswer], begun: int | None = None) -> Inspected:
        """Records one walk round. Every answer is checked before anything is kept. Raises `Refused`."""
        if kind not in KINDS:
            raise Refused("inspection_kind_unknown", kind=kind[:40], kinds=", ".join(KINDS))
        act = {
            "opening": self._opening,
            "weekly": self._weekly,
            "supervised": self._supervised,
            "unannounced": self._unannounced,
        }[kind]
        return act(by, answers, begun)

    @allowed("inspect_opening")
    def _opening(self, by: Operator, answers: Sequence[GivenAnswer], begun: int | None) -> Inspected:
        return self._complete(by, "opening", answers, begun)

    @allowed("inspect_weekly")
    def _weekly(self, by: Operator, answers: Sequence[GivenAnswer], begun: int | None) -> Inspected:
        return self._complete(by, "weekly", answers, begun)

    @allowed("inspect_supervised")
    def _supervised(self, by: Operator, answers: Sequence[GivenAnswer], begun: int | None) -> Inspected:
        return self._complete(by, "supervised", answers, begun)

    @allowed("inspect_unannounced")
    def _unannounced(self, by: Operator, answers: Sequence[GivenAnswer], begun: int | None) -> Inspected:
        return self._complete(by, "unannounced", answers, begun)

    def _complete(self, by: Operator, kind: str, answers: Sequence[GivenAnswer], begun: int | None) -> Inspected:
        check_answers(self.desk.rules.standard, answers)
        photos = {given.checkpoint: [clean_photo(raw) for raw in given.photos] for given in answers}
        now = self.desk.now()
        day = business_day.day_of(now)
        role = "supervisor" if kind in ("supervised", "unannounced") else "caretaker"
        with self.desk.store.write() as txn:
            inspection = self.desk.store.ids.other()
            number = self._number(txn, "inspections", "day", day)
            kept: list[Answer] = []
            for given in answers:
                hashes = [put_blob(txn, "image/jpeg", photo) for photo in photos[given.checkpoint]]
                job = self._rectification(txn, by, inspection, given, day, role) if given.result == "fail" else None
                kept.append(
                    Answer(
                        given.checkpoint,
                        given.result,
                        put_note(txn, given.reason),
                        put_note(txn, given.note),
                        hashes,
                        severity_of(self.desk.rules.standard, given) if given.result == "fail" else None,
                        job,
                    )
                )
            score = self._score(txn, kept)
            body = InspectionCompleted(
                inspection=inspection,
                number=number,
                inspection_kind=kind,
                standard=self.desk.rules.standard.version,
                begun=begun or now,
                ended=now,
                answers=kept,
                compliant=score.compliant,
                role=role,
            )
            txn.append(body, day=day, by=by.id)
        jobs = tuple(dict.fromkeys(answer.rectification for answer in kept if answer.rectification))
        counts = {result: sum(answer.result == result for answer in kept) for result in RESULTS}
        return Inspected(inspection, score.compliant, len(score.met), counts["pass"], counts["fail"], jobs)

    def _rectification(self, txn: Txn, by: Operator, inspection: str, given: GivenAnswer, day: str, role: str) -> str:
        """The open rectification of the checkpoint, or a new one with its deadline."""
        still = txn.rows(
            "SELECT rectification FROM rectifications"
            " WHERE state IN ('open', 'awaiting', 'returned') AND checkpoint = ?",
            (given.checkpoint,),
        )
        if still:
            return str(still[0][0])
        standard = self.desk.rules.standard
        item = standard.item_of(given.checkpoint)
        assert item is not None
        severity = severity_of(standard, given)
        due = self.desk.rules.calendar.after(day, standard.severities[severity])
        job = self.desk.store.ids.other()
        body = RectificationOpened(
            rectification=job,
            number=self._number(txn, "rectifications", "opened_day", day),
            inspection=inspection,
            item=item.code,
            checkpoint=given.checkpoint,
            severity=severity,
            due=due.day,
            role=role,
        )
        txn.append(body, day=day, by=by.id)
        return job

    def _number(self, txn: Txn, table: str, column: str, day: str) -> int:
        """The next number of this year."""
        newest = txn.rows(
            f'SELECT coalesce(max(number), 0) FROM "{table}" WHERE "{column}" >= ? AND "{column}" <= ?',
            (day[:4], day[:4] + "~"),
        )
        return int(newest[0][0]) + 1

    def _score(self, txn: Txn, answers: Sequence[Answer]) -> Score:
        """The score of the last answer to every checkpoint: a kind touches only what it answers."""
        rows = txn.rows("SELECT checkpoint, result FROM checkpoint_states WHERE site = ?", (self.desk.place.site,))
        results = {row[0]: row[1] for row in rows}
        results.update({answer.checkpoint: answer.result for answer in answers})
        return self.desk.rules.standard.score(results)
