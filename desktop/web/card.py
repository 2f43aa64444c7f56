"""One's own card: shown large, and as a picture that is kept on the phone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from desktop.core.phone_pages import PhonePerson
from desktop.web import picture
from desktop.web.house import House
from desktop.web.pages import HEADERS, language_of


class CardPages:
    def __init__(self, house: House) -> None:
        self._house = house

    async def _person(self, request: Request) -> PhonePerson | None:
        return await self._house.person(self._house.who(request))

    async def show(self, request: Request) -> Response:
        house, person = self._house, await self._person(request)
        if person is None:
            return house.unless_known(request, house.pages.go("/"))
        place = await house.place()
        label = house.pages.words[language_of(request)].say("phone.card.label", number=person.number)
        code = await house.ask(lambda: picture.svg(person.card, label)) if person.card else ""
        return house.pages.show(request, "phone_card.html", place, person=person, code=code)

    async def keep(self, request: Request) -> Response:
        """The card as a picture to save."""
        house, person = self._house, await self._person(request)
        if person is None or not person.card:
            return house.pages.go("/card")
        words = house.pages.words[language_of(request)]
        lines = (f"{person.name}  {words.say(f'group.{person.group}')}", person.number,
                 words.say("phone.card.until", day=person.until))  # fmt: skip
        data = await house.ask(lambda: picture.png(person.card, lines))
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{person.number}.png"'}
        return Response(data, 200, headers, "image/png")

    async def lost(self, request: Request) -> Response:
        """A card that is lost is replaced at a counter, where somebody looks at who asks."""
        return self._house.pages.show(request, "phone_lost.html", await self._house.place())
