"""Rider cards on paper: on sheets, on a card printer's cards or on labels, with names masked or in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.core import business_day, card
from desktop.core.errors import Refused
from desktop.core.names_shown import CARDS
from desktop.core.papers import LABEL, SINGLE, CardFace, CardRoll, CardSheet, SingleCard
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.phones import note_names

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted

CARDS_MOST = 2_000


@allowed("print_cards")
def cards(papers: Papers, by: Operator, wanted: Wanted) -> CardSheet | CardRoll:
    """The standing cards that this device issued: one rider's, a day's, or all (newest first)."""
    faces = _faces(papers, by, wanted)
    day = wanted.day or business_day.day_of(papers.desk.now())
    frame = papers.frame("cards", subject=str(len(faces)))
    if wanted.size in (SINGLE, LABEL):
        return CardRoll(frame, wanted.size, faces)
    return CardSheet(frame, day, faces)


@allowed("print_cards")
def single(papers: Papers, by: Operator, wanted: Wanted) -> SingleCard | CardRoll:
    """One rider's card for a card or a label printer."""
    if wanted.id is None:
        raise Refused("paper_needs_id")
    faces = _faces(papers, by, wanted)
    frame = papers.frame("card", subject=faces[0].number)
    return CardRoll(frame, LABEL, faces) if wanted.size == LABEL else SingleCard(frame, faces[0])


@allowed("print_cards_full")
def named_faces(papers: Papers, by: Operator, wanted: Wanted) -> tuple[CardFace, ...]:
    """With names in full: that they were taken out is a fact first."""
    with papers.desk.store.write() as txn:
        faces = _read(txn.connection, papers.desk, wanted)
        note_names(papers.desk, txn, by, CARDS, wanted.id or wanted.day or "", len(faces))
    return faces


def _faces(papers: Papers, by: Operator, wanted: Wanted) -> tuple[CardFace, ...]:
    if wanted.full:
        return named_faces(papers, by, wanted)
    with papers.desk.store.read() as connection:
        return _read(connection, papers.desk, wanted)


def _read(connection: Connection, desk: Desk, wanted: Wanted) -> tuple[CardFace, ...]:
    """Card texts are made again: an Ed25519 signature over the same fields is the same (RFC 8032). Raises `Refused`
    where there is none.
    """
    where, values = "1 = 1", []
    if wanted.id is not None:
        where, values = "c.rider = ?", [wanted.id]
    elif wanted.day is not None:
        where, values = "c.issued_day = ?", [wanted.day]
    rows = connection.exec_driver_sql(
        'SELECT c.rider, c."group", c.issued, c.valid_days, p.name FROM cards c JOIN persons p USING (rider)'
        f" WHERE {where} AND c.withdrawn_at IS NULL AND c.issuer = ? ORDER BY c.issued DESC, c.rider LIMIT ?",
        (*values, desk.key.key_id.hex(), CARDS_MOST),
    ).fetchall()
    faces = []
    for rider, group, issued, days, name in rows:
        made = card.issue(desk.key, rider, group, issued, days, practice=desk.practice)
        until = business_day.day_of((made.until - card.DAY_SECONDS) * 1000)
        faces.append(CardFace(made.text, made.number, name if wanted.full else masked_name(name), group, until))
    if not faces:
        raise Refused("paper_empty")
    return tuple(faces)
