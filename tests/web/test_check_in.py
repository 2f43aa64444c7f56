"""Check-in by phone: first and next time, screen and poster, what counts once, what is said when it does not work."""

from __future__ import annotations

import pytest

from desktop.core import checkin_code
from tests.web.fake_desk import DIGITS, KEY, NOON, POSTER_SITE, SITE, FakePhoneDesk
from tests.web.phone import Phone, app_for


@pytest.fixture
def desk() -> FakePhoneDesk:
    return FakePhoneDesk()


@pytest.fixture
def phone(desk: FakePhoneDesk) -> Phone:
    return Phone(app_for(desk, desk.clock))


POSTER = f"/P/{POSTER_SITE}"


def test_first_time_without_a_name(desk: FakePhoneDesk, phone: Phone) -> None:
    page = phone.get(f"/s/{desk.code()}")
    assert "甸柳一社区站" in page.text
    assert page.text.count("checked") == 1  # 不留，直接签到
    done = phone.send(page, group="courier")
    assert done.url.path == "/done"
    assert "签到成功" in done.text
    assert "12:06" in done.text
    assert "11月21日 星期六" in done.text
    assert "泉香快餐（甸柳店）" in done.text
    assert "午餐到 13:30" in done.text
    (came,) = desk.visits.values()
    assert (came.group, came.presence, came.rider, came.name) == ("courier", "screen", "", "")


def test_next_time_one_tap(desk: FakePhoneDesk, phone: Phone) -> None:
    phone.send(phone.get(f"/s/{desk.code()}"), group="courier")
    desk.visits.clear()
    desk.now += 86_400_000
    page = phone.get(f"/s/{desk.code()}")
    assert 'type="radio"' not in page.text
    assert "签到成功" in phone.send(page).text
    assert desk.last().group == "courier"


def test_a_name_only_with_consent(desk: FakePhoneDesk, phone: Phone) -> None:
    second = phone.send(phone.get(f"/s/{desk.code()}"), group="delivery_rider", keep="name")
    assert second.url.path == "/name"
    assert "checked" not in second.text
    for sentence in ("本人同意驿站登记姓名和电话，只用于站内服务；", "一年没来自动删除；", "随时可以注销。"):
        assert sentence in second.text
    again = phone.send(second, name="马向阳", phone="13812340427", keep="filled")
    assert again.status_code == 422
    assert not desk.people
    assert 'value="马向阳"' in again.text
    done = phone.send(again, name="马向阳", phone="13812340427", keep="filled", consent="yes")
    assert "签到成功" in done.text
    assert "还差一步" in done.text
    assert list(desk.people.values()) == [("马向阳", "13812340427", "delivery_rider")]
    assert "马向阳" not in done.text


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [("", "13812340427", "请填姓名"), ("马向阳", "1381234", "11 位"), ("‮马", "13812340427", "看不见的字符")],
)
def test_what_is_typed_wrong_is_said_and_kept(
    desk: FakePhoneDesk, phone: Phone, name: str, number: str, said: str
) -> None:
    answer = phone.register(phone.get(f"/s/{desk.code()}"), name, number)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{number}"' in answer.text
    assert not desk.visits


def test_after_all_without_a_name(desk: FakePhoneDesk, phone: Phone) -> None:
    second = phone.send(phone.get(f"/s/{desk.code()}"), group="truck_driver", keep="name")
    assert "签到成功" in phone.send(second, name="马", phone="1", keep="no").text
    assert not desk.people
    assert desk.last().group == "truck_driver"


@pytest.mark.parametrize(("later", "good"), [(31, True), (60, True), (61, False), (120, False)])
def test_a_code_holds_for_a_minute(desk: FakePhoneDesk, phone: Phone, later: int, good: bool) -> None:
    code = desk.code()
    desk.now += later * 1000
    page = phone.get(f"/s/{code}")
    assert ("辛苦了，进来歇歇" in page.text) is good
    if good:
        return
    assert f"您扫到的是 {later} 秒前的" in page.text
    assert "不签到也能坐下休息" in page.text
    assert not desk.visits
    # the digits of now lead on, and the work is still asked for
    on = phone.send(page, digits=DIGITS)
    assert "选一下您的职业" in on.text
    phone.send(on, group="courier")
    assert desk.last().presence == "screen"


