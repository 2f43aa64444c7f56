"""What a meal counts as, in SQL: the same answer as `SettledMeal.state` in `core/settlement.py`.

Figures, the till's page and the table for spreadsheets ask it here, so that a meal that was decided is held nowhere.
"""

from __future__ import annotations

from desktop.core.settlement import REVIEW


def meal_state(alias: str = "") -> str:
    """An expression over the columns of `meals` (behind `alias.`, where there is one): `counted`, `held`, `refused`
    or `voided`. A till's void stands whatever was decided, a review's while it is the decision that stands; a meal
    that a review pays counts like any other.
    """
    of = f"{alias}." if alias else ""
    return (
        f"CASE WHEN {of}decision = 'void' OR ({of}voided IS NOT NULL AND ({of}voided <> '{REVIEW}' OR"
        f" {of}decision IS NULL)) THEN 'voided'"
        f" WHEN {of}decision = 'refuse' THEN 'refused'"
        f" WHEN {of}held IS NOT NULL AND {of}decision IS NULL THEN 'held' ELSE 'counted' END"
    )
