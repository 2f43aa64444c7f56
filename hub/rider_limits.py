"""What a rider may have under the programme of a meal: as many a period, a day, a month (0 is no limit)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import resources
from desktop.core.programme import Limits, parse_programme
from desktop.core.publishing import PROGRAMME
from hub.database import Session


@functools.lru_cache(maxsize=64)
def _limits(text: str) -> Limits:
    return parse_programme(text).limits


@functools.cache
def _shipped() -> Limits:
    return _limits(resources.read_text("rules", "programme.toml"))


def limits_of(session: Session, versions: Iterable[str]) -> Mapping[str, Limits]:
    """By version of the programme; of one that was never published those that came with the program."""
    every = sorted(set(versions))
    rows = session.rows_in("SELECT version, text FROM published WHERE sort = ? AND version IN", every, (PROGRAMME,))
    published = {row[0]: _limits(row[1]) for row in rows if row[1]}
    return {version: published.get(version, _shipped()) for version in every}


def limits_a_month(session: Session) -> bool:
    """Whether any programme counts a rider's meals of a month."""
    rows = session.rows("SELECT text FROM published WHERE sort = ?", (PROGRAMME,))
    return any(each.month for each in (_shipped(), *(_limits(row[0]) for row in rows if row[0])))
