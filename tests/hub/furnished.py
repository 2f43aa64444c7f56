"""What supervisors did on a hub with stations: matched names, a settled month, a sample, a batch, allotments."""

from __future__ import annotations

from sqlalchemy import text

from desktop.core.joining import MealHeld
from hub.office import Office
from hub.slots import WantedBatch
from hub.supervision import Supervisor


def match_all(office: Office, by: Supervisor) -> None:
    """The first of a name becomes one of its own, the next ones are the same."""
    while names := office.merchants.unmatched(by, "merchant"):
        for one in names:
            same = office.merchants.unmatched(by, "merchant")
            suggested = next((each.suggested for each in same if each.id == one.id), "")
            office.merchants.declare(by, "merchant", one.id, suggested or one.id)


def hold_two(office: Office, by: Supervisor) -> list[str]:
    """Holds the two newest meals beside older ones, as the judge does; returns them."""
    with office.hub.ground.read() as connection:
        rows = connection.execute(
            text(
                "SELECT fact, site FROM meals WHERE voided IS NULL AND held IS NULL ORDER BY day DESC, at DESC LIMIT 4"
            )
        ).fetchall()
    with office.hub.ground.write() as txn:
        for (fact, site), (beside, _) in zip(rows[:2], rows[2:], strict=True):
            txn.append(MealHeld(fact, "double_meal", beside), by=by.id, site=site)
    return [row[0] for row in rows[:2]]


def open_batch(office: Office, by: Supervisor) -> str:
    slots = [(f"2026-12-{day:02d}", 480, 690, 40) for day in (1, 2, 3)]
    return office.slots.open(by, WantedBatch("济南市第四人民医院", "基础体检（含心电图）", slots, payer="区总工会"))


def grant_each(office: Office, by: Supervisor, month: str) -> None:
    for known in office.allotments.merchants(by):
        for till in office.allotments.tills(by, known.merchant, month)[1]:
            office.allotments.grant(by, till.merchant, till.device, month, 600_000, 120)
