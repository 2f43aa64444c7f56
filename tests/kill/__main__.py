"""`python -m tests.kill COUNT [SEED] [--early]`: kills, and a JSON report on stdout.

A process of its own, because it forks: no thread of a test runner may be in it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.kill.killing import kill_often


def main(arguments: list[str]) -> int:
    numbers = [int(argument) for argument in arguments if argument.isdigit()]
    count, seed = [*numbers, 1][:2] if numbers else (50, 1)
    with tempfile.TemporaryDirectory(prefix="quanyi-kill-") as place:
        report = kill_often(Path(place), count, seed, early="--early" in arguments)
    print(json.dumps(report.document(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
