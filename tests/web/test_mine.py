"""One's own card, and what is held about oneself: shown, copied, deleted."""

from __future__ import annotations

import io
import json

import pytest
import zxingcpp
from PIL import Image

from tests.web.fake_desk import CARD, POSTER_SITE, FakePhoneDesk
from tests.web.phone import Phone, app_for


@pytest.fixture
def desk() -> FakePhoneDesk:
    return FakePhoneDesk()


@pytest.fixture
def phone(desk: FakePhoneDesk) -> Phone:
    phone = Phone(app_for(desk, desk.clock))
    phone.register(phone.get(f"/s/{desk.code()}"))
    return phone


def test_the_card_and_its_picture(desk: FakePhoneDesk, phone: Phone) -> None:
    page = phone.get("/card").text
    assert "还没核验" in page
    assert "QY-4K7M-82XD" in page
    assert '<svg class="code"' in page
    desk.verified.update(desk.people)
    assert "已核验，可吃 9.9 元餐" in phone.get("/card").text
    picture = phone.get("/card.png")
    assert "attachment" in picture.headers["Content-Disposition"]
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    assert read.text == CARD
    assert "挂失补卡" in phone.get("/lost").text


def test_without_a_person_there_is_no_card(desk: FakePhoneDesk) -> None:
    phone = Phone(app_for(desk, desk.clock))
    phone.send(phone.get(f"/p/{POSTER_SITE}"), group="courier")
    assert phone.get("/card").url.path == "/"
    assert phone.get("/card.png").url.path == "/"
    assert "快递员" in phone.get("/mine").text


def test_what_is_held_is_shown_and_copied_each_a_fact(desk: FakePhoneDesk, phone: Phone) -> None:
    first = phone.get("/mine")
    assert "13812340427" not in first.text
    assert desk.shown == []
    shown = phone.send(first, "/mine/all").text
    assert "13812340427" in shown
    assert "马向阳" in shown
    assert "饮水" in shown
    copied = phone.send(first, "/mine/copy")
    assert json.loads(copied.text)["phone"] == "13812340427"
    assert [form for _, _, form in desk.shown] == ["page", "copy"]
    assert phone.client.get("/mine/all").status_code == 404


def test_forgotten_only_when_asked_twice(desk: FakePhoneDesk, phone: Phone) -> None:
    asked = phone.get("/mine/forget")
    assert "找不回来" in asked.text
    assert desk.people
    done = phone.send(asked, "/mine/forgotten")
    assert "已经删掉了" in done.text
    assert not desk.people
    assert "qw" not in phone.client.cookies
    assert "第一次来" in phone.get(f"/p/{POSTER_SITE}").text


def test_a_phone_that_is_lent_forgets(desk: FakePhoneDesk, phone: Phone) -> None:
    phone.send(phone.get("/mine"), "/not-me")
    assert "qw" not in phone.client.cookies
    assert desk.people
    assert "第一次来" in phone.get(f"/p/{POSTER_SITE}").text
