"""Check-in: by the poster, which says where one is, or by the code of the screen, which says that one is there now.

The page carries a sealed ticket with the id of the visit to come, so that a form that is sent twice, or again after its
answer was lost, counts once. A cookie holds the same id until an answer arrives, so that another form, asked for
because none did, is for the same visit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from desktop.core.errors import Refused
from desktop.core.people import GROUPS
from desktop.core.phone_pages import CheckedIn, CheckIn, PhonePlace
from desktop.web.form import read_form
from desktop.web.house import House, Who, address_of
from desktop.web.pages import language_of

SCREEN, POSTER = "screen", "poster"
TICKET_MS = 15 * 60_000
DONE_MS = 12 * 3_600_000
NOBODY, NAMED, FILLED = "no", "name", "filled"
# Genuine codes that are not of this minute: who scanned one may go on without it.
UNTIMELY = ("expired", "clock_off")


@dataclass(frozen=True)
class Ticket:
    """`fact` of the visit to come, `new` the id of a person who registers with it, `rider` whom the phone knew when it
    was made (empty for nobody), `made` ms UTC."""

    fact: str
    new: str
    rider: str
    presence: str
    made: int
    site: str
    session: str

    def sealed(self, house: House) -> str:
        fields: dict[str, str | int] = {
            "f": self.fact,
            "n": self.new,
            "w": self.rider,
            "p": self.presence,
            "t": self.made,
            "k": self.site,
            "s": self.session,
        }
        return house.seal.close("ticket", fields)


class CheckInPages:
    def __init__(self, house: House) -> None:
        self._house = house

    # --- the two ways in ---------------------------------------------------------------------------------------

    async def home(self, request: Request) -> Response:
        house = self._house
        person = await house.person(house.who(request))
        return house.pages.show(request, "phone_home.html", await house.place(), person=person)

    async def poster(self, request: Request) -> Response:
        house, site = self._house, str(request.path_params["site"])
        if not await house.ask(lambda: house.desk.is_here(site)):
            return await self._trouble(request, "other_station", 404)
        return await self._first(request, POSTER)

    async def screen(self, request: Request) -> Response:
        house, code = self._house, str(request.path_params["code"])
        seen = await house.ask(lambda: house.desk.accept(code))
        if seen.outcome != "good":
            return await self._trouble(request, seen.outcome, 200 if seen.outcome in UNTIMELY else 404, age=seen.age)
        return await self._first(request, SCREEN)

    async def _ticket(self, request: Request, presence: str, site: str, rider: str) -> Ticket:
        house = self._house
        begun = house.begun(request, site, TICKET_MS)
        if begun is None:
            begun = await house.ask(lambda: (house.desk.new_fact(), house.desk.new_rider()))
        fact, new = begun
        return Ticket(fact, new, rider, presence, house.now(), site, house.session(request))

    def _keep(self, request: Request, answer: Response, ticket: Ticket) -> None:
        """With a form goes what makes it this phone's, and the next form the same visit's."""
        house = self._house
        house.keep_session(request, answer, ticket.session)
        if house.begun(request, ticket.site, TICKET_MS) != (ticket.fact, ticket.new):
            house.keep_begun(request, answer, ticket.site, ticket.fact, ticket.new)

    async def _first(self, request: Request, presence: str, missing: str = "") -> Response:
        """The page to check in with: one button for whoever is known."""
        house = self._house
        who, place = house.who(request), await house.place()
        person = await house.person(who)
        gone = who is not None and bool(who.rider) and person is None
        if gone or ("new" in request.query_params and not (who and who.rider)):
            who = None
        ticket = await self._ticket(request, presence, place.site, who.rider if who else "")
        answer = self._form(request, place, ticket, who, person, missing)
        return house.leave(answer) if gone else answer

    def _form(
        self, request: Request, place: PhonePlace, ticket: Ticket, who: Who | None, person: object, missing: str
    ) -> Response:
        values = {
            "ticket": ticket.sealed(self._house),
            "asks": ticket.presence == POSTER,
            "who": who,
            "person": person,
            "groups": GROUPS,
            "missing": missing,
        }
        answer = self._house.pages.show(
            request, "phone_check_in.html", place, 422 if missing else 200, **values
        )  # fmt: skip
        self._keep(request, answer, ticket)
        return answer

    # --- what comes back -----------------------------------------------------------------------------------------

    def _opened(self, request: Request, text: str, site: str) -> Ticket | None:
        """A ticket of this phone at this station that is not too old."""
        found = self._house.seal.open("ticket", text)
        if not found or found["s"] != self._house.session(request) or found["k"] != site:
            return None
        if not self._house.fresh(found["t"], TICKET_MS):
            return None
        who = self._house.who(request)
        # a form that was sent twice comes the second time from whom it registered
        if (who.rider if who else "") not in ("", found["w"], found["n"]) or (found["w"] and who is None):
            return None
        return Ticket(found["f"], found["n"], found["w"], found["p"], found["t"], found["k"], found["s"])

    async def send(self, request: Request) -> Response:
        house = self._house
        house.rate.count("acts", address_of(request))
        house.rate.count_all("acts_all")
        form, place = await read_form(request), await house.place()
        ticket = self._opened(request, form.get("ticket", ""), place.site)
        if ticket is None:
            return await self._trouble(request, "page_old", 409)
        digits = "" if house.pages.mounted.distant else form.get("digits", "").strip()
        if digits:
            if not await self._digits(request, digits):
                return await self._trouble(request, "digits_wrong", 422, again=self._again(ticket, form))
            ticket = replace(ticket, presence=SCREEN)
        who = house.who(request)
        if ticket.rider and who:
            return await self._check_in(request, ticket, CheckIn(**self._wanted(ticket, who), rider=who.rider))
        if who and not who.rider and "group" not in form:
            return await self._check_in(request, ticket, CheckIn(**self._wanted(ticket, who)))
        group, keep = form.get("group", ""), form.get("keep", NOBODY)
        if group not in GROUPS:
            return self._form(request, place, ticket, None, None, "group" if "keep" in form else "")
        if keep == NAMED:
            return house.pages.go("/name?" + urlencode({"ticket": ticket.sealed(house), "group": group}))
        if keep == FILLED:
            return await self._named(request, place, ticket, group, form)
        wanted = self._wanted(ticket, replace(who, group=group) if who else Who("", group))
        return await self._check_in(request, ticket, CheckIn(**wanted))

    def _wanted(self, ticket: Ticket, who: Who) -> dict[str, Any]:
        return {"fact": ticket.fact, "presence": ticket.presence, "group": who.group, "last": who.last}

    def _again(self, ticket: Ticket, form: Mapping[str, str]) -> Mapping[str, str]:
        """What a wrong number does not lose."""
        kept = {name: form[name] for name in ("group", "keep") if name in form}
        return {"ticket": ticket.sealed(self._house), **kept}

    async def _digits(self, request: Request, digits: str) -> bool:
        """Whether they are the screen's; wrong ones are counted, and after a few nobody looks any more."""
        house, address = self._house, address_of(request)
        house.rate.check("guesses", address)
        house.rate.check("guesses_all", "*")
        if await house.ask(lambda: house.desk.accept_digits(digits)):
            return True
        house.rate.count("guesses", address)
        house.rate.count_all("guesses_all")
        return False

    # --- with a name -----------------------------------------------------------------------------------------------

    async def name(self, request: Request) -> Response:
        """The second page of a first visit, for whoever wants a card."""
        place = await self._house.place()
        ticket = self._opened(request, request.query_params.get("ticket", ""), place.site)
        group = request.query_params.get("group", "")
        if ticket is None or group not in GROUPS:
            return await self._trouble(request, "page_old", 409)
        return self._name_form(request, place, ticket, group)

    def _name_form(self, request: Request, place: PhonePlace, ticket: Ticket, group: str, **given: str) -> Response:
        values = {"missing": "", "why": "", "name": "", "phone": ""} | given
        return self._house.pages.show(
            request,
            "phone_name.html",
            place,
            422 if values["missing"] else 200,
            ticket=ticket.sealed(self._house),
            group=group,
            sentences=_sentences(place.consent[language_of(request)]),
            **values,
        )

    async def _named(
        self, request: Request, place: PhonePlace, ticket: Ticket, group: str, form: Mapping[str, str]
    ) -> Response:
        name, phone = form.get("name", ""), form.get("phone", "")
        typed = {"name": name[:80], "phone": phone[:40]}
        if form.get("consent") != "yes":
            return self._name_form(request, place, ticket, group, missing="consent", **typed)
        wanted = CheckIn(ticket.fact, ticket.presence, group, ticket.new, name, phone)
        try:
            return await self._check_in(request, ticket, wanted)
        except Refused as refused:
            words = self._house.pages.words
            if not all(each.has(f"phone.why.{refused.code}") for each in words.values()):
                raise
            missing = "phone" if refused.code == "phone_wrong" else "name"
            return self._name_form(request, place, ticket, group, missing=missing, why=refused.code, **typed)

    # --- the answer ----------------------------------------------------------------------------------------------

    async def _check_in(self, request: Request, ticket: Ticket, wanted: CheckIn) -> Response:
        house = self._house
        came: CheckedIn = await house.turn.write(lambda: house.desk.check_in(wanted))
        told = house.seal.close("done", {"o": came.outcome, "a": came.at, "w": wanted.rider, "s": ticket.session})
        answer = house.pages.go("/done?" + urlencode({"d": told}))
        house.keep_who(request, answer, Who(wanted.rider, wanted.group, came.fact))
        house.end_begun(answer)
        return answer

    async def done(self, request: Request) -> Response:
        house = self._house
        found = house.seal.open("done", request.query_params.get("d", ""))
        if not found or found["s"] != house.session(request) or not house.fresh(found["a"], DONE_MS):
            return await self._trouble(request, "page_old", 409)
        person = await house.person(house.who(request))
        place = await house.place()
        return house.pages.show(request, "phone_done.html", place, outcome=found["o"], at=found["a"], person=person)

    async def _trouble(
        self, request: Request, code: str, status: int, *, age: int = 0, again: Mapping[str, str] | None = None
    ) -> Response:
        """What happened, what to do, what was not lost, and that nobody is turned away."""
        house, place = self._house, await self._house.place()
        fields, ticket = dict(again or {}), None
        if code in UNTIMELY:
            who = house.who(request)
            ticket = await self._ticket(request, POSTER, place.site, who.rider if who else "")
            fields = {"ticket": ticket.sealed(house)}
        answer = house.pages.trouble(request, place, code, status, age=age, fields=fields)
        if ticket is not None:
            self._keep(request, answer, ticket)
        return answer

    async def not_me(self, request: Request) -> Response:
        """This phone knows nobody any more; nothing is deleted at the station."""
        form = await read_form(request)
        who = self._house.who(request)
        if who is None or self._house.formed(request, form.get("form", ""), who.rider) is None:
            return await self._trouble(request, "page_old", 409)
        return self._house.leave(self._house.pages.go("/"))


def _sentences(text: str) -> list[str]:
    """A text of consent word for word, its sentences one below the other."""
    return [each.strip() for each in re.split(r"(?<=[；。])|(?<=[.;])\s", text) if each and each.strip()]
