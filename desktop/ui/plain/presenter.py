"""A plain section without a window: what is picked, which row is marked, which act is open, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from desktop.core.errors import Refused
from desktop.core.plain import OPENS_ACT, FieldKind, PlainAct, PlainDetail, PlainDone, PlainSection
from desktop.ui import speech
from desktop.ui.stage import Desk, trouble_sentence

NEVER_KEPT = (FieldKind.PIN, FieldKind.PRIVATE)
# Weights of acts that are asked once more.
ASKED = ("asked", "danger")


@dataclass
class Panel:
    """What stands beside the list. `refused` is the sentence under an open form, `opens` whether rows can be
    looked at.
    """

    detail: PlainDetail | None = None
    acts: tuple[PlainAct, ...] = ()
    act: PlainAct | None = None
    on_row: bool = False
    values: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    done: PlainDone | None = None
    opens: bool = True


class PlainShown(Protocol):
    def show_section(self, section: PlainSection, row: str) -> None: ...
    def show_panel(self, panel: Panel) -> None: ...
    def show_paper(self, paper: bytes) -> None: ...
    def fill(self, name: str, value: str) -> None: ...


class PlainPresenter:
    """One section; what was typed outlives its view, but for PINs."""

    def __init__(self, desk: Desk, code: str) -> None:
        self._desk = desk
        self._code = code
        self._view: PlainShown | None = None
        self._section: PlainSection | None = None
        self._picked: dict[str, str] = {}
        self._row = ""
        self._panel = Panel()
        self._paper = b""
        self._asked = 0
        self._wanted = ""
        self._kept: dict[str, Any] = {}

    def attach(self, view: PlainShown) -> None:
        self._view = view

    # --- what the window asks -------------------------------------------------------------------------------

    def open(self, subject: str) -> None:
        """A paper that was looked at is put away: it may name people. A subject is a row, or an act whose form is
        to stand open (`OPENS_ACT`).
        """
        self._paper = b""
        if subject.startswith(OPENS_ACT):
            self._wanted = subject.removeprefix(OPENS_ACT)
        elif subject:
            self._row = subject
        self.refresh()

    def refresh(self) -> None:
        """Asks for the section and the marked row; what arrives late for an older question is dropped."""
        self._asked += 1
        asked, row = self._asked, self._row
        counter, code, picked = self._desk.counter, self._code, dict(self._picked)

        def read() -> tuple[PlainSection, PlainDetail | None]:
            section = counter.plain_section(code, picked)
            return section, None if section.roles or not row else counter.plain_detail(code, row)

        def then(found: tuple[PlainSection, PlainDetail | None]) -> None:
            if asked != self._asked:
                return
            self._section, self._panel.detail = found
            self._panel.acts, self._panel.opens = found[0].acts, found[0].opens
            if found[1] is None:
                self._row = ""
            if self._panel.act is not None and self._panel.on_row and found[1] is None:
                self._close_act()
            wanted, self._wanted = self._wanted, ""
            if wanted and not self._is_open(wanted):
                self.choose(wanted, on_row=False)
            self._go_on()
            self.show()

        self._desk.tasks.run_read(read, then, self._desk.stage.show_trouble)

    def _is_open(self, code: str) -> bool:
        """Whether this act's form stands open already: what was typed in it is kept."""
        return self._panel.act is not None and self._panel.act.code == code and not self._panel.on_row

    def show(self) -> None:
        if self._section is None or self._view is None:
            return
        self._view.show_section(self._section, self._row)
        self._view.show_panel(self._panel)
        self._view.show_paper(self._paper)

    def keep_draft(self) -> dict[str, Any] | None:
        """The open form with what was typed in it; PINs and ID numbers are never among that."""
        panel, act = self._panel, self._panel.act
        if act is None or not act.fields or not any(panel.values.values()):
            return None
        row = self._row if panel.on_row else ""
        return {"act": act.code, "row": row, "picked": dict(self._picked), "values": dict(panel.values)}

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        """The form is opened once the section is there, unless another one is open by then."""
        if self._panel.act is not None or not isinstance(kept.get("values"), dict):
            return False
        self._kept = kept
        self._picked, self._row = dict(kept.get("picked") or {}), str(kept.get("row") or "")
        return True

    def _go_on(self) -> None:
        """Opens the form that was left at the last start; one that asks for nothing any more is let go."""
        kept, self._kept = self._kept, {}
        if not kept or self._panel.act is not None:
            return
        on_row = bool(kept.get("row"))
        detail = self._panel.detail
        offered = (detail.acts if detail else ()) if on_row else self._panel.acts
        act = next((each for each in offered if each.code == kept.get("act") and each.fields), None)
        if act is not None and not act.roles:
            self.choose(act.code, on_row)
            names = {each.name for each in act.fields if each.kind not in NEVER_KEPT}
            self._panel.values |= {name: str(value) for name, value in kept["values"].items() if name in names}

    def takes_scans(self) -> bool:
        """A form that asks for a card takes the next scan; any other scan is a visit."""
        act = self._panel.act
        return act is not None and any(each.kind is FieldKind.CARD for each in act.fields)

    def scan(self, code: str) -> None:
        self._panel.values["card"] = code
        if self._view is not None:
            self._view.fill("card", code)

    # --- what a person does -----------------------------------------------------------------------------------

    def pick(self, name: str, code: str) -> None:
        self._picked[name] = code
        self._row = ""
        self._panel = Panel()
        self.refresh()

    def search(self, text: str) -> None:
        self._picked["search"] = text
        self.refresh()

    def mark(self, row: str) -> None:
        """A row was chosen: what is known of it is asked for, and an act that was open is put away."""
        self._row = row
        self._close_act()
        self.refresh()

    def choose(self, code: str, on_row: bool) -> None:
        """Opens an act; one that asks for nothing is done at once, unless it is asked once more."""
        detail = self._panel.detail
        offered = (detail.acts if detail else ()) if on_row else self._panel.acts
        act = next((each for each in offered if each.code == code), None)
        if act is None:
            return
        if act.roles:
            self._desk.stage.show_toast(self.not_yours(act.roles))
            return
        self._close_act()
        self._panel.act, self._panel.on_row = act, on_row
        self._panel.values = {each.name: each.value for each in act.fields if each.value}
        if not act.fields and act.weight not in ASKED:
            self.give({})
        self._show_panel()

    def not_yours(self, roles: tuple[str, ...]) -> str:
        words = self._desk.stage.words
        names = words.say("ui.list").join(words.say(f"role.{role}") for role in roles)
        return words.say("plain.not_yours", roles=names)

    def type(self, name: str, value: str) -> None:
        """What stands in a field now, kept over a change of language; PINs and ID numbers never are."""
        act = self._panel.act
        kinds = {each.name: each.kind for each in act.fields} if act else {}
        if kinds.get(name) not in NEVER_KEPT:
            self._panel.values[name] = value

    def drop(self) -> None:
        self._close_act()
        self._show_panel()

    def give(self, values: Mapping[str, str]) -> None:
        """Does the open act; on a refusal everything typed stays, and the sentence stands under it."""
        panel, act = self._panel, self._panel.act
        if act is None:
            return
        row = self._row if panel.on_row else ""
        given = {**self._here(), **values}
        counter, stage, code = self._desk.counter, self._desk.stage, self._code
        language = stage.words.language

        def then(done: PlainDone) -> None:
            if panel.act is act:
                self._close_act()
                panel.done = done if done.lines else None
            self._paper = done.paper
            stage.show_toast(speech.said(stage.words, done.said))
            self.refresh()

        self._desk.tasks.run_write(lambda: counter.plain_act(code, act.code, row, given, language), then, self._refuse)

    def close_paper(self) -> None:
        self._paper = b""
        self.show()

    def save_paper(self, place: str) -> None:
        stage, paper = self._desk.stage, self._paper

        def then(_none: None) -> None:
            stage.show_toast(stage.words.say("plain.said.saved", file=place))

        self._desk.tasks.run_write(lambda: self._desk.counter.save_paper(place, paper), then, stage.show_trouble)

    # --- within -------------------------------------------------------------------------------------------------

    def _here(self) -> dict[str, str]:
        """What the section is about: acts get it beside their own fields."""
        return {pick.name: pick.here for pick in self._section.picks} if self._section else {}

    def _refuse(self, error: Exception) -> None:
        """A refusal stands under the form; anything else is trouble."""
        if isinstance(error, Refused) and self._panel.act is not None and self._panel.act.fields:
            self._panel.refused = trouble_sentence(self._desk.stage.words, error)
            self._show_panel()
            return
        if isinstance(error, Refused):
            self._close_act()
            self._show_panel()
        self._desk.stage.show_trouble(error)

    def _close_act(self) -> None:
        self._panel.act, self._panel.values, self._panel.refused, self._panel.done = None, {}, "", None

    def _show_panel(self) -> None:
        if self._view is not None:
            self._view.show_panel(self._panel)
