"""补贴结算: a merchant's months, what each comes to, and where the money is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core import business_day
from desktop.core.errors import Refused
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
)
from desktop.core.roles import Operator
from desktop.core.settlement import MOVES, Draft, Settled
from desktop.services.sections.section import Given, Section, as_is, counted, fen, minute

TONES = {"draft": "plain", "paid": "good", "returned": "wrong"}
MONTHS_SHOWN = 6
LINES_SHOWN = 200
_FIELDS = {
    "published": (),
    "confirmed": (),
    "approved": (PlainField("invoice", needed=False), PlainField("invoice_fen", FieldKind.MONEY, needed=False)),
    "paid": (PlainField("voucher", needed=False),),
    "returned": (PlainField("reason"),),
}


class Settlements(Section):
    """A row is `s:<settlement>`, or `m:<merchant>:<month>` for a month that is not settled."""

    CODE = "settlements"
    SEES = "settle_draft"
    RIGHTS: ClassVar = {
        "settle": "settle",
        "paper": "print",
        "confirmed": "settle_confirm",
        "published": "settle_move",
        "approved": "settle_move",
        "paid": "settle_move",
        "returned": "settle_move",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        pick = self.merchants(picked)
        if not pick.here:
            return PlainSection(self.CODE)
        settled = self.office.settlements.of(by, pick.here)
        standing = {each.month for each in settled if each.state != "returned"}
        rows = [self._open_row(by, pick.here, month) for month in self._open_months(standing)]
        rows += [_row(each) for each in settled]
        shown = tuple(row for row in rows if row is not None)
        note = "hub_settles" if self.office.settlements.hub_settles else "settle_path"
        return PlainSection(self.CODE, shown, (pick,), notes=(("plain", Hint(f"plain.note.{note}")),))

    def _open_months(self, standing: set[str]) -> list[str]:
        """The newest months without a standing settlement, this one first."""
        found, month = [], self.office.settlements.this_month()
        for _ in range(MONTHS_SHOWN):
            if month not in standing:
                found.append(month)
            month = business_day.month_of(business_day.previous(f"{month}-01"))
        return found

    def _open_row(self, by: Operator, merchant: str, month: str) -> PlainRow | None:
        made = self.office.settlements.draft(by, merchant, month)
        if not (made.lines or made.held):
            return None
        runs = month >= self.office.settlements.this_month()
        detail = (counted("meals", len(made.lines)), counted("held", len(made.held)) if made.held else "")
        hub = self.office.settlements.hub_settles
        tag = Hint("plain.tag.runs" if runs else "plain.tag.hub_settles" if hub else "plain.tag.to_settle")
        tone = "plain" if runs or hub else "attention"
        return PlainRow(f"m:{merchant}:{month}", month, detail, tag, tone, fen(made.subsidy_fen))

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        kind, _, rest = row.partition(":")
        if kind == "m":
            return self._draft_detail(by, row, *rest.split(":"))
        found = self._find(by, rest)
        return self._settled_detail(by, row, found) if found else None

    def _find(self, by: Operator, settlement: str) -> Settled | None:
        merchants = [merchant for merchant, _ in self.office.master.merchants()]
        every = (each for merchant in merchants for each in self.office.settlements.of(by, merchant))
        return next((each for each in every if each.settlement == settlement), None)

    def _draft_detail(self, by: Operator, row: str, merchant: str, month: str) -> PlainDetail:
        made = self.office.settlements.draft(by, merchant, month)
        pairs = (Pair("merchant", dict(self.office.master.merchants()).get(merchant, "")), *_sums(made))
        settle = self.offer(by, "settle", icon="check", weight="asked", note=Hint("plain.note.settle"))
        acts = [self.offer(by, "paper", icon="papers")]
        if month < self.office.settlements.this_month() and not self.office.settlements.hub_settles:
            acts.insert(0, settle)
        return PlainDetail(row, month, pairs, _lines(made), tuple(acts))

    def _settled_detail(self, by: Operator, row: str, found: Settled) -> PlainDetail:
        with self.desk.store.read() as connection:
            moves = connection.exec_driver_sql(
                "SELECT fact, state, at, invoice, voucher FROM settlement_moves WHERE settlement = ? ORDER BY at",
                (found.settlement,),
            ).fetchall()
        pairs = (
            Pair("merchant", dict(self.office.master.merchants()).get(found.merchant, "")),
            Pair("number", found.number),
            Pair("lines", counted("meals", found.lines)),
            Pair("subsidy", fen(found.subsidy_fen)),
            Pair("state", Hint(f"settlement_state.{found.state}"), TONES.get(found.state, "accent")),
            Pair("since", found.state_day),
        )
        lines = tuple(
            PlainRow(fact, Hint(f"settlement_state.{state}"), (minute(at), as_is(invoice), as_is(voucher)))
            for fact, state, at, invoice, voucher in moves
        )
        acts = (*(self._move_act(by, to) for to in MOVES[found.state]), self.offer(by, "paper", icon="papers"))
        return PlainDetail(row, found.month, pairs, lines, acts)

    def _move_act(self, by: Operator, to: str) -> PlainAct:
        back = to == "returned"
        icon, weight = ("undo", "plain") if back else ("check", "primary")
        note = Hint(f"plain.note.{to}")
        return self.offer(by, to, *_FIELDS[to], icon=icon, weight=weight, note=note)

    # --- acts -----------------------------------------------------------------------------------------------

    def do_settle(self, given: Given) -> PlainDone:
        _, merchant, month = given.row.split(":")
        done = self.office.settlements.close(given.by, merchant, month)
        return PlainDone(Hint("plain.said.settled", {"number": done.number}))

    def do_paper(self, given: Given) -> PlainDone:
        kind, _, rest = given.row.partition(":")
        if kind == "s":
            return self.paper(given, "settlement", id=rest)
        merchant, month = rest.split(":")
        return self.paper(given, "settlement", id=merchant, month=month)

    def _move(self, given: Given, to: str) -> PlainDone:
        kind, _, settlement = given.row.partition(":")
        if kind != "s":
            raise Refused("settlement_unknown", settlement=given.row[:40])
        self.office.settlements.move(
            given.by,
            settlement,
            to,
            invoice=given.maybe("invoice"),
            invoice_fen=given.fen("invoice_fen") if given.text("invoice_fen") else None,
            voucher=given.maybe("voucher"),
            note=given.text("reason"),
        )
        return PlainDone(Hint("plain.said.moved", {"settlement_state": to}))

    def do_confirmed(self, given: Given) -> PlainDone:
        return self._move(given, "confirmed")

    def do_published(self, given: Given) -> PlainDone:
        return self._move(given, "published")

    def do_approved(self, given: Given) -> PlainDone:
        return self._move(given, "approved")

    def do_paid(self, given: Given) -> PlainDone:
        return self._move(given, "paid")

    def do_returned(self, given: Given) -> PlainDone:
        return self._move(given, "returned")


def _row(each: Settled) -> PlainRow:
    detail = (each.number, counted("meals", each.lines))
    tone = TONES.get(each.state, "accent")
    state = Hint(f"settlement_state.{each.state}")
    return PlainRow(f"s:{each.settlement}", each.month, detail, state, tone, fen(each.subsidy_fen))


def _sums(made: Draft) -> tuple[Pair, ...]:
    adjusted = [line for line in made.lines if line.adjustment]
    return (
        Pair("counted", counted("meals", len(made.counted))),
        Pair("voided", counted("meals", len(made.voided))),
        Pair("refused", counted("meals", len(made.refused))),
        Pair("held", counted("meals", len(made.held)), "attention" if made.held else ""),
        Pair("adjusted", (counted("meals", len(adjusted)), fen(sum(line.fen for line in adjusted)))),
        Pair("taken", fen(made.taken_fen)),
        Pair("subsidy", fen(made.subsidy_fen)),
    )


def _lines(made: Draft) -> tuple[PlainRow, ...]:
    """The meals of the draft, newest first."""
    meals = sorted((*made.counted, *made.held), key=lambda meal: -meal.at)[:LINES_SHOWN]
    return tuple(
        PlainRow(meal.fact, minute(meal.at), Hint("ui.meals.held") if meal.state == "held" else "",
                 end=fen(meal.subsidy_fen))
        for meal in meals
    )  # fmt: skip
