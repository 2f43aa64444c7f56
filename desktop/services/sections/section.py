"""What every section has: who may see it, acts with their right, and values as they were typed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from desktop.core import business_day
from desktop.core.day_papers import BlankRegister
from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.papers import StoredPaper
from desktop.core.plain import FieldKind, Pick, PlainAct, PlainDetail, PlainDone, PlainField, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.papers import Papers, Wanted

DONE = PlainDone(Hint("plain.done"))


@dataclass(frozen=True)
class Given:
    """What an act is given: the operator, the marked row, and the fields as text."""

    by: Operator
    row: str
    values: Mapping[str, str]
    language: str = "zh"

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def maybe(self, name: str) -> str | None:
        return self.text(name) or None

    def needed(self, name: str) -> str:
        """Raises `Refused("field_missing")`."""
        found = self.text(name)
        if not found:
            raise Refused("field_missing", field=name)
        return found

    def number(self, name: str) -> int:
        """A whole number; raises `Refused`."""
        found = self.needed(name)
        if not (found.isascii() and found.removeprefix("-").isdigit() and len(found) < 10):
            raise Refused("field_number", field=name)
        return int(found)

    def maybe_number(self, name: str) -> int | None:
        return self.number(name) if self.text(name) else None

    def fen(self, name: str) -> int:
        """Yuan as typed (`12`, `12.5`, `￥12.50`) in fen; raises `Refused`."""
        whole, point, part = self.needed(name).lstrip("￥¥").replace(",", "").partition(".")
        digits = whole + part
        if not (digits.isascii() and digits.isdigit() and len(digits) < 12 and len(part) <= 2 and whole):
            raise Refused("field_money", field=name)
        return int(whole) * 100 + int((part + "00")[:2]) if point else int(whole) * 100

    def rows(self, name: str) -> list[tuple[int, list[str]]]:
        """The rows of a small table that something stands in, by their number from 1."""
        lines = self.values.get(name, "").split("\n")
        return [(at, [cell.strip() for cell in line.split("\t")]) for at, line in enumerate(lines, 1) if line.strip()]

    def yes(self, name: str) -> bool:
        return self.text(name) == "yes"


Do = Callable[[Given], PlainDone]


class Section(ABC):
    """Base. `CODE` names it, `SEES` the right to see it (empty: everybody), `RIGHTS` that of each act."""

    CODE: ClassVar[str]
    SEES: ClassVar[str] = ""
    RIGHTS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, office: Office) -> None:
        self.office = office
        self.desk = office.desk

    # --- what the counter asks ------------------------------------------------------------------------------

    def section(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        """The section, or the roles that may see it."""
        if self.SEES and not self.desk.rules.roles.allows(by, self.SEES):
            return PlainSection(self.CODE, roles=self.roles_of(self.SEES))
        return self.show(by, picked)

    def looked_at(self, by: Operator, row: str) -> PlainDetail | None:
        if self.SEES:
            self.desk.rules.roles.require(by, self.SEES)
        return self.detail(by, row)

    def act(self, code: str, given: Given) -> PlainDone:
        """Does an act. Raises `Refused` where the role may not, and whatever the service says."""
        self._require(given.by, self.RIGHTS[code])
        for value in given.values.values():
            if any("\ud800" <= letter <= "\udfff" for letter in value):
                raise Refused("text_broken")
        do: Do = getattr(self, f"do_{code}")
        return do(given)

    def _require(self, by: Operator, right: str) -> None:
        """An empty right is everybody's who signed in."""
        if right:
            self.desk.rules.roles.require(by, right)

    # --- what a section is made of -----------------------------------------------------------------------------

    @abstractmethod
    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        """What stands in the section for somebody who may see it."""

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        return None

    def offer(self, by: Operator, code: str, *fields: PlainField, icon: str = "", weight: str = "plain",
              note: Said = "") -> PlainAct:  # fmt: skip
        """An act as it is offered; where the role may not, the roles that may stand with it."""
        made = PlainAct(code, fields, icon, weight, note)
        right = self.RIGHTS[code]
        if not right or self.desk.rules.roles.allows(by, right):
            return made
        return replace(made, fields=(), roles=self.roles_of(right))

    def paper(
        self, given: Given, kind: str, *, month: str | None = None, day: str | None = None, id: str | None = None
    ) -> PlainDone:
        """A paper to look at and keep. Raises `Refused`."""
        printer = self.desk.printer
        papers = Papers(self.desk, self.office, printer.words[given.language])
        data = papers.freeze(given.by, Wanted(kind, month, day, id))
        pdf = data.pdf if isinstance(data, StoredPaper) else printer.render(data, given.language)
        if isinstance(data, BlankRegister):
            self.office.sheets.note_out(given.by, data.book)
        return PlainDone(Hint("plain.paper_made"), paper=pdf)

    def roles_of(self, right: str) -> tuple[str, ...]:
        allowed = self.desk.rules.roles.actions.get(right, frozenset())
        return tuple(role for role in self.desk.rules.roles.titles if role in allowed)

    def word(self, vocabulary: str, code: str) -> Said:
        """A code's word; one that a newer program sent, and that is not known here, stands as it is."""
        known = any(words.has(f"{vocabulary}.{code}") for words in self.desk.printer.words.values())
        return Hint(f"{vocabulary}.{code}") if known else as_is(code)

    # --- what several need -----------------------------------------------------------------------------------

    @property
    def today(self) -> str:
        return business_day.day_of(self.desk.now())

    @property
    def this_month(self) -> str:
        return business_day.month_of(self.today)

    def months(self, picked: Mapping[str, str], count: int = 13) -> Pick:
        """This month and those before; a month that was picked from elsewhere stands too."""
        month = self.this_month
        codes = []
        for _ in range(count):
            codes.append(month)
            month = business_day.month_of(business_day.previous(f"{month}-01"))
        here = picked.get("month") or codes[0]
        return Pick("month", tuple((code, code) for code in codes), here if here in codes else codes[0])

    def merchants(self, picked: Mapping[str, str]) -> Pick:
        known = self.office.master.merchants()
        here = picked.get("merchant", "")
        first = known[0][0] if known else ""
        return Pick("merchant", known, here if here in dict(known) else first)


def choice(name: str, choices: Mapping[str, Said] | tuple[tuple[str, Said], ...], value: str = "") -> PlainField:
    """A field of which one is chosen."""
    pairs = tuple(choices.items()) if isinstance(choices, Mapping) else choices
    return PlainField(name, FieldKind.CHOICE, pairs, value)


def words_of(vocabulary: str, codes: tuple[str, ...]) -> tuple[tuple[str, Said], ...]:
    """Codes with their words of the catalogue."""
    return tuple((code, Hint(f"{vocabulary}.{code}")) for code in codes)


def as_is(text: str | None) -> Said:
    """Letters and digits of somebody else, never taken for a day."""
    return {"zh": text or "", "en": text or ""}


def fen(amount: int) -> Hint:
    return Hint("plain.fen", {"sum_fen": amount})


def minute(at: int | None) -> str:
    """An instant as `YYYY-MM-DD HH:MM` in Shanghai."""
    return business_day.stamp(at)[:16].replace("T", " ") if at is not None else ""


def counted(key: str, count: int) -> Hint:
    return Hint(f"plain.count.{key}", {"count": count})
