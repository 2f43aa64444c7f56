"""开放时间: posted hours against the real ones, planned closings, longer days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core import business_day
from desktop.core.hours import RealDay
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.hours import closings
from desktop.services.sections.section import Given, Section, choice, counted, minute

AHEAD_DAYS = 400
TONES = {"kept": "good", "late": "attention", "short": "attention", "missing": "wrong", "unclosed": "attention"}


class HoursSection(Section):
    """A row is a day, or `c:<closing>`."""

    CODE = "hours"
    SEES = "hours"
    RIGHTS: ClassVar = {
        "plan_closing": "plan_closing",
        "cancel_closing": "plan_closing",
        "closing_notice": "print",
        "extend_hours": "extend_hours",
        "hours_paper": "print",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        month = self.months(picked)
        found = self.office.hours.month(by, month.here)
        now = self.desk.now()
        with self.desk.store.read() as connection:
            ahead = closings(connection, self.desk.place.site, now, now + AHEAD_DAYS * business_day.DAY_MS)
        reasons = self.desk.rules.hours.closing_reasons
        rows = [
            PlainRow(f"c:{each.closing}", reasons.get(each.reason, each.reason),
                     Hint("plain.from_to", {"first": minute(each.begins), "last": minute(each.ends)}),
                     Hint("plain.tag.planned"), "accent")
            for each in ahead
        ]  # fmt: skip
        rows += [self._row(day) for day in reversed(found.days)]
        figures = tuple(
            Pair(
                "due_hours" if name == "due" else name, Hint("plain.hours", {"hours": f"{found.total(name) / 60:.1f}"})
            )
            for name in ("due", "real", "short")
        )
        rules = self.desk.rules.hours
        plan = (
            PlainField("from_", FieldKind.DAY, value=self.today),
            PlainField("to_day", FieldKind.DAY, value=self.today),
            choice("reason", tuple(rules.closing_reasons.items())),
            PlainField("note", needed=False),
        )
        longer = (PlainField("until", value="22:00"), choice("reason", tuple(rules.extension_reasons.items())))
        acts = (
            self.offer(by, "extend_hours", *longer, icon="clock"),
            self.offer(by, "plan_closing", *plan, icon="calendar", note=Hint("plain.note.plan_closing")),
            self.offer(by, "hours_paper", icon="papers"),
        )
        return PlainSection(self.CODE, tuple(rows), (month,), figures, acts=acts)

    def _row(self, day: RealDay) -> PlainRow:
        opened, closed = (business_day.clock_time(at) if at else "—" for at in (day.opened, day.closed))
        kind = self.desk.rules.hours.kinds.get(day.kind, "")
        times = Hint("plain.opened_closed", {"opened": opened, "closed": closed})
        tone = TONES.get(day.state, "plain")
        return PlainRow(day.day, day.day, (kind, times), Hint(f"plain.day.{day.state}"), tone)

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        if row.startswith("c:"):
            acts = (
                self.offer(by, "closing_notice", icon="papers"),
                self.offer(by, "cancel_closing", icon="undo", weight="asked", note=Hint("plain.note.cancel_closing")),
            )
            return PlainDetail(row, Hint("plain.title.closing"), acts=acts)
        found = self.office.hours.month(by, row[:7])
        day = next((each for each in found.days if each.day == row), None)
        if day is None:
            return None
        minutes = {"posted": day.posted, "planned": day.planned, "added": day.added, "due_hours": day.due,
                   "real": day.real, "late": day.late, "short": day.short}  # fmt: skip
        pairs = tuple(Pair(name, counted("minutes", count)) for name, count in minutes.items())
        return PlainDetail(row, day.day, (Pair("state", Hint(f"plain.day.{day.state}"), TONES.get(day.state, "")),
                                          *pairs))  # fmt: skip

    def do_plan_closing(self, given: Given) -> PlainDone:
        reason, note = given.needed("reason"), given.text("note")
        self.office.hours.plan(given.by, given.needed("from_"), given.needed("to_day"), reason, note)
        return PlainDone(Hint("plain.said.closing_planned"))

    def do_cancel_closing(self, given: Given) -> PlainDone:
        self.office.hours.cancel(given.by, given.row.partition(":")[2])
        return PlainDone(Hint("plain.said.closing_cancelled"))

    def do_closing_notice(self, given: Given) -> PlainDone:
        return self.paper(given, "closing_notice", id=given.row.partition(":")[2])

    def do_extend_hours(self, given: Given) -> PlainDone:
        self.office.hours.extend(given.by, None, given.needed("until"), given.needed("reason"))
        return PlainDone(Hint("plain.said.extended_hours"))

    def do_hours_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "hours", month=given.maybe("month"))
