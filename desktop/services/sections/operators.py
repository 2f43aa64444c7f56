"""操作员: who signs in here, another PIN, retirement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.operators import Known
from desktop.services.sections.section import Given, Section, as_is, choice, minute, words_of


class OperatorsSection(Section):
    CODE = "operators"
    RIGHTS: ClassVar = {
        "operator_add": "operator_add",
        "operator_pin": "operator_pin",
        "operator_retire": "operator_retire",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        rows = tuple(
            PlainRow(each.id, each.name, tuple(Hint(f"role.{role}") for role in each.roles),
                     Hint("plain.tag.you") if each.id == by.id else "", "accent")
            for each in self.office.operators.all()
        )  # fmt: skip
        fields = (
            PlainField("name", label="person_name"),
            choice("role", words_of("role", tuple(self.desk.rules.roles.titles))),
            PlainField("pin", FieldKind.PIN),
            PlainField("pin_again", FieldKind.PIN),
        )
        figures = (Pair("station", as_is(self.desk.place.name)), Pair("operators", str(len(rows))))
        return PlainSection(
            self.CODE, rows, figures=figures, acts=(self.offer(by, "operator_add", *fields, icon="plus"),)
        )

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        found = self._find(row)
        if found is None:
            return None
        with self.desk.store.read() as connection:
            changed = connection.exec_driver_sql(
                "SELECT pin_changed_at FROM operator_states WHERE operator = ?", (row,)
            ).scalar()
        pairs = (
            Pair("roles", tuple(Hint(f"role.{role}") for role in found.roles)),
            Pair("pin_changed", minute(changed) or "—"),
        )
        pins = (PlainField("pin", FieldKind.PIN), PlainField("pin_again", FieldKind.PIN))
        acts = (
            self.offer(by, "operator_pin", *pins, icon="lock"),
            self.offer(by, "operator_retire", icon="leave", weight="danger", note=Hint("plain.note.retire")),
        )
        return PlainDetail(row, found.name, pairs, acts=acts)

    def _find(self, operator: str) -> Known | None:
        return next((each for each in self.office.operators.all() if each.id == operator), None)

    def do_operator_add(self, given: Given) -> PlainDone:
        self.office.operators.add(given.by, given.text("name"), given.needed("role"), _pin(given))
        return PlainDone(Hint("plain.said.operator_added"))

    def do_operator_pin(self, given: Given) -> PlainDone:
        self.office.operators.change_pin(given.by, given.row, _pin(given))
        return PlainDone(Hint("plain.said.pin_changed"))

    def do_operator_retire(self, given: Given) -> PlainDone:
        self.office.operators.retire(given.by, given.row)
        return PlainDone(Hint("plain.said.retired"))


def _pin(given: Given) -> str:
    """A new PIN typed twice alike; raises `Refused("pins_differ")`."""
    if given.text("pin") != given.text("pin_again"):
        raise Refused("pins_differ")
    return given.text("pin")
