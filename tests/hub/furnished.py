"""What supervisors did on a hub with stations: matched names, a settled month, a sample, a batch, allotments."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy import text

from desktop.core.joining import MealHeld
from hub.check_draft import Given
from hub.escrow import Escrow
from hub.ground import HubWriter
from hub.office import Office
from hub.slots import WantedBatch
from hub.supervision import Supervisor

HOME = "370102005001"
CHAIR = "tables_and_chairs.sat_on"


def furnish(office: Office, by: Supervisor) -> dict[str, str]:
    """A bit of everything; the ids that the pages' paths have places for."""
    match_all(office, by)
    held = hold(office, by, 6)
    month = office.settlements.last_month()
    first, second = [line.merchant for line in office.settlements.month(by, month) if line.subsidy_fen][:2]
    settlement = office.settlements.close(by, first, month)
    office.settlements.move(by, settlement, "confirmed")
    grant_each(office, by, office.figures.today()[:7])
    with office.hub.ground.read() as connection:
        device = connection.execute(text("SELECT device FROM devices ORDER BY device LIMIT 1")).scalar_one()
    return {
        "fact": held[0],
        "settlement": settlement,
        "merchant": second,
        "month": month,
        "sample": office.samples.draw(by, first, month),
        "batch": open_batch(office, by),
        "device": str(device),
        **seal_one(office, by),
        "inspection": checked(office, by),
    }


def station_of(office: Office, community: str) -> str:
    """A station there."""
    with office.hub.ground.read() as connection:
        asked = text("SELECT site FROM sites WHERE role = 'station' AND community = :community ORDER BY site LIMIT 1")
        return str(connection.execute(asked, {"community": community}).scalar_one())


def begin_check(office: Office, by: Supervisor, photo: str = "", community: str = HOME) -> str:
    """A 暗访 of which one point failed, with a photo of that id."""
    draft = office.hub.ground.other_id()
    office.checks.begin(by, draft, station_of(office, community), "unannounced")
    office.checks.answer(by, draft, [Given(CHAIR, "fail", "靠窗第二把椅子晃")])
    office.checks.add_photo(by, draft, CHAIR, photo or office.hub.ground.other_id(), picture())
    return draft


def checked(office: Office, by: Supervisor) -> str:
    """A check that is signed."""
    draft = begin_check(office, by)
    found = office.checks.draft(by, draft)
    points = [point.code for item in found.items for point in item.checkpoints]
    found = office.checks.answer(by, draft, [Given(code, "pass") for code in points if code != CHAIR])
    office.signing.sign(by, draft, found.seen, office.hub.ground.now())
    return draft


def picture(width: int = 64, height: int = 48, sort: str = "JPEG") -> bytes:
    """A photo that is told apart from others."""
    made = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(made, sort)
    return made.getvalue()


def seal_one(office: Office, by: Supervisor) -> dict[str, str]:
    """Somebody's identity in escrow, and a question about it that waits for another keeper."""
    other = Supervisor(office.hub.ground.other_id(), by.roles, "区级乙", "")
    for keeper in (by, other):
        office.escrows.become_keeper(keeper, True)
    rider = office.hub.ground.other_id()
    with office.hub.ground.write() as txn:
        assert isinstance(txn, HubWriter)
        parts = txn._parts
        Escrow(txn._session, parts.journal, parts.clock.now()).keep(
            rider, {"name": "郑封存", "phone": ""}, "2099-01-01"
        )
    return {"rider": rider, "opening": office.escrows.ask(other, rider, "区审计局抽查")}


def match_all(office: Office, by: Supervisor) -> None:
    """The first of a name becomes one of its own, the next ones are the same."""
    while names := office.merchants.unmatched(by, "merchant"):
        office.merchants.declare(by, "merchant", names[0].id, names[0].suggested or names[0].id)


def hold(office: Office, by: Supervisor, count: int) -> list[str]:
    """Holds the newest meals of each place in turn beside older ones, as the judge does; returns them."""
    with office.hub.ground.read() as connection:
        rows = connection.execute(
            text(
                "SELECT fact, site FROM meals WHERE voided IS NULL AND held IS NULL"
                " ORDER BY row_number() OVER (PARTITION BY site ORDER BY day DESC, at DESC), site LIMIT :most"
            ),
            {"most": 2 * count},
        ).fetchall()
    with office.hub.ground.write() as txn:
        for (fact, site), (beside, _) in zip(rows[:count], rows[count:], strict=True):
            txn.append(MealHeld(fact, "double_meal", beside), by=by.id, site=site)
    return [row[0] for row in rows[:count]]


def open_batch(office: Office, by: Supervisor) -> str:
    slots = [(f"2026-12-{day:02d}", 480, 690, 40) for day in (1, 2, 3)]
    return office.slots.open(by, WantedBatch("济南市第四人民医院", "基础体检（含心电图）", slots, payer="区总工会"))


def grant_each(office: Office, by: Supervisor, month: str) -> None:
    for known in office.allotments.merchants(by):
        for till in office.allotments.tills(by, known.merchant, month)[1]:
            office.allotments.grant(by, till.merchant, till.device, month, 600_000, 120)
