"""Settlements: a month by merchant, a draft to freeze, one settlement with its way to payment, names to match."""

from __future__ import annotations

from starlette.responses import Response

from desktop.core.errors import Refused
from desktop.core.settlement import MOVES, STATES
from hub import page_kit
from hub.merchants import PAGE
from hub.pages.visit import Page, Visit, moved


def month_of(visit: Visit) -> str:
    """The month that a page is about; the last one when none is named."""
    return visit.query.get("month", "") or visit.office.settlements.last_month()


def settlements(visit: Visit) -> Response:
    month = month_of(visit)
    lines = visit.office.settlements.month(visit.by, month, visit.after())
    waiting = visit.office.merchants.unmatched(visit.by, "merchant")
    last = lines[-1] if len(lines) == PAGE else None
    return visit.page(
        "settlements.html",
        lines=lines,
        month=month,
        waiting=waiting,
        next=(last.name, last.merchant) if last else None,
    )


def draft(visit: Visit) -> Response:
    merchant, month = visit.places["merchant"], visit.places["month"]
    known, made = visit.office.settlements.draft(visit.by, merchant, month)
    return visit.page(
        "settlement_draft.html",
        known=known,
        made=made,
        month=month,
        adjustments=sum(line.fen for line in made.lines if line.adjustment),
    )


def close(visit: Visit) -> Response:
    made = visit.office.settlements.close(visit.by, visit.places["merchant"], visit.places["month"])
    return moved(f"/settlements/{made}", done="settled")


def draft_paper(visit: Visit) -> Response:
    data = visit.office.settlements.draft_paper(visit.by, visit.places["merchant"], visit.places["month"])
    return page_kit.pdf(data, "draft.pdf")


def settlement(visit: Visit) -> Response:
    found, name, way = visit.office.settlements.one(visit.by, visit.places["settlement"])
    steps = [state for state in STATES if state != "returned"]
    return visit.page("settlement.html", found=found, name=name, way=way, steps=steps, nexts=MOVES[found.state])


def move(visit: Visit) -> Response:
    settlement_id = visit.places["settlement"]
    visit.office.settlements.move(
        visit.by,
        settlement_id,
        visit.typed("to"),
        invoice=visit.typed("invoice")[:40],
        invoice_fen=fen_of(visit.typed("invoice_yuan")),
        voucher=visit.typed("voucher")[:40],
        note=visit.typed("note")[:1000],
    )
    return moved(f"/settlements/{settlement_id}", done="moved")


def paper(visit: Visit) -> Response:
    return page_kit.pdf(visit.office.settlements.paper(visit.by, visit.places["settlement"]), "settlement.pdf")


def matching(visit: Visit) -> Response:
    merchants = visit.office.merchants
    names = (*merchants.unmatched(visit.by, "merchant"), *merchants.unmatched(visit.by, "partner"))
    known = {"merchant": merchants.known(visit.by), "partner": merchants.known_partners(visit.by)}
    return visit.page("matching.html", names=names, known=known)


def match(visit: Visit) -> Response:
    alias = visit.typed("alias")
    visit.office.merchants.declare(visit.by, visit.typed("sort"), alias, visit.typed("known") or alias)
    return moved("/matching", done="matched")


def fen_of(text: str) -> int | None:
    """`1,234.50` of yuan as fen, None for nothing. Raises `Refused("amount_wrong")`."""
    clean = text.replace(",", "").replace("，", "").replace("¥", "").replace("￥", "").strip()
    if not clean:
        return None
    whole, _, cents = clean.partition(".")
    digits = cents.ljust(2, "0")
    if not (whole.isdecimal() and whole.isascii() and digits.isdecimal() and digits.isascii()):
        raise Refused("amount_wrong")
    if len(digits) > 2 or len(whole) > 10:
        raise Refused("amount_wrong")
    return int(whole) * 100 + int(digits)


PAGES = (
    Page("/settlements", "settlement_see", settlements, asks=("month", "after", "then")),
    Page(
        "/settlements/{settlement}",
        "settlement_see",
        settlement,
        move,
        "settle_move",
        ("to", "invoice", "invoice_yuan", "voucher", "note"),
    ),
    Page("/settlements/{settlement}/paper", "settlement_see", paper),
    Page("/drafts/{merchant}/{month}", "settlement_see", draft, close, "settle"),
    Page("/drafts/{merchant}/{month}/paper", "settlement_see", draft_paper),
    Page("/matching", "match", matching, match, "match", ("sort", "alias", "known")),
)
