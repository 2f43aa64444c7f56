"""Who may do what: every guarded method of every service against every role, as the data says.

The methods are found by looking, so that a new one cannot be forgotten: it has no arguments here, and fails.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import itertools
import pkgutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import desktop.services
import resources
from desktop.core import card, signed
from desktop.core.business_day import day_of, parse_time
from desktop.core.enrolment import CERTIFICATE_PREAMBLE, Certificate
from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.pages import GivenAnswer
from desktop.core.programme import Serving
from desktop.core.roles import Operator
from desktop.core.settlement import SettlementMoved
from desktop.services import office as office_module
from desktop.services.office import Office
from desktop.services.sheet_file import GivenRow, GivenSheet
from tests import clinic
from tests.busy import SECOND_OPERATOR, STRANGER, Told, busy_day, picture
from tests.integration.conftest import MakeStation
from tests.stations import HOUR, Station, Yard, rulebook

TABLE = tomllib.loads(resources.read_text("rules", "roles.toml"))
ROLES = tuple(TABLE["roles"])
# One that leads to the method of the paper's kind, which asks.
LEADS = {"papers.Papers.freeze"}
COMBINATIONS = [roles for count in range(4) for roles in itertools.combinations(ROLES, count)]
NOBODY = Operator("00000000-0000-0000-0000-000000000009", frozenset())
FAIL = [GivenAnswer("microwave.heats", "fail")]

# The arguments after the operator, with which a method goes through at a station after a busy day.
ARGUMENTS: dict[str, Callable[[Station, Told], tuple[Any, ...]]] = {
    "operators.add": lambda _s, _t: ("周立新", "caretaker", "246810"),
    "master.add_merchant": lambda _s, _t: ("新商户",),
    "master.add_partner": lambda _s, _t: ("新医院",),
    "master.grant": lambda _s, t: (t.merchant, "2026-12", 1, 0),
    "people.register": lambda _s, _t: ("新来的", "13511112222", "courier", {"consent": True}),
    "people.verify": lambda _s, t: (t.riders["马向阳"], "badge"),
    "people.find": lambda _s, _t: ("马",),
    "searches.everywhere": lambda _s, _t: ("13511113333", lambda _phone, _by: []),
    "people.withdraw": lambda _s, t: (t.cards["单春秀"],),
    "people.reissue": lambda _s, t: (t.riders["马向阳"],),
    "people.forget": lambda _s, t: (t.riders["欧阳雨桐"], "本人要求"),
    "visits.by_card": lambda _s, t: (t.cards["牛𬱖📦"], []),
    "visits.by_search": lambda _s, t: (t.riders["马向阳"], []),
    "visits.anonymous": lambda _s, _t: ("courier", []),
    "visits.set_services": lambda _s, t: (t.visit, ["water"]),
    "visits.check_out": lambda s, _t: (open_visit(s),),
    "visits.void": lambda _s, t: (t.visit, "mis_scan"),
    "meals.serve": lambda _s, t: (t.cards["牛𬱖📦"], t.merchant),
    "meals.void": lambda s, _t: (standing_meal(s), "returned"),
    "meals._void_today": lambda s, _t: (standing_meal(s), "returned", ""),
    "meals._void_late": lambda s, _t: (standing_meal(s), "returned", ""),
    "settlements.draft": lambda _s, t: (t.merchant, "2026-11"),
    "settlements.of": lambda _s, t: (t.merchant,),
    "settlements.one": lambda s, t: (settled(s, t),),
    "settlements.close": lambda s, t: (t.merchant, in_december(s)),
    "settlements.move": lambda s, t: (settled(s, t), "confirmed"),
    "settlements._confirm": lambda s, t: (*moved(s, t, "confirmed"), ""),
    "settlements._advance": lambda s, t: (*moved(s, t, "returned"), "有异议"),
    "reviews.review": lambda s, t: (held_meal(s, t), "pay", "看了点餐记录"),
    "reviews.waiting": lambda _s, _t: (),
    "doubts.of": lambda _s, t: (t.merchant, "2026-11"),
    "doubts.answer": lambda s, t: (asked_meal(s, t), "match"),
    "doubts.draw": lambda s, t: (t.merchant, in_december(s)),
    "doubts.call": lambda s, t: (*sampled(s, t), "confirmed"),
    "inspections.complete": lambda _s, _t: ("opening", FAIL),
    "inspections._opening": lambda _s, _t: (FAIL, None),
    "inspections._weekly": lambda _s, _t: (FAIL, None),
    "inspections._supervised": lambda _s, _t: (FAIL, None),
    "inspections._unannounced": lambda _s, _t: (FAIL, None),
    "rectifications.rectify": lambda s, _t: (job_in(s, "open"), "好了", [picture()]),
    "rectifications.recheck": lambda s, _t: (job_in(s, "awaiting"), True, "好了"),
    "rectifications.extend": lambda s, _t: (job_in(s, "open"), 3, "等配件"),
    "standard.now": lambda _s, _t: (),
    "referrals.refer": lambda _s, t: (t.cards["牛𬱖📦"], "checkup", t.partner, {"consent": True}),
    "referrals.refer_person": lambda _s, t: (
        t.riders["马向阳"],
        "green_channel",
        t.partner,
        {"consent": True, "reason": "头晕"},
    ),
    "referrals.move": lambda _s, t: (t.referral, "closed"),
    "bookings.open": lambda _s, _t: (clinic.a_file(hospital='"历下区人民医院"'),),
    "bookings.batches": lambda _s, _t: (),
    "bookings.book": lambda s, _t: (a_slip(s), a_slot(s)),
    "bookings.expire": lambda _s, _t: (),
    "booking_lists.enter": lambda s, _t: (booked(s)[0], clinic.an_id_number()),
    "booking_lists.take_out": lambda s, _t: (booked(s)[1],),
    "booking_lists.destroy": lambda s, _t: (over(s),),
    "attendance.record": lambda s, _t: (booked(s)[1], (), True),
    "attendance.expected": lambda s, _t: (booked(s)[1],),
    "attendance.stub": lambda _s, t: (t.referral,),
    "chase.list": lambda _s, _t: (),
    "chase.call_list": lambda _s, _t: (),
    "phone_settings.switch": lambda _s, _t: (True, 8642),
    "phone_settings.let_tablets": lambda _s, _t: (),
    "phone_settings.forget_tablets": lambda _s, _t: (),
    "days.open": lambda _s, _t: (),
    "days.close": lambda _s, _t: (),
    "days.would_close": lambda _s, _t: (),
    "medicine.lines": lambda _s, _t: (),
    "medicine.stock": lambda _s, _t: ("创可贴", {"batch": "A1", "expiry": "2028-02", "quantity": 1}),
    "medicine.open": lambda _s, _t: ("碘伏",),
    "medicine.take": lambda _s, _t: ("创可贴",),
    "medicine.count": lambda _s, _t: ("创可贴", 3),
    "medicine.dispose": lambda _s, _t: ([("创可贴", 1)], "damaged", SECOND_OPERATOR, "135790"),
    "merchant_records.set": lambda _s, t: (t.merchant, {"account_tail": "6021"}),
    "merchant_records.get": lambda _s, t: (t.merchant,),
    "boxes.count": lambda _s, t: (t.merchant, {"received": 1, "handed_out": 1, "left_over": 0, "spoiled": 0}),
    "boxes.month": lambda _s, _t: ("2026-11",),
    "goods.hand_out": lambda _s, _t: ("矿泉水", 1),
    "goods.month": lambda _s, _t: ("2026-11",),
    "operators.change_pin": lambda _s, _t: ("李建国", "246810"),
    "operators.retire": lambda _s, _t: ("李建国",),
    "consents.of": lambda _s, t: (t.riders["马向阳"],),
    "consents.agree": lambda s, t: (old_consent(s, t.riders["马向阳"]), {"consent": True}),
    "retention.run": lambda _s, _t: (),
    "notes.blank": lambda s, _t: (noted(s), "names_somebody"),
    "visits.on_paper": lambda s, _t: (None, "courier", [], 2, s.clock.now()),
    "meals.on_paper": lambda s, t: (card.read(t.cards["牛𬱖📦"])[0], t.merchant, lunch(s), s.clock.now()),
    "clocks.correct": lambda _s, _t: (1, 1, 1),
    "hours.plan": lambda _s, _t: ("2027-02-16", "2027-02-17", "spring_festival"),
    "hours.cancel": lambda s, _t: (planned(s),),
    "hours.extend": lambda _s, _t: (None, "23:00", "heat"),
    "hours.month": lambda _s, _t: ("2026-11",),
    "sheets.add_register": lambda _s, _t: ("visits", 1),
    "sheets.note_out": lambda s, _t: (s.office.sheets.add_register(s.by, "visits", 1).register,),
    "sheets.enter": lambda s, t: (paper_sheet(s, t),),
    "shifts.open": lambda _s, _t: (),
    "shifts.hand_over": lambda s, _t: (s.office.operators.choose(SECOND_OPERATOR).id, "135790"),
    "hub.enrol": lambda _s, _t: ("http://127.0.0.1:1", "7K2M-9QXA-B3CD", taken_in),
    "hub.page": lambda _s, _t: (),
    "hub.put_aside": lambda s, _t: (a_verdict(s),),
    "hub.put_run_aside": lambda _s, _t: ("clock_behind",),
}
# Methods that take an operator and leave the guard to another: whom they ask.
ASKS = {
    "meals.void": "void_meal",
    "inspections.complete": "inspect_opening",
    "settlements.move": "settle_confirm",
}
# Somebody who neither registered nor served: 不相容岗位分离.
APART = "00000000-0000-4000-8000-000000000007"
# Where a service's module is not called as the office calls it.
MODULES = {"standard": "standard_state"}
NEEDS_APART = {"settlements.close", "settlements._advance", "reviews.review", "doubts.call"}


def lunch(station: Station) -> Serving:
    """The serving of noon on the day of the clock."""
    day = day_of(station.clock.now())
    serving = station.desk.rules.programme.serving(parse_time(f"{day}T12:00"))
    assert serving is not None
    return serving


def noted(station: Station) -> str:
    """A hand-over with a note."""
    taker = station.office.operators.choose(SECOND_OPERATOR).id
    return station.office.shifts.hand_over(station.by, taker, "135790", note="钥匙在抽屉里").id


def planned(station: Station) -> str:
    """A planned closing that is still to come."""
    there = station.rows("SELECT closing FROM closings WHERE cancelled_at IS NULL")
    return str(there[0][0]) if there else station.office.hours.plan(station.by, "2027-01-01", "2027-01-01", "other")[0]


def paper_sheet(station: Station, told: Told) -> GivenSheet:
    """A meal on a sheet of today: that is what both who may enter one may serve."""
    number = station.office.sheets.add_register(station.by, "meals", 1).first
    row = GivenRow(1, time="07:30", name="马向阳", phone_tail="0427", signature=True)
    return GivenSheet(number, day_of(station.clock.now()), told.merchant, picture(), (row,))


def taken_in(_url: str, key: DeviceKey, _request: object) -> signed.Signed:
    """What a hub answers to a device that asks to join."""
    hub = DeviceKey(b"\x08" * 32)
    certificate = Certificate(
        1, hub.device, hub.public.hex(), key.device, key.public.hex(), STRANGER, "station", "驿站", "", 0
    )
    return signed.sign(hub, CERTIFICATE_PREAMBLE, certificate)


def a_verdict(station: Station) -> str:
    with station.desk.store.write() as txn:
        txn.execute(
            "INSERT OR IGNORE INTO verdicts (verdict, fact, code, detail, at, done) VALUES ('v', '', 'c', '{}', 0, 0)"
        )
    return "v"


def open_visit(station: Station) -> str:
    return str(station.rows("SELECT fact FROM visits WHERE ended_at IS NULL AND voided IS NULL")[0][0])


def a_slip(station: Station) -> str:
    """An issued check-up slip."""
    return str(station.rows("SELECT referral FROM referrals WHERE kind = 'checkup' AND state = 'issued'")[0][0])


def a_slot(station: Station) -> str:
    station.clock.set("2026-11-19T09:00")
    return station.office.bookings.open(station.by, clinic.a_file(hospital='"历下区人民医院"')).slots[0].slot


def booked(station: Station) -> tuple[str, str]:
    """A slip with a place, and its batch."""
    there = station.rows("SELECT referral, batch FROM bookings WHERE standing = 'booked'")
    if there:
        return str(there[0][0]), str(there[0][1])
    slip, slot = a_slip(station), a_slot(station)
    station.office.bookings.book(station.by, slip, slot)
    return slip, str(station.rows("SELECT batch FROM checkup_slots WHERE slot = ?", (slot,))[0][0])


def over(station: Station) -> str:
    """A batch whose list is to be destroyed today."""
    batch = booked(station)[1]
    station.clock.set("2026-12-20T09:00")
    return batch


def standing_meal(station: Station) -> str:
    return str(station.rows("SELECT fact FROM meals WHERE voided IS NULL")[0][0])


def old_consent(station: Station, rider: str) -> str:
    """A rider who has agreed to an older text since."""
    with station.older_text():
        station.office.consents.agree(station.by, rider, consent=True)
    return rider


def job_in(station: Station, state: str) -> str:
    """A job opened by a caretaker, in this state."""
    done = station.office.inspections.complete(station.by, "weekly", [GivenAnswer("repair_tools.pump", "fail")])
    job = done.rectifications[0]
    if state == "awaiting":
        station.office.rectifications.rectify(station.by, job, "好了", [picture()])
    return job


def in_december(station: Station) -> str:
    """The month of the busy day, when it is over."""
    station.clock.set("2026-12-01T09:00")
    return "2026-11"


def settled(station: Station, told: Told) -> str:
    apart = Operator(APART, frozenset({"supervisor"}))
    month = in_december(station)
    found = station.office.settlements.of(apart, told.merchant)
    return (found[0] if found else station.office.settlements.close(apart, told.merchant, month)).settlement


def moved(station: Station, told: Told, to: str) -> tuple[str, SettlementMoved]:
    settlement = settled(station, told)
    return settlement, SettlementMoved(settlement, to)


def held_meal(station: Station, told: Told) -> str:
    """A meal on the card of a stranger's station."""
    text = card.issue(DeviceKey(b"\x07" * 32), STRANGER, "courier", station.clock.now() // 1000 - HOUR, 730).text
    return station.office.meals.serve(station.by, text, told.merchant).fact or ""


def asked_meal(station: Station, told: Told) -> str:
    """A meal after which the phone's tail is asked."""
    rules = station.desk.rules
    station.desk.rules = dataclasses.replace(rules, doubts=dataclasses.replace(rules.doubts, tail_one_in=1))
    try:
        return station.office.meals.serve(station.by, told.cards["牛𬱖📦"], told.merchant).fact or ""
    finally:
        station.desk.rules = rules


def sampled(station: Station, told: Told) -> tuple[str, str]:
    """A month's sample and a meal in it."""
    apart = Operator(APART, frozenset({"supervisor"}))
    month = in_december(station)
    if not station.rows("SELECT 1 FROM samples"):
        station.office.doubts.draw(apart, told.merchant, month)
    sample, meal = station.rows("SELECT sample, meal FROM callbacks ORDER BY meal")[0]
    return sample, meal


def services(office: Office) -> Iterator[tuple[str, Any]]:
    for name, service in vars(office).items():
        if hasattr(service, "desk"):
            yield name, service


def methods(office: Office) -> dict[str, Any]:
    """Every method of every service whose first argument is an operator, guarded or not."""
    found: dict[str, Any] = {}
    for name, service in services(office):
        for attribute, function in inspect.getmembers(type(service), inspect.isfunction):
            names = list(inspect.signature(function).parameters)
            public = not attribute.startswith("_")
            if hasattr(function, "action") or (public and names[1:2] == ["by"]):
                found[f"{name}.{attribute}"] = getattr(service, attribute)
    return found


def test_every_method_that_takes_an_operator_is_known_here(station: Station) -> None:
    assert set(methods(station.office)) == set(ARGUMENTS)


def test_every_method_that_writes_takes_an_operator(station: Station) -> None:
    """What may be done without one shows no personal data and writes no fact but the first operator's."""
    free = {
        f"{name}.{attribute}"
        for name, service in services(station.office)
        for attribute, function in inspect.getmembers(type(service), inspect.isfunction)
        if not attribute.startswith("_")
        and "by" not in inspect.signature(function).parameters
        and not hasattr(function, "action")
    }
    assert free == {
        "hub.count",
        "operators.add_first",
        "operators.all",
        "operators.choose",
        "operators.sign_in",
        "master.merchants",
        "master.merchant_name",
        "master.find_partner",
        "meals.knows",
        "people.seen",
        # what a command answers with after an act that was allowed: no name and no phone
        "people.card_text",
        "visits.arrival",
        "phone_settings.wanted",
        "phone_settings.address",
        "phone_settings.secret",
        "phone_settings.note_address",
        # a tablet whose link was opened at the counter is known by it
        "phone_settings.tablet_mark",
        "phone_settings.make_tablet_mark",
        # what people do on their own phones: nobody at the counter is asked
        "visits.by_phone",
        "people.register_by_phone",
        "people.forget_by_phone",
        "referrals.checked",
        "referrals.code",
        "settlements.past_month",
        "settlements.month_over",
        "settlements.this_month",
        "doubts.sample",
        "days.figures",
        "consents.text",
        "figures.today",
        "figures.period",
        "figures.find",
        "figures.value",
        "figures.values",
        "figures.read",
        "figures.explain",
        # by the app itself, once a day, and only what the rules say
        "retention.due",
        "retention.run_by_app",
        "retention.run_at_opening",
        # the status line's: counts and times
        "hub.status",
        "upkeep.status",
        "upkeep.facts",
        "upkeep.verify",
        "upkeep.rebuild",
        "upkeep.back_up",
        "upkeep.backup_folders",
        "upkeep.last_backup",
    }


def test_every_action_is_named_in_the_data(station: Station) -> None:
    used = {method.action for method in methods(station.office).values() if hasattr(method, "action")}
    assert used <= set(TABLE["actions"])
    for action, roles in TABLE["actions"].items():
        assert roles, f"{action} is allowed to nobody"
        assert set(roles) <= set(ROLES)


def test_every_action_of_the_data_is_asked_for(station: Station) -> None:
    used = {method.action for method in methods(station.office).values() if hasattr(method, "action")}
    used |= {function.action for function in elsewhere().values() if hasattr(function, "action")}
    left = set(TABLE["actions"]) - used
    # asked for inside, where the columns of a table or the names on cards are chosen
    assert left <= {"export_unmasked", "print_cards_full"}, left


def elsewhere() -> dict[str, Any]:
    """What is guarded, or public and takes an operator, and is not held by the office: methods of other classes,
    and functions.
    """
    held = {value for value in vars(office_module).values() if inspect.isclass(value)}
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(desktop.services.__path__):
        loaded = importlib.import_module(f"desktop.services.{module.name}")
        for name, owner in inspect.getmembers(loaded, inspect.isclass):
            if owner in held or owner.__module__ != loaded.__name__:
                continue
            for attribute, function in inspect.getmembers(owner, inspect.isfunction):
                names = list(inspect.signature(function).parameters)
                public = not attribute.startswith("_")
                if hasattr(function, "action") or (public and names[1:2] == ["by"]):
                    found[f"{module.name}.{name}.{attribute}"] = function
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__ and hasattr(function, "action"):
                found[f"{module.name}.{name}"] = function
    return found


def marked() -> set[str]:
    """Every `@allowed` in the source of the services, as `module.function`, read as text: what a look at the
    objects might miss.
    """
    found = set()
    for file in sorted(Path(desktop.services.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "allowed(" in ast.unparse(each) for each in node.decorator_list
            ):
                found.add(f"{file.stem}.{node.name}")
    return found


def test_every_mark_in_the_source_is_asked_here() -> None:
    asked = {f"{function_of(name).__module__.rpartition('.')[2]}.{name.partition('.')[2]}" for name in ARGUMENTS}
    asked |= {f"{name.split('.')[0]}.{name.rpartition('.')[2]}" for name in elsewhere()}
    assert marked()
    assert marked() <= asked


@pytest.mark.parametrize(("name", "function"), elsewhere().items(), ids=elsewhere())
def test_papers_and_exports_ask_the_roles_too(station: Station, name: str, function: Any) -> None:
    """Whether they get past the guard is told by what they miss behind it: their arguments."""
    if name in LEADS:
        assert not hasattr(function, "action")
        return
    assert hasattr(function, "action"), f"{name} takes an operator and asks no role"
    service = SimpleNamespace(desk=station.desk)
    for roles in COMBINATIONS:
        by = Operator(station.by.id, frozenset(roles))
        if set(roles).isdisjoint(TABLE["actions"].get(function.action, ())):
            with pytest.raises(Refused, match="'not_allowed'"):
                function(service, by)
        else:
            with pytest.raises(TypeError, match="missing"):
                function(service, by)


@pytest.fixture(scope="module")
def worked(yard: Yard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Station, Told]]:
    """A station after a busy day, for calls that the guard stops."""
    station = yard.fresh.open(tmp_path_factory.mktemp("roles"))
    yield station, tell(station)
    station.close()


def tell(station: Station) -> Told:
    told = busy_day(station)
    station.clock.pass_by(15 * HOUR)
    return told


def call(office: Office, name: str, by: Operator, arguments: tuple[Any, ...]) -> Any:
    plain = tuple(value for value in arguments if not isinstance(value, dict))
    named = next((value for value in arguments if isinstance(value, dict)), {})
    return methods(office)[name](by, *plain, **named)


def expected(method: Any, name: str, roles: tuple[str, ...]) -> bool:
    """By the data itself, not by the code that reads it; a method without a guard is expected of nobody."""
    action = getattr(method, "action", None) or ASKS.get(name, "")
    return not set(roles).isdisjoint(TABLE["actions"].get(action, ()))


@pytest.mark.parametrize("name", ARGUMENTS)
def test_refused_to_every_role_that_the_data_does_not_name(worked: tuple[Station, Told], name: str) -> None:
    station, told = worked
    method = methods(station.office)[name]
    arguments = ARGUMENTS[name](station, told)
    before = station.desk.store.head
    for roles in COMBINATIONS:
        if name == "meals.void" or expected(method, name, roles):
            continue
        with pytest.raises(Refused, match="'not_allowed'"):
            call(station.office, name, Operator(station.by.id, frozenset(roles)), arguments)
    with pytest.raises(Refused, match="'not_allowed'"):
        call(station.office, name, NOBODY, arguments)
    with pytest.raises(Refused, match="'not_allowed'"):
        call(station.office, name, Operator(station.by.id, frozenset({"Supervisor", "admin", ""})), arguments)
    assert station.desk.store.head == before


def function_of(name: str) -> Any:
    """The function of a method without a station at hand."""
    service, attribute = name.split(".")
    module = importlib.import_module(f"desktop.services.{MODULES.get(service, service)}")
    owner = next(
        value
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__ and hasattr(value, attribute)
    )
    return getattr(owner, attribute)


def allowed_pairs() -> list[tuple[str, str]]:
    pairs = itertools.product(ARGUMENTS, ROLES)
    return [(name, role) for name, role in pairs if expected(function_of(name), name, (role,))]


@pytest.mark.parametrize(("name", "role"), allowed_pairs())
def test_allowed_to_every_role_that_the_data_names(make_station: MakeStation, yard: Yard, name: str, role: str) -> None:
    told: list[Told] = []
    template = yard.after("told", lambda station: told.append(tell(station)))
    KEPT.extend(told)
    station = make_station(of=template, synchronous="NORMAL")
    station.clock.set("2026-11-17T12:00")
    if name == "meals.void" and role != "supervisor":
        # of today, else it is a supervisor's
        text, merchant = KEPT[0].cards["牛𬱖📦"], KEPT[0].merchant
        arguments: tuple[Any, ...] = (station.office.meals.serve(station.by, text, merchant).fact, "returned")
    else:
        arguments = ARGUMENTS[name](station, KEPT[0])
    who = APART if name in NEEDS_APART else station.by.id
    call(station.office, name, Operator(who, frozenset({role})), arguments)
    assert station.faults() == []


# The template is told once a session; its ids are kept for the tests that copy it.
KEPT: list[Told] = []


def test_a_new_action_is_refused_to_everybody(station: Station) -> None:
    everybody = Operator(station.by.id, frozenset(ROLES))
    assert not rulebook().roles.allows(everybody, "invented")
    with pytest.raises(Refused, match="'not_allowed'"):
        rulebook().roles.require(everybody, "invented")


def test_who_registered_is_told_by_the_facts(station: Station) -> None:
    """不相容岗位 are told apart later by who did it: the operator is in every fact."""
    busy_day(station)
    assert {entry.by for entry in station.entries()} <= {station.by.id, "00000000-0000-0000-0000-000000000000"}
