"""Commands of the medicine box. A line of the box is called a lot here: `line` is a line of `play`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from desktop.cli.registry import Document, command
from desktop.cli.session import Session, ask_pin
from desktop.core.errors import Refused
from desktop.core.medicine_rules import Line, State
from desktop.services.medicine import Moved

Which = Annotated[str, typer.Argument(help="a lot's id, or the name of what is in the box")]
Note = Annotated[str, typer.Option()]


def _document(line: Line, state: State) -> dict[str, Any]:
    return {
        "lot": line.line,
        "name": line.name,
        "form": line.form,
        "batch": line.batch,
        "expiry": line.expiry,
        "opened": line.opened,
        "until": line.until,
        "balance": line.left,
        "unit": line.unit,
        "state": str(state),
    }


def _moved(moved: Moved) -> dict[str, Any]:
    return {"fact": moved.fact, "before": moved.before, **_document(moved.line, moved.state)}


@command("medicine", playable=True)
def medicine(session: Session) -> Document:
    """What is in the box, the soonest to expire first."""
    lines = session.office.medicine.lines(session.by)
    return {
        "lots": [_document(line, state) for line, state in lines],
        "soon": sum(state is State.SOON for _, state in lines),
        "expired": sum(state is State.EXPIRED for _, state in lines),
    }


@command("medicine-add", playable=True)
def medicine_add(
    session: Session,
    name: Annotated[str, typer.Argument()],
    batch: Annotated[str, typer.Option(help="as printed")],
    expiry: Annotated[str, typer.Option(help="2027-03-15, or a month: 2027-03")],
    quantity: Annotated[int, typer.Option()],
    source: Annotated[str, typer.Option(help="street, purchase, donation, partner")] = "street",
    alcohol: Annotated[bool, typer.Option("--alcohol", help="it contains ethanol")] = False,
    good_days: Annotated[int | None, typer.Option(help="once opened, as the leaflet says")] = None,
    note: Note = "",
) -> Document:
    """A new line of the box, of what the list allows."""
    moved = session.office.medicine.stock(
        session.by,
        name,
        batch=batch,
        expiry=expiry,
        quantity=quantity,
        source=source,
        contains_alcohol=alcohol,
        good_days=good_days,
        note=note,
    )
    return _moved(moved)


@command("medicine-open", playable=True)
def medicine_open(
    session: Session, lot: Which, whole: Annotated[bool, typer.Option("--whole", help="all of the lot")] = False
) -> Document:
    """Opens a container: from today it keeps only so many days."""
    return _moved(session.office.medicine.open(session.by, lot, whole=whole))


@command("medicine-take", playable=True)
def medicine_take(session: Session, lot: Which, quantity: Annotated[int, typer.Option()] = 1) -> Document:
    """Something was taken; who took it is not asked."""
    return _moved(session.office.medicine.take(session.by, lot, quantity))


@command("medicine-count", playable=True)
def medicine_count(
    session: Session, lot: Which, counted: Annotated[int, typer.Argument()], note: Note = ""
) -> Document:
    """What is really there; the difference stands in the register."""
    moved = session.office.medicine.count(session.by, lot, counted, note)
    return {**_moved(moved), "difference": moved.line.left - moved.before}


@command("medicine-dispose", playable=True)
def medicine_dispose(
    session: Session,
    reason: Annotated[str, typer.Option(help="expired, damaged, alcohol")],
    witness: Annotated[str, typer.Option(help="the second operator")],
    lot: Annotated[list[str], typer.Option(help="LOT or LOT=QUANTITY; none: all that is expired")] = [],  # noqa: B006
    to: Annotated[str | None, typer.Option(help="pharmacy, clinic, street")] = None,
    note: Note = "",
) -> Document:
    """Takes lines out for good, with two PINs: the operator's, and QUANYI_PIN_WITNESS or a prompt."""
    by, wanted = session.by, [_wanted(each) for each in lot]
    pin = ask_pin("QUANYI_PIN_WITNESS", "cli.ask_witness_pin", session)
    gone = session.office.medicine.dispose(by, wanted, reason, witness, pin, receiver=to, note=note)
    return {
        "fact": gone.fact,
        "number": gone.number,
        "lots": [{"lot": each, "quantity": quantity} for each, quantity in gone.lines],
    }


def _wanted(text: str) -> tuple[str, int | None]:
    """`LOT` or `LOT=3`; raises `Refused("medicine_line_wrong")`."""
    line, equals, quantity = text.partition("=")
    if not equals:
        return line, None
    if not (quantity.isascii() and quantity.isdigit() and len(quantity) < 6):
        raise Refused("medicine_line_wrong", line=text[:60])
    return line, int(quantity)
