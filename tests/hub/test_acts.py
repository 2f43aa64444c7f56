"""What supervisors decide: held meals, matched names, samples, allotments, published rules; by page and by command."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import resources
from desktop.core.business_day import parse_time
from desktop.core.entry import Entry, from_bytes
from desktop.core.errors import Refused
from desktop.core.kinds import fact_of
from desktop.core.meal import MealServed
from desktop.core.phones import PhonesShown
from desktop.core.rider import RiderRegistered
from desktop.core.site import MerchantAdded
from hub.office import Office
from hub.projector import Projector
from hub.slots import WantedBatch
from hub.supervision import Supervisor
from tests.hub.conftest import Hub
from tests.hub.filled import SUPERVISOR, office_of
from tests.hub.test_beside import register
from tests.hub.test_project import bodies

MONTH = "2026-09"
STREET = Supervisor("00000000-0000-4000-8000-0000000000b2", frozenset({"street"}), "街道乙", "370102005")


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


class Town:
    """A hub with two stations that each named the same merchant."""

    def __init__(self, hub: Hub, office: Office) -> None:
        self.hub, self.office = hub, office
        self.devices = [hub.device(), hub.device()]
        self.name = f"泉香快餐{uuid.uuid4().hex[:6]}"
        self.local = [str(uuid.uuid4()), str(uuid.uuid4())]
        self.facts: list[str] = []
        self.sent: dict[str, int] = {}
        for device, merchant in zip(self.devices, self.local, strict=True):
            device.log.append(MerchantAdded(merchant, self.name))
        self.send()

    def serve(self, at: int, day: int, rider: str = "", by: str = "", held: str | None = None) -> str:
        """A meal of 5 yuan at one of the stations on a day of the month."""
        when = parse_time(f"{MONTH}-{day:02d}T12:00:00") + len(self.facts)
        body = MealServed(
            rider or str(uuid.uuid4()), "courier", self.local[at], "nuanxin-canteen", "2026.1", "lunch", "standard",
            1490, 990, 500, when, 0, "ab" * 6, "yes", held,
        )  # fmt: skip
        fact = self.devices[at].log.append(body, day=f"{MONTH}-{day:02d}", at=when)
        self.facts.append(fact)
        return fact

    def send(self) -> None:
        for device in self.devices:
            if self.sent.get(device.id, 0) < len(device.log.entries):
                device.receipt(device.push(device.log.batch(first=self.sent.get(device.id, 0) + 1)))
                self.sent[device.id] = len(device.log.entries)
        Projector(self.hub.parts).all()

    def match(self) -> None:
        self.office.merchants.declare(SUPERVISOR, "merchant", self.local[0], self.local[0])
        self.office.merchants.declare(SUPERVISOR, "merchant", self.local[1], self.local[0])


@pytest.fixture(scope="module")
def office(served: Hub) -> Office:
    return office_of(served)


@pytest.fixture
def town(served: Hub, office: Office) -> Iterator[Town]:
    """Nothing of the tests before waits to be matched."""
    made = Town(served, office)
    yield made
    for one in office.merchants.unmatched(SUPERVISOR, "merchant"):
        office.merchants.declare(SUPERVISOR, "merchant", one.id, one.id)


def test_a_settlement_waits_until_names_are_matched_and_takes_all_sites(town: Town) -> None:
    for at, day in ((0, 1), (0, 2), (1, 3)):
        town.serve(at, day)
    town.send()
    settlements = town.office.settlements
    with refused("merchant_unknown"):
        settlements.close(SUPERVISOR, town.local[0], MONTH)
    town.office.merchants.declare(SUPERVISOR, "merchant", town.local[0], town.local[0])
    with refused("merchants_unmatched"):
        settlements.close(SUPERVISOR, town.local[0], MONTH)
    suggested = [one for one in town.office.merchants.unmatched(SUPERVISOR, "merchant") if one.id == town.local[1]]
    assert suggested[0].suggested == town.local[0]
    town.office.merchants.declare(SUPERVISOR, "merchant", town.local[1], town.local[0])
    made = settlements.close(SUPERVISOR, town.local[0], MONTH)
    found, name, _ = settlements.one(SUPERVISOR, made)
    assert (found.subsidy_fen, found.lines, found.state, name) == (1500, 3, "draft", town.name)
    assert settlements.paper(SUPERVISOR, made) == settlements.paper(SUPERVISOR, made)
    with refused("already_settled"):
        settlements.close(SUPERVISOR, town.local[0], MONTH)
    with refused("alias_settled"):
        town.office.merchants.declare(SUPERVISOR, "merchant", town.local[1], town.local[1])
    with refused("settlement_cannot_move"):
        settlements.move(SUPERVISOR, made, "paid")
    settlements.move(SUPERVISOR, made, "confirmed")
    settlements.move(SUPERVISOR, made, "published")
    with refused("still_published"):
        settlements.move(SUPERVISOR, made, "approved", invoice="1", invoice_fen=1500)
    with refused("reason_needed"):
        settlements.move(SUPERVISOR, made, "returned")


def test_what_a_settlement_says_is_the_same_after_the_projector_was_there(town: Town) -> None:
    town.serve(0, 4)
    town.send()
    town.match()
    made = town.office.settlements.close(SUPERVISOR, town.local[0], MONTH)
    before = town.office.settlements.one(SUPERVISOR, made)
    Projector(town.hub.parts).all()
    assert town.office.settlements.one(SUPERVISOR, made) == before


def test_who_served_or_registered_decides_and_settles_nothing(town: Town) -> None:
    rider = str(uuid.uuid4())
    town.devices[0].log.append(RiderRegistered(rider, "courier", "5a" * 32, "2026.1"))
    held = town.serve(0, 5, rider, held="unknown_issuer")
    town.serve(0, 6, rider)
    town.send()
    town.match()
    served = Supervisor("00000000-0000-0000-0000-000000000000", frozenset({"supervisor"}), "收餐的人", "")
    with refused("duties_separated"):
        town.office.held.decide(served, held, "pay", "我看着没问题")
    with refused("duties_separated"):
        town.office.settlements.close(served, town.local[0], MONTH)
    town.office.held.decide(SUPERVISOR, held, "pay", "看了点餐记录")
    with refused("already_decided"):
        town.office.held.decide(SUPERVISOR, held, "refuse", "再想想")
    assert town.office.held.one(SUPERVISOR, held)[0].reason == "看了点餐记录"


def test_a_street_decides_for_itself_only(town: Town) -> None:
    held = town.serve(0, 7, held="unknown_issuer")
    town.send()
    with refused("meal_unknown"):
        town.office.held.decide(STREET, held, "pay", "看了点餐记录")
    with refused("not_allowed"):
        town.office.settlements.close(STREET, town.local[0], MONTH)
    with refused("reason_needed"):
        town.office.held.decide(SUPERVISOR, held, "pay", " ")
    with refused("decision_unknown"):
        town.office.held.decide(SUPERVISOR, held, "maybe", "看了点餐记录")


def test_a_sample_is_drawn_once_and_called(town: Town) -> None:
    for day in range(1, 21):
        town.serve(day % 2, day)
    town.send()
    town.match()
    samples = town.office.samples
    made = samples.draw(SUPERVISOR, town.local[0], MONTH)
    found, _, calls = samples.one(SUPERVISOR, made)
    assert (found.population, found.size, len({call.meal for call in calls})) == (20, 10, 10)
    with refused("sample_drawn"):
        samples.draw(SUPERVISOR, town.local[0], MONTH)
    samples.call(SUPERVISOR, made, calls[0].meal, "denied", "说没去过")
    assert samples.one(SUPERVISOR, made)[0].denied == 1
    with refused("not_in_sample"):
        samples.call(SUPERVISOR, made, str(uuid.uuid4()), "denied")


def test_a_call_back_list_that_was_taken_out_is_in_the_journal(town: Town) -> None:
    """谁取走了完整电话，汇总平台也记一笔: who and when, of which sample, how many numbers, and no number."""
    rider, _ = register(town.hub, town.hub.device(), "高建平", "13900004321")
    town.serve(0, 3, rider)
    town.serve(0, 4)
    town.send()
    town.match()
    sample = town.office.samples.draw(SUPERVISOR, town.local[0], MONTH)
    before = own(town.hub, "phones.shown")
    town.office.samples.one(SUPERVISOR, sample)
    assert own(town.hub, "phones.shown") == before, "looking shows no number"
    assert town.office.samples.paper(SUPERVISOR, sample, "zh")[:5] == b"%PDF-"
    (shown,) = own(town.hub, "phones.shown")[len(before) :]
    assert (shown.by, shown.site) == (SUPERVISOR.id, town.local[0])
    assert fact_of(shown) == PhonesShown("callbacks", sample, 1)


def own(hub: Hub, kind: str) -> list[Entry]:
    """The hub's own entries of a kind, in order."""
    with hub.parts.database.read() as session:
        rows = session.rows("SELECT data FROM journal ORDER BY number")
    return [entry for entry in (from_bytes(bytes(row[0])) for row in rows) if entry.kind == kind]


