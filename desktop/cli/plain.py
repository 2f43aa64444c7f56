"""Plain pages of the window, made from the commands: a command that lists is a table, one that acts is a form.

What a page shows and offers is data here; words stand in the catalogue (`plain.act.<command>`,
`plain.field.<name>`, `plain.table.<command>`, `column.<key>`).
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.cli import main as _every_command  # noqa: F401  (their modules register them)
from desktop.cli.registry import COMMANDS, run
from desktop.cli.session import Session, Toolbox
from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.plain import FieldKind, PlainAct, PlainField, PlainPage, PlainRow, PlainTable
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.office import Office


@dataclass(frozen=True)
class Listed:
    """A table: the command, the key of its list, the key of a row's id, and the columns in order."""

    command: str
    key: str
    id: str
    columns: tuple[str, ...]
    by_merchant: bool = False
    by_month: bool = False


@dataclass(frozen=True)
class Act:
    """A form: the command, the table it works on (a row's id fills `row`), fields left out of the form."""

    command: str
    on: str = ""
    row: str = ""
    icon: str = "plus"


TABLES: Mapping[str, tuple[Listed, ...]] = {
    "health": (
        Listed("chase", "chase", "referral", ("name", "phone", "why", "since", "code")),
        Listed("batches", "batches", "batch", ("number", "package", "first", "last")),
    ),
    "box": (Listed("medicine", "lines", "line", ("name", "batch", "until", "quantity", "state")),),
    "money": (
        Listed("held", "held", "fact", ("day", "held", "subsidy_fen")),
        Listed("settlements", "settlements", "settlement", ("number", "month", "lines", "subsidy_fen", "state"), True),
    ),
    "duty": (Listed("hours", "days", "day", ("day", "state", "opened", "closed"), by_month=True),),
    "figures": (Listed("figures", "figures", "figure", ("name", "value", "before", "year_ago"), by_month=True),),
}
ACTS: Mapping[str, tuple[Act, ...]] = {
    "health": (
        Act("refer"),
        Act("refer-move", "chase", "id"),
        Act("book", "chase", "referral"),
        Act("stub", "chase", "referral"),
        Act("batch-open"),
        Act("partner-add"),
    ),
    "box": (
        Act("medicine-add"),
        Act("medicine-take", "medicine", "line"),
        Act("medicine-open", "medicine", "line"),
        Act("medicine-count", "medicine", "line"),
        Act("goods"),
    ),
    "money": (
        Act("review", "held", "fact"),
        Act("settle"),
        Act("settle-move", "settlements", "id"),
        Act("sample"),
        Act("merchant-add"),
    ),
    "duty": (
        Act("register"),
        Act("plan-closing"),
        Act("extend-hours"),
        Act("register-add"),
        Act("enter-sheet"),
        Act("print"),
    ),
    "figures": (Act("retention"), Act("operator-add")),
}
# Options that a form leaves out: they are for scripts.
LEFT_OUT = {"at", "lang", "list_kinds", "draft", "slot", "backups", "confirm"}
_CHOICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "decision": ("review", ("pay", "refuse", "void")),
    "group": (
        "group",
        ("courier", "delivery_rider", "ride_hailing_driver", "truck_driver", "live_streamer", "other_outdoor"),
    ),
    "role": ("role", ("caretaker", "merchant", "supervisor")),
}
_KINDS = {"month": FieldKind.MONTH, "day": FieldKind.DAY, "output": FieldKind.SAVE, "file": FieldKind.FILE}


