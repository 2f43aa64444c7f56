"""体检批次: slots with places, the sealed booking list, the stamped attendance list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.attendance import read_attendance
from desktop.services.bookings import BatchView
from desktop.services.health_papers import clock
from desktop.services.sections.batch_form import batch_fields, batch_table
from desktop.services.sections.section import Given, Section, counted

FILE_MOST = 1_000_000


class Batches(Section):
    CODE = "batches"
    SEES = "batch_see"
    RIGHTS: ClassVar = {
        "batch_open": "batch_open",
        "batch_file": "batch_open",
        "attendance": "attendance",
        "attendance_paper": "attendance_print",
        "booking_paper": "booking_list_print",
        "list_destroy": "booking_list_destroy",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        rows = tuple(_row(each, self.today) for each in self._all(by))
        with self.desk.store.read() as connection:
            fields = batch_fields(self.desk, connection, self.today)
        file = PlainField("file", FieldKind.FILE)
        acts = (
            self.offer(by, "batch_open", *fields, icon="plus", note=Hint("plain.note.batch_open")),
            self.offer(by, "batch_file", file, icon="save", note=Hint("plain.note.batch_file")),
        )
        return PlainSection(self.CODE, rows, acts=acts)

    def _all(self, by: Operator) -> tuple[BatchView, ...]:
        """Those of this year too, since lists come back and are destroyed after the last day."""
        return tuple(reversed(self.office.bookings.batches(by, f"{self.today[:4]}-01-01")))

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        found = next((each for each in self._all(by) if each.batch == row), None)
        if found is None:
            return None
        pairs = (
            Pair("hospital", found.hospital),
            Pair("package", found.package),
            Pair("days", Hint("plain.from_to", {"first": found.first, "last": found.last})),
            *(
                Pair("quota", (self.desk.divisions.short_name(street), f"{used} / {places}"))
                for street, places, used in found.quotas
            ),
        )
        lines = tuple(
            PlainRow(
                slot.slot,
                (slot.day, f"{clock(slot.begins)}–{clock(slot.ends)}"),
                counted("in_line", slot.waiting) if slot.waiting else "",
                counted("free", max(0, slot.places - slot.taken)),
                "good" if slot.taken < slot.places else "attention",
            )
            for slot in found.slots
        )
        fields = (
            PlainField("slips", needed=False),
            PlainField("file", FieldKind.FILE, needed=False),
            PlainField("missed", FieldKind.YES, needed=False),
        )
        acts = (
            self.offer(by, "attendance", *fields, icon="check", note=Hint("plain.note.attendance")),
            self.offer(by, "attendance_paper", icon="papers"),
            self.offer(by, "booking_paper", icon="papers", weight="asked", note=Hint("plain.note.booking_paper")),
            self.offer(by, "list_destroy", icon="trash", weight="danger", note=Hint("plain.note.list_destroy")),
        )
        return PlainDetail(row, counted("batch", found.number), pairs, lines, acts)

    def do_batch_open(self, given: Given) -> PlainDone:
        return self._opened(self.office.bookings.open(given.by, batch_table(given, self.desk.divisions)))

    def do_batch_file(self, given: Given) -> PlainDone:
        file = Path(given.needed("file"))
        try:
            if file.stat().st_size > FILE_MOST:
                raise Refused("batch_not_toml", detail=file.name)
            text = file.read_text("utf-8-sig")
        except OSError as error:
            raise EnvironmentFailed("input_unreadable", file=str(file), detail=error.strerror) from error
        except UnicodeDecodeError as error:
            raise Refused("batch_not_toml", detail=file.name) from error
        return self._opened(self.office.bookings.open(given.by, text))

    def _opened(self, made: BatchView) -> PlainDone:
        return PlainDone(Hint("plain.said.batch", {"number": made.number, "count": len(made.slots)}))

    def do_attendance(self, given: Given) -> PlainDone:
        slips = given.text("slips").replace("，", " ").replace(",", " ").split()
        if given.text("file"):
            slips += read_attendance(Path(given.text("file")))
        done = self.office.attendance.record(given.by, given.row, slips, given.yes("missed"))
        return PlainDone(Hint("plain.said.attended", {"attended": done.attended, "missed": done.missed}))

    def do_attendance_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "attendance-list", id=given.row)

    def do_booking_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "booking-list", id=given.row)

    def do_list_destroy(self, given: Given) -> PlainDone:
        _, entries = self.office.booking_lists.destroy(given.by, given.row)
        return PlainDone(Hint("plain.said.list_destroyed", {"count": entries}))


def _row(each: BatchView, today: str) -> PlainRow:
    free = sum(max(0, slot.places - slot.taken) for slot in each.slots)
    over = each.last < today
    return PlainRow(
        each.batch,
        (counted("batch", each.number), each.hospital),
        (each.package, Hint("plain.from_to", {"first": each.first, "last": each.last})),
        Hint("plain.tag.over") if over else counted("free", free),
        "plain" if over else "good" if free else "attention",
    )
