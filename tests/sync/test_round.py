"""A round: everything captured ends as acknowledged, once, and both sides agree."""

from __future__ import annotations

import pytest

from desktop.core.errors import Broken, EnvironmentFailed, Refused
from desktop.core.feed import FeedVerdict
from desktop.core.rider import RiderForgotten
from desktop.store.membership import hub_epoch
from desktop.store.outbox import covered
from desktop.store.standing import by_kind
from desktop.sync.joining import ask_to_join
from desktop.sync.trouble import Later
from tests.integration.conftest import MakeStation
from tests.stations import DAY
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.small_hub import Answer


def test_all_that_was_captured_is_acknowledged(town: Town) -> None:
    station = town.station()
    devices.visit(station, 5)
    station.register("马向阳")
    before = devices.stands(station)
    assert (before.acknowledged, before.waiting) == (0, before.captured)
    done = devices.sync(station)
    after = devices.stands(station)
    assert (done.pushed, done.acknowledged, done.waiting, done.flagged) == (after.captured, after.captured, 0, 0)
    assert done.site == devices.SITE
    assert devices.all_at_hub(town.hub, station)
    assert station.office.hub.page(station.by).agrees is True
    assert station.faults() == []


def test_a_second_round_sends_nothing(town: Town) -> None:
    station = town.station()
    devices.sync(station)
    served = len(town.hub.served)
    again = devices.sync(station)
    assert (again.pushed, again.pulled) == (0, 0)
    assert "/v1/batches" not in town.hub.served[served:]


def test_what_was_captured_before_joining_goes_like_the_rest(town: Town) -> None:
    station = town.alone()
    devices.visit(station, 3)
    local = station.desk.store.site
    devices.join(station, town.hub, town.url)
    joined = station.entries("site.joined")[0]
    assert (joined.site, joined.body["site"]) == (local, devices.SITE)
    devices.visit(station)
    assert station.entries()[-1].site == devices.SITE
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)
    assert station.faults() == []
    assert station.rows("SELECT DISTINCT site FROM visits") == [(local,)]


def test_joining_twice_writes_one_fact(town: Town) -> None:
    station = town.station()
    devices.join(station, town.hub, town.url)
    assert len(station.entries("site.joined")) == 1


def test_a_used_code_is_refused_to_another(town: Town) -> None:
    first, second = town.alone(), town.alone()
    code = town.hub.new_code(devices.SITE)
    first.office.hub.enrol(first.by, town.url, code, ask_to_join)
    with pytest.raises(Refused) as refused:
        second.office.hub.enrol(second.by, town.url, code, ask_to_join)
    assert refused.value.code == "hub_code_wrong"
    assert second.entries("site.joined") == []


def test_before_joining_there_is_no_hub(make_station: MakeStation) -> None:
    with pytest.raises(Refused) as refused:
        devices.sync(make_station())
    assert refused.value.code == "hub_none"


def test_more_than_a_batch(town: Town) -> None:
    station = town.station()
    with station.desk.store.write():
        devices.visit(station, 2_300)
    devices.sync(station)
    assert town.hub.served.count("/v1/batches") == 3
    assert devices.all_at_hub(town.hub, station)


def test_the_closing_of_a_day_tells_what_is_acknowledged(town: Town) -> None:
    station = town.station()
    devices.visit(station, 4)
    devices.sync(station)
    devices.visit(station, 2)
    body = station.office.days.close(station.by).body
    assert body.captured == body.acknowledged + body.waiting + body.flagged
    assert (body.waiting, body.flagged) == (3, 0)
    assert body.acknowledged == body.captured - 3


def test_a_verdict_makes_a_fact_flagged_until_it_is_settled(town: Town) -> None:
    station = town.station()
    fact = devices.visit(station)[0]
    devices.sync(station)
    town.hub.say(FeedVerdict("v1", fact, "rule_broken", {}, town.hub.now, False), station.desk.store.device)
    done = devices.sync(station)
    stands = devices.stands(station)
    assert (done.flagged, stands.flagged, stands.waiting) == (1, 1, 0)
    assert stands.captured == stands.acknowledged + stands.waiting + stands.flagged
    tray = station.office.hub.page(station.by).tray
    assert [(row.fact, row.code, row.kind) for row in tray] == [(fact, "rule_broken", "visit.recorded")]
    station.office.hub.put_aside(station.by, "v1")
    assert station.office.hub.page(station.by).tray == ()
    assert devices.stands(station).flagged == 0


def test_by_kind_adds_up_to_the_whole(town: Town) -> None:
    station = town.station()
    fact = devices.visit(station, 3)[0]
    devices.sync(station)
    town.hub.say(FeedVerdict("v1", fact, "rule_broken", {}, town.hub.now, False), station.desk.store.device)
    devices.sync(station)
    station.clock.pass_by(-DAY)
    station.office.visits.anonymous(station.by, "courier", [])
    whole = devices.stands(station)
    with station.desk.store.read() as connection:
        kinds = by_kind(connection)
    assert (whole.flagged, whole.waiting) == (2, 0)
    for name in ("captured", "acknowledged", "waiting", "flagged"):
        assert sum(getattr(each, name) for each in kinds.values()) == getattr(whole, name), name


