"""Commands about merchants' records, boxed meals and goods handed out."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from desktop.cli.options import At, moment
from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.merchant_record import Record, hours_text

Number = Annotated[int, typer.Option()]
Text = Annotated[str | None, typer.Option()]


@command("merchant-set", playable=True)
def merchant_set(
    session: Session,
    id: Annotated[str, typer.Argument()],
    licence_name: Text = None,
    licence_code: Annotated[str | None, typer.Option(help="18 characters, checked")] = None,
    permit: Annotated[str | None, typer.Option(help="JY and 14 digits")] = None,
    permit_until: Text = None,
    agreement_until: Text = None,
    account_tail: Annotated[str | None, typer.Option(help="the last four digits")] = None,
    hours: Annotated[str | None, typer.Option(help="10:00-21:00")] = None,
    closed: Annotated[str | None, typer.Option(help="closed weekdays: 1,7 (1 is Monday), or none")] = None,
) -> Document:
    """A merchant's record: what is given is changed, the rest stays."""
    fact, record = session.office.merchant_records.set(
        session.by,
        id,
        licence_name=licence_name,
        licence_code=licence_code,
        permit=permit,
        permit_until=permit_until,
        agreement_until=agreement_until,
        account_tail=account_tail,
        hours=hours,
        closed=closed,
    )
    return {"fact": fact, **_record(record)}


@command("merchant", playable=True)
def merchant(session: Session, id: Annotated[str, typer.Argument()]) -> Document:
    """A merchant's record, and what of it runs out within 30 days."""
    record, ending = session.office.merchant_records.get(session.by, id)
    papers = [{"what": each.what, "until": each.until, "expired": each.expired} for each in ending]
    return {**_record(record), "ending": papers}


def _record(record: Record) -> dict[str, Any]:
    return {
        "licence_name": record.licence_name,
        "licence_code": record.licence_code,
        "permit": record.permit,
        "permit_until": record.permit_until,
        "agreement_until": record.agreement_until,
        "account_tail": record.account_tail,
        "hours": hours_text(record) or None,
        "closed": list(record.closed),
    }


@command("boxes", playable=True)
def boxes(
    session: Session,
    merchant: Annotated[str, typer.Option()],
    received: Number,
    handed_out: Number,
    left_over: Number = 0,
    spoiled: Number = 0,
    day: Annotated[str | None, typer.Option(help="today without one")] = None,
) -> Document:
    """A day's boxed meals from a merchant; a second count of the day corrects the first."""
    fact, of = session.office.boxes.count(
        session.by,
        merchant,
        received=received,
        handed_out=handed_out,
        left_over=left_over,
        spoiled=spoiled,
        day=day,
    )
    return {"fact": fact, "day": of}


@command("boxes-month", playable=True)
def boxes_month(session: Session, month: Annotated[str, typer.Argument()]) -> Document:
    """A month's boxed meals, a merchant a line."""
    sums = session.office.boxes.month(session.by, month)
    return {
        "month": month,
        "merchants": [
            {
                "merchant": each.merchant,
                "name": each.name,
                "days": each.days,
                "received": each.received,
                "handed_out": each.handed_out,
                "left_over": each.left_over,
                "spoiled": each.spoiled,
            }
            for each in sums
        ],
    }


@command("goods", playable=True)
def goods(
    session: Session,
    kind: Annotated[str, typer.Argument(help="mineral_water or 矿泉水 …")],
    count: Number,
    group: Text = None,
    at: At = None,
) -> Document:
    """Goods handed out in a heat wave or a cold spell."""
    fact, total = session.office.goods.hand_out(session.by, kind, count, group, moment(at))
    return {"fact": fact, "total": total}


@command("goods-month", playable=True)
def goods_month(session: Session, month: Annotated[str, typer.Argument()]) -> Document:
    """A month's goods by kind."""
    sums = session.office.goods.month(session.by, month)
    return {
        "month": month,
        "goods": [
            {
                "goods": each.goods,
                "name": each.name,
                "unit": each.unit,
                "count": each.count,
                "by_group": dict(each.by_group),
            }
            for each in sums
        ],
    }
