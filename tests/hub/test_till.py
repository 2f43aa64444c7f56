"""A merchant serves by phone: the till's rules and words, each meal once, voids of one's own shift, and its end."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import canonical, card, keys
from desktop.core.card import read
from desktop.core.joining import SiteJoined
from desktop.core.rider import CardWithdrawn, RiderForgotten
from desktop.core.site import MerchantAdded
from hub.judge import Judge
from hub.replay import verify
from hub.seen import Seen
from tests.hub.counter import DAY, HOUR, NOON, Counter, Phone, made_counter, said
from tests.hub.filled import SUPERVISOR
from tests.hub.servers import new_database
from tests.hub.test_project import meal

SERVED, ALREADY = "可以用餐", "已经用过了"


@pytest.fixture(autouse=True)
def _noon(counter: Counter) -> Iterator[None]:
    """The counter is everybody's, and its clock with it."""
    counter.clock.time = NOON
    yield
    counter.clock.time = NOON


@pytest.fixture(scope="module")
def home(counter: Counter) -> str:
    return counter.merchant("暖心快餐")


@pytest.fixture
def phone(counter: Counter, home: str) -> Phone:
    return counter.cashier(home, f"收银 {uuid.uuid4().hex[:6]}")


def meals(counter: Counter, text: str) -> list[tuple[object, ...]]:
    with counter.ring.parts.database.read() as session:
        sql = "SELECT day, site, source, subsidy_fen, held, voided FROM meals WHERE rider = ?"
        return [tuple(row) for row in session.rows(sql, (read(text)[0].rider,))]


def push(counter: Counter, body: object, device: str = "device", **more: str) -> None:
    at = counter.ring.devices[device]
    at.log.append(body, **more)  # type: ignore[arg-type]
    at.receipt(at.push(at.log.batch(len(at.log.entries))))
    counter.ring.project()


def test_a_card_is_served_once_in_a_period(counter: Counter, home: str, phone: Phone) -> None:
    text = counter.rider()
    answer = phone.send(text)
    assert (answer.status_code, said(answer)) == (200, SERVED)
    assert "￥9.90" in answer.text
    assert "快递员" in answer.text
    assert meals(counter, text) == [(DAY, home, "phone", 500, None, None)]
    again = phone.send(text)
    assert said(again) == ALREADY
    assert "12:00 在暖心快餐用过" in again.text
    assert "下一餐" in again.text
    other = counter.cashier(home, "另一部手机")
    assert said(other.send(text)) == ALREADY
    counter.ring.project()
    assert len(meals(counter, text)) == 1
    counter.clock.time = NOON + 2 * HOUR
    assert said(Phone(counter, other.name).send(text)) == SERVED
    counter.clock.time = NOON + 6 * HOUR
    third = Phone(counter, phone.name).send(text)
    assert said(third) == ALREADY
    assert "明天再来" in third.text


