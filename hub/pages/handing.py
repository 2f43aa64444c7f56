"""What is handed out: allotments by merchant and till, batches of health checks with their slots."""

from __future__ import annotations

from starlette.responses import Response

from desktop.core import business_day
from desktop.core.errors import Refused
from hub.pages.settlements import fen_of
from hub.pages.visit import Page, Visit, moved
from hub.slots import PAGE, WantedBatch, minutes


def allotments(visit: Visit) -> Response:
    month = visit.query.get("month", "") or business_day.month_of(visit.office.figures.today())
    merchants = visit.office.allotments.merchants(visit.by, visit.after())
    chosen = visit.query.get("merchant", "") or (merchants[0].merchant if merchants else "")
    known, tills = visit.office.allotments.tills(visit.by, chosen, month) if chosen else (None, ())
    last = merchants[-1] if len(merchants) == PAGE else None
    return visit.page(
        "allotments.html",
        merchants=merchants,
        known=known,
        tills=tills,
        month=month,
        next=(last.name, last.merchant) if last else None,
    )


def grant(visit: Visit) -> Response:
    fen = fen_of(visit.typed("yuan"))
    if fen is None:
        raise Refused("amount_wrong")
    portions, month = whole(visit.typed("portions", "0")), visit.typed("month")
    visit.office.allotments.grant(visit.by, visit.typed("merchant"), visit.typed("device"), month, fen, portions)
    return moved("/allotments", merchant=visit.typed("known"), month=month, done="granted")


def slots(visit: Visit) -> Response:
    batches = visit.office.slots.batches(visit.by, (visit.query.get("after", "9999"), visit.query.get("then", "")))
    last = batches[-1] if len(batches) == PAGE else None
    return visit.page(
        "slots.html",
        batches=batches,
        partners=visit.office.slots.partners(visit.by),
        groups=sorted(visit.office.hub.rulebook.programme.groups),
        next=(last.last_day, last.batch) if last else None,
    )


def open_batch(visit: Visit) -> Response:
    made = visit.office.slots.open(
        visit.by,
        WantedBatch(
            partner=visit.typed("partner"),
            package=visit.typed("package"),
            slots=[slot_line(line) for line in visit.typed("slots").splitlines() if line.strip()],
            quotas=[quota_line(line) for line in visit.typed("quotas").splitlines() if line.strip()],
            groups=visit.form.get("group", []),
            unit_fen=fen_of(visit.typed("unit_yuan")) or 0,
            payer=visit.typed("payer"),
            fasting=visit.typed("fasting") == "1",
        ),
    )
    return moved(f"/slots/{made}", done="opened")


def batch(visit: Visit) -> Response:
    found, lines = visit.office.slots.one(visit.by, visit.places["batch"])
    return visit.page("batch.html", found=found, lines=lines)


def slot_line(line: str) -> tuple[str, int, int, int]:
    """`2026-12-01 08:00-11:30 40` as day, minutes, minutes, places. Raises `Refused("slot_line_wrong")`."""
    parts = line.replace("—", "-").replace("–", "-").replace("~", "-").replace("至", "-").split()
    if len(parts) != 3 or "-" not in parts[1]:
        raise Refused("slot_line_wrong", line=line.strip()[:60])
    begins, _, ends = parts[1].partition("-")
    try:
        return parts[0], minutes(begins), minutes(ends), whole(parts[2])
    except Refused as error:
        raise Refused("slot_line_wrong", line=line.strip()[:60]) from error


def quota_line(line: str) -> tuple[str, int]:
    """`370102005 20`: a street's code and its places. Raises `Refused("quota_wrong")`."""
    parts = line.split()
    if len(parts) != 2:
        raise Refused("quota_wrong", street=line.strip()[:20])
    return parts[0], whole(parts[1])


def whole(text: str) -> int:
    """A whole number; raises `Refused("amount_wrong")`."""
    clean = text.strip()
    if not (clean.isdecimal() and clean.isascii() and len(clean) <= 9):
        raise Refused("amount_wrong")
    return int(clean)


PAGES = (
    Page(
        "/allotments",
        "allotments_see",
        allotments,
        grant,
        "allotment_grant",
        ("merchant", "device", "month", "yuan", "portions", "known"),
        ("month", "merchant", "after", "then"),
    ),
    Page(
        "/slots",
        "slots_see",
        slots,
        open_batch,
        "batch_open",
        ("partner", "package", "slots", "quotas", "group", "unit_yuan", "payer", "fasting"),
        ("after", "then"),
    ),
    Page("/slots/{batch}", "slots_see", batch),
)
