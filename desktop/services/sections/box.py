"""药箱: lines with batch, expiry and opening; taking, counting and disposing are movements of stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.medicine_rules import Line, State
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
from desktop.services.medicine import Moved
from desktop.services.sections.section import Given, Section, as_is, choice

TONES = {State.OK: "good", State.SOON: "attention", State.EXPIRED: "wrong", State.EMPTY: "plain", State.ODD: "wrong"}


class Box(Section):
    CODE = "box"
    SEES = "medicine_see"
    RIGHTS: ClassVar = {
        "medicine_add": "medicine_add",
        "medicine_open": "medicine_open",
        "medicine_take": "medicine_take",
        "medicine_count": "medicine_count",
        "dispose": "medicine_dispose",
        "dispose_expired": "medicine_dispose",
        "box_paper": "print",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        lines = self.office.medicine.lines(by)
        rows = tuple(
            PlainRow(
                line.line,
                self._name(line),
                (Hint("plain.batch", {"batch": as_is(line.batch)}), Hint("plain.until", {"day": line.until})),
                Hint(f"medicine_state.{state}"),
                TONES[state],
                self._left(line),
            )
            for line, state in lines
        )
        notes = [("attention", Hint("plain.note.call_120"))]
        expired = sum(state is State.EXPIRED for _, state in lines)
        soon = sum(state is State.SOON for _, state in lines)
        figures = (
            Pair("lots", str(len(lines))),
            Pair("soon", str(soon), "attention" if soon else ""),
            Pair("expired", str(expired), "wrong" if expired else ""),
        )
        return PlainSection(self.CODE, rows, figures=figures, notes=tuple(notes), acts=self._acts(by, bool(expired)))

    def _acts(self, by: Operator, expired: bool) -> tuple[PlainAct, ...]:
        listed = self.desk.rules.medicine
        products = tuple((each.code, each.titles) for each in listed.products.values() if not each.off)
        add = (
            PlainField("name", FieldKind.CHOICE, products, label="medicine_name"),
            PlainField("batch"),
            PlainField("expiry", FieldKind.DAY),
            PlainField("quantity", FieldKind.NUMBER, value="1"),
            choice("source", tuple(listed.sources.items())),
            PlainField("alcohol", FieldKind.YES, needed=False),
            PlainField("good_days", FieldKind.NUMBER, needed=False),
            PlainField("note", needed=False),
        )
        acts = [self.offer(by, "medicine_add", *add, icon="plus", note=Hint("plain.note.medicine_add"))]
        if expired:
            gone = self._two(by, "expired")
            acts.insert(0, self.offer(by, "dispose_expired", *gone, icon="trash", note=Hint("plain.note.dispose")))
        return (*acts, self.offer(by, "box_paper", icon="papers"))

    def _two(self, by: Operator, reason: str) -> tuple[PlainField, ...]:
        """What disposing asks for: why, to whom, and a second person with their PIN."""
        listed = self.desk.rules.medicine
        may = [each for each in self.office.operators.all() if each.id != by.id]
        return (
            choice("reason", tuple(listed.reasons.items()), reason),
            choice("receiver", tuple(listed.receivers.items())),
            choice("witness", tuple((each.id, each.name) for each in may)),
            PlainField("pin_witness", FieldKind.PIN),
            PlainField("note", needed=False),
        )

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        found = next(((line, state) for line, state in self.office.medicine.lines(by) if line.line == row), None)
        if found is None:
            return None
        line, state = found
        listed = self.desk.rules.medicine
        pairs = (
            Pair("state", Hint(f"medicine_state.{state}"), TONES[state]),
            Pair("form", listed.forms.get(line.form, line.form)),
            Pair("batch", as_is(line.batch)),
            Pair("expiry", line.expiry),
            Pair("opened_on", line.opened or Hint("plain.not_opened")),
            Pair("good_until", line.until),
            Pair("left", self._left(line)),
        )
        left = str(max(line.left, 0))
        take = PlainField("quantity", FieldKind.NUMBER, value="1")
        count = (PlainField("counted", FieldKind.NUMBER, value=left), PlainField("note", needed=False))
        acts = [] if state is State.EXPIRED else [
            self.offer(by, "medicine_take", take, icon="medicine", weight="primary",
                       note=Hint("plain.note.medicine_take")),
            self.offer(by, "medicine_open", PlainField("whole", FieldKind.YES, needed=False), icon="clock"),
        ]  # fmt: skip
        acts.append(self.offer(by, "medicine_count", *count, icon="check"))
        whole = PlainField("quantity", FieldKind.NUMBER, value=left)
        out = self._two(by, "expired" if state is State.EXPIRED else "damaged")
        acts.append(self.offer(by, "dispose", whole, *out, icon="trash", note=Hint("plain.note.dispose")))
        return PlainDetail(row, self._name(line), pairs, acts=tuple(acts))

    def _name(self, line: Line) -> Said:
        product = self.desk.rules.medicine.products.get(line.product)
        return product.titles if product else line.name

    def _left(self, line: Line) -> Hint:
        return Hint("plain.goods_count", {"count": line.left, "unit": self.desk.rules.medicine.units[line.unit]})

    def _said(self, moved: Moved) -> PlainDone:
        return PlainDone(Hint("plain.said.box", {"left": moved.line.left}))

    def do_medicine_add(self, given: Given) -> PlainDone:
        return self._said(
            self.office.medicine.stock(
                given.by,
                given.needed("name"),
                batch=given.text("batch"),
                expiry=given.text("expiry"),
                quantity=given.number("quantity"),
                source=given.needed("source"),
                contains_alcohol=given.yes("alcohol"),
                good_days=given.maybe_number("good_days"),
                note=given.text("note"),
            )
        )

    def do_medicine_open(self, given: Given) -> PlainDone:
        return self._said(self.office.medicine.open(given.by, given.row, whole=given.yes("whole")))

    def do_medicine_take(self, given: Given) -> PlainDone:
        return self._said(self.office.medicine.take(given.by, given.row, given.number("quantity")))

    def do_medicine_count(self, given: Given) -> PlainDone:
        counted = given.number("counted")
        return self._said(self.office.medicine.count(given.by, given.row, counted, given.text("note")))

    def do_dispose(self, given: Given) -> PlainDone:
        return self._dispose(given, [(given.row, given.maybe_number("quantity"))])

    def do_dispose_expired(self, given: Given) -> PlainDone:
        return self._dispose(given, [])

    def _dispose(self, given: Given, lines: list[tuple[str, int | None]]) -> PlainDone:
        gone = self.office.medicine.dispose(
            given.by,
            lines,
            given.needed("reason"),
            given.needed("witness"),
            given.text("pin_witness"),
            receiver=given.maybe("receiver"),
            note=given.text("note"),
        )
        return PlainDone(Hint("plain.said.disposed", {"number": gone.number}))

    def do_box_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "medicine", month=self.this_month)
