"""Hands down programmes and standards: the whole TOML text in a fact. Which one it is, its tables tell."""

from __future__ import annotations

import tomllib

from desktop.core.errors import Refused
from desktop.core.publishing import ProgrammePublished, StandardPublished, programme_of, standard_of
from hub.supervision import Supervision, Supervisor, allowed


def is_rules(text: str) -> bool:
    """Whether a file holds a programme or a standard, told by its tables; one that is no TOML holds neither."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return "funding" in table or "items" in table


class Publishing:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("publish")
    def publish(self, by: Supervisor, text: str) -> str:
        """The fact that hands it down. Raises `Refused` for a text that is neither."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Refused("publish_unreadable", detail=str(error)[:200]) from error
        if not is_rules(text):
            raise Refused("publish_empty")
        body: ProgrammePublished | StandardPublished = programme_of(text) if "funding" in table else standard_of(text)
        with self.hub.ground.write() as txn:
            return txn.append(body, by=by.id, site=self.hub.ground.site)