def test_a_form_sent_twice_is_one_meal(counter: Counter, phone: Phone) -> None:
    text, page = counter.rider(), phone.page()
    answers = [phone.send(text, page=page) for _ in range(3)]
    assert [said(answer) for answer in answers] == [SERVED] * 3
    assert len(meals(counter, text)) == 1
    # the same page with another card is the meal that it was made for
    other = counter.rider()
    assert said(phone.send(other, page=page)) == SERVED
    assert meals(counter, other) == []


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_two_phones_at_once_serve_one_person_once(
    backend: str, counter: Counter, home: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if backend == "postgresql":
        db = new_database(request.getfixturevalue("postgres"))
        with made_counter(tmp_path_factory.mktemp("till-pg"), db) as made:
            _race(made, made.merchant("暖心快餐"))
        return
    _race(counter, home)


def _race(counter: Counter, home: str) -> None:
    phones = [counter.cashier(home, f"手机 {uuid.uuid4().hex[:6]}") for _ in range(3)]
    for _ in range(4):
        _at_once(counter, phones)
    counter.ring.project()
    assert verify(counter.ring.parts).faults == []


def _at_once(counter: Counter, phones: list[Phone]) -> None:
    text, pages = counter.rider(), [phone.page() for phone in phones]
    barrier, answers = threading.Barrier(3), []

    def go(phone: Phone, page: dict[str, str]) -> None:
        barrier.wait()
        answers.append(said(phone.send(text, page=page)))

    threads = [threading.Thread(target=go, args=pair) for pair in zip(phones, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == sorted([SERVED, ALREADY, ALREADY])
    assert len(meals(counter, text)) == 1


def test_the_cards_own_outcomes(counter: Counter, phone: Phone) -> None:
    now = counter.clock.now() // 1_000
    old = counter.rider(issued=now - 731 * 86_400)
    assert said(phone.send(old)) == "卡已过期"
    lost = counter.rider()
    push(counter, CardWithdrawn(read(lost)[0].rider, read(lost)[0].issued, "lost"))
    assert said(phone.send(lost)) == "这张卡已停用"
    gone = counter.rider()
    push(counter, RiderForgotten(read(gone)[0].rider, None))
    assert said(phone.send(gone)) == "这张卡已停用"
    revoked = counter.ring.devices["revoked"].key
    late = card.issue(revoked, str(uuid.uuid4()), "courier", now + 60, 730).text
    assert said(phone.send(late)) == "这张卡已停用"
    for nothing in (lost[:-1] + ("A" if lost[-1] != "A" else "B"), "https://example.cn", "QY-0000-0000", "李四"):
        answer = phone.send(nothing)
        assert said(answer) == "不是我们的卡"
        assert "请再拍一次" in answer.text
    practice = card.issue(revoked, str(uuid.uuid4()), "courier", now, 730, practice=True).text
    assert said(phone.send(practice)) == "这是练习卡"


def test_the_programmes_own_outcomes(counter: Counter, phone: Phone) -> None:
    assert said(phone.send(counter.rider(verified=False))) == "还没核验身份"
    counter.clock.time = NOON - 7 * HOUR
    late = phone.send(counter.rider())
    assert said(late) == "现在不是供餐时段"
    counter.clock.time = NOON
    unknown = keys.DeviceKey(b"\x07" * 32)
    now = counter.clock.now() // 1_000
    home = counter.merchant("不认识的卡")
    other = counter.cashier(home, "不认识的卡 甲")
    for number in range(6):
        text = card.issue(unknown, str(uuid.uuid4()), "courier", now, 730).text
        wanted = SERVED if number < 5 else "还没核验身份"
        assert said(other.send(text)) == wanted
        if number < 5:
            assert meals(counter, text)[0][4] == "unknown_issuer"


def test_no_more_is_spent_than_was_granted(counter: Counter) -> None:
    poor = counter.cashier(counter.merchant("小额快餐"), "小额 甲", fen=1_000)
    assert [said(poor.send(counter.rider())) for _ in range(3)] == [SERVED, SERVED, "本月额度已用完"]
    few = counter.cashier(counter.merchant("两份快餐"), "两份 甲", portions=2)
    assert [said(few.send(counter.rider())) for _ in range(3)] == [SERVED, SERVED, "今天份数已供完"]
    first = few.get("/till/shift").text
    fact = re.findall(r"/till/void/([0-9a-f-]+)", first)[0]
    assert few.post(f"/till/void/{fact}", reason="returned").status_code == 303
    assert said(few.send(counter.rider())) == SERVED


def test_more_may_be_granted_on_the_page_of_allotments(counter: Counter) -> None:
    site = counter.merchant("加额快餐")
    poor = counter.cashier(site, "加额 甲", fen=500)
    assert [said(poor.send(counter.rider())) for _ in range(2)] == [SERVED, "本月额度已用完"]
    hub = counter.ring.parts.keys.id
    given = {"merchant": site, "known": site, "device": hub, "month": DAY[:7], "yuan": "20", "portions": "0"}
    assert counter.ring.form("supervisor", "/allotments", given).status_code == 303
    shown = counter.ring.ask("supervisor", "GET", f"/allotments?merchant={site}&month={DAY[:7]}").text
    assert "手机核销</h2>" in shown
    assert said(poor.send(counter.rider())) == SERVED
    other = {**given, "merchant": "30000000-0000-4000-8000-00000000000b"}
    assert counter.ring.form("supervisor", "/allotments", other).status_code == 422


@pytest.mark.parametrize("spelled", [str, str.lower, lambda number: number.replace("-", ""), lambda number: number[3:]])
def test_a_cards_number_does_too(counter: Counter, phone: Phone, spelled: type[str]) -> None:
    text = counter.rider()
    number = read(text)[0].number
    assert said(phone.send(spelled(number))) == SERVED
    assert said(phone.send(text)) == ALREADY


def test_a_void_is_for_ones_own_shift(counter: Counter, home: str, phone: Phone) -> None:
    text = counter.rider()
    phone.send(text)
    (fact,) = re.findall(r"/till/void/([0-9a-f-]+)", phone.get("/till/shift").text)
    stranger = counter.cashier(home, f"旁人 {uuid.uuid4().hex[:6]}")
    before = counter.ring.entries()
    for other in (stranger, counter.cashier(counter.merchant(f"别家 {fact[-6:]}"), f"别家 {fact[-6:]}")):
        assert other.get(f"/till/void/{fact}").status_code == 404
        before = counter.ring.entries()
        assert other.post(f"/till/void/{fact}", reason="mis_scan").status_code == 404
        assert counter.ring.entries() == before
    assert phone.post(f"/till/void/{fact}", reason="because").status_code == 422
    assert counter.ring.entries() == before
    done = phone.post(f"/till/void/{fact}", reason="mis_scan")
    assert (done.status_code, done.headers["location"]) == (303, "/till/shift?done=till_voided")
    assert meals(counter, text)[0][5] == "mis_scan"
    assert "已作废" in phone.get("/till/shift").text
    before = counter.ring.entries()
    assert phone.post(f"/till/void/{fact}", reason="mis_scan").status_code in (404, 422)
    assert counter.ring.entries() == before
    assert said(phone.send(text)) == SERVED
    counter.ring.project()
    assert verify(counter.ring.parts).faults == []


def test_after_the_shift_or_the_day_nothing_is_voided(counter: Counter, phone: Phone) -> None:
    phone.send(counter.rider())
    (fact,) = re.findall(r"/till/void/([0-9a-f-]+)", phone.get("/till/shift").text)
    counter.clock.time += 1_000
    ended = phone.post("/till/shift")
    assert ended.status_code == 200
    assert "收工了" in ended.text
    assert "￥9.90" in ended.text
    before = counter.ring.entries()
    late = phone.post(f"/till/void/{fact}", reason="mis_scan")
    assert late.status_code in (404, 422)
    assert phone.post("/till/shift").status_code == 422
    assert counter.ring.entries() == before
    counter.clock.time += 1_000
    phone.send(counter.rider())
    shown = phone.get("/till/shift").text
    (fact,) = re.findall(r"/till/void/([0-9a-f-]+)", shown)
    counter.clock.time = NOON + 24 * HOUR
    tomorrow = Phone(counter, phone.name)
    assert tomorrow.post(f"/till/void/{fact}", reason="mis_scan").status_code in (404, 422)
    assert "本班还没有人用餐" in tomorrow.get("/till/shift").text


def test_it_ends_when_it_was_said_to_and_at_once_when_somebody_ends_it(counter: Counter, home: str) -> None:
    phone = counter.cashier(home, "一天 甲", days=1)
    text = counter.rider()
    counter.clock.time = NOON + 24 * HOUR
    assert "到期或停用" in Phone(counter, phone.name).get().text
    counter.clock.time = NOON
    phone = Phone(counter, phone.name)
    page = phone.page()
    counter.ring.office.phone_tills.end(SUPERVISOR, phone.by.id)
    refused = phone.send(text, page=page)
    assert (refused.status_code, "到期或停用" in refused.text) == (422, True)
    assert meals(counter, text) == []


def test_forms_of_others_and_old_ones_are_refused(counter: Counter, home: str, phone: Phone) -> None:
    text, page = counter.rider(), phone.page()
    other = counter.cashier(home, f"他 {uuid.uuid4().hex[:6]}")
    stolen = {**other.page(), "form": page["form"]}
    before = counter.ring.entries()
    assert "放太久" in other.send(text, page=stolen).text
    assert phone.send(text, page={**page, "csrf": other.csrf}).status_code == 403
    assert phone.send(text, page={"form": page["form"]}).status_code == 403
    for forged in ("", "x", page["form"][:-2] + "AA", page["form"].replace(".", ""), "e30." + page["form"][4:]):
        assert "放太久" in phone.send(text, page={**page, "form": forged}).text
    counter.clock.time += 13 * HOUR
    again = Phone(counter, phone.name)
    assert "放太久" in again.send(text, page={**page, "csrf": again.csrf}).text
    counter.clock.time = NOON
    assert meals(counter, text) == []
    assert counter.ring.entries() == before


def test_a_supervisor_serves_nobody_and_a_cashier_sees_no_station(counter: Counter, phone: Phone) -> None:
    ring = counter.ring
    for path in ("/", "/held", "/settlements", "/phone-tills", "/supervisors", "/devices"):
        assert phone.get(path).status_code == 403
    assert ring.ask("supervisor", "GET", "/till").status_code == 403
    assert ring.form("supervisor", "/till", {"card": "x"}).status_code == 403
    accounts = ring.form("supervisor", "/supervisors", {"name": "甲", "pin": "135790", "role": "till", "scope": ""})
    assert accounts.status_code == 422


def test_a_double_with_a_till_that_was_offline_is_held(counter: Counter, home: str, phone: Phone) -> None:
    """Who served first stands; of the other it is told, and no settlement pays it twice."""
    text = counter.rider()
    rider = read(text)[0].rider
    merchant = "30000000-0000-4000-8000-00000000000a"
    if counter.entries("meal.held") >= 0:
        push(counter, MerchantAdded(merchant, "站里快餐"), "other")
    assert said(phone.send(text)) == SERVED
    served = json.loads(canonical.encode(meal(rider, NOON - 60_000)))
    push(counter, {**served, "merchant": merchant}, "other", kind="meal.served", day=DAY)
    assert meals(counter, text).count((DAY, home, "phone", 500, "double_meal", None)) == 1
    assert len(meals(counter, text)) == 2
    known, draft = counter.ring.office.settlements.draft(SUPERVISOR, home, DAY[:7])
    assert known.name == "暖心快餐"
    assert rider not in str([line.meal for line in draft.lines])
    assert verify(counter.ring.parts).faults == []


def test_what_comes_by_phone_during_a_projectors_run_is_judged_too(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL lets both write at once; a meal taken with what the run itself says would be judged by nobody."""
    with made_counter(tmp_path, new_database(request.getfixturevalue("postgres"))) as made:
        phone, text = made.cashier(made.merchant("暖心快餐"), "收银"), made.rider()
        judge, asked, threads = Judge.judge, phone.page(), []

        def meanwhile(self: Judge, seen: Seen) -> None:
            judge(self, seen)
            if seen.meals and not threads:
                threads.append(threading.Thread(target=lambda: phone.send(text, page=asked)))
                threads[0].start()
                threads[0].join(2)

        monkeypatch.setattr(Judge, "judge", meanwhile)
        push(made, meal(read(text)[0].rider, NOON - 60_000), day=DAY)
        threads[0].join(30)
        made.ring.project()
        found = meals(made, text)
        assert len(found) <= 2
        assert sum(held is None for *_, held, _ in found) == 1, found


def test_settlement_takes_each_meal_by_phone_once(counter: Counter) -> None:
    site = counter.merchant("结算快餐")
    phone = counter.cashier(site, "结算 甲")
    for _ in range(3):
        phone.send(counter.rider())
    counter.ring.project()
    _, draft = counter.ring.office.settlements.draft(SUPERVISOR, site, DAY[:7])
    assert (len(draft.lines), draft.subsidy_fen) == (3, 1_500)
    line = next(each for each in counter.ring.office.settlements.month(SUPERVISOR, DAY[:7]) if each.merchant == site)
    assert (line.meals, line.subsidy_fen) == (3, 1_500)


def test_meals_of_a_merchants_own_till_are_settled_under_its_place_and_nobody_takes_them(counter: Counter) -> None:
    """A till serves under the id that it had before it joined: that is an alias of its place, and stays so whatever
    another till says of itself.
    """
    site, till = counter.joined("自家电脑")
    other, hostile = counter.joined("别人家")
    served = json.loads(canonical.encode(meal(str(uuid.uuid4()), NOON)))
    for device, place in ((till, site), (hostile, other)):
        device.log.append(SiteJoined(place, counter.ring.parts.keys.id, "ab" * 32))
        device.receipt(device.push())
    counter.ring.project()
    till.log.append({**served, "merchant": till.log.site}, kind="meal.served", day=DAY)
    till.receipt(till.push(till.log.batch(3)))
    hostile.log.site = till.log.site
    hostile.log.append(SiteJoined(other, counter.ring.parts.keys.id, "ab" * 32))
    hostile.receipt(hostile.push(hostile.log.batch(3)))
    counter.ring.project()
    office = counter.ring.office
    assert [len(office.settlements.draft(SUPERVISOR, each, DAY[:7])[1].lines) for each in (site, other)] == [1, 0]
    with counter.ring.parts.database.read() as session:
        codes = session.rows("SELECT code FROM verdicts WHERE device = ?", (hostile.id,))
    assert [row[0] for row in codes] == ["not_yours"]
    assert verify(counter.ring.parts).faults == []
