"""设置 › 手机签到, from the services' side: the switch and the server behind it."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.roles import Operator
from desktop.core.serving_pages import PORTS, PhoneServer, ServingPage, Tried
from desktop.core.site import short_site
from desktop.services.office import Office


class Serving:
    """Fulfils `serving_pages.ServingCounter`; `by` is who is at the counter. Nothing is served until `serve_by`."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office, self._by = office, by
        self._server: PhoneServer | None = None
        self._trouble = ""
        self._base, self._port = "", 0

    def serve_by(self, server: PhoneServer) -> None:
        self._server = server

    def where(self) -> str:
        """Where phones find the pages (`http://192.168.1.20:8642`), also when the machine got another address since;
        empty while nothing is served.
        """
        if self._server is None or not self._server.running:
            return ""
        address = self._server.address()
        if address:
            late, self._base = not self._base, f"http://{address}:{self._port}"
            if late:
                self._note()
        return self._base

    def page(self) -> ServingPage:
        on, port = self._office.phone_settings.wanted()
        base = self.where()
        poster = f"{base}/p/{short_site(self._office.desk.place.site)}" if base else ""
        listens = self._server is not None and self._server.running
        trouble = "no_network" if listens and not base else self._trouble
        return ServingPage(on, bool(base), port, base, poster, trouble if on else "", self._fixed())

    def _fixed(self) -> str:
        fixed = self._office.phone_settings.fixed
        allowed = self._office.desk.rules.roles.allows(self._by(), "phones")
        return fixed or ("" if allowed else "role")

    def begin(self) -> None:
        on, port = self._office.phone_settings.wanted()
        if on:
            self._start(port)

    def end(self) -> None:
        if self._server is not None:
            self._server.stop()

    def switch(self, on: bool) -> ServingPage:
        _, port = self._office.phone_settings.wanted()
        return self._set(on, port)

    def other_port(self) -> ServingPage:
        _, port = self._office.phone_settings.wanted()
        return self._set(True, port + 1 if port < PORTS[1] else PORTS[0])

    def _set(self, on: bool, port: int) -> ServingPage:
        self._office.phone_settings.switch(self._by(), on, port)
        self.end()
        self._trouble = ""
        if on:
            self._start(port)
        return self.page()

    def _start(self, port: int) -> None:
        server = self._server
        if server is None:
            return
        # also while there is no network: a router often comes up after the computer
        self._base, self._port = "", port
        self._trouble = server.start(port)
        self.where()

    def _note(self) -> None:
        """Keeps where the pages are, for posters."""
        base = self._base.removeprefix("http://")
        if self._office.phone_settings.address() != base:
            self._office.phone_settings.note_address(base)

    def try_it(self) -> Tried:
        """Asks for the page by this machine's address on the network, as a phone would."""
        server, base = self._server, self.where()
        if server is None or not base:
            return Tried("no_network" if server is not None and server.running else "off")
        if not server.address():
            return Tried("no_network")
        self._note()
        return Tried(server.ask(base), base)