def test_an_allotment_goes_to_the_id_that_the_till_uses(town: Town) -> None:
    town.serve(0, 8)
    town.send()
    town.match()
    _, tills = town.office.allotments.tills(SUPERVISOR, town.local[0], MONTH)
    mine = next(till for till in tills if till.device == town.devices[0].id)
    assert (mine.merchant, mine.spent_fen, mine.fen) == (town.local[0], 500, None)
    town.office.allotments.grant(SUPERVISOR, mine.merchant, mine.device, MONTH, 100_000, 50)
    _, tills = town.office.allotments.tills(SUPERVISOR, town.local[0], MONTH)
    assert next(till.fen for till in tills if till.device == town.devices[0].id) == 100_000
    Projector(town.hub.parts).all()
    assert any(
        MONTH in body["text"] and "allotment.granted" in body["text"] for body in bodies(town.devices[0], "entry")
    )
    with refused("device_unknown"):
        town.office.allotments.grant(SUPERVISOR, mine.merchant, str(uuid.uuid4()), MONTH, 1, 0)


def test_a_batch_names_its_hospital_once(office: Office) -> None:
    name = f"济南市第{uuid.uuid4().hex[:4]}医院"
    wanted = WantedBatch(name, "基础", [("2026-12-01", 480, 690, 40)], quotas=[("370102005", 10)])
    office.slots.open(SUPERVISOR, wanted)
    office.slots.open(SUPERVISOR, wanted)
    assert [known.name for known in office.slots.partners(SUPERVISOR)].count(name) == 1
    for bad, code in (
        (WantedBatch(name, "基础", []), "slots_wrong"),
        (WantedBatch(name, "基础", [("2026-13-01", 480, 690, 40)]), "day_wrong"),
        (WantedBatch(name, "基础", [("2026-12-01", 690, 480, 40)]), "slot_line_wrong"),
        (WantedBatch(name, "基础", [("2026-12-01", 480, 690, 40)], quotas=[("999", 1)]), "quota_wrong"),
        (WantedBatch("", "基础", [("2026-12-01", 480, 690, 40)]), "batch_name_wrong"),
    ):
        with refused(code):
            office.slots.open(SUPERVISOR, bad)


