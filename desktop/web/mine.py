"""What is held about oneself: shown, taken away as a copy, deleted. Each is a fact of the station."""

from __future__ import annotations

import json
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from desktop.core.phone_pages import PhonePerson
from desktop.web.form import read_form
from desktop.web.house import House, address_of
from desktop.web.pages import HEADERS

PAGE, COPY = "page", "copy"


class MinePages:
    def __init__(self, house: House) -> None:
        self._house = house

    async def first(self, request: Request) -> Response:
        """What can be asked for; nothing is shown yet."""
        house, who = self._house, self._house.who(request)
        person, place, session = await house.person(who), await house.place(), house.session(request)
        fact = await house.ask(house.desk.new_fact)
        rider = person.rider if person else ""
        form = house.form(session, rider, fact)
        answer = house.pages.show(request, "phone_mine.html", place, person=person, who=who, form=form)
        house.keep_session(request, answer, session)
        return house.unless_known(request, answer) if person is None else answer

    async def _asked(self, request: Request) -> tuple[PhonePerson, str] | None:
        """Who asks, and the id of the form; None for a form that is not theirs."""
        house = self._house
        house.rate.count("acts", address_of(request))
        form = await read_form(request)
        person = await house.person(house.who(request))
        fact = house.formed(request, form.get("form", ""), person.rider) if person else None
        return (person, fact) if person and fact else None

    async def show(self, request: Request) -> Response:
        house, asked = self._house, await self._asked(request)
        if asked is None:
            return house.pages.go("/mine")
        person, fact = asked
        mine = await house.turn.write(lambda: house.desk.mine(person.rider, fact, PAGE))
        return house.pages.show(request, "phone_mine_all.html", await house.place(), mine=mine)

    async def copy(self, request: Request) -> Response:
        """The same as a file (JSON, UTF-8), for whoever wants to take it somewhere else."""
        house, asked = self._house, await self._asked(request)
        if asked is None:
            return house.pages.go("/mine")
        person, fact = asked
        mine = await house.turn.write(lambda: house.desk.mine(person.rider, fact, COPY))
        place = await house.place()
        text = json.dumps({"station": place.name, **asdict(mine)}, ensure_ascii=False, indent=1)
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="quanyi.json"'}
        return Response(text.encode("utf-8", "replace"), 200, headers, "application/json")

    async def ask_forget(self, request: Request) -> Response:
        """Asks once more: what goes cannot be brought back."""
        house = self._house
        person, place, session = await house.person(house.who(request)), await house.place(), house.session(request)
        if person is None:
            return house.unless_known(request, house.pages.go("/mine"))
        form = house.form(session, person.rider, await house.ask(house.desk.new_fact))
        answer = house.pages.show(request, "phone_forget.html", place, person=person, form=form)
        house.keep_session(request, answer, session)
        return answer

    async def forget(self, request: Request) -> Response:
        house, asked = self._house, await self._asked(request)
        if asked is None:
            return house.pages.go("/mine")
        rider = asked[0].rider
        await house.turn.write(lambda: house.desk.forget(rider))
        return house.leave(house.pages.go("/forgotten"))

    async def forgotten(self, request: Request) -> Response:
        return self._house.pages.show(request, "phone_forgotten.html", await self._house.place())
