"""Signing in: planted sessions, lock-out, the limit of tries, signing out, where one is sent afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.pages.visit import SESSION
from hub.signin import IDLE_MS, LONGEST_MS, TRIES_A_MINUTE, Sessions
from hub.supervisors import TRIES, Supervisors
from tests.hub.conftest import PIN, Hub
from tests.hub.filled import office_of
from tests.hub.visitor import Visitor

NAME = "督导员甲"


class SetClock:
    def __init__(self, now: int) -> None:
        self.time = now

    def now(self) -> int:
        return self.time


@pytest.fixture
def visitor(served: Hub) -> Iterator[Visitor]:
    """Nobody tried to sign in a moment ago."""
    with served.parts.database.write() as session:
        session.execute("DELETE FROM tries")
        session.execute("UPDATE supervisors SET failed = 0, locked_until = 0")
    made = Visitor(str(served.client.base_url))
    yield made
    made.close()


def test_a_session_is_made_at_sign_in_and_never_taken_from_outside(visitor: Visitor) -> None:
    visitor.client.cookies.set(SESSION, "planted", domain="127.0.0.1")
    answer = visitor.sign_in(NAME, PIN, "/held")
    assert (answer.status_code, answer.headers["location"]) == (303, "/held")
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(SESSION))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "planted" not in cookie
    visitor.client.cookies.clear()
    visitor.client.cookies.set(SESSION, "planted", domain="127.0.0.1")
    assert visitor.get("/").status_code == 303


def test_a_second_sign_in_has_another_session(visitor: Visitor, served: Hub) -> None:
    first = visitor.sign_in(NAME, PIN).cookies[SESSION]
    other = Visitor(str(served.client.base_url))
    second = other.sign_in(NAME, PIN).cookies[SESSION]
    other.close()
    assert first != second


def test_the_database_does_not_hold_the_token(visitor: Visitor, served: Hub) -> None:
    token = visitor.sign_in(NAME, PIN).cookies[SESSION]
    with served.parts.database.read() as session:
        kept = [row[0] for row in session.rows("SELECT session FROM sessions")]
    assert kept
    assert token not in kept


def test_signing_out_ends_the_session(visitor: Visitor) -> None:
    token = visitor.sign_in(NAME, PIN).cookies[SESSION]
    assert visitor.get("/").status_code == 200
    assert visitor.post("/sign-out", "").status_code == 403
    assert visitor.get("/").status_code == 200
    assert visitor.post("/sign-out").headers["location"] == "/sign-in"
    visitor.client.cookies.set(SESSION, token, domain="127.0.0.1")
    assert visitor.get("/").status_code == 303


def test_name_and_pin_are_wrong_alike(visitor: Visitor) -> None:
    wrong, nobody = visitor.sign_in(NAME, "999999"), visitor.sign_in("没有这个人", "999999")
    assert wrong.status_code == nobody.status_code == 422

    def banner(text: str) -> str:
        return text[text.index("banner wrong") :].split("</p>")[0]

    assert banner(wrong.text) == banner(nobody.text)


def test_the_form_needs_its_own_cookie(visitor: Visitor) -> None:
    given = {"csrf": visitor.token("/sign-in"), "name": NAME, "pin": PIN, "next": "/"}
    visitor.client.cookies.clear()
    assert visitor.client.post("/sign-in", data=given).status_code == 403


def test_the_right_pin_is_of_no_use_while_locked(visitor: Visitor) -> None:
    for _ in range(TRIES):
        last = visitor.sign_in(NAME, "999999")
    assert last.status_code == 429
    assert visitor.sign_in(NAME, PIN).status_code == 429
    assert visitor.get("/").status_code == 303


def test_tries_a_minute_are_limited_over_all_workers(visitor: Visitor) -> None:
    answers = [visitor.sign_in("没有这个人", "1") for _ in range(TRIES_A_MINUTE + 6)]
    assert [answer.status_code for answer in answers[:TRIES_A_MINUTE]] == [422] * TRIES_A_MINUTE
    assert answers[-1].status_code in (422, 429), "a minute may have ended between them"
    assert any(answer.status_code == 429 for answer in answers[TRIES_A_MINUTE:])


@pytest.mark.parametrize("after", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(visitor: Visitor, after: str) -> None:
    assert visitor.sign_in(NAME, PIN, after).headers["location"] == "/"


def test_sessions_end_when_idle_and_after_half_a_day(served: Hub) -> None:
    office = office_of(served)
    clock = SetClock(office.hub.ground.now())
    ground = office.hub.ground
    ground.__dict__["now"] = clock.now
    found = Supervisors(served.parts.database, served.parts.journal).all()[0]
    sessions = Sessions(ground, lambda _name, _pin: (found.id, found.name, found.roles), b"k" * 32)
    token = sessions.sign_in(NAME, PIN, "10.0.0.1")
    assert sessions.find(token) is not None
    clock.time += IDLE_MS + 1
    assert sessions.find(token) is None
    token = sessions.sign_in(NAME, PIN, "10.0.0.1")
    for _ in range(LONGEST_MS // (IDLE_MS - 60_001)):
        clock.time += IDLE_MS - 60_001
        assert sessions.find(token) is not None
    clock.time += IDLE_MS - 60_001
    assert sessions.find(token) is None