def test_sides_that_differ_say_so_loudly(town: Town) -> None:
    station = town.station()
    devices.visit(station, 3)
    devices.sync(station)
    branch = town.hub.state.logs[station.desk.store.device, station.desk.store.head.epoch][0]
    data, digest = branch.entries[-1]
    branch.entries[-1] = (data.replace(b"visit.recorded", b"visit.reported"), digest)
    with pytest.raises(Broken) as broken:
        devices.sync(station)
    assert broken.value.code == "hub_disagrees"
    assert station.office.hub.page(station.by).agrees is False
    assert station.office.hub.page(station.by).last_failed is not None


def test_the_log_of_rounds_keeps_success_and_failure(town: Town) -> None:
    station = town.station()
    devices.visit(station)
    devices.sync(station)
    town.hub.odd = lambda _method, _path: (503, {"error": "later"})
    with pytest.raises(Later) as later:
        devices.sync(station)
    assert later.value.trouble.code == "hub_busy"
    page = station.office.hub.page(station.by)
    assert page.last_done == (station.clock.now(), "done")
    assert page.last_failed == (station.clock.now(), "hub_busy")
    assert [row.outcome for row in page.rounds] == ["hub_busy", "done"]


def test_a_revoked_device_is_told_and_its_facts_are_still_taken(town: Town) -> None:
    station = town.station()
    town.hub.state.revoked.add(station.desk.store.device)
    devices.visit(station)
    with pytest.raises(EnvironmentFailed) as revoked:
        devices.sync(station)
    assert revoked.value.code == "hub_revoked"
    assert devices.stands(station).waiting == 0


def test_sheets_notes_and_photos_go_beside(town: Town) -> None:
    station = town.station()
    station.register("马向阳")
    inspected = station.office.people.find(station.by, "马")[0].rider
    station.office.people.forget(station.by, inspected, "本人要求")
    station.register("牛得草")
    devices.sync(station)
    wanted = {row[0] for row in station.rows("SELECT hash FROM sheets UNION SELECT hash FROM notes")}
    assert wanted <= town.hub.state.whole
    assert set(town.hub.state.keys) == {row[0] for row in station.rows("SELECT hash FROM sheets")}


def test_a_hub_that_takes_no_more_photos_today_holds_up_nothing_else(town: Town) -> None:
    """The second thing is refused: facts, the first one and the feed go all the same, the rest with the next round."""
    station = town.station()
    station.register("马向阳")
    devices.sync(station)
    for name in ("牛得草", "羊一诺", "鹿鸣"):
        station.register(name)
    puts: list[str] = []

    def full(method: str, path: str) -> Answer | None:
        if method != "PUT":
            return None
        puts.append(path)
        return (429, {"error": "beside_full"}) if len(puts) > 1 else None

    unsent = "SELECT count(*) FROM sheets WHERE hash NOT IN (SELECT hash FROM sent_beside)"
    town.hub.odd = full
    devices.sync(station)
    assert len(puts) == 2, "it does not ask again and again"
    page = station.office.hub.page(station.by)
    assert (page.rounds[0].outcome, devices.stands(station).waiting) == ("hub_beside_full", 0)
    assert station.rows(unsent) == [(2,)]
    town.hub.odd = lambda _method, _path: None
    devices.sync(station)
    assert station.office.hub.page(station.by).rounds[0].outcome == "done"
    assert station.rows(unsent) == [(0,)]


def test_who_is_forgotten_elsewhere_is_forgotten_here(town: Town) -> None:
    """Another PC of the station registered and forgot; here somebody of the same id is kept no longer."""
    one, two = town.station(), town.station()
    rider = one.register("马向阳").rider
    devices.sync(one)
    devices.sync(two)
    assert two.rows("SELECT name FROM persons WHERE rider = ?", (rider,)) == [("马向阳",)]
    one.office.people.forget(one.by, rider, "本人要求")
    devices.sync(one)
    devices.sync(two)
    assert two.rows("SELECT forgotten_day IS NOT NULL FROM riders WHERE rider = ?", (rider,)) == [(1,)]
    assert two.rows("SELECT * FROM persons WHERE rider = ?", (rider,)) == []
    assert two.entries(RiderForgotten.KIND)
    assert two.faults() == []


def test_two_machines_of_a_station_see_each_other(town: Town) -> None:
    one, two = town.station(), town.station()
    devices.visit(one, 3)
    devices.visit(two, 4)
    for station in (one, two, one):
        devices.sync(station)
    assert one.rows("SELECT count(*) FROM visits") == two.rows("SELECT count(*) FROM visits") == [(7,)]
    assert one.faults() == two.faults() == []
    assert len(list(one.office.upkeep.facts())) == devices.stands(one).captured
    assert one.office.upkeep.verify().facts == devices.stands(one).captured
    with one.desk.store.alone():
        assert one.office.upkeep.rebuild()[0].ok
    assert one.rows("SELECT count(*) FROM visits") == [(7,)]


def test_sums_that_were_kept_are_those_that_are_counted_anew(town: Town) -> None:
    """Only new entries are read; what was kept is put by where the receipts go back."""
    station = town.station()
    for _ in range(3):
        devices.visit(station, 2)
        devices.sync(station)
    device = station.desk.store.device
    with station.desk.store.read() as connection:
        kept = covered(connection, device, hub_epoch(connection))
    with station.desk.store.write() as txn:
        txn.execute("UPDATE settings SET value = '' WHERE name = 'hub.sums'")
    with station.desk.store.read() as connection:
        assert covered(connection, device, hub_epoch(connection)) == kept
    with station.desk.store.write() as txn:
        txn.execute("UPDATE receipts SET seq = 3")
    with station.desk.store.read() as connection:
        assert sum(each.count for each in covered(connection, device, hub_epoch(connection)).sums) == 3
