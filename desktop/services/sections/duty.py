"""当班: open, hand over with both PINs, close with the reconciliation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core import business_day
from desktop.core.pages import GivenAnswer, Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.core.shift import DayClosed
from desktop.services.operators import operator_name
from desktop.services.sections.section import Given, Section, choice, counted, minute

DAYS_SHOWN = 31
# Before the code of a checkpoint: the field of its answer.
CHECK = "check."


class Duty(Section):
    """A row is `d:<day>` for a day opened or closed here, `h:<fact>` for a hand-over."""

    CODE = "duty"
    SEES = "hours"
    RIGHTS: ClassVar = {
        "open_day": "open_day",
        "hand_over": "hand_over",
        "close_day": "close_day",
        "reconciliation": "print",
        "handover_paper": "print",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        with self.desk.store.read() as connection:
            days = connection.exec_driver_sql(
                "SELECT day, opened_at, closed_at, captured FROM days"
                " WHERE site = ? AND device = ? ORDER BY day DESC LIMIT ?",
                (self.desk.place.site, self.desk.store.device, DAYS_SHOWN),
            ).fetchall()
            overs = connection.exec_driver_sql(
                "SELECT fact, day, at, giver, taker FROM hand_overs WHERE site = ? ORDER BY at DESC LIMIT ?",
                (self.desk.place.site, DAYS_SHOWN),
            ).fetchall()
            names = {each: operator_name(connection, each) for row in overs for each in row[3:5]}
        rows = [(day + "~", _day_row(*row)) for row in days for day in row[:1]]
        rows += [
            (
                f"{day} {business_day.clock_time(at)}",
                PlainRow(f"h:{fact}", Hint("plain.title.handover"), (minute(at), f"{names[giver]} → {names[taker]}"),
                         Hint("plain.tag.handed"), "accent"),
            )
            for fact, day, at, giver, taker in overs
        ]  # fmt: skip
        shown = tuple(row for _, row in sorted(rows, key=lambda row: row[0], reverse=True))
        return PlainSection(self.CODE, shown, acts=self._acts(by, days[0] if days else None))

    def _acts(self, by: Operator, newest: tuple[str, int | None, int | None] | None) -> tuple:  # type: ignore[type-arg]
        opened = newest is not None and newest[0] == self.today and newest[1] is not None
        others = tuple((each.id, each.name) for each in self.office.operators.all() if each.id != by.id)
        fields = (
            choice("to_operator", others),
            PlainField("pin_to", FieldKind.PIN),
            PlainField("keys", FieldKind.NUMBER, value="0"),
            PlainField("lost_property", needed=False, label="lost_property_nameless"),
            PlainField("note", needed=False, label="note_nameless"),
        )
        weight = "plain" if opened else "primary"
        return (
            self.offer(by, "open_day", *self._checks(), icon="check", weight=weight, note=Hint("plain.note.open_day")),
            self.offer(by, "hand_over", *fields, icon="handover", note=Hint("plain.note.hand_over")),
            self.offer(by, "close_day", icon="lock", weight="asked", note=Hint("ui.today.sure")),
        )

    def _checks(self) -> tuple[PlainField, ...]:
        """The one-minute self-check: each act of an opening, with nothing answered beforehand."""
        results = tuple((code, Hint(f"plain.check.{code or 'unseen'}")) for code in ("", "pass", "fail"))
        points = [point for item in self.desk.rules.standard.asked("opening") for point in item.checkpoints]
        checks = (
            PlainField(f"{CHECK}{point.code}", FieldKind.CHOICE, results, needed=False, said=point.titles)
            for point in points
        )
        return (*checks, PlainField("check_note", needed=False))

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        kind, _, rest = row.partition(":")
        return self._day(by, row, rest) if kind == "d" else self._over(by, row, rest)

    def _day(self, by: Operator, row: str, day: str) -> PlainDetail | None:
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT d.opened_at, d.closed_at, d.captured, d.acknowledged, d.waiting, d.flagged, p.closing"
                " FROM days d LEFT JOIN day_papers p USING (site, day, device)"
                " WHERE d.site = ? AND d.day = ? AND d.device = ?",
                (self.desk.place.site, day, self.desk.store.device),
            ).fetchone()
        if found is None:
            return None
        opened, closed, captured, acknowledged, waiting, flagged, closing = found
        pairs = [Pair("opened", minute(opened) or "—"), Pair("closed_at", minute(closed) or "—")]
        if closing:
            counts = {"captured": captured, "acknowledged": acknowledged, "waiting": waiting, "flagged": flagged}
            pairs += [Pair(name, str(count)) for name, count in counts.items()]
        acts = (self.offer(by, "reconciliation", icon="papers"),) if closing else ()
        return PlainDetail(row, day, tuple(pairs), acts=acts)

    def _over(self, by: Operator, row: str, fact: str) -> PlainDetail | None:
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT at, giver, taker, problems, chase, medicine, waiting, keys, lost_property, note FROM hand_overs"
                " WHERE fact = ?",
                (fact,),
            ).fetchone()
            if found is None:
                return None
            names = [operator_name(connection, each) for each in found[1:3]]
            notes = [
                connection.exec_driver_sql("SELECT text FROM notes WHERE hash = ?", (each,)).scalar() if each else ""
                for each in found[8:10]
            ]
        problems = len([each for each in (found[3] or "").split(",") if each])
        pairs = (
            Pair("when", minute(found[0])),
            Pair("giver", names[0]),
            Pair("taker", names[1]),
            Pair("problems", counted("jobs", problems)),
            Pair("chase", counted("people", found[4])),
            Pair("box_warnings", counted("lots", found[5])),
            Pair("waiting", counted("facts", found[6])),
            Pair("keys", str(found[7])),
            Pair("lost_property", notes[0] or "—"),
            Pair("note", notes[1] or "—"),
        )
        return PlainDetail(row, Hint("plain.title.handover"), pairs, acts=(
            self.offer(by, "handover_paper", icon="papers"),))  # fmt: skip

    def do_open_day(self, given: Given) -> PlainDone:
        answers = tuple(
            GivenAnswer(name.removeprefix(CHECK), result, note=given.text("check_note") if result == "fail" else "")
            for name, result in given.values.items()
            if name.startswith(CHECK) and result
        )
        opening = self.office.shifts.open(given.by, answers)
        late, done = opening.late, opening.inspected
        opened = Hint("plain.said.opened_late", {"minutes": late}) if late else Hint("ui.today.opened_done")
        if done is None:
            return PlainDone((opened, Hint("plain.said.not_checked")))
        return PlainDone((opened, Hint("plain.said.checked", {"passed": done.passed, "failed": done.failed})))

    def do_hand_over(self, given: Given) -> PlainDone:
        self.office.shifts.hand_over(
            given.by,
            given.needed("to_operator"),
            given.text("pin_to"),
            keys=given.number("keys"),
            lost_property=given.text("lost_property"),
            note=given.text("note"),
        )
        return PlainDone(Hint("plain.said.handed_over"))

    def do_close_day(self, given: Given) -> PlainDone:
        body = self.office.days.close(given.by).body
        assert isinstance(body, DayClosed)
        values = {"captured": body.captured, "acknowledged": body.acknowledged, "waiting": body.waiting,
                  "flagged": body.flagged}  # fmt: skip
        return PlainDone(Hint("plain.said.closed", values))

    def do_reconciliation(self, given: Given) -> PlainDone:
        return self.paper(given, "reconciliation", day=given.row.partition(":")[2])

    def do_handover_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "handover", id=given.row.partition(":")[2])


def _day_row(day: str, opened: int | None, closed: int | None, captured: int | None) -> PlainRow:
    times = Hint("plain.opened_closed", {"opened": business_day.clock_time(opened) if opened else "—",
                                         "closed": business_day.clock_time(closed) if closed else "—"})  # fmt: skip
    if closed:
        return PlainRow(f"d:{day}", day, times, Hint("plain.tag.closed"), "good", counted("facts", captured or 0))
    return PlainRow(f"d:{day}", day, times, Hint("plain.tag.open"), "attention")
