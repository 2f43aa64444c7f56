"""Where the district lets a merchant serve by phone: who may, until when, and an end before that."""

from __future__ import annotations

from starlette.responses import Response

from desktop.core.errors import Refused
from hub.pages.handing import whole
from hub.pages.settlements import fen_of
from hub.pages.visit import Page, Visit, moved
from hub.phone_tills import Wanted


def shown(visit: Visit) -> Response:
    tills = visit.office.phone_tills
    return visit.page("phone_tills.html", tills=tills.all(visit.by), merchants=tills.merchants(visit.by))


def act(visit: Visit) -> Response:
    """Ends the service of the one named in the form, or lets a new cashier in."""
    ends = visit.typed("ends")
    if ends:
        visit.office.phone_tills.end(visit.by, ends)
        return moved("/phone-tills", done="phone_till_ended")
    fen = fen_of(visit.typed("yuan"))
    if fen is None:
        raise Refused("amount_wrong")
    wanted = Wanted(
        visit.typed("site"),
        visit.typed("cashier"),
        visit.typed("pin"),
        whole(visit.typed("days")),
        fen,
        whole(visit.typed("portions", "0")),
    )
    visit.office.phone_tills.open(visit.by, wanted)
    return moved("/phone-tills", done="phone_till_opened")


_FIELDS = ("site", "cashier", "pin", "days", "yuan", "portions", "ends")
PAGES = (Page("/phone-tills", "phone_tills_see", shown, act, "phone_till_open", _FIELDS),)