def test_what_is_published_is_in_force_and_anything_else_is_refused(office: Office) -> None:
    text = resources.read_text("rules", "programme.toml").replace("fixed_fen = 500", "fixed_fen = 450")
    text = text.replace('version = "2026.1"', 'version = "2026.9"')
    assert office.publishing.publish(SUPERVISOR, text)
    with office.hub.ground.read() as connection:
        rules = office.hub.rules(connection)
    assert (rules.programme.version, rules.programme.funding.fixed_fen) == ("2026.9", 450)
    assert office.hub.rulebook.programme.funding.fixed_fen == 500
    for bad, code in (
        ("nonsense", "publish_unreadable"),
        ("a = 1", "publish_empty"),
        ("funding = 1", "publish_unreadable"),
    ):
        with refused(code):
            office.publishing.publish(SUPERVISOR, bad)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_commands_do_what_the_pages_do(town: Town, tmp_path: Path) -> None:
    held = town.serve(0, 9, held="unknown_issuer")
    town.serve(1, 10)
    town.send()
    town.match()
    run = town.hub.run
    assert run("decide", held, "pay", "--reason", "看了点餐记录")["fact"]
    made = run("settle", "--merchant", town.local[0], "--month", MONTH)
    assert (made["subsidy_fen"], made["lines"], made["held"], made["state"]) == (1000, 2, 0, "draft")
    assert made["number"].startswith("JS-")
    moved = run("settle-move", made["settlement"], "returned", "--reason", "金额要核对")
    assert moved["state"] == "returned"
    assert run("settle-move", made["settlement"], "paid", code=1)["error"] == "settlement_cannot_move"
    for kind in ("settlement", "district"):
        place = tmp_path / f"{kind}.pdf"
        told = run("report", kind, "--month", MONTH, "-o", str(place))
        assert told["pages"] >= 1
        assert place.read_bytes()[:5] == b"%PDF-"
    assert (
        run("report", "weather", "--month", MONTH, "-o", str(tmp_path / "w.pdf"), code=1)["error"] == "report_unknown"
    )
    file = tmp_path / "allotments.toml"
    device = town.devices[0].id
    file.write_text(
        f'[[allotments]]\nmerchant = "{town.local[0]}"\ndevice = "{device}"\nmonth = "{MONTH}"\nfen = 90000\n', "utf-8"
    )
    assert len(run("publish", str(file))["facts"]) == 1
