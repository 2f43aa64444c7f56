"""Scripts of mixed actions for `play`: every sort of act that the counter knows, in random order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from desktop.core.people import GROUPS
from desktop.core.visit import SERVICES
from tests.kill import errands
from tests.kill.errands import Errands
from tests.kill.ground import Ground

Line = dict[str, Any]
REASONS = ("mis_scan", "returned", "duplicate")
# How often each act is drawn; a day has far more check-ins than anything else.
WEIGHTS = {
    "check_in": 10,
    "anonymous": 5,
    "search": 3,
    "meal": 6,
    "void": 4,
    "check_out": 3,
    "register": 4,
    "verify_rider": 1,
    "withdraw": 1,
    "reissue": 1,
    "forget": 1,
    "inspect": 2,
    "rectify": 2,
    "recheck": 1,
    "refer": 2,
    "refer_move": 2,
    "merchant_add": 1,
    "partner_add": 1,
}


def make_script(ground: Ground, seed: int, lines: int) -> bytes:
    """`lines` actions, the same for the same seed; some are refused, as at a real counter."""
    return Drawing(ground, random.Random(seed)).script(lines)


class Drawing:
    """Draws one line after the other; what is acted upon once is seldom acted upon again."""

    def __init__(self, ground: Ground, chance: random.Random) -> None:
        self._ground, self._chance = ground, chance
        self._acts = [*ground.visits, *ground.meals]
        chance.shuffle(self._acts)
        self._jobs, self._reported = list(ground.jobs), list[str]()
        self._number = chance.randrange(10_000, 80_000)
        self._errands = Errands(ground.stock, ground.place, ground.merchant, ground.jobs, chance)

    def script(self, lines: int) -> bytes:
        drawn = [{"do": "open_day"}]
        while len(drawn) < lines - 1:
            name = self._chance.choices([*WEIGHTS, *errands.WEIGHTS], [*WEIGHTS.values(), *errands.WEIGHTS.values()])[0]
            if name in errands.WEIGHTS:
                drawn.append(self._errands.line(name))
                continue
            make: Callable[[], Line] = getattr(self, f"_{name}")
            drawn.append(make())
        drawn.append({"do": "close_day"})
        return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in drawn)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _card(self) -> str:
        return self._chance.choice(self._ground.cards)

    def _rider(self) -> str:
        return self._chance.choice(self._ground.riders)

    def _services(self) -> list[str]:
        return self._chance.sample(SERVICES, self._chance.randrange(4))

    def _check_in(self) -> Line:
        return {"do": "check_in", "card": self._card(), "service": self._services()}

    def _search(self) -> Line:
        return {"do": "check_in", "rider": self._rider(), "service": self._services()}

    def _anonymous(self) -> Line:
        group, count = self._chance.choice(GROUPS), self._chance.randrange(1, 5)
        return {"do": "check_in", "anonymous": group, "count": count, "service": self._services()}

    def _meal(self) -> Line:
        return {"do": "meal", "card": self._card(), "merchant": self._ground.merchant}

    def _void(self) -> Line:
        again = self._chance.random() < 0.1 or len(self._acts) < 2
        fact = self._acts[0] if again else self._acts.pop()
        note = self._chance.choice(("", "扫了两次"))
        return {"do": "void", "fact": fact, "reason": self._chance.choice(REASONS), "note": note}

    def _check_out(self) -> Line:
        return {"do": "check_out", "fact": self._chance.choice(self._ground.visits)}

    def _register(self) -> Line:
        number = self._next()
        return {
            "do": "register",
            "name": f"新来的{number}",
            "phone": f"150{number:08d}",
            "group": self._chance.choice(GROUPS),
            "proof": self._chance.choice(("", "badge")),
            "consent": True,
        }

    def _verify_rider(self) -> Line:
        return {"do": "verify_rider", "id": self._rider(), "proof": "order_screen"}

    def _withdraw(self) -> Line:
        return {"do": "withdraw", "card": self._card()}

    def _reissue(self) -> Line:
        return {"do": "reissue", "id": self._rider()}

    def _forget(self) -> Line:
        return {"do": "forget", "id": self._rider(), "reason": "本人要求"}

    def _inspect(self) -> Line:
        return {"do": "inspect", "answers": str(self._ground.place / "answers.toml")}

    def _rectify(self) -> Line:
        job = self._jobs.pop() if self._jobs else self._ground.jobs[0]
        self._reported.append(job)
        return {"do": "rectify", "id": job, "note": "修好了", "photo": [str(self._ground.place / "photo.jpg")]}

    def _recheck(self) -> Line:
        job = self._reported.pop() if self._reported else self._ground.jobs[0]
        return {"do": "recheck", "id": job, "result": self._chance.choice(("pass", "fail")), "note": "看过了"}

    def _refer(self) -> Line:
        kind = self._chance.choice(("checkup", "green_channel"))
        return {
            "do": "refer",
            "card": self._card(),
            "kind": kind,
            "to": self._ground.partner,
            "reason": "头晕",
            "consent": True,
        }

    def _refer_move(self) -> Line:
        return {"do": "refer_move", "id": self._chance.choice(self._ground.referrals), "state": "attended"}

    def _merchant_add(self) -> Line:
        return {"do": "merchant_add", "name": f"新店{self._next()}", "allotment_fen": 100_000}

    def _partner_add(self) -> Line:
        return {"do": "partner_add", "name": f"诊所{self._next()}"}
