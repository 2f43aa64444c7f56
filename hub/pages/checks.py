"""督查 and 暗访 by phone: which station, the walk, its summary, and what came of it.

Each works as plain forms. The walk's page has a script besides, by which it goes on without a network: it sends the
same forms with the field `script` and is answered in JSON.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import RedirectResponse, Response

from desktop.core import business_day
from desktop.core.errors import Refused
from hub import page_kit
from hub.check_draft import FAIL, KINDS, NOTE_MOST, PASS, PHOTOS_MOST, Draft, Given
from hub.checks import PHOTO_MOST
from hub.pages.stations import place_of
from hub.pages.visit import Page, Visit, link, moved, sentence

# What the script says, by the last part of the key.
SAYS = (
    *("all_kept", "sending", "offline", "offline_photos", "signed_out", "sign_in", "full", "gone", "later", "signed"),
    *("photo_remove", "photo_kept", "photo_of", "photos_enough", "left", "left_none", "no_fails"),
    *("all_pass", "rest_pass", "open", "pass", "fail", "not_taken", "no_place", "heic", "not_a_picture"),
)


def choose(visit: Visit) -> Response:
    """Checks under way, stations to choose from, what was sent lately."""
    checks, named = visit.office.checks, visit.query.get("named", "").strip()[:60]
    recent, found = checks.places(visit.by, named)
    return visit.page(
        "checks.html",
        begun=checks.begun(visit.by),
        recent=recent if not named else (),
        found=found,
        named=named,
        sent=visit.office.checked.latest(visit.by) if not named else (),
        place=place_of(visit),
    )


def new(visit: Visit) -> Response:
    """Which kind; the id of the check is made with this page, so that it begins once."""
    found = visit.office.checks.place(visit.by, visit.places["site"])
    draft = visit.typed("draft") or visit.office.hub.ground.other_id()
    return visit.page("check_new.html", found=found, draft=draft, kinds=KINDS, place=place_of(visit))


def begin(visit: Visit) -> Response:
    draft = visit.typed("draft")
    visit.office.checks.begin(visit.by, draft, visit.places["site"], visit.typed("kind"))
    return moved(f"/checks/{draft}")


def walk(visit: Visit) -> Response:
    """The check as it stands; one that is signed leads to what came of it."""
    return _shown(visit, "check_walk.html", page_kit.CHECK_POLICY)


def _shown(visit: Visit, template: str, policy: str) -> Response:
    draft = visit.places["draft"]
    try:
        found = visit.office.checks.draft(visit.by, draft)
    except Refused:
        visit.office.checked.one(visit.by, draft)
        return moved(f"/inspections/{draft}")
    return visit.page(template, policy, **_of_draft(visit, found))


def _of_draft(visit: Visit, found: Draft) -> dict[str, Any]:
    hub = visit.office.hub
    with hub.ground.read() as connection:
        rules = hub.rules(connection)
    today = business_day.day_of(hub.ground.now())
    dues = {code: rules.calendar.after(today, days).day for code, days in rules.standard.severities.items()}
    say = visit.words.say
    return {
        "found": found,
        "place": place_of(visit),
        "dues": dues,
        "today": today,
        "says": json.dumps({name: say(f"hub.checks.script.{name}") for name in SAYS}, ensure_ascii=False),
        "photos_most": PHOTOS_MOST,
        "note_most": NOTE_MOST,
        "photo_mb": PHOTO_MOST >> 20,
        "new_id": hub.ground.other_id,
    }


def answer(visit: Visit) -> Response:
    """A form of the walk: an item's answers (`do` is `save` or `all`), a photo less (`drop`), or all of it given up."""
    checks, draft, does = visit.office.checks, visit.places["draft"], visit.typed("do")
    if visit.typed("script"):
        return _by_script(visit)
    if does == "give_up":
        checks.give_up(visit.by, draft)
        return moved("/checks", done="given_up")
    code = _answer(visit)
    there = link(f"/checks/{draft}", at=code, done="check_kept" if code else "")
    return RedirectResponse(f"{there}#{code}", 303, page_kit.HEADERS)


def _answer(visit: Visit) -> str:
    """Does what a form says; the code of its item."""
    checks, draft = visit.office.checks, visit.places["draft"]
    if visit.typed("drop"):
        checks.drop_photo(visit.by, draft, visit.typed("drop"))
    found = checks.draft(visit.by, draft)
    item = found.item(visit.typed("item"))
    if item is None:
        if visit.typed("drop"):
            return ""
        raise Refused("check_form_wrong")
    everything = visit.typed("do") == "all"
    given = []
    for point in item.checkpoints:
        result = visit.typed(f"r.{point.code}")
        result = PASS if everything and not result else result
        severity = visit.typed(f"s.{point.code}") if result == FAIL else ""
        given.append(Given(point.code, result, visit.typed(f"n.{point.code}")[: 4 * NOTE_MOST], severity))
    checks.answer(visit.by, draft, given)
    return item.code


def _by_script(visit: Visit) -> Response:
    try:
        if visit.typed("do") == "give_up":
            visit.office.checks.give_up(visit.by, visit.places["draft"])
        else:
            _answer(visit)
    except Refused as refused:
        return _refused(visit, refused)
    return _json(200, {"now": visit.office.hub.ground.now()})


def _refused(visit: Visit, refused: Refused) -> Response:
    """In JSON; that a check is signed already is told apart from its not being there."""
    if refused.code == "check_unknown":
        try:
            visit.office.checked.one(visit.by, visit.places["draft"])
        except Refused:
            return _json(404, {"said": sentence(visit.words, refused)})
        return _json(200, {"sent": True})
    return _json(422, {"code": refused.code, "said": sentence(visit.words, refused)})


def _json(status: int, told: dict[str, object]) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status, page_kit.HEADERS, "application/json")


def summary(visit: Visit) -> Response:
    """Before it is signed, without a script: what was found, and until when."""
    return _shown(visit, "check_summary.html", page_kit.POLICY)


def sign(visit: Visit) -> Response:
    """Sent twice it counts once."""
    draft = visit.places["draft"]
    typed = visit.typed("ended")
    ended = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else visit.office.hub.ground.now()
    try:
        visit.office.signing.sign(visit.by, draft, visit.typed("seen"), ended)
    except Refused as refused:
        if visit.typed("script"):
            return _refused(visit, refused)
        raise
    return _json(200, {"sent": True}) if visit.typed("script") else moved(f"/inspections/{draft}", done="check_sent")


def sent(visit: Visit) -> Response:
    found = visit.office.checked.one(visit.by, visit.places["inspection"])
    hub = visit.office.hub
    with hub.ground.read() as connection:
        standard = hub.rules(connection).standard
    points = {point.code: point.titles[visit.words.language] for item in standard.items for point in item.checkpoints}
    return visit.page("check_sent.html", found=found, points=points, place=place_of(visit))


def paper(visit: Visit) -> Response:
    return page_kit.pdf(visit.office.checked.paper(visit.by, visit.places["inspection"]), "inspection.pdf")


PAGES = (
    Page("/checks", "check", choose, asks=("named",)),
    Page("/checks/new/{site}", "check", new, begin, "check", fields=("draft", "kind")),
    Page(
        "/checks/{draft}",
        *("check", walk, answer, "check"),
        fields=("item", "do", "drop", "script"),
        asks=("at",),
    ),
    Page("/checks/{draft}/summary", "check", summary, sign, "check", fields=("seen", "ended", "script")),
    Page("/inspections/{inspection}", "stations_see", sent),
    Page("/inspections/{inspection}/paper", "stations_see", paper),
)