class PlainCommands:
    """Fulfils the plain part of `pages.Counter` for one office."""

    def __init__(self, tools: Toolbox, office: Office) -> None:
        self._tools = tools
        self._office = office

    def page(self, by: Operator, code: str, language: str) -> PlainPage:
        """A page's tables as they stand now; a table that the operator may not see is left out."""
        words = self._tools.words[language]
        tables = []
        for listed in TABLES[code]:
            try:
                tables.append(self._table(by, listed, words))
            except Refused as refused:
                if refused.code != "not_allowed":
                    raise
        seen = {table.code for table in tables}
        acts = tuple(self._act(each, words) for each in ACTS[code] if not each.on or each.on in seen)
        return PlainPage(code, tuple(tables), acts)

    def act(
        self, by: Operator, page: str, command: str, row: str, values: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """Does an act of a page; returns the key of what to say. Raises `Refused` and the rest of trouble."""
        chosen = next(each for each in ACTS[page] if each.command == command)
        given = {name: value for name, value in values.items() if value.strip()}
        if chosen.row:
            given[chosen.row] = row
        known = COMMANDS[command]
        arguments = {
            name: _as(parameter.annotation, name, given[name])
            for name, parameter in _parameters(command).items()
            if name in given
        }
        missing = [
            name
            for name, parameter in _parameters(command).items()
            if parameter.default is inspect.Parameter.empty and name not in arguments
        ]
        if missing:
            raise Refused("field_missing", field=missing[0])
        run(known, self._session(by), arguments)
        return "plain.done", {}

    def _session(self, by: Operator) -> Session:
        return Session(self._tools, None, True, None, self._office, by)

    def _table(self, by: Operator, listed: Listed, words: Words) -> PlainTable:
        found: list[Mapping[str, Any]] = []
        for arguments in self._arguments(listed):
            found.extend(run(COMMANDS[listed.command], self._session(by), arguments)[listed.key])
        rows = tuple(
            PlainRow(str(each[listed.id]), tuple(_cell(words, column, each.get(column)) for column in listed.columns))
            for each in found
        )
        heads = tuple(f"column.{column}" for column in listed.columns)
        return PlainTable(listed.command, f"plain.table.{listed.command}", heads, rows, "plain.empty")

    def _arguments(self, listed: Listed) -> list[dict[str, Any]]:
        if listed.by_merchant:
            return [{"merchant": merchant} for merchant, _ in self._office.master.merchants()]
        if listed.by_month:
            return [{"month": business_day.month_of(business_day.day_of(self._office.desk.now()))}]
        return [{}]

    def _act(self, act: Act, words: Words) -> PlainAct:
        fields = tuple(
            self._field(name, parameter, words)
            for name, parameter in _parameters(act.command).items()
            if name != act.row and name not in LEFT_OUT
        )
        return PlainAct(act.command, f"plain.act.{act.command}", fields, act.on, act.icon)

    def _field(self, name: str, parameter: inspect.Parameter, words: Words) -> PlainField:
        label = f"plain.field.{name}"
        if name == "merchant":
            return PlainField(name, label, FieldKind.CHOICE, self._office.master.merchants())
        if name in _CHOICES:
            vocabulary, codes = _CHOICES[name]
            return PlainField(
                name, label, FieldKind.CHOICE, tuple((code, words.say(f"{vocabulary}.{code}")) for code in codes)
            )
        kind = _KINDS.get(name, FieldKind.TEXT)
        if _plain_type(parameter.annotation) is bool:
            kind = FieldKind.YES
        return PlainField(name, label, kind, needed=parameter.default is inspect.Parameter.empty)


def _parameters(command: str) -> dict[str, inspect.Parameter]:
    found = inspect.signature(COMMANDS[command].run, eval_str=True).parameters
    return {name: parameter for name, parameter in found.items() if name != "session"}


def _plain_type(annotation: Any) -> Any:
    """The type behind `Annotated[X | None, …]`."""
    kind = typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation
    if isinstance(kind, types.UnionType):
        kind = next(option for option in typing.get_args(kind) if option is not types.NoneType)
    return kind


def _as(annotation: Any, name: str, value: str) -> Any:
    kind = _plain_type(annotation)
    if typing.get_origin(kind) is list:
        return [_as(typing.get_args(kind)[0], name, value)]
    if kind is int:
        try:
            return int(value)
        except ValueError as error:
            raise Refused("field_number", field=name) from error
    if kind is bool:
        return value == "yes"
    return Path(value) if kind is Path else value


def _cell(words: Words, column: str, value: Any) -> str:
    """A cell in words: codes that the catalogue knows, times without seconds, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Mapping):
        return str(value.get(words.language, ""))
    text = str(value)
    for vocabulary in ("held", "settlement_state", "plain.state", "plain.why"):
        if words.has(f"{vocabulary}.{text}"):
            return words.say(f"{vocabulary}.{text}")
    return text[:16].replace("T", " ") if column in ("opened", "closed") else text
