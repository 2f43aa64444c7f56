"""A merchant's till on a phone: a picture of the card, the answer, the next one; the shift, a void, its end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import uuid_utils.compat
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.words import Words
from desktop.web.seal import Seal
from desktop.web.upload import BadUpload, read_fields
from hub.card_picture import RAW_MOST, card_in
from hub.pages.visit import FormTooLarge, Page, Visit, form_of, moved, plain
from hub.till import TillAnswer

TICKET = "till"
GOOD_MS = 12 * 3_600_000
FIELD_MOST = 2_000
_TEXTS = ("csrf", "form", "card")
# What a picture could not be read for, handed on beside what was typed.
WHYS = ("till_picture_wrong", "till_picture_large", "till_no_code")


class TillPages:
    """`seal` closes the id of the meal to come, so that a form sent twice is one meal."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        # a picture takes tens of megabytes while it is read: one after another in a worker
        self._one = asyncio.Semaphore(1)

    def pages(self) -> tuple[Page, ...]:
        fields = ("form", "card", "photo")
        return (
            Page("/till", "till_serve", self.shown, self.serve, "till_serve", fields, read=self.read),
            Page("/till/shift", "till_serve", shift, close, "till_serve"),
            Page("/till/void/{meal}", "till_void", asked, void, "till_void", ("reason",)),
        )

    async def read(self, request: Request) -> Mapping[str, list[str]]:
        """The fields of a form with a picture, and what the picture holds (`read`), or why nothing (`why`)."""
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            given = await form_of(request)
            return {name: given[name] for name in _TEXTS if name in given}
        try:
            came = await read_fields(request, RAW_MOST)
        except BadUpload as bad:
            if bad.reason == "too_large":
                raise FormTooLarge from bad
            return {}
        form = {name: [plain(came[name][:FIELD_MOST].decode("utf-8", "replace"))] for name in _TEXTS if name in came}
        if came.get("photo"):
            async with self._one:
                found, why = await run_in_threadpool(_read, came["photo"])
            form |= {"read": [plain(found)], "why": [why]}
        return form

    def shown(self, visit: Visit, answer: TillAnswer | None = None) -> Response:
        now = visit.office.till.shift(visit.by)
        hints = _sentences(visit.words, answer) if answer else ()
        fact, at = str(uuid_utils.compat.uuid7()), visit.office.hub.ground.now()
        form = self._seal.close(TICKET, {"fact": fact, "by": visit.by.id, "at": at})
        return visit.page("till.html", shift=now, answer=answer, hints=hints, form=form)

    def serve(self, visit: Visit) -> Response:
        """What was typed goes before a picture: who types has seen that the picture did not do."""
        fact = self._opened(visit)
        typed, read, why = visit.typed("card").strip(), visit.typed("read"), visit.typed("why")
        if not typed and why in WHYS:
            raise Refused(why)
        if not typed and not read:
            raise Refused("till_nothing")
        return self.shown(visit, visit.office.till.serve(visit.by, typed or read, fact))

    def _opened(self, visit: Visit) -> str:
        """The id that was given out with the page. Raises `Refused("till_page_old")`."""
        sealed = self._seal.open(TICKET, visit.typed("form"))
        now = visit.office.hub.ground.now()
        if sealed is None or sealed["by"] != visit.by.id or not now - GOOD_MS < sealed["at"] <= now:
            raise Refused("till_page_old")
        return str(sealed["fact"])


def _read(raw: bytes) -> tuple[str, str]:
    """The text of the code in a picture, or why there is none."""
    try:
        return card_in(raw), ""
    except Refused as refused:
        return "", refused.code


def _sentences(words: Words, answer: TillAnswer) -> tuple[tuple[str, str], ...]:
    """(icon, sentence) under the answer."""
    if answer.outcome == "not_a_card":
        return (("info", words.say("hub.till.again")),)
    return tuple((hint.icon, _say(words, hint)) for hint in answer.hints)


def _say(words: Words, hint: Hint) -> str:
    values = {
        name: value[words.language] if isinstance(value, Mapping) else value for name, value in hint.values.items()
    }
    return words.say(hint.key, **values)


def shift(visit: Visit) -> Response:
    now = visit.office.till.shift(visit.by)
    programme = visit.office.hub.rulebook.programme
    titles = {period.code: period.titles[visit.words.language] for period in programme.periods}
    return visit.page("till_shift.html", shift=now, periods=titles, ended=None)


def close(visit: Visit) -> Response:
    ended = visit.office.till.close(visit.by)
    now = visit.office.till.shift(visit.by)
    return visit.page("till_shift.html", shift=now, periods={}, ended=ended)


def asked(visit: Visit) -> Response:
    """Which meal, and why. Raises `Refused("meal_unknown")`."""
    fact = visit.places["meal"]
    now = visit.office.till.shift(visit.by)
    meal = next((line for line in now.lines if line.fact == fact and line.state != "voided"), None)
    if meal is None:
        raise Refused("meal_unknown", fact=fact[:40])
    reasons = {code: title[visit.words.language] for code, title in visit.office.hub.rulebook.choices.void.items()}
    return visit.page("till_void.html", shift=now, meal=meal, reasons=reasons)


def void(visit: Visit) -> Response:
    visit.office.till.void(visit.by, visit.places["meal"], visit.typed("reason"))
    return moved("/till/shift", done="till_voided")
