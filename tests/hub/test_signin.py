"""Signing in: planted sessions, lock-out, the limit of tries, signing out, where one is sent afterwards."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator

import pytest

from desktop.core.errors import Refused
from hub.locks import FIRST_WAIT_MS, TRIES
from hub.pages.visit import SESSION
from hub.signin import IDLE_MS, LONGEST_MS, TRIES_A_MINUTE, Sessions
from hub.supervisors import Supervisors
from tests.hub.conftest import PIN, Hub
from tests.hub.filled import office_of
from tests.hub.visitor import Visitor

NAME = "督导员甲"


class SetClock:
    def __init__(self, now: int) -> None:
        self.time = now

    def now(self) -> int:
        return self.time


def forget_tries(hub: Hub) -> None:
    """As if the minute were over."""
    with hub.parts.database.write() as session:
        session.execute("DELETE FROM tries")


@pytest.fixture
def visitor(served: Hub) -> Iterator[Visitor]:
    """Nobody tried to sign in a moment ago."""
    forget_tries(served)
    with served.parts.database.write() as session:
        session.execute("DELETE FROM sign_ins")
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


def test_name_and_pin_are_wrong_alike_until_both_are_locked(visitor: Visitor, served: Hub) -> None:
    """Statuses, sentences and waits are the same for somebody and for nobody, tries at either worker."""

    def told(name: str) -> list[tuple[int, str, str]]:
        answers = []
        for _ in range(TRIES + 2):
            forget_tries(served)
            answer = visitor.sign_in(name, "999999")
            banner = answer.text[answer.text.index("banner wrong") :].split("</p>")[0]
            answers.append((answer.status_code, re.sub("[0-9]+", "N", banner), answer.headers.get("Retry-After", "")))
        return answers

    somebody, nobody = told(NAME), told("没有这个人")
    assert [answer[:2] for answer in somebody] == [answer[:2] for answer in nobody]
    assert [answer[0] for answer in somebody] == [422] * (TRIES - 1) + [429] * 3
    assert all(1 <= int(answer[2]) <= 30 for answer in (*somebody[-3:], *nobody[-3:]))


def test_a_name_that_nobody_has_takes_as_long(hub: Hub, real_pins: None) -> None:
    """In time of this thread's processor, which the hash of a PIN takes nearly all of."""
    supervisors = Supervisors(hub.parts.database, hub.parts.journal)
    with hub.parts.database.write() as session:
        supervisors.add(session, "督导员丙", PIN, "")
    took: dict[str, list[float]] = {"督导员丙": [], "没有这个人": []}
    for _ in range(8):
        for name, times in took.items():
            with hub.parts.database.write() as session:
                session.execute("DELETE FROM sign_ins")
            began = time.thread_time()
            with pytest.raises(Refused):
                supervisors.sign_in(name, "999999")
            times.append(time.thread_time() - began)
    # the first one also makes what stands in for nobody's hash
    known, unknown = (statistics.median(times[1:]) for times in took.values())
    assert known > 0.02, "the hash costs what it costs people"
    assert 0.6 < unknown / known < 1.6, took


def test_the_form_needs_its_own_cookie(visitor: Visitor) -> None:
    given = {"csrf": visitor.token("/sign-in"), "name": NAME, "pin": PIN, "next": "/"}
    visitor.client.cookies.clear()
    assert visitor.client.post("/sign-in", data=given).status_code == 403


def test_the_right_pin_is_of_no_use_while_locked(visitor: Visitor, served: Hub) -> None:
    for _ in range(TRIES):
        last = visitor.sign_in(NAME, "999999")
    assert last.status_code == 429
    forget_tries(served)
    answer = visitor.sign_in(NAME, PIN)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= FIRST_WAIT_MS // 1_000
    assert visitor.get("/").status_code == 303


def test_tries_a_minute_are_limited_over_all_workers(visitor: Visitor) -> None:
    """Each try under another name, so that it is not the name that is locked."""
    answers = [visitor.sign_in(f"没有这个人{number}", "1") for number in range(2 * TRIES_A_MINUTE + 2)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:TRIES_A_MINUTE] == [422] * TRIES_A_MINUTE
    assert 429 in statuses, "a minute may have ended between them, once"
    refused = answers[statuses.index(429)]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "试得太多了" in refused.text


def test_an_office_of_many_signs_in_from_one_address(visitor: Visitor) -> None:
    assert [visitor.sign_in(NAME, PIN).status_code for _ in range(2 * TRIES_A_MINUTE)] == [303] * 2 * TRIES_A_MINUTE


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
