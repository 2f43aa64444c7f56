"""Options that several commands share, typed for the parser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.core import business_day
from desktop.core.errors import Refused

At = Annotated[str | None, typer.Option(help="a stated time, RFC 3339; it decides the business day")]
Output = Annotated[Path, typer.Option("-o", "--output", help="where to write")]
Consent = Annotated[bool, typer.Option("--consent", help="the person agreed to the text of consent")]
Reason = Annotated[str, typer.Option(help="reason")]


def moment(at: str | None) -> int | None:
    """A stated time as ms UTC; raises `Refused("time_wrong")`."""
    if at is None:
        return None
    try:
        return business_day.parse_time(at)
    except (ValueError, OverflowError) as error:
        raise Refused("time_wrong", time=at[:40]) from error
