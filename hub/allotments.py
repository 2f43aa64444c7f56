"""Allotments 额度: what a merchant may spend in a month on each device, so that tills that cannot see each other
cannot overspend together.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, text

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.site import AllotmentGranted
from hub.merchants import Known, known_one, known_page
from hub.supervision import Supervision, Supervisor, allowed

FEN_MOST = 10**12
PORTIONS_MOST = 100_000
DEVICES_MOST = 500


@dataclass(frozen=True)
class Till:
    """A device at which a merchant's meals are served; `merchant` the id that it uses there. Money in fen. The hub is
    the device of those who serve by phone.
    """

    device: str
    place: str
    merchant: str
    fen: int | None
    portions: int
    spent_fen: int
    by_phone: bool = False


class Allotments:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("allotments_see")
    def merchants(self, by: Supervisor, after: tuple[str, str] = ("", "")) -> tuple[Known, ...]:
        with self.hub.ground.read() as connection:
            return known_page(connection, after)

    @allowed("allotments_see")
    def tills(self, by: Supervisor, merchant: str, month: str) -> tuple[Known, tuple[Till, ...]]:
        """The devices that may serve a merchant's meals, with what they were granted and have spent."""
        month = _month(month)
        with self.hub.ground.read() as connection:
            known = known_one(connection, merchant)
            return known, _tills(connection, known, month, self.hub.ground.site)

    @allowed("allotment_grant")
    def grant(self, by: Supervisor, merchant: str, device: str, month: str, fen: int, portions: int) -> str:
        """`merchant` is the id used on that device. 0 portions is no daily limit. Raises `Refused`."""
        month = _month(month)
        if not 0 <= fen <= FEN_MOST or not 0 <= portions <= PORTIONS_MOST:
            raise Refused("allotment_wrong")
        with self.hub.ground.write() as txn:
            site = txn.connection.execute(
                # the hub itself is the till of those who serve by phone
                text(
                    "SELECT site FROM devices WHERE device = :device AND revoked_at IS NULL UNION ALL"
                    " SELECT site FROM phone_tills WHERE :device = :hub AND merchant = :merchant"
                ),
                {"device": device, "hub": self.hub.ground.site, "merchant": merchant},
            ).scalar()
            if site is None:
                raise Refused("device_unknown", device=device[:40])
            body = AllotmentGranted(merchant, device, month, fen, portions)
            return txn.append(body, by=by.id, site=str(site))


def _month(text_: str) -> str:
    try:
        return business_day.parse_month(text_)
    except ValueError as error:
        raise Refused("month_wrong", month=text_[:20]) from error


def _tills(connection: Connection, known: Known, month: str, hub: str) -> tuple[Till, ...]:
    """Devices of the merchant's own site, and those that served or were granted something under one of its ids."""
    ids = {"ids": list(known.ids)}
    span = {"first": f"{month}-01", "last": f"{month}-31"}
    expanding: BindParameter[str] = bindparam("ids", expanding=True)
    spent = connection.execute(
        text(
            "SELECT device, merchant, sum(subsidy_fen) FILTER (WHERE voided IS NULL) FROM meals"
            " WHERE merchant IN :ids AND day >= :first AND day <= :last GROUP BY device, merchant"
        ).bindparams(expanding),
        {**ids, **span},
    ).fetchall()
    granted = connection.execute(
        text(
            "SELECT device, merchant, fen, portions_a_day FROM allotments WHERE merchant IN :ids AND month = :month"
        ).bindparams(expanding),
        {**ids, "month": month},
    ).fetchall()
    own = connection.execute(
        text("SELECT device, site FROM devices WHERE site IN :ids AND revoked_at IS NULL").bindparams(expanding), ids
    ).fetchall()
    sums = {(row[0], row[1]): int(row[2] or 0) for row in spent}
    grants = {(row[0], row[1]): (row[2], row[3] or 0) for row in granted}
    # a merchant's own till uses the id it was made with, which its meals tell
    served = {device for device, _ in sums}
    keys = {*sums, *grants, *((row[0], row[1]) for row in own if row[0] not in served)}
    places = _places(connection, sorted({device for device, _ in keys})[:DEVICES_MOST])
    return tuple(
        Till(
            device,
            places.get(device, ""),
            merchant,
            grants.get((device, merchant), (None, 0))[0],
            grants.get((device, merchant), (None, 0))[1],
            sums.get((device, merchant), 0),
            device == hub,
        )
        for device, merchant in sorted(keys, key=lambda key: (places.get(key[0], ""), key))
    )


def _places(connection: Connection, devices: list[str]) -> dict[str, str]:
    if not devices:
        return {}
    rows = connection.execute(
        text(
            "SELECT d.device, s.name FROM devices d JOIN sites s ON s.site = d.site WHERE d.device IN :devices"
        ).bindparams(bindparam("devices", expanding=True)),
        {"devices": devices},
    )
    return {row[0]: str(row[1] or "") for row in rows}
