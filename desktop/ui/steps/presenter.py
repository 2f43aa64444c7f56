"""The guided steps without a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from desktop.core.day_pages import FLOWS, Closed, DayPage, HandedOver
from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer, Todo
from desktop.ui.stage import Desk, trouble_sentence
from desktop.ui.steps.draft import Done, Draft, Shown
from desktop.ui.steps.kept import steps_as_text, steps_of_text

# Papers of each flow, as they are offered when it is done.
PAPERS = {"open_day": ("inspection",), "hand_over": ("handover",), "close_day": ("daily", "reconciliation")}
KEYS_MOST = 99


class StepsShown(Protocol):
    def show_steps(self, shown: Shown | None) -> None: ...
    def show_paper(self, paper: bytes) -> None: ...


class StepsPresenter:
    """One flow at a time stands open; those begun and put away keep what was typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: StepsShown | None = None
        self._page: DayPage | None = None
        self._drafts: dict[str, Draft] = {}
        self._flow = ""
        self._asked = 0

    def attach(self, view: StepsShown) -> None:
        self._view = view

    @property
    def draft(self) -> Draft | None:
        return self._drafts.get(self._flow)

    # --- what the page asks ---------------------------------------------------------------------------------

    def begin(self, flow: str) -> None:
        """Opens a flow where it was left; nothing is recorded before its last step."""
        if flow in FLOWS:
            self._flow = flow
            self.refresh()

    def refresh(self) -> None:
        if not self._flow:
            return
        self._asked += 1
        asked = self._asked

        def then(page: DayPage) -> None:
            if asked != self._asked or not self._flow:
                return
            self._page = page
            if self._flow not in page.may:
                self._not_yours(page)
                return
            draft = self.draft
            if draft is None or (draft.done is None and draft.day != page.day):
                self._drafts[self._flow] = Draft(self._flow, page.day, self._desk.now())
            self.show()

        self._desk.tasks.run_read(self._desk.counter.day.page, then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._view is None:
            return
        draft = self.draft
        if draft is None or self._page is None:
            self._view.show_steps(None)
            return
        self._view.show_steps(Shown(draft, self._page))
        self._view.show_paper(draft.paper)

    def keep_draft(self) -> dict[str, Any] | None:
        """Steps under way, one a flow, and which of them stand open."""
        kept = [plain for draft in self._drafts.values() if (plain := steps_as_text(draft))]
        return {"flow": self._flow, "steps": kept} if kept else None

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        """Opens what stood open. Steps begun meanwhile stay."""
        drafts = [draft for plain in kept.get("steps", []) if (draft := steps_of_text(plain))]
        new = {draft.flow: draft for draft in drafts if draft.flow not in self._drafts}
        self._drafts |= new
        if not self._flow and kept.get("flow") in new:
            self._flow = str(kept["flow"])
        return bool(new)

    # --- what a person does -----------------------------------------------------------------------------------

    def answer(self, checkpoint: str, result: str) -> None:
        if self.draft is not None:
            self.draft.answers[checkpoint] = result
            self.show()

    def pass_nth(self, at: int) -> None:
        """The nth act of the self-check, counted from nought, was done and is in order."""
        draft, page = self.draft, self._page
        if draft is not None and page is not None and draft.step == "check" and at < len(page.checks):
            self.answer(page.checks[at].checkpoint, "pass")

    def type(self, name: str, value: str) -> None:
        if self.draft is not None and name != "pin":
            self.draft.values[name] = value

    def go_to(self, at: int) -> None:
        """A step that was pressed; any may be looked at in any order."""
        draft = self.draft
        if draft is not None and draft.done is None and 0 <= at < len(FLOWS[draft.flow]):
            draft.at, draft.refused = at, ""
            self.show()

    def back(self) -> None:
        if self.draft is not None:
            self.go_to(self.draft.at - 1)

    def go_on(self, pin: str) -> None:
        """The next step; on the last one it is done, once."""
        draft = self.draft
        if draft is None or draft.done is not None:
            return
        if not draft.last:
            self.go_to(draft.at + 1)
            return
        {"open_day": self._open_day, "hand_over": self._hand_over, "close_day": self._close_day}[draft.flow](draft, pin)

    def put_away(self) -> None:
        """Back to the page; what was typed stays for the next time, what is done is over."""
        draft = self.draft
        if draft is not None and draft.done is not None:
            del self._drafts[self._flow]
        self._flow = ""
        self.show()

    def lead_to(self, todo: Todo) -> None:
        """To what is unfinished; the steps stand open when Today comes back."""
        self._desk.stage.go(todo.page, todo.subject)

    # --- papers ---------------------------------------------------------------------------------------------------

    def look_at(self, kind: str) -> None:
        draft = self.draft
        if draft is None or draft.done is None:
            return
        day = draft.done.day if isinstance(draft.done, Closed) else draft.day
        fact = draft.done.fact if isinstance(draft.done, HandedOver) else ""
        language, counter = self._desk.stage.words.language, self._desk.counter

        def then(paper: bytes) -> None:
            draft.paper = paper
            self.show()

        self._desk.tasks.run_read(
            lambda: counter.day.paper(kind, "", "" if fact else day, fact, language),
            then,
            self._desk.stage.show_trouble,
        )

    def close_paper(self) -> None:
        if self.draft is not None:
            self.draft.paper = b""
            self.show()

    def save_paper(self, place: str) -> None:
        draft, stage = self.draft, self._desk.stage
        if draft is None:
            return
        paper = draft.paper

        def then(_none: None) -> None:
            stage.show_toast(stage.words.say("plain.said.saved", file=place))

        self._desk.tasks.run_write(lambda: self._desk.counter.save_paper(place, paper), then, stage.show_trouble)

    # --- within -----------------------------------------------------------------------------------------------------

    def _open_day(self, draft: Draft, _pin: str) -> None:
        note = draft.values.get("check_note", "").strip()
        answers = tuple(
            GivenAnswer(point, result, note=note if result == "fail" else "") for point, result in draft.answers.items()
        )
        counter = self._desk.counter
        self._do(draft, lambda: counter.day.open_day(answers, draft.begun))

    def _hand_over(self, draft: Draft, pin: str) -> None:
        page, values = self._page, draft.values
        assert page is not None
        to = values.get("taker") or (page.takers[0][0] if len(page.takers) == 1 else "")
        keys = values.get("keys", "0").strip() or "0"
        if not to or not pin:
            self._refuse(draft, Refused("field_missing", field="pin_to" if to else "to_operator"))
            return
        if not (keys.isascii() and keys.isdigit() and int(keys) <= KEYS_MOST):
            self._refuse(draft, Refused("keys_wrong", most=KEYS_MOST))
            return
        lost, note = values.get("lost_property", ""), values.get("note", "")
        counter = self._desk.counter
        self._do(draft, lambda: counter.day.hand_over(to, pin, int(keys), lost, note))

    def _close_day(self, draft: Draft, _pin: str) -> None:
        counter = self._desk.counter
        self._do(draft, counter.day.close_day)

    def _do(self, draft: Draft, act: Callable[[], Done]) -> None:
        def then(done: Done) -> None:
            draft.done, draft.refused = done, ""
            self.show()

        def failed(error: Exception) -> None:
            if isinstance(error, Refused):
                self._refuse(draft, error)
            else:
                self._desk.stage.show_trouble(error)

        self._desk.tasks.run_write(act, then, failed)

    def _refuse(self, draft: Draft, error: Refused) -> None:
        draft.refused = trouble_sentence(self._desk.stage.words, error)
        self.show()

    def _not_yours(self, page: DayPage) -> None:
        words = self._desk.stage.words
        names = words.say("ui.list").join(words.say(f"role.{role}") for role in page.roles.get(self._flow, ()))
        self._flow = ""
        self._desk.stage.show_toast(words.say("plain.not_yours", roles=names))
        self.show()
