"""Allotments 额度 against what tills served: only the hub sees a grant and all meals of a device together."""

from __future__ import annotations

from hub.database import Session
from hub.seen import Seen
from hub.verdicts import Verdicts

OVERSPENT = "budget_overspent"


def judge_budgets(session: Session, verdicts: Verdicts, seen: Seen) -> None:
    """Meals beyond what was granted to a till for the month, in the order in which they were served, are told of."""
    tills = {(fact.merchant, source.device, entry.day[:7]) for entry, fact, source in seen.meals}
    if seen.voids:
        rows = session.rows_in(
            "SELECT DISTINCT merchant, device, substr(day, 1, 7) FROM meals WHERE day IS NOT NULL AND fact IN",
            sorted(seen.voids),
        )
        tills |= {(row[0], row[1], row[2]) for row in rows}
    merchants = sorted({merchant for merchant, _, _ in tills})
    granted = session.rows_in("SELECT merchant, device, month, fen FROM allotments WHERE merchant IN", merchants)
    for merchant, device, month, fen in granted:
        if (merchant, device, month) in tills and fen is not None:
            _judge(session, verdicts, (merchant, device, month), int(fen))


def _judge(session: Session, verdicts: Verdicts, till: tuple[str, str, str], granted: int) -> None:
    merchant, device, month = till
    where = "FROM meals WHERE merchant = ? AND device = ? AND voided IS NULL AND day >= ? AND day < ?"
    values = (merchant, device, f"{month}-01", f"{month}-99")
    spent = int(session.row(f"SELECT coalesce(sum(subsidy_fen), 0) {where}", values)[0])
    told = session.row("SELECT 1 FROM verdicts WHERE code = ? AND device = ? AND done = 0 LIMIT 1", (OVERSPENT, device))
    if spent <= granted and not told:
        return
    covered: list[str] = []
    so_far = 0
    for fact, fen in session.rows(f"SELECT fact, subsidy_fen {where} ORDER BY at, fact", values):
        so_far += int(fen or 0)
        if so_far <= granted:
            covered.append(fact)
        else:
            detail = {"granted_fen": str(granted), "month": month, "spent_fen": str(so_far)}
            verdicts.find(OVERSPENT, fact, device, detail)
    verdicts.settle_for(OVERSPENT, covered)
