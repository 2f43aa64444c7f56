"""Papers of meals and money, number by number, against the journal."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

from desktop.core.list_papers import ListPaper
from desktop.core.paper_figures import about
from desktop.core.papers import CallbackPaper, SettlementPaper
from desktop.core.till_pages import TillPaper
from reports.sums import bridge
from tests.ledger import one, rows

CLOCK = "strftime('%H:%M', at / 1000 + 28800, 'unixepoch')"
# What a meal earns, and what stands settled for it.
_DUE = (
    "(SELECT m.*, iif(state = 'counted', subsidy, 0) AS due, coalesce(s.fen, 0) AS settled,"
    " s.meal IS NULL AND state = 'counted' AS new FROM meals m"
    " LEFT JOIN settled s ON s.meal = m.id WHERE merchant = :merchant)"
)
# An earlier month waits for its own settlement while it has none that stands.
_ADJUSTED = (
    "month < :month AND month IN (SELECT month FROM settlements WHERE merchant = :merchant AND state <> 'returned')"
)


def payable(plain: sqlite3.Connection, merchant: str, month: str) -> int:
    """What a settlement of the month comes to, fen: what is due, less what stands settled."""
    return int(
        one(
            plain,
            f"SELECT sum(due - settled) FROM {_DUE} WHERE month = :month OR ({_ADJUSTED})",
            merchant=merchant,
            month=month,
        )
    )


def hold_settlement(paper: SettlementPaper, plain: sqlite3.Connection, merchant: str, month: str) -> None:
    """Lines, the bridge over them, adjustments, and the amount; the call-backs of its sample; its code."""
    bound = {"merchant": merchant, "month": month}
    lines = [
        (line.day, line.time, line.list_fen, line.price_fen, line.subsidy_fen, line.state, line.seq)
        for line in paper.lines
    ]
    wanted = "merchant = :merchant AND month = :month"
    asked = f"SELECT day, {CLOCK}, listed, price, subsidy, state, seq FROM meals WHERE {wanted} ORDER BY day, at, id"
    assert lines == rows(plain, asked, **bound)
    sums = bridge(paper.lines)
    states = {"voided": sums.voided, "held": sums.held, "refused": sums.refused, "counted": sums.due}
    for state, part in states.items():
        found = rows(
            plain,
            "SELECT count(*), coalesce(sum(listed), 0), coalesce(sum(price), 0), coalesce(sum(subsidy), 0)"
            f" FROM meals WHERE {wanted} AND state = :state",
            **bound,
            state=state,
        )
        assert [(part.count, part.list_fen, part.price_fen, part.subsidy_fen)] == found, state
    # a late meal is a line also where nothing is owed for it
    changed = rows(
        plain,
        f"SELECT day, {CLOCK}, iif(month = :month, -settled, due - settled), seq FROM {_DUE}"
        f" WHERE (month = :month AND settled <> 0) OR ((new OR due <> settled) AND {_ADJUSTED})",
        **bound,
    )
    assert sorted((line.day, line.time, line.fen, line.seq) for line in paper.adjustments) == sorted(changed)
    owed = payable(plain, merchant, month)
    assert sums.due.subsidy_fen + sum(line.fen for line in paper.adjustments) == owed
    coded = dict(about(paper).figures)
    assert (coded["meals"], coded["taken_fen"]) == (sums.due.count, sums.due.price_fen)
    assert (coded["subsidy_fen"], coded["held"], coded["voided"]) == (owed, sums.held.count, sums.voided.count)
    assert coded.get("adjusted_fen", 0) == sum(fen for _, _, fen, _ in changed)
    said = [int(part) for part in _numbers(paper.sample)]
    assert said == _sample(plain, merchant, month)


def _numbers(text: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in text).split()


def _last_call(sample: str) -> str:
    return (
        "SELECT x.body ->> 'result' FROM j x WHERE x.kind = 'callback.recorded' AND x.body ->> 'sample' ="
        f" {sample} AND x.body ->> 'meal' = value ORDER BY x.stamp DESC, x.arrived DESC LIMIT 1"
    )


def _sample(plain: sqlite3.Connection, merchant: str, month: str) -> list[int]:
    """As the settlement says it: how many are to be called, and what came of it. Nothing without a sample."""
    found = rows(
        plain,
        f"SELECT ({_last_call('s.body ->> ' + repr('sample'))}) FROM j s, json_each(s.body, '$.meals')"
        " WHERE s.kind = 'sample.drawn' AND s.body ->> 'merchant' = :merchant AND s.body ->> 'month' = :month",
        merchant=merchant,
        month=month,
    )
    results = Counter(row[0] for row in found)
    return [len(found), *(results[each] for each in ("confirmed", "denied", "unreachable"))] if found else []


def hold_callbacks(paper: CallbackPaper, plain: sqlite3.Connection, sample: str, said: dict[str, str]) -> None:
    """The population, and a line for each meal with what was last said; `said` are the words of results."""
    (drawn,) = rows(
        plain,
        "SELECT body ->> 'population', body ->> 'month', arrived FROM j WHERE kind = 'sample.drawn'"
        " AND body ->> 'sample' = :sample",
        sample=sample,
    )
    assert (paper.population, paper.month) == drawn[:2]
    found = rows(
        plain,
        f"SELECT m.day, strftime('%H:%M', m.at / 1000 + 28800, 'unixepoch'), ({_last_call(':sample')}) FROM j s,"
        " json_each(s.body, '$.meals') JOIN meals m ON m.id = value WHERE s.kind = 'sample.drawn'"
        " AND s.body ->> 'sample' = :sample",
        sample=sample,
    )
    lines = sorted((line.day, line.time, line.result) for line in paper.lines)
    assert lines == sorted((day, time, said[result] if result else "") for day, time, result in found)
    # as many as there are, ten at least, one in twenty
    assert len(lines) == min(max(-(-paper.population // 20), 10), paper.population)


def hold_till(paper: TillPaper, plain: sqlite3.Connection, merchant: str, day: str, device: str) -> None:
    bound = {"merchant": merchant, "day": day, "device": device}
    here = "merchant = :merchant AND day = :day AND device = :device"
    found = rows(
        plain,
        "SELECT period, count(*), sum(price), sum(iif(state = 'counted', subsidy, 0)) FROM meals"
        f" WHERE {here} AND state <> 'voided' GROUP BY period",
        **bound,
    )
    titles = {"lunch": "午餐", "night": "夜宵"}
    lines = sorted((line.titles["zh"], line.count, line.taken_fen, line.subsidy_fen) for line in paper.lines)
    assert lines == sorted((titles[period], *rest) for period, *rest in found)
    assert paper.count == sum(row[1] for row in found)
    assert paper.held == one(plain, f"SELECT count(*) FROM meals WHERE {here} AND state = 'held'", **bound)
    voids = rows(
        plain,
        "SELECT coalesce(struck, 'review'), count(*) FROM meals"
        f" WHERE {here} AND state = 'voided' GROUP BY 1 ORDER BY 1",
        **bound,
    )
    assert list(paper.voids) == voids
    assert paper.waiting == one(plain, "SELECT count(*) FROM j WHERE own")
    granted = rows(
        plain,
        "SELECT body ->> 'fen' FROM j WHERE kind = 'allotment.granted' AND body ->> 'merchant' = :merchant"
        " AND body ->> 'device' = :device AND body ->> 'month' = :month ORDER BY stamp DESC, arrived DESC LIMIT 1",
        merchant=merchant, device=device, month=day[:7],
    )  # fmt: skip
    # a void gives back, a review's too, whatever decision stands (decision 0082)
    spent = one(
        plain,
        "SELECT sum(subsidy) FROM meals WHERE merchant = :merchant AND device = :device AND month = :month"
        " AND struck IS NULL AND NOT once_void",
        merchant=merchant, device=device, month=day[:7],
    )  # fmt: skip
    assert paper.left_fen == (max(0, granted[0][0] - spent) if granted else None)


def hold_publicity(paper: ListPaper | None, plain: sqlite3.Connection, month: str) -> None:
    """What stands settled: meals of the month, and fen with what was adjusted; nothing for what was returned."""
    found = rows(
        plain,
        "SELECT number, (SELECT count(*) FROM json_each(lines) WHERE NOT value ->> 'adjustment'), fen,"
        " coalesce(published, '') FROM settlements WHERE month = :month AND state <> 'returned' ORDER BY number",
        month=month,
    )
    shown: list[tuple[Any, ...]] = [(row[1], row[2], row[3], str(row[5])[:10]) for row in paper.rows] if paper else []
    assert shown == found
