"""A busy day at a station and the morning after: every use case once or more.

The day is told through the ordinary services, with names and phones that a search can look for afterwards.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
from dataclasses import dataclass, field

from PIL import Image

from desktop.core import card
from desktop.core.business_day import parse_time
from desktop.core.keys import DeviceKey
from desktop.core.pages import GivenAnswer
from desktop.core.phone_pages import CheckIn
from desktop.core.roles import Operator
from desktop.services.exports import Exports
from desktop.services.papers import Papers, Wanted
from desktop.services.phone_desk import PhoneDesk
from desktop.services.station import restore
from tests.busy_health import checkups
from tests.busy_hub import joined
from tests.busy_paper import house_and_paper
from tests.busy_stock import stock_and_goods
from tests.stations import HOUR, MINUTE, SECOND, Station

# (name, phone): people of this day, with rare characters and an emoji in the names
PEOPLE = (
    ("马向阳", "13812340427"),
    ("单春秀", "15966670001"),
    ("牛𬱖📦", "18653110002"),
    ("欧阳雨桐", "13705310003"),
    ("Abdulla Karim", "19905310004"),
)
COMPANY = "顺达同城配送"
NOTE = "王秀兰说马向阳来过两次"
REASON = "胸口发闷，出冷汗"
SECOND_OPERATOR, SUPERVISOR, THIRD_OPERATOR = "李建国", "赵卫东", "孙桂芝"
STRANGER = "3b3e5f5c-6f0e-4a6e-9d55-000000000007"


@dataclass
class Told:
    """What the day left: ids and cards to go on with."""

    riders: dict[str, str] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)
    merchant: str = ""
    partner: str = ""
    visit: str = ""
    meal: str = ""
    inspection: str = ""
    rectification: str = ""
    referral: str = ""


def picture(width: int = 320, height: int = 240, **save: object) -> bytes:
    """A small JPEG as a phone would give it."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG", **save)
    return out.getvalue()


def busy_day(station: Station) -> Told:
    """09:00 to after 20:00 of the day on the clock; ends with 日结."""
    office, by, clock = station.office, station.by, station.clock
    told = Told()
    office.operators.add(by, SECOND_OPERATOR, "caretaker", "135790")
    office.operators.add(by, THIRD_OPERATOR, "caretaker", "135790")
    office.operators.change_pin(by, THIRD_OPERATOR, "246801")
    office.operators.retire(by, THIRD_OPERATOR)
    office.days.open(by)
    office.retention.run_by_app()
    for name, phone in PEOPLE:
        # the first one agreed to a text that has changed since
        with station.older_text() if name == PEOPLE[0][0] else contextlib.nullcontext():
            made = office.people.register(
                by, name, phone, "delivery_rider", company=COMPANY, proof="badge", consent=True
            )
        told.riders[name], told.cards[name] = made.rider, made.card
    first, second, third = (name for name, _ in PEOPLE[:3])
    office.consents.agree(by, told.riders[first], consent=True)
    told.merchant = office.master.add_merchant(by, "泉香快餐")
    told.partner = office.master.add_partner(by, "历下区人民医院")
    office.master.grant(by, told.merchant, "2026-11", 2_000, 10)

    visit = office.visits.by_card(by, told.cards[first], ["rest", "water", "medicine"])
    assert visit.fact is not None
    told.visit = visit.fact
    clock.pass_by(5 * MINUTE)
    office.visits.by_card(by, told.cards[first], ["charging"])
    office.visits.by_search(by, told.riders[second], ["meal_heating"])
    quick = office.visits.anonymous(by, "courier", ["rest"], 3)
    clock.pass_by(SECOND)
    wrong = office.visits.anonymous(by, "courier", ["rest"])
    assert quick.fact is not None
    assert wrong.fact is not None
    office.visits.void(by, wrong.fact, "mis_scan", NOTE)
    phones = PhoneDesk(office)
    own = phones.check_in(CheckIn(phones.new_fact(), "screen", "courier", told.riders[second]))
    assert own.outcome == "already_here"
    phones.check_in(CheckIn(phones.new_fact(), "poster", "truck_driver"))
    phones.mine(told.riders[second], phones.new_fact(), "copy")
    clock.pass_by(10 * MINUTE)
    office.visits.check_out(by, told.visit)

    clock.pass_by(3 * HOUR)
    for name in (first, second, third):
        meal = office.meals.serve(by, told.cards[name], told.merchant)
        assert meal.outcome == "served", meal
        told.meal = meal.fact or ""
        clock.pass_by(MINUTE)
    office.meals.void(by, told.meal, "returned", NOTE)

    done = office.inspections.complete(
        by,
        "weekly",
        [
            GivenAnswer("microwave.heats", "fail", note=NOTE, photos=(picture(),)),
            GivenAnswer("microwave.clean", "pass"),
            GivenAnswer("repair_tools.pump", "na", reason="打气筒借出"),
        ],
    )
    told.inspection, told.rectification = done.inspection, done.rectifications[0]
    office.rectifications.rectify(by, told.rectification, "换了一台", [picture()])
    clock.pass_by(MINUTE)
    office.rectifications.recheck(by, told.rectification, True, "能热了")

    office.referrals.refer(by, told.cards[first], "checkup", "历下区人民医院", consent=True)
    referred = office.referrals.refer(
        by, told.cards[second], "green_channel", told.partner, reason=REASON, consent=True
    )
    told.referral = referred.referral
    office.referrals.move(by, told.referral, "attended", "已送到")

    stock_and_goods(station, told.merchant, SECOND_OPERATOR, "135790")

    told.cards[third] = office.people.reissue(by, told.riders[third])
    office.people.withdraw(by, told.cards[PEOPLE[3][0]])
    office.people.forget(by, told.riders[PEOPLE[4][0]], "本人要求")
    clock.pass_by(-2 * HOUR)
    office.visits.by_card(by, told.cards[second], ["tools"])
    clock.pass_by(9 * HOUR)
    office.days.close(by)
    return told


