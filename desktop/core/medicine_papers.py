"""The frozen data of the medicine box's papers: the register of a month, and a disposal with two signatures.

Quantities are whole pieces, days `YYYY-MM-DD`, operators masked; names, forms and units in the paper's language.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.papers import Frame


@dataclass(frozen=True)
class MoveLine:
    """A line of the register: `kind` is a movement's code; `came` and `went` pieces, `left` of the batch after it.

    `note` says what was expected at a count, or why something was disposed of.
    """

    day: str
    name: str
    batch: str
    kind: str
    came: int
    went: int
    left: int
    by: str
    note: str = ""


@dataclass(frozen=True)
class ProductSum:
    """A product's month: `before` + `stocked` − `taken` + `difference` − `disposed` = `after`."""

    name: str
    unit: str
    before: int
    stocked: int
    taken: int
    difference: int
    disposed: int
    after: int


@dataclass(frozen=True)
class HoldingLine:
    """A batch that is in the box at the end: `until` the last good day, `state` a code."""

    name: str
    form: str
    batch: str
    expiry: str
    opened: str
    until: str
    left: int
    unit: str
    state: str


@dataclass(frozen=True)
class MedicineRegister:
    """药箱登记: `as_of` is the day on which the holdings stand."""

    frame: Frame
    month: str
    as_of: str
    listed: str
    sums: tuple[ProductSum, ...]
    moves: tuple[MoveLine, ...]
    holdings: tuple[HoldingLine, ...]


@dataclass(frozen=True)
class GoneLine:
    name: str
    form: str
    batch: str
    expiry: str
    until: str
    quantity: int
    unit: str
    source: str


@dataclass(frozen=True)
class DisposalPaper:
    """药品处置单: `operator` and `witness` masked, both sign by hand; `receiver` may be empty, to be filled in."""

    frame: Frame
    day: str
    time: str
    reason: str
    receiver: str
    note: str
    operator: str
    witness: str
    lines: tuple[GoneLine, ...]
