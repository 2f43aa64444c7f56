"""商户: names, records with permits that run out, allotments, boxed meals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.merchant_record import Record, RunningOut, hours_text
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.sections.section import DONE, Given, Section, counted, fen

_RECORD = (
    "licence_name",
    "licence_code",
    "permit",
    "permit_until",
    "agreement_until",
    "account_tail",
    "hours",
    "closed",
)


class Merchants(Section):
    CODE = "merchants"
    SEES = "merchant_see"
    RIGHTS: ClassVar = {
        "merchant_add": "merchant_add",
        "merchant_set": "merchant_set",
        "allotment": "allotment_grant",
        "boxes": "boxes",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        rows = []
        for merchant, name in self.office.master.merchants():
            record, ending = self.office.merchant_records.get(by, merchant)
            rows.append(PlainRow(merchant, name, _permit(record), *_tag(record, ending)))
        add = self.offer(by, "merchant_add", PlainField("name"), icon="plus")
        return PlainSection(self.CODE, tuple(rows), acts=(add,))

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        name = dict(self.office.master.merchants()).get(row)
        if name is None:
            return None
        record, ending = self.office.merchant_records.get(by, row)
        said: dict[str, str] = {field: str(getattr(record, field, None) or "") for field in _RECORD}
        said["hours"] = hours_text(record)
        said["closed"] = ",".join(str(day) for day in record.closed)
        late = {each.what: "wrong" if each.expired else "attention" for each in ending}
        tones = {"permit_until": late.get("permit", ""), "agreement_until": late.get("agreement", "")}
        pairs = [Pair(field, said[field] or "—", tones.get(field, "")) for field in _RECORD]
        pairs.append(Pair("allotment", self._allotment(row)))
        pairs.append(Pair("boxes", self._boxes(by, row)))
        fields = tuple(
            PlainField(field, FieldKind.DAY if field.endswith("_until") else FieldKind.TEXT, value=said[field],
                       needed=False)
            for field in _RECORD
        )  # fmt: skip
        grant = (
            PlainField("month", FieldKind.MONTH, value=self.this_month),
            PlainField("allotment_fen", FieldKind.MONEY),
            PlainField("portions_a_day", FieldKind.NUMBER, value="0"),
        )
        boxes = tuple(
            PlainField(field, FieldKind.NUMBER, value="" if field in ("received", "handed_out") else "0")
            for field in ("received", "handed_out", "left_over", "spoiled")
        )
        acts = (
            self.offer(by, "merchant_set", *fields, icon="papers", note=Hint("plain.note.merchant_set")),
            self.offer(by, "allotment", *grant, icon="card"),
            self.offer(by, "boxes", *boxes, icon="meals", note=Hint("plain.note.boxes")),
        )
        return PlainDetail(row, name, tuple(pairs), acts=acts)

    def _allotment(self, merchant: str) -> Said:
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT fen, portions_a_day FROM allotments WHERE merchant = ? AND month = ? AND device = ?",
                (merchant, self.this_month, self.desk.store.device),
            ).fetchone()
        if found is None:
            return Hint("plain.no_allotment")
        return fen(found[0]), counted("portions", found[1]) if found[1] else ""

    def _boxes(self, by: Operator, merchant: str) -> Said:
        month = self.office.boxes.month(by, self.this_month)
        found = next((each for each in month if each.merchant == merchant), None)
        if found is None:
            return "—"
        values = {"received": found.received, "handed_out": found.handed_out, "left_over": found.left_over,
                  "spoiled": found.spoiled}  # fmt: skip
        return Hint("plain.boxes", values)

    def do_merchant_add(self, given: Given) -> PlainDone:
        self.office.master.add_merchant(given.by, given.text("name"))
        return DONE

    def do_merchant_set(self, given: Given) -> PlainDone:
        """What stands in a field is given; a field that was not changed is given as it was."""
        self.office.merchant_records.set(given.by, given.row, **{field: given.maybe(field) for field in _RECORD})
        return DONE

    def do_allotment(self, given: Given) -> PlainDone:
        self.office.master.grant(
            given.by, given.row, given.needed("month"), given.fen("allotment_fen"), given.number("portions_a_day")
        )
        return DONE

    def do_boxes(self, given: Given) -> PlainDone:
        names = ("received", "handed_out", "left_over", "spoiled")
        self.office.boxes.count(given.by, given.row, day=None, **{name: given.number(name) for name in names})
        return DONE


def _permit(record: Record) -> Said:
    return (record.permit or "", record.permit_until or "") if record.permit else Hint("plain.no_permit")


def _tag(record: Record, ending: tuple[RunningOut, ...]) -> tuple[Said, str]:
    if any(each.expired for each in ending):
        return Hint("plain.tag.expired"), "wrong"
    if ending:
        return Hint("plain.tag.ends", {"day": min(each.until for each in ending)}), "attention"
    return ("", "plain") if record.permit else (Hint("plain.tag.no_record"), "attention")
