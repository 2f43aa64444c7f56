"""Papers with full phones or names: that one is taken out is appended before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core import business_day
from desktop.core.names_shown import NamesShown
from desktop.core.phones import PhonesShown
from desktop.core.roles import Operator
from desktop.services.desk import Desk
from desktop.store.journal import Txn


def note_phones(desk: Desk, txn: Txn, by: Operator, of: str, subject: str, phones: Sequence[str]) -> None:
    """The fact of a list `of` that is about to be shown; none where nobody's number is on it."""
    lines = sum(bool(phone) for phone in phones)
    if lines:
        txn.append(PhonesShown(of, subject, lines), day=business_day.day_of(desk.now()), by=by.id)


def note_names(desk: Desk, txn: Txn, by: Operator, of: str, subject: str, lines: int) -> None:
    """The fact of `lines` full names on a paper `of` that is about to be made."""
    txn.append(NamesShown(of, subject, lines), day=business_day.day_of(desk.now()), by=by.id)
