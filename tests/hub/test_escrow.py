"""The escrow: what goes in when somebody is forgotten, who can open it, and what nobody can."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, replace

import pytest

from desktop.core.business_day import day_of, plus_months
from desktop.core.errors import Refused
from desktop.core.joining import RidersJoined
from desktop.core.meal import MealServed, MealVoided
from desktop.core.rider import RiderForgotten
from desktop.core.stick import BadStick, open_with
from hub.escrow import Escrow
from hub.escrow_key import key_of, new_code
from hub.escrows import OPEN_MS, Escrows
from hub.ground import HubGround
from hub.office import Office
from hub.porter import HubPorter
from hub.projector import Projector
from hub.replay import verify
from hub.supervision import Supervisor
from tests.hub.conftest import PIN, Hub
from tests.hub.device import Device
from tests.hub.filled import office_of
from tests.hub.test_beside import register
from tests.integration.test_leaks import found_in

NAME, PHONE = "郑封存", "13955550001"
MERCHANT = "8e319f4d-6ca1-4031-9f8d-30c1b2ad9e8f"


@dataclass
class Vault:
    """A hub with three keepers and their codes; `now` moves the clock that the pages see."""

    hub: Hub
    office: Office
    people: list[Supervisor]
    codes: list[str]

    def later(self, ms: int) -> Escrows:
        """The use cases as they are so much later."""
        parts = self.hub.parts
        now = parts.clock.now() + ms

        class Clock:
            def now(self) -> int:
                return now

        ground = HubGround(replace(parts, clock=Clock()))
        return Escrows(replace(self.office.hub, ground=ground))

    def facts(self, kind: str) -> list[tuple[str, ...]]:
        with self.hub.parts.database.read() as session:
            return [tuple(row) for row in session.rows("SELECT fact FROM journal WHERE kind = ?", (kind,))]


@pytest.fixture(scope="module")
def vault(served: Hub) -> Vault:
    office = office_of(served)
    first = Supervisor(str(uuid.uuid4()), frozenset({"supervisor"}), "督导员甲", "")
    people = [first]
    for name in ("区级乙", "区级丙", "区级丁"):
        made = HubPorter(served.parts).add_supervisor(name, PIN, first.id, ("supervisor",))
        people.append(Supervisor(made, frozenset({"supervisor"}), name, ""))
    keepers = people[1:]
    return Vault(served, office, keepers, [office.escrows.become_keeper(each, True) for each in keepers])


def meal(rider: str, at: int, subsidy: int = 500) -> MealServed:
    return MealServed(
        rider, "courier", MERCHANT, "warm", "2026.1", "lunch", "set", 1_800, 990, subsidy, at, 1, "ab" * 6, "yes"
    )


def forgotten(vault: Vault, phone: str, *, subsidy: int = 500, voided: bool = False) -> tuple[str, Device]:
    """Somebody who had a meal and was forgotten."""
    device = vault.hub.device()
    rider, _ = register(vault.hub, device, NAME, phone)
    served = device.log.append(meal(rider, device.log.now, subsidy))
    if voided:
        device.log.append(MealVoided(served, "returned", False))
    device.log.append(RiderForgotten(rider, None))
    device.receipt(device.push(device.log.batch(4)))
    Projector(vault.hub.parts).all()
    return rider, device


def count(vault: Vault, table: str, rider: str) -> int:
    with vault.hub.parts.database.read() as session:
        return int(session.row(f"SELECT count(*) FROM {table} WHERE rider = ?", (rider,))[0])


def test_two_open_it_together_and_each_looks_once(vault: Vault) -> None:
    rider, _ = forgotten(vault, PHONE)
    escrows, (one, two, three), codes = vault.office.escrows, vault.people, vault.codes
    shown = next(each for each in escrows.page(one) if each.rider == rider)
    today = day_of(vault.hub.parts.clock.now())
    assert (shown.meals, shown.subsidy_fen) == (1, 500)
    assert today < shown.until <= plus_months(today, 36)
    opening = escrows.ask(one, rider, "区审计局抽查 2026-11")
    with pytest.raises(Refused, match="escrow_same_person"):
        escrows.act(one, opening, codes[0])
    with pytest.raises(Refused, match="escrow_code_wrong"):
        escrows.act(two, opening, codes[0])
    assert escrows.act(two, opening, codes[1].lower().replace("-", " ")) is None
    with pytest.raises(Refused, match="escrow_agreed"):
        escrows.act(three, opening, codes[2])
    with pytest.raises(Refused, match="escrow_asker_first"):
        escrows.act(two, opening, codes[1])
    with pytest.raises(Refused, match="escrow_code_wrong"):
        escrows.act(one, opening, codes[1])
    wanted = {"company": "", "name": NAME, "phone": PHONE}
    assert escrows.act(one, opening, codes[0]) == wanted
    with pytest.raises(Refused, match="escrow_shown"):
        escrows.act(one, opening, codes[0])
    assert escrows.act(two, opening, codes[1]) == wanted
    with pytest.raises(Refused, match="escrow_shown"):
        escrows.act(two, opening, codes[1])
    told = escrows.one(three, opening)
    assert (told.asker, told.agreer, told.reason) == ("区级乙", "区级丙", "区审计局抽查 2026-11")
    assert told.asked_shown
    assert told.agreed_shown
    Projector(vault.hub.parts).all()
    faults = verify(vault.hub.parts).faults
    assert faults == [], str(faults)
    assert len(vault.facts("escrow.shown")) == 2


def test_what_lies_at_the_hub_the_hub_cannot_open(vault: Vault) -> None:
    """Neither in the tables nor with the hub's own key; not even between the two."""
    rider, _ = forgotten(vault, "13955550002")
    escrows, (one, two, _) = vault.office.escrows, vault.people
    opening = escrows.ask(one, rider, "区审计局抽查")
    escrows.act(two, opening, vault.codes[1])
    keys = vault.hub.parts.keys
    with vault.hub.parts.database.read() as session:
        boxes = [bytes(row[0]) for row in session.rows("SELECT box FROM escrow_locks WHERE rider = ?", (rider,))]
        boxes += [bytes(row[0]) for row in session.rows("SELECT half FROM escrow_hands WHERE opening = ?", (opening,))]
    assert len(boxes) == 3 * 2 + 1
    for box in boxes:
        for seed in (keys.seed, keys.database, keys.purpose("escrow")):
            with pytest.raises(BadStick):
                open_with(seed, box)
    # one keeper's code alone takes one lock off and no more
    for box in boxes[:-1]:
        for code in vault.codes:
            try:
                left = open_with(key_of(code).seed, box)
            except BadStick:
                continue
            assert len(left) > 32
            with pytest.raises(BadStick):
                open_with(key_of(code).seed, left)
    escrows.act(one, opening, vault.codes[0])
    dump = everything(vault.hub)
    assert found_in(dump, (NAME, "13955550002", *vault.codes)) == set()
    assert found_in(dump + NAME.encode(), (NAME,)) == {NAME}


