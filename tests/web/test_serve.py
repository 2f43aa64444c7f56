"""The server itself, over real sockets: where it is found, what is in its way, and who is hung up on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from desktop.app import serve_phones
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.site import short_site
from desktop.services.counter import OfficeCounter
from desktop.services.phone_desk import PhoneDesk
from desktop.services.serving import Serving
from desktop.web import serve
from desktop.web.app import make_app
from desktop.web.serve import WebServer
from desktop.web.told import Told
from tests.ports import free_port
from tests.stations import Station
from tests.web.phone import WORDS, Form
from tests.web.test_camera import jpeg


class HereServer(WebServer):
    """On this machine alone."""

    def address(self) -> str:
        return "127.0.0.1"


@pytest.fixture
def served(station: Station) -> Iterator[tuple[Serving, HereServer]]:
    pages = PhoneDesk(station.office)
    secret = station.office.phone_settings.secret()
    server = HereServer(lambda: make_app(pages, secret, station.clock.now, WORDS))
    serving = Serving(station.office, lambda: station.by)
    serving.serve_by(server)
    station.office.phone_settings.switch(station.by, False, free_port())
    yield serving, server
    server.stop()


def test_switched_on_tried_and_off_again(station: Station, served: tuple[Serving, HereServer]) -> None:
    serving, server = served
    assert serving.try_it().outcome == "off"
    page = serving.switch(True)
    assert (page.running, page.trouble) == (True, "")
    assert serving.try_it().outcome == "good"
    assert "签到" in httpx.get(page.poster).text
    assert station.office.phone_settings.address() == page.url.removeprefix("http://")
    # the visitor's screen shows the code that this page takes, and nothing else answers at the port
    counter = OfficeCounter(station.office, station.by)
    counter.serving.serve_by(server)
    counter.serving.begin()
    shown = counter.visitor.page()
    assert "辛苦了" in httpx.get(shown.code).text
    assert len(shown.digits) == 4
    assert not serving.switch(False).running
    assert counter.visitor.page().code == ""
    with pytest.raises(httpx.ConnectError):
        httpx.get(page.poster)


def test_a_port_that_is_taken(served: tuple[Serving, HereServer], station: Station) -> None:
    serving, server = served
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        station.office.phone_settings.switch(station.by, True, port)
        serving.begin()
        assert serving.page().trouble == "port_taken"
        assert not server.running
        page = serving.other_port()
        assert page.port == port + 1 or page.trouble == "port_taken"


def test_somebody_else_at_the_port(served: tuple[Serving, HereServer]) -> None:
    _, server = served
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def answer() -> None:
            taken, _ = other.accept()
            with taken:
                taken.recv(1000)
                taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

        answering = threading.Thread(target=answer)
        answering.start()
        assert server.ask(f"http://127.0.0.1:{other.getsockname()[1]}") == "another"
        answering.join()
    assert server.ask(f"http://127.0.0.1:{free_port()}") == "no_answer"


def test_the_machine_gets_another_address(
    served: tuple[Serving, HereServer],
    station: Station,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serving, server = served
    before = serving.switch(True)
    monkeypatch.setattr(server, "address", lambda: "127.0.0.2")
    page = serving.page()
    assert page.url == before.url.replace("127.0.0.1", "127.0.0.2")
    assert serving.try_it().outcome == "good"
    assert station.office.phone_settings.address() == page.url.removeprefix("http://")
    monkeypatch.setattr(server, "address", lambda: "")
    assert serving.try_it().outcome == "no_network"


def test_without_a_network(
    served: tuple[Serving, HereServer], station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving, server = served
    monkeypatch.setattr(server, "address", lambda: "")
    page = serving.switch(True)
    assert (page.running, page.trouble) == (False, "no_network")
    assert serving.try_it().outcome == "no_network"
    # the router comes up later than the computer
    monkeypatch.setattr(server, "address", lambda: "127.0.0.1")
    assert station.office.phone_settings.address() == ""
    page = serving.page()
    assert (page.running, page.trouble) == (True, "")
    assert serving.try_it().outcome == "good"
    assert station.office.phone_settings.address() == page.url.removeprefix("http://")
    assert serving.switch(False).trouble == ""


def test_who_may_switch_it_on(served: tuple[Serving, HereServer], station: Station) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        station.office.phone_settings.switch(station.operator("merchant"), True, 8642)
    with pytest.raises(Refused, match="port_wrong"):
        station.office.phone_settings.switch(station.by, True, 80)
    station.desk.practice = True
    with pytest.raises(Refused, match="phones_not_here"):
        station.office.phone_settings.switch(station.by, True, 8642)
    assert Serving(station.office, lambda: Operator("", frozenset())).page().fixed == "practice"


def test_the_secret_stays(station: Station) -> None:
    secret = station.office.phone_settings.secret()
    assert len(secret) == 32
    assert station.office.phone_settings.secret() == secret
    station.reopen()
    assert station.office.phone_settings.secret() == secret


def test_slow_and_large_callers_are_hung_up_on(
    served: tuple[Serving, HereServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    serving, _ = served
    page = serving.switch(True)
    monkeypatch.setattr(serve, "WAIT_S", 0.2)
    port = page.port
    with socket.create_connection(("127.0.0.1", port), 5) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        assert slow.recv(100) == b""
    with socket.create_connection(("127.0.0.1", port), 5) as large:
        large.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * (serve.HEADERS_MOST + 10_000))
        assert b" 400 " in large.recv(100)
    assert httpx.get(page.url).status_code == 200


def test_told_soon_and_not_each_time() -> None:
    heard: list[int] = []
    came = threading.Event()

    def hear() -> None:
        heard.append(1)
        came.set()

    told = Told(hear, 0.02)
    for _ in range(20):
        told()
    assert came.wait(5)
    assert len(heard) == 1
    told.stop()


def test_a_photo_by_phone_as_the_desk_puts_it_together(station: Station) -> None:
    counter, came = OfficeCounter(station.office, station.by), []
    camera = counter.inspecting.phone_camera
    stop = serve_phones(
        station.desk, counter, WORDS, lambda: None, lambda _error: None, lambda: came.extend(camera.take())
    )
    station.office.phone_settings.switch(station.by, True, free_port())
    counter.serving.begin()
    try:
        url = camera.begin("opening", "microwave.clean", 3).url
        path = f"/camera/{url.rpartition('/')[2]}"
        with httpx.Client(base_url=f"http://127.0.0.1:{counter.serving.page().port}", follow_redirects=True) as phone:
            form = Form(phone.get(path).text, path).fields["form"]
            sent = phone.post(path, data={"form": form}, files={"photo": ("a.jpg", jpeg(), "image/jpeg")})
            assert "第 1 张" in sent.text
            counter.sign_out()
            over = phone.post(path, data={"form": form}, files={"photo": ("a.jpg", bytes(9_000_000), "image/jpeg")})
        assert over.status_code == 410
        assert [each.checkpoint for each in came] == ["microwave.clean"]
    finally:
        stop()


def test_as_the_desk_puts_it_together(station: Station) -> None:
    """What is handed to the window: made when it is switched on, and open pages hear of what came."""
    heard, counter = threading.Event(), OfficeCounter(station.office, station.by)
    stop = serve_phones(station.desk, counter, WORDS, heard.set, lambda _error: None)
    assert not counter.serving.page().running
    station.office.phone_settings.switch(station.by, True, free_port())
    counter.serving.begin()
    try:
        page = counter.serving.page()
        # by way of this machine itself, whatever its networks are
        port = page.port
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as phone:
            first = phone.get(f"/p/{short_site(station.desk.place.site)}")
            done = phone.post("/in", data=Form(first.text, "/in").fields | {"group": "courier"})
        assert "签到成功" in done.text
        assert heard.wait(5)
        assert station.rows("SELECT how, presence FROM visits") == [("self", "poster")]
    finally:
        stop()
    assert not counter.serving.page().running