def test_a_code_of_another_station(desk: FakePhoneDesk, phone: Phone) -> None:
    other = checkin_code.show(KEY, SITE.replace("5b", "6b"), NOON // 1000)
    assert "别的驿站的码" in phone.get(f"/s/{other.text}").text
    assert phone.get("/s/QYC1XYZ").status_code == 404
    assert "别的驿站的码" in phone.get("/p/AAAAAAAA").text
    assert phone.get(POSTER.lower()).status_code == 200


def test_the_poster_with_and_without_digits(desk: FakePhoneDesk) -> None:
    seen = []
    for digits in ("", DIGITS):
        phone = Phone(app_for(desk, desk.clock))
        phone.send(phone.get(POSTER), group="courier", digits=digits)
        seen.append(desk.last().presence)
    assert seen == ["poster", "screen"]


def test_wrong_digits_lose_nothing(desk: FakePhoneDesk, phone: Phone) -> None:
    wrong = phone.send(phone.get(POSTER), group="courier", digits="0000")
    assert wrong.status_code == 422
    assert "数字不对" in wrong.text
    assert not desk.visits
    assert "签到成功" in phone.send(wrong, digits="").text
    assert (desk.last().group, desk.last().presence) == ("courier", "poster")


def test_sent_twice_counts_once(desk: FakePhoneDesk, phone: Phone) -> None:
    page = phone.get(f"/s/{desk.code()}")
    for _ in range(3):
        assert "签到成功" in phone.send(page, group="courier").text
    assert len(desk.visits) == 1
    other = Phone(app_for(desk, desk.clock))
    second = other.send(other.get(f"/s/{desk.code()}"), group="delivery_rider", keep="name")
    for _ in range(3):
        typed = {"name": "马向阳", "phone": "13812340427", "consent": "yes", "keep": "filled"}
        assert "签到成功" in other.send(second, **typed).text
    assert len(desk.visits) == 2
    assert len(desk.people) == 1


def test_the_same_code_again_adds_nothing(desk: FakePhoneDesk, phone: Phone) -> None:
    code = desk.code()
    phone.send(phone.get(f"/s/{code}"), group="courier")
    assert "已经签过了" in phone.send(phone.get(f"/s/{code}")).text
    assert len(desk.visits) == 1


def test_another_form_before_any_answer_is_for_the_same_visit(desk: FakePhoneDesk, phone: Phone) -> None:
    def lost() -> None:
        """An answer that never arrives: its cookies do not either."""
        kept = dict(phone.client.cookies)
        phone.send(phone.get(POSTER), group="courier")
        phone.client.cookies.clear()
        phone.client.cookies.update(kept)

    phone.get(POSTER)
    lost()
    desk.now += 10 * 60_000
    assert "签到成功" in phone.send(phone.get(f"/s/{desk.code()}"), group="courier").text
    assert len(desk.visits) == 1
    # for as long as a form is good; then nobody can say any more that it was the same
    phone.client.cookies.clear()
    phone.get(POSTER)
    lost()
    desk.now += 15 * 60_000 + 1
    phone.send(phone.get(POSTER), group="courier")
    assert len(desk.visits) == 3


def test_a_form_begun_is_no_other_phones(desk: FakePhoneDesk, phone: Phone) -> None:
    phone.get(POSTER)
    other = Phone(app_for(desk, desk.clock))
    other.client.cookies.set("qb", phone.client.cookies["qb"])
    for each in (other, phone):
        each.send(each.get(POSTER), group="courier")
    assert len(desk.visits) == 2


def test_a_clock_that_is_put_back_a_little(desk: FakePhoneDesk, phone: Phone) -> None:
    page = phone.get(f"/s/{desk.code()}")
    desk.now -= 60_000
    assert "签到成功" in phone.send(page, group="courier").text
    desk.now -= 60_000
    assert "已经签过了" in phone.send(phone.get(POSTER)).text
    page = phone.get(POSTER)
    desk.now -= 60_001
    assert phone.send(page).status_code == 409


def test_a_ticket_grows_old(desk: FakePhoneDesk, phone: Phone) -> None:
    page = phone.get(f"/s/{desk.code()}")
    desk.now += 15 * 60_000 + 1
    answer = phone.send(page, group="courier")
    assert answer.status_code == 409
    assert "放太久" in answer.text
    assert not desk.visits


def test_by_the_phones_language_and_the_other_by_a_link(desk: FakePhoneDesk) -> None:
    phone = Phone(app_for(desk, desk.clock), "fr;q=0.9,en-GB;q=0.8,zh;q=0.3")
    page = phone.get(POSTER)
    assert 'lang="en"' in page.text
    assert "Come in and rest" in page.text
    page = phone.get(f"{POSTER}?lang=zh")
    assert "辛苦了" in page.text
    assert "辛苦了" in phone.get(POSTER).text
    assert "签到成功" in phone.send(page, group="courier").text


def test_somebody_forgotten_begins_anew(desk: FakePhoneDesk, phone: Phone) -> None:
    phone.register(phone.get(f"/s/{desk.code()}"))
    page = phone.get(f"/s/{desk.code()}")
    assert "马**，您好" in page.text
    desk.people.clear()
    desk.visits.clear()
    assert phone.send(page).status_code == 409
    first = phone.get(f"/s/{desk.code()}")
    assert "第一次来" in first.text
    assert "签到成功" in phone.send(first, group="courier").text


def test_a_full_disk_is_said_and_once_more_counts_once(desk: FakePhoneDesk, phone: Phone) -> None:
    page = phone.get(POSTER)
    desk.full = True
    answer = phone.send(page, group="courier")
    assert answer.status_code == 503
    assert "没有记上" in answer.text
    desk.full = False
    assert "签到成功" in phone.send(page, group="courier").text
    assert len(desk.visits) == 1
