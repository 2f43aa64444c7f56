"""Handing down what stations work with, from a TOML file: allotments, merchants, partners, batches of health checks.

```toml
[[allotments]]  # merchant, device, month, fen, portions_a_day (0: no limit)
[[merchants]]   # name; merchant (an id) to name one again
[[partners]]    # name; partner
[[checkups]]    # the fields of `checkup_batch.opened` but batch and number
```
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import uuid_utils.compat

from desktop.core.checkup import CheckupBatchOpened
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.fact import Fact
from desktop.core.joining import AliasDeclared
from desktop.core.site import AllotmentGranted, MerchantAdded, PartnerAdded
from hub.database import Session
from hub.parts import Parts
from hub.supervisors import Supervisor

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_KINDS = ("allotments", "merchants", "partners", "checkups")


def read_file(place: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables of a file. Raises `Refused("publish_wrong")`."""
    try:
        plain = tomllib.loads(place.read_text("utf-8"))
    except OSError as error:
        raise EnvironmentFailed("disk_failed", detail=str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("publish_wrong", where=place.name, detail=str(error)) from error
    odd = set(plain) - set(_KINDS)
    if odd or not all(isinstance(each, list) for each in plain.values()):
        raise Refused("publish_wrong", where=", ".join(sorted(odd)) or place.name, detail=", ".join(_KINDS))
    return plain


def publish(parts: Parts, by: Supervisor, tables: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Appends a fact for each line, all or none; their ids. Raises `Refused("publish_wrong")`."""
    with parts.database.write() as session:
        made: list[str] = []
        for kind in _KINDS:
            for number, line in enumerate(tables.get(kind, []), 1):
                try:
                    fact = _fact(session, kind, dict(line))
                except (msgspec.ValidationError, ValueError, TypeError) as error:
                    raise Refused("publish_wrong", where=f"{kind} {number}", detail=str(error)) from error
                made.append(parts.journal.append(session, fact, by=by.id).id)
                if isinstance(fact, MerchantAdded | PartnerAdded):
                    # named by the hub, it is one of its own: nobody needs to match it
                    known = AliasDeclared(*_named(fact))
                    parts.journal.append(session, known, by=by.id)
        return made


def _named(fact: MerchantAdded | PartnerAdded) -> tuple[str, str, str]:
    if isinstance(fact, MerchantAdded):
        return "merchant", fact.merchant, fact.merchant
    return "partner", fact.partner, fact.partner


def _fact(session: Session, kind: str, line: dict[str, Any]) -> Fact:
    new = str(uuid_utils.compat.uuid4())
    if kind == "allotments":
        granted = msgspec.convert({"portions_a_day": 0} | line, AllotmentGranted)
        if granted.fen < 0 or granted.portions_a_day < 0 or not _MONTH.fullmatch(granted.month):
            raise ValueError("fen, portions_a_day, month")
        if not session.row("SELECT 1 FROM members WHERE device = ?", (granted.device,)):
            raise ValueError(f"device {granted.device[:40]}")
        return granted
    if kind == "merchants":
        return msgspec.convert({"merchant": new} | line, MerchantAdded)
    if kind == "partners":
        return msgspec.convert({"partner": new} | line, PartnerAdded)
    count = session.row("SELECT count(*) FROM journal WHERE kind = ?", (CheckupBatchOpened.KIND,))[0]
    return msgspec.convert({"batch": new, "number": int(count) + 1} | line, CheckupBatchOpened)