def everything(hub: Hub) -> bytes:
    """All that stands in the hub's database, decrypted."""
    from hub.tables import metadata

    with hub.parts.database.read() as session:
        rows = [tuple(row) for table in metadata.tables for row in session.rows(f'SELECT * FROM "{table}"')]
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for row in rows for value in row
    )


@pytest.mark.parametrize("case", ["no subsidy", "voided"])
def test_without_publicly_paid_meals_nothing_is_kept(vault: Vault, case: str) -> None:
    phone = f"1395555010{len(case) % 10}"
    rider, device = forgotten(vault, phone, subsidy=0 if case == "no subsidy" else 500, voided=case == "voided")
    assert [count(vault, table, rider) for table in ("escrow_sheets", "escrow_locks", "people")] == [0, 0, 0]
    assert rider not in {each.rider for each in vault.office.escrows.page(vault.people[0])}
    with pytest.raises(Refused, match="escrow_unknown"):
        vault.office.escrows.ask(vault.people[0], rider, "区审计局抽查")
    assert device.ask("POST", "/v1/find", {"v": 1, "phone": phone, "by": rider}).json() == {"found": []}


def test_it_lapses_within_the_hour(vault: Vault) -> None:
    rider, _ = forgotten(vault, "13955550003")
    one, two, _ = vault.people
    opening = vault.office.escrows.ask(one, rider, "区审计局抽查")
    with pytest.raises(Refused, match="escrow_over"):
        vault.later(OPEN_MS + 60_000).act(two, opening, vault.codes[1])
    vault.office.escrows.act(two, opening, vault.codes[1])
    with pytest.raises(Refused, match="escrow_over"):
        vault.later(OPEN_MS + 60_000).act(one, opening, vault.codes[0])
    parts = vault.hub.parts
    with parts.database.write() as session:
        Escrow(session, parts.journal, parts.clock.now() + OPEN_MS + 60_000).clear()
    with pytest.raises(Refused, match="escrow_over"):
        vault.office.escrows.act(one, opening, vault.codes[0])


