"""The board of slips without a window: what is marked, what comes next, a list of a state, a new slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from desktop.core.errors import Refused
from desktop.core.health_pages import ATTEND, BOOK, STUB, Board, NewSlip, SlipCard, SlipForm, SlipMade, SlipPerson
from desktop.core.plain import PlainDetail
from desktop.ui.plain.presenter import PlainPresenter, PlainShown
from desktop.ui.stage import Desk, trouble_sentence

CALLS = "calls"
# What the button of a card opens.
_ACTS = {BOOK: "book", ATTEND: "move", STUB: "stub"}
_NEEDED = ("partner", "consent")
# Of a slip that was left, these are there at the next start; consent is asked for again.
_OUTLIVES = ("kind", "partner", "slot", "reason")


class HealthShown(PlainShown, Protocol):
    def show_board(self, board: Board) -> None: ...
    def show_list(self, state: str, rows: tuple[SlipCard, ...], marked: str) -> None: ...
    def show_form(self, form: SlipForm) -> None: ...
    def show_draft(
        self, draft: Mapping[str, str], who: str, person: SlipPerson | None, found: tuple[SlipPerson, ...] | None
    ) -> None: ...
    def show_refused(self, sentence: str) -> None: ...
    def show_side(self, new: bool, marked: bool) -> None: ...


class HealthPresenter(PlainPresenter):
    """What is known of the marked slip, and acts on it, are those of the plain section `slips`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "slips")
        self._board_view: HealthShown | None = None
        self._board: Board | None = None
        self._form: SlipForm | None = None
        self._listed = ""
        self._rows: tuple[SlipCard, ...] = ()
        self._new = False
        self._draft: dict[str, str] = {}
        self._who = ""
        self._person: SlipPerson | None = None
        self._found: tuple[SlipPerson, ...] | None = None
        self._looked = 0
        self._refused_new = ""
        self._issuing = False

    def attach(self, view: PlainShown) -> None:
        super().attach(view)
        self._board_view = view  # type: ignore[assignment]

    # --- what the window asks -------------------------------------------------------------------------------

    def open(self, subject: str) -> None:
        """About a slip, it stands beside the board; a new slip under way is kept, and comes back with 开单."""
        if subject:
            self._new = False
        super().open(subject)

    def keep_draft(self) -> dict[str, Any] | None:
        act, draft = super().keep_draft(), {name: self._draft[name] for name in _OUTLIVES if self._draft.get(name)}
        if self._person is None and not self._who and not draft.keys() - {"kind"}:
            return {"act": act} if act else None
        return {"act": act, "slip": draft, "who": self._who}

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        """A slip under way, and the form of an act; each unless another one was begun by then. Whom it is for is
        pointed out again: of those found by what was typed, or by their card.
        """
        act, slip = kept.get("act"), kept.get("slip")
        taken = isinstance(act, dict) and super().take_up_draft(act)
        if isinstance(slip, dict) and not self._new:
            self._new, self._who = True, str(kept.get("who") or "")
            self._draft = {"kind": "checkup"} | {name: str(slip[name]) for name in _OUTLIVES if slip.get(name)}
            self._look_up(self._who)
            taken = True
        return taken

    def refresh(self) -> None:
        super().refresh()
        health, stage, listed = self._desk.counter.health, self._desk.stage, self._listed

        def then(found: tuple[Board, SlipForm, tuple[SlipCard, ...]]) -> None:
            self._board, self._form = found[:2]
            if listed == self._listed:
                self._rows = found[2]
            self.show()

        def read() -> tuple[Board, SlipForm, tuple[SlipCard, ...]]:
            board = health.board()
            rows = board.calls if listed == CALLS else health.listed(listed) if listed else ()
            return board, health.form(), rows

        self._desk.tasks.run_read(read, then, stage.show_trouble)

    def show(self) -> None:
        view = self._board_view
        if view is None:
            return
        if self._board is not None:
            view.show_board(self._board)
        if self._form is not None:
            view.show_form(self._form)
        view.show_list(self._listed, self._rows, self._row)
        self._show_new()
        super().show()
        self._show_side()

    def takes_scans(self) -> bool:
        """A new slip that still asks for whom takes the next card; any other scan is a visit."""
        return (self._new and self._person is None) or super().takes_scans()

    def scan(self, code: str) -> None:
        if self._new and self._person is None:
            self._look_up(code, alone=True)
        else:
            super().scan(code)

    # --- the board ------------------------------------------------------------------------------------------

    def list_state(self, state: str) -> None:
        """The slips of a state as a list in place of the columns; none goes back to them."""
        self._listed, self._rows = state, ()
        self.refresh()

    def mark(self, row: str) -> None:
        self._new = False
        super().mark(row)

    def unmark(self) -> None:
        self._row = ""
        self._panel.detail = None
        self._close_act()
        self.show()

    def choose_loose(self, code: str) -> None:
        """An act of no slip; its form stands where the marked slip would."""
        self._new = False
        self.choose(code, on_row=False)
        self._show_side()

    def drop(self) -> None:
        super().drop()
        self._show_side()

    def go_on(self, referral: str, step: str) -> None:
        """The button of a card: the form of what comes next, filled in; the stub is taken in at once."""
        counter, stage = self._desk.counter, self._desk.stage
        self._new = False

        def then(detail: PlainDetail | None) -> None:
            if detail is None:
                self.refresh()
                return
            self._row, self._panel.detail = referral, _preset(detail) if step == ATTEND else detail
            self.choose(_ACTS[step], on_row=True)
            if step == STUB:
                self._row, self._panel.detail = "", None
            self._show_side()

        self._desk.tasks.run_read(lambda: counter.plain_detail("slips", referral), then, stage.show_trouble)

    # --- a new slip -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The form of a new slip, with what stood in it."""
        self._new, self._row, self._paper = True, "", b""
        self._close_act()
        self._panel.detail = None
        self._draft.setdefault("kind", "checkup")
        self.show()

    def drop_new(self) -> None:
        self._empty()
        self.show()

    def who_typed(self, text: str) -> None:
        self._who = text
        self._look_up(text)

    def choose_person(self, rider: str) -> None:
        self._person = next((each for each in self._found or () if each.rider == rider), None)
        if self._person is None:
            self._who, self._found = "", None
        elif self._person.checked:
            self._draft["kind"] = "green_channel"
        self._refused_new = ""
        self._show_new()

    def draft_typed(self, name: str, value: str) -> None:
        if self._draft.get(name, "") == value:
            return
        self._draft[name] = value
        if name in ("partner", "kind"):
            self._draft.pop("slot", None)
        self._refused_new = ""
        self._show_new()

    def issue(self) -> None:
        """Issues the slip and shows its paper; what is missing, or refused, stands under the form."""
        words, language = self._desk.stage.words, self._desk.stage.words.language
        if self._issuing:
            return
        draft, person = self._draft, self._person
        partners = self._form.partners if self._form else ()
        partner = draft.get("partner", "") or (partners[0][0] if partners else "")
        missing = "who" if person is None else "partner" if not partner else ""
        if not missing and draft.get("consent") != "yes":
            missing = "consent"
        if missing or person is None:
            self._refused_new = words.say(f"ui.health.missing_{missing}")
            self._show_new()
            return
        checkup = draft.get("kind") == "checkup"
        slip = NewSlip(
            person.rider,
            draft.get("kind", "checkup"),
            partner,
            draft.get("slot", "") if checkup else "",
            "" if checkup else draft.get("reason", ""),
            consent=True,
        )
        health = self._desk.counter.health
        self._issuing = True

        def then(made: SlipMade) -> None:
            self._issuing = False
            self._empty()
            self._row, self._paper = made.referral, made.paper
            self._desk.stage.show_toast(words.say(f"ui.health.issued_{made.state}", name=made.name))
            self.show()

        def failed(error: Exception) -> None:
            self._issuing = False
            if not isinstance(error, Refused):
                self._desk.stage.show_trouble(error)
                return
            self._refused_new = trouble_sentence(words, error)
            self._show_new()

        self._desk.tasks.run_write(lambda: health.issue(slip, language), then, failed)

    def _look_up(self, text: str, *, alone: bool = False) -> None:
        """People by what was typed; of a card it is `alone` whoever it belongs to."""
        self._looked += 1
        looked, health = self._looked, self._desk.counter.health

        def then(found: tuple[SlipPerson, ...]) -> None:
            if looked != self._looked or self._person is not None:
                return
            self._found = found if text.strip() else None
            if alone and len(found) == 1:
                self.choose_person(found[0].rider)
                return
            self._show_new()

        def failed(error: Exception) -> None:
            self._refused_new = trouble_sentence(self._desk.stage.words, error)
            self._show_new()

        self._desk.tasks.run_read(lambda: health.whom(text), then, failed)

    def _empty(self) -> None:
        self._new, self._who, self._person, self._found, self._refused_new = False, "", None, None, ""
        self._draft.clear()

    def _show_new(self) -> None:
        if self._board_view is not None:
            self._board_view.show_draft(self._draft, self._who, self._person, self._found)
            self._board_view.show_refused(self._refused_new)

    def _show_side(self) -> None:
        if self._board_view is not None:
            panel = self._panel
            marked = panel.detail is not None or panel.act is not None or panel.done is not None
            self._board_view.show_side(self._new, marked)


def _preset(detail: PlainDetail) -> PlainDetail:
    """The same, with the next state chosen in the form that moves the slip."""
    acts = tuple(
        replace(
            act,
            fields=tuple(
                replace(each, value=ATTEND) if each.name == "to_state" and ATTEND in dict(each.choices) else each
                for each in act.fields
            ),
        )
        for act in detail.acts
    )
    return replace(detail, acts=acts)
