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
        self._base = ""

    def serve_by(self, server: PhoneServer) -> None:
        self._server = server

    def where(self) -> str:
        """Where phones find the pages (`http://192.168.1.20:8642`); empty while nothing is served."""
        return self._base if self._server is not None and self._server.running else ""

    def page(self) -> ServingPage:
        on, port = self._office.phone_settings.wanted()
        base = self.where()
        poster = f"{base}/p/{short_site(self._office.desk.place.site)}" if base else ""
        return ServingPage(on, bool(base), port, base, poster, self._trouble if on else "", self._fixed())

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
        address = server.address()
        if not address:
            self._trouble, self._base = "no_network", ""
            return
        self._trouble = server.start(port)
        self._base = "" if self._trouble else f"http://{address}:{port}"
        if self._base and self._office.phone_settings.address() != f"{address}:{port}":
            self._office.phone_settings.note_address(f"{address}:{port}")

    def try_it(self) -> Tried:
        """Asks for the page by this machine's address on the network, as a phone would."""
        server, base = self._server, self.where()
        if server is None or not base:
            return Tried("no_network" if self._trouble == "no_network" else "off")
        address, port = server.address(), self._office.phone_settings.wanted()[1]
        if not address:
            return Tried("no_network")
        if base != f"http://{address}:{port}":
            # the machine got another address since
            self._start_again(port)
            base = self.where()
        return Tried(server.ask(base), base)

    def _start_again(self, port: int) -> None:
        self.end()
        self._start(port)