def settled_month(station: Station) -> tuple[str, str]:
    """October, entered late and settled by somebody apart: settlement and sample. Every table of money has rows."""
    office, by = station.office, station.by
    rules = station.desk.rules
    station.desk.rules = dataclasses.replace(rules, doubts=dataclasses.replace(rules.doubts, tail_one_in=1))
    supervisor = Operator(office.operators.add(by, SUPERVISOR, "supervisor", "246810"), frozenset({"supervisor"}))
    merchant = office.master.merchants()[0][0]
    rider, group, issued, days = station.rows(
        'SELECT rider, "group", issued, valid_days FROM cards WHERE withdrawn_at IS NULL ORDER BY number'
    )[0]
    text = card.issue(station.desk.key, rider, group, issued, days).text
    stranger = card.issue(DeviceKey(b"\x07" * 32), STRANGER, "courier", issued, 730).text
    for day in ("2026-10-20", "2026-10-21"):
        served = office.meals.serve(by, text, merchant, parse_time(f"{day}T12:00"))
        assert served.ask_tail
        office.doubts.answer(by, served.fact or "", "match")
    held = office.meals.serve(by, stranger, merchant, parse_time("2026-10-22T12:00"))
    office.reviews.review(supervisor, held.fact or "", "pay", NOTE)
    sample = office.doubts.draw(supervisor, merchant, "2026-10").sample
    office.doubts.call(supervisor, sample, served.fact or "", "confirmed", NOTE)
    settlement = office.settlements.close(supervisor, merchant, "2026-10").settlement
    for state in ("confirmed", "published"):
        office.settlements.move(supervisor, settlement, state, note=NOTE)
    station.desk.rules = rules
    return settlement, sample


def busy_days(station: Station) -> None:
    """A busy day, a backup in the evening, and next morning a restore from it: a second epoch. Afterwards every kind
    of fact is in the journal, and no derived or private table is empty.
    """
    busy_day(station)
    backup = station.folder.parent / "evening.qyb"
    station.office.upkeep.back_up(backup)
    station.clock.pass_by(12 * HOUR)
    station.close()
    station.take(restore(station.parts, station.folder, backup, None))
    _, sample = settled_month(station)
    papers = Papers(station.desk, station.office, station.desk.printer.words["zh"])
    papers.freeze(station.by, Wanted("callbacks", id=sample))
    table = station.folder.parent / "riders.csv"
    Exports(station.desk, papers.words).write(station.by, "riders", table, None, None, unmasked=True, reason=NOTE)
    table.unlink()
    papers.freeze(station.by, Wanted("cards", full=True))
    late = station.register("后来的人")
    joined(station, station.office.master.merchants()[0][0], late.rider)
    last = station.desk.store.head.seq
    station.office.clocks.correct(station.by, last, last, -1)
    house_and_paper(station, picture(), SECOND_OPERATOR, "135790", NOTE)
    checkups(station)
