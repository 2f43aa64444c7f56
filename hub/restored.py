"""A hub that was restored to yesterday: a device shows a receipt that is ahead of what is here."""

from __future__ import annotations

from desktop.core import signed
from desktop.core.receipt import PREAMBLE, Receipt
from desktop.core.signed import BadDocument, Signed
from hub.branches import tips
from hub.database import JOURNAL_LOCK
from hub.denied import Denied
from hub.journal import hub_epoch
from hub.parts import Parts


class Restored:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def look(self, document: Signed) -> str:
        """The present hub epoch, a new one when the receipt is of the present one and ahead of the log here, or of
        one that this database has never been in: it was restored to before that began.

        Raises `Denied(403, "receipt_wrong")` for a receipt that this hub did not sign.
        """
        keys = self._parts.keys
        try:
            shown = signed.read(document, keys.device.public, PREAMBLE, Receipt)
        except BadDocument as error:
            raise Denied(403, "receipt_wrong") from error
        with self._parts.database.write() as session:
            # two devices that come at once open one epoch
            session.lock(JOURNAL_LOCK)
            present = hub_epoch(session)
            ends = {tip.branch: tip.seq for tip in tips(session, shown.device, shown.epoch)}
            known = session.row("SELECT 1 FROM journal WHERE epoch = ? LIMIT 1", (shown.hub_epoch,)) is not None
            if known and (shown.hub_epoch != present or shown.seq <= ends.get(shown.branch, 0)):
                return present
            return self._parts.journal.begin(session, "restore")
