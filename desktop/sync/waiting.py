"""How long to wait after a round that failed: 1, 2, 4 … 300 seconds, each times 0.5 to 1.5 by chance."""

from __future__ import annotations

LONGEST_S = 300.0


def wait_after(failures: int, asked: float, chance: float) -> float:
    """Seconds after so many failures in a row (1 and more); `asked` is the hub's own wish, 0 for none, and
    `chance` from 0 to 1.
    """
    if asked > 0:
        return asked
    return float(min(LONGEST_S, 2 ** min(failures - 1, 20))) * (0.5 + chance)
