"""What strangers try: forged seals, other people's forms, texts that are none, guessing, and asking without end."""

from __future__ import annotations

import base64
import random
from urllib.parse import quote

import pytest

from desktop.web.form import BODY_MOST
from desktop.web.limits import Limits
from desktop.web.seal import Seal
from tests.web.fake_desk import DIGITS, POSTER_SITE, FakePhoneDesk
from tests.web.phone import SECRET, Form, Phone, app_for

POSTER = f"/p/{POSTER_SITE}"
# Texts that break something where somebody forgot to look at them.
CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% raw %}",
    "${jndi:ldap://x}",
    "=cmd|'/C calc'!A0",
    "'; DROP TABLE visits; --",
    "../../../../etc/passwd",
    "\x00\x01\x1b[31m",
    "‮moc.elpmaxe",
    "﷽" * 300,
    "👨‍👩‍👧‍👦" * 20,
    "%00%0d%0aSet-Cookie: a=b",
    "a" * 5_000,
    "𬱖䶮㛃",
    " ",
    "",
)


@pytest.fixture
def desk() -> FakePhoneDesk:
    return FakePhoneDesk()


@pytest.fixture
def phone(desk: FakePhoneDesk) -> Phone:
    return Phone(app_for(desk, desk.clock))


def mutations(good: str, count: int) -> list[str]:
    """Texts near a good one: a letter changed, cut, doubled, ends swapped, other spellings of the same bytes."""
    chance, found = random.Random(7), []
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/ "
    while len(found) < count:
        at = chance.randrange(len(good))
        kind = chance.randrange(4)
        if kind == 0:
            text = good[:at] + chance.choice(letters) + good[at + 1 :]
        elif kind == 1:
            text = good[:at] + good[at + 1 :]
        elif kind == 2:
            text = good[:at] + chance.choice(letters) + good[at:]
        else:
            text = good[at:] + good[:at]
        if text != good:
            found.append(text)
    return found


def test_ten_thousand_forged_seals() -> None:
    seal, other = Seal(SECRET), Seal(bytes(32))
    fields: dict[str, str | int] = {"s": "a" * 32, "w": "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", "t": 1}
    good = seal.close("who", fields)
    assert seal.open("who", good) == fields
    forged = mutations(good, 10_000)
    forged += [other.close("who", fields), seal.close("form", fields), good + "=", good + ".", good * 2, ""]
    assert [text for text in forged if seal.open("who", text) is not None] == []


def test_a_forged_cookie_is_nobody(desk: FakePhoneDesk, phone: Phone) -> None:
    phone.register(phone.get(f"/s/{desk.code()}"))
    good = phone.client.cookies["qw"]
    assert "王" not in good
    assert "马**" in phone.get("/card").text
    for text in mutations(good, 100):
        stranger = Phone(phone.client._transport._inner.app)  # type: ignore[attr-defined]
        stranger.client.cookies.set("qw", text)
        assert "马**" not in stranger.get("/card").text


def test_a_form_of_somebody_else_does_nothing(desk: FakePhoneDesk, phone: Phone) -> None:
    """CSRF: a page elsewhere may send the attacker's form, never the victim's."""
    app = phone.client._transport._inner.app  # type: ignore[attr-defined]
    victim, attacker = Phone(app), Phone(app)
    victim.register(victim.get(f"/s/{desk.code()}"))
    attacker.register(attacker.get(f"/s/{desk.code()}"), "单春秀", "15966670001")
    before = (dict(desk.visits), dict(desk.people))
    for path, action in (("/mine/forget", "/mine/forgotten"), ("/mine", "/mine/copy"), (POSTER, "/in")):
        stolen = Form(attacker.get(path).text, action).fields
        victim.client.post(action, data=stolen)
        victim.client.post(action, data={})
    # nor does that of somebody whom the station does not know, sent by another such
    unknown = Form(Phone(app).get(POSTER).text, "/in").fields | {"group": "courier"}
    stranger = Phone(app)
    stranger.get(POSTER)
    assert stranger.client.post("/in", data=unknown).status_code == 409
    assert (desk.visits, desk.people) == before
    assert desk.shown == []


def test_a_session_that_was_foisted_gives_nothing(desk: FakePhoneDesk, phone: Phone) -> None:
    """Session fixation: what the victim is let into hangs on a cookie that is made when they register."""
    app = phone.client._transport._inner.app  # type: ignore[attr-defined]
    attacker, victim = Phone(app), Phone(app)
    attacker.get(POSTER)
    victim.client.cookies.set("qs", attacker.client.cookies["qs"])
    victim.register(victim.get(f"/s/{desk.code()}"))
    assert "马**" in victim.get("/card").text
    assert "马**" not in attacker.get("/card").text
    assert "马**" not in attacker.get("/mine").text


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_any_text_in_any_place(desk: FakePhoneDesk, phone: Phone, text: str) -> None:
    page = phone.get(POSTER)
    fields = Form(page.text, "/in").fields
    app = phone.client._transport._inner.app  # type: ignore[attr-defined]
    others = Phone(app), Phone(app)
    quoted = quote(text[:1_000], safe="")
    answers = [
        *(
            phone.client.post("/in", data=fields | {"group": "courier", name: text})
            for name in ("ticket", "digits", "group", "keep", "consent")
        ),
        others[0].register(others[0].get(POSTER), text, "13812340427"),
        others[1].register(others[1].get(POSTER), "马向阳", text),
        *(phone.get(path + quoted) for path in ("/p/", "/s/", "/done?d=", "/name?ticket=", "/?lang=")),
        phone.client.get("/", headers={"Cookie": f"qw={quoted}; qs={quoted}", "Accept-Language": quoted}),
    ]
    for answer in answers:
        assert answer.status_code < 500, answer.text
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "Set-Cookie: a" not in str(answer.headers)
        assert "Traceback" not in answer.text


