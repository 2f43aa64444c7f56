"""What supervisors wrote and photographed at a place: asked for by hash (`docs/sync-protocol.md`, 7)."""

from __future__ import annotations

import msgspec

TOLD_MOST = 20
NOTE, BLOB = "note", "blob"


class WantedTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hashes that findings of this place name and that are not here; at most 20."""

    v: int
    hashes: list[str]


class Told(msgspec.Struct, frozen=True):
    """`sort` is `note` or `blob`, `data` the content in hex: a note's salt (16 bytes) + text, a photo's bytes."""

    hash: str
    sort: str
    data: str


class GivenTold(msgspec.Struct, frozen=True):
    told: list[Told]