def test_when_its_time_is_over_nobody_can_open_it(vault: Vault) -> None:
    rider, _ = forgotten(vault, "13955550004")
    parts = vault.hub.parts
    before = len(vault.facts("escrow.destroyed"))
    with parts.database.write() as session:
        session.execute("UPDATE escrow_sheets SET until = ? WHERE rider = ?", (day_of(parts.clock.now()), rider))
    Projector(parts).all()
    assert (count(vault, "escrow_sheets", rider), count(vault, "escrow_locks", rider)) == (0, 0)
    assert len(vault.facts("escrow.destroyed")) == before + 1
    assert rider not in {each.rider for each in vault.office.escrows.page(vault.people[0])}
    assert verify(parts).faults == []


def test_who_became_a_keeper_later_opens_what_comes_later(vault: Vault) -> None:
    rider, _ = forgotten(vault, "13955550005")
    stranger = Supervisor(str(uuid.uuid4()), frozenset({"supervisor"}), "新来的", "")
    with pytest.raises(Refused, match="escrow_not_keeper"):
        vault.office.escrows.ask(stranger, rider, "区审计局抽查")
    opening = vault.office.escrows.ask(vault.people[0], rider, "区审计局抽查")
    with pytest.raises(Refused, match="escrow_not_keeper"):
        vault.office.escrows.act(stranger, opening, new_code())
    with pytest.raises(Refused, match="not_allowed"):
        vault.office.escrows.page(Supervisor("x", frozenset({"street"}), "街道", "370102005"))


def test_all_ids_of_a_person_go_in_and_are_forgotten(vault: Vault) -> None:
    """Joined in a row of three, where the meals are another id's than the one that was named."""
    one, two, three = (vault.hub.device() for _ in range(3))
    riders = [register(vault.hub, device, NAME, f"1395555002{at}")[0] for at, device in enumerate((one, two, three))]
    three.log.append(meal(riders[2], three.log.now))
    three.receipt(three.push(three.log.batch(4)))
    parts = vault.hub.parts
    with parts.database.write() as session:
        for pair in itertools.pairwise(riders):
            parts.journal.append(session, RidersJoined(*pair))
    Projector(parts).all()
    one.log.append(RiderForgotten(riders[0], None))
    one.receipt(one.push(one.log.batch(4)))
    Projector(parts).all()
    assert [count(vault, "escrow_sheets", rider) for rider in riders] == [1, 1, 1]
    assert [count(vault, "people", rider) for rider in riders] == [0, 0, 0]
    assert [count(vault, "forgotten", rider) for rider in riders] == [1, 1, 1]


def test_with_one_keeper_nothing_is_kept(hub: Hub) -> None:
    office = office_of(hub)
    by = Supervisor(str(uuid.uuid4()), frozenset({"supervisor"}), "督导员甲", "")
    with hub.serve(workers=1):
        alone = Vault(hub, office, [by], [office.escrows.become_keeper(by, True)])
        rider, _ = forgotten(alone, "13955550009")
    assert (count(alone, "escrow_sheets", rider), count(alone, "people", rider)) == (0, 0)
    assert alone.facts("escrow.sealed") == []