def test_bodies_that_are_no_forms(desk: FakePhoneDesk, phone: Phone) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    bodies: list[tuple[bytes, dict[str, str]]] = [
        (b"ticket=" + b"a" * BODY_MOST, form),
        (b"ticket=%ff%fe", form),
        (b"&".join(b"a%d=1" % number for number in range(100)), form),
        (b"ticket=a&ticket=b", form),
        ("ticket=中".encode(), form),
        (b"{}", {"Content-Type": "application/json"}),
        (b"", {}),
    ]
    for body, headers in bodies:
        answer = phone.client.post("/in", content=body, headers=headers)
        assert answer.status_code == 400, body[:40]
        assert "再扫一次" in answer.text
    assert desk.visits == {}


def test_a_known_phone_gets_the_same_answer(desk: FakePhoneDesk) -> None:
    """Whoever types somebody else's number learns nothing, and gets neither their card nor their data."""
    app = app_for(desk, desk.clock)
    answers = []
    for _ in range(2):
        stranger = Phone(app)
        done = stranger.register(stranger.get(f"/s/{desk.code()}"), "某人", "13812340427")
        answers.append((done.status_code, done.text, stranger.get("/card").text))
    assert answers[0] == answers[1]
    assert len(desk.people) == 2


def test_guessing_ends_soon(desk: FakePhoneDesk) -> None:
    phone = Phone(app_for(desk, desk.clock, Limits(guesses=5)))
    answers = [phone.send(phone.get(POSTER), group="courier", digits="0000") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "请稍等一下" in answers[-1].text
    # not even the right ones
    assert phone.send(phone.get(POSTER), group="courier", digits=DIGITS).status_code == 429
    assert phone.send(phone.get(POSTER), group="courier").status_code == 200
    desk.now += 60_000
    assert phone.send(phone.get(POSTER), group="courier", digits=DIGITS).status_code == 200


def test_guessing_by_many_ends_too(desk: FakePhoneDesk) -> None:
    app = app_for(desk, desk.clock, Limits(guesses_all=8))
    answers = []
    for number in range(10):
        phone = Phone(app, address=f"192.168.1.{number}")
        answers.append(phone.send(phone.get(POSTER), group="courier", digits="0000").status_code)
    assert answers == [422] * 8 + [429] * 2
    other = Phone(app, address="192.168.1.99")
    assert other.send(other.get(POSTER), group="courier", digits=DIGITS).status_code == 429


def test_asking_without_end(desk: FakePhoneDesk) -> None:
    app = app_for(desk, desk.clock, Limits(pages=20))
    phone = Phone(app, "en")
    answers = [phone.get("/") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "One moment" in answers[-1].text
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert Phone(app, address="192.168.1.9").get("/").status_code == 200


def test_a_bug_shows_nothing_of_itself(desk: FakePhoneDesk) -> None:
    heard: list[Exception] = []
    phone = Phone(app_for(desk, desk.clock, report=heard.append))
    page = phone.get(POSTER)
    desk.broken = True
    answer = phone.send(page, group="courier")
    assert answer.status_code == 500
    assert "这一页出错了" in answer.text
    assert "13805310427" not in answer.text
    assert [type(error) for error in heard] == [RuntimeError]


def test_what_headers_say(desk: FakePhoneDesk, phone: Phone) -> None:
    pages = [phone.get(path) for path in ("/", POSTER, "/nothing", "/mine", "/lost")]
    pages.append(phone.client.put("/in"))
    for page in pages:
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Cache-Control"] == "no-store"
        assert "<script" not in page.text
        assert "style=" not in page.text
        assert "http://" not in page.text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    cookie = pages[1].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    # nothing in a cookie says who it is to whoever looks over a shoulder
    phone.register(phone.get(POSTER))
    kept = phone.client.cookies["qw"].partition(".")[0]
    assert "13812340427" not in base64.urlsafe_b64decode(kept + "==").decode()


def test_every_page_is_light(desk: FakePhoneDesk, phone: Phone) -> None:
    """With the style sheet, uncompressed: 30 KB at most."""
    sheet = len(phone.get("/phone.css").content)
    assert sheet < 7_000
    phone.register(phone.get(f"/s/{desk.code()}"))
    sizes = {path: len(phone.get(path).content) + sheet for path in (POSTER, "/", "/card", "/mine", "/lost", "/s/A")}
    stranger = Phone(phone.client._transport._inner.app)  # type: ignore[attr-defined]
    sizes["first"] = len(stranger.get(POSTER).content) + sheet
    sizes["done"] = len(stranger.send(stranger.get(POSTER), group="courier").content) + sheet
    assert max(sizes.values()) < 30_000, sizes
