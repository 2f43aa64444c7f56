"""Papers of a day and of the station, number by number, against the journal."""

from __future__ import annotations

import sqlite3
from typing import Any

from desktop.core.business_day import start_of
from desktop.core.day_papers import HandoverPaper, HoursPaper, ReconciliationPaper
from desktop.core.list_papers import ListPaper
from desktop.core.papers import ChecklistPaper, DailyPaper, InspectionPaper
from desktop.core.periods import Span
from desktop.core.standard_papers import RectificationPaper, StationSheet
from desktop.core.words import Words
from desktop.services.station_sheet import SHOWN
from tests.integration.services.test_figures import by_hand
from tests.ledger import one, rows

CLOCK = "strftime('%H:%M', {} / 1000 + 28800, 'unixepoch')"
_OPEN = "FROM jobs WHERE state <> 'closed'"
# The noun of a kind and the part of a reconciliation where it stands.
_PARTS = {
    "visits": ("visit", "medicine"), "meals": ("meal",), "voids": (), "standard": ("inspection", "rectification"),
    "referrals": ("referral",), "people": ("rider", "card"), "day": ("day", "shift", "closing", "hours"),
    "paper": ("register", "sheet"),
}  # fmt: skip


def hold_daily(paper: DailyPaper, plain: sqlite3.Connection, day: str, words: Words) -> None:
    """Every figure of the day, and a line for each visit, meal and walk."""
    told, figures = by_hand(plain, Span(day, day)), paper.figures
    assert (figures.visits, figures.persons) == (told["visits_times"], told["visits_persons"])
    assert (figures.meals, figures.meals_voided) == (told["meals_count"], told["meals_voided"])
    assert (figures.meals_held, figures.taken_fen) == (told["meals_held"], told["meals_taken_fen"])
    assert figures.subsidy_fen == told["meals_subsidy_fen"]
    assert list(figures.by_hour) == [told[f"visits_by_hour.{hour:02d}"] for hour in range(24)]
    assert all(count == told[f"visits_by_group.{group}"] for group, count in figures.by_group)
    assert all(count == told[f"visits_by_how.{how}"] for how, count in figures.by_how)
    services = {f"visits_by_service.{name}": count for name, count in figures.by_service if name != "medicine"}
    assert services == {code: told[code] for code in services}
    assert dict(figures.by_service)["medicine"] == told["medicine_uses"]
    assert figures.open_rectifications == one(plain, f"SELECT count(*) {_OPEN}")
    assert figures.waiting == one(plain, "SELECT count(*) FROM j WHERE own")
    lines = rows(
        plain,
        f"SELECT {CLOCK.format('at')}, seq, void, n FROM (SELECT at, seq, day, void, n FROM visits UNION ALL"
        " SELECT at, seq, day, state = 'voided', 1 FROM meals UNION ALL SELECT body ->> 'ended', seq, day, 0, 1"
        " FROM j WHERE kind = 'inspection.completed') WHERE day = :day",
        day=day,
    )
    mark = words.say("log.voided", reason="").split("：", 1)[0].strip("（）() ")
    shown = [
        (line.time, line.seq, int(mark in line.what), int(line.whom.rpartition("×")[2]) if "×" in line.whom else 1)
        for line in paper.lines
    ]
    assert sorted(shown) == sorted(lines)
    walks = rows(
        plain,
        "SELECT (SELECT count(*) FROM json_each(body, '$.answers') WHERE value ->> 'result' = 'pass'),"
        " (SELECT count(*) FROM json_each(body, '$.answers') WHERE value ->> 'result' = 'fail')"
        " FROM j WHERE kind = 'inspection.completed' AND day = :day",
        day=day,
    )
    kind = words.say("inspection_kind.weekly")
    said = [words.say("log.inspection", kind=kind, passed=passed, failed=failed) for passed, failed in walks]
    assert sorted(line.what for line in paper.lines if line.what in said) == sorted(said)
    hours = rows(
        plain,
        f"SELECT max({CLOCK.format('o.at')}) FILTER (WHERE o.kind = 'day.opened'), max({CLOCK.format('o.at')}) FILTER"
        " (WHERE o.kind = 'day.closed') FROM (SELECT kind, own, day, body ->> 'when' AS at FROM j) o"
        " WHERE o.own AND o.day = :day",
        day=day,
    )[0]
    assert (paper.opened, paper.closed) == tuple(hour or "" for hour in hours)


def hold_reconciliation(paper: ReconciliationPaper, plain: sqlite3.Connection) -> None:
    """The latest own closing: every own entry since the one before, by part; `plain` holds the closing itself."""
    (last,) = rows(
        plain, "SELECT arrived, day, seq FROM j WHERE own AND kind = 'day.closed' ORDER BY arrived DESC LIMIT 1"
    )
    before = one(plain, "SELECT max(arrived) FROM j WHERE own AND kind = 'day.closed' AND arrived < :at", at=last[0])
    run = f"FROM j WHERE own AND arrived > {before or -1} AND arrived <= {last[0]}"
    known = {noun for nouns in _PARTS.values() for noun in nouns}
    for line in (*paper.lines, paper.whole):
        nouns = _PARTS.get(line.part, ())
        where = "1"
        if line.part == "voids":
            where = "kind = 'meal.voided'"
        elif line.part == "other":
            where = f"noun NOT IN {tuple(known)}"
        elif line.part:
            where = f"noun IN {(*nouns, '')} AND kind <> 'meal.voided'"
        of = f"FROM (SELECT *, substr(kind, 1, instr(kind, '.') - 1) AS noun {run}) WHERE {where}"
        # a clock that went back more than two seconds wants a look
        captured, flagged = rows(plain, f"SELECT count(*), count(*) FILTER (WHERE stamp - at > 2000) {of}")[0]
        assert (line.captured, line.flagged) == (captured, flagged), line.part
        assert (line.acknowledged, line.waiting) == (0, captured - flagged), line.part
    assert (paper.first, paper.last) == (last[2] - paper.whole.captured + 1, last[2])
    told = by_hand(plain, Span(last[1], last[1]))
    assert paper.day == last[1]
    assert (paper.meals, paper.held, paper.voided) == (told["meals_count"], told["meals_held"], told["meals_voided"])
    assert (paper.taken_fen, paper.subsidy_fen) == (told["meals_taken_fen"], told["meals_subsidy_fen"])
    assert len(paper.flagged) == min(20, paper.whole.flagged)
    _problems(paper, plain)


def _problems(paper: ReconciliationPaper | HandoverPaper, plain: sqlite3.Connection) -> None:
    # a hundred at most, the soonest due
    wanted = rows(plain, f"SELECT number, due, due < :day {_OPEN} ORDER BY due, number LIMIT 100", day=paper.day)
    assert sorted((int(each.number), each.due, int(each.overdue)) for each in paper.problems) == sorted(wanted)


def hold_handover(paper: HandoverPaper, plain: sqlite3.Connection, today: str) -> None:
    """Against the journal before it: what waited, what is chased, and what of the box is warned of."""
    assert paper.waiting == one(plain, "SELECT count(*) FROM j WHERE own")
    assert paper.medicine == one(plain, "SELECT count(*) FROM box WHERE left > 0 AND until <= date(:day, '+30 days')",
                                 day=today)  # fmt: skip
    _problems(paper, plain)


def hold_overview(paper: StationSheet, plain: sqlite3.Connection, today: str, span: Span) -> None:
    """The figures of the month, and the counts of who and what there is."""
    told = by_hand(plain, span)
    shown = dict(zip(SHOWN, (line.value for line in paper.figures), strict=True))
    assert shown == {code: told[code] for code in SHOWN}
    forgotten = "(SELECT body ->> 'rider' FROM j WHERE kind = 'rider.forgotten')"
    registered = f"(SELECT body ->> 'rider' AS r FROM j WHERE kind = 'rider.registered' AND r NOT IN {forgotten})"
    assert paper.people == one(plain, f"SELECT count(DISTINCT r) FROM {registered}")
    until = (
        "SELECT body ->> 'until' FROM j WHERE kind = 'rider.verified' AND body ->> 'rider' = p.r"
        " ORDER BY stamp DESC, arrived DESC LIMIT 1"
    )
    verified = f"SELECT count(DISTINCT r) FROM {registered} p WHERE ({until}) >= :today"
    assert paper.verified == one(plain, verified, today=today)
    cards = (
        "SELECT count(*) FROM j c WHERE kind = 'card.issued' AND date(day, (body ->> 'valid_days' - 1) || ' days') >="
        " :today AND NOT EXISTS (SELECT 1 FROM j w WHERE w.kind = 'card.withdrawn' AND w.body ->> 'rider' ="
        " c.body ->> 'rider' AND w.body ->> 'issued' = c.body ->> 'issued')"
    )
    assert paper.cards == one(plain, cards, today=today)
    assert len(paper.merchants) == one(plain, "SELECT count(*) FROM j WHERE kind = 'merchant.added'")
    assert paper.operators == one(plain, "SELECT count(*) FROM j WHERE kind = 'operator.added'")
    assert paper.open_jobs == one(plain, f"SELECT count(*) {_OPEN}")
    assert paper.late_jobs == one(plain, f"SELECT count(*) {_OPEN} AND due < :today", today=today)
    assert paper.entries == paper.waiting == one(plain, "SELECT count(*) FROM j WHERE own")


def hold_checklist(paper: ChecklistPaper, plain: sqlite3.Connection) -> None:
    found = sorted(due for (due,) in rows(plain, f"SELECT due {_OPEN}"))
    assert [due for _, _, due in paper.open] == found[:6]
    assert paper.more == max(0, len(found) - 6)


def hold_inspection(paper: InspectionPaper, plain: sqlite3.Connection, walk: str) -> None:
    """What was answered in this walk, and the jobs that its fails opened."""
    results = dict(
        rows(
            plain,
            "SELECT value ->> 'result', count(*) FROM j, json_each(body, '$.answers') WHERE kind ="
            " 'inspection.completed' AND body ->> 'inspection' = :walk GROUP BY 1",
            walk=walk,
        )
    )
    shown = (paper.passed, paper.failed, paper.not_applicable)
    assert shown == tuple(results.get(result, 0) for result in ("pass", "fail", "na"))
    answered = [point for item in paper.items for point in item.points if point.result != "open"]
    assert len(answered) == sum(shown)


def hold_rectification(paper: RectificationPaper, plain: sqlite3.Connection, job: str) -> None:
    """Its days, its steps, and how many minutes it took."""
    (known,) = rows(plain, "SELECT number, day, first_due, due, at FROM jobs WHERE job = :job", job=job)
    number, day, first_due, due, at = known
    assert f"{number:03d}号" in paper.frame.number
    assert (paper.day, paper.due) == (day, due)
    assert paper.first_due == (first_due if first_due != due else "")
    moves = rows(
        plain,
        "SELECT at, body ->> 'to', day FROM j WHERE kind = 'rectification.moved' AND body ->> 'rectification' = :job"
        " ORDER BY at, id",
        job=job,
    )
    assert [step.state for step in paper.steps] == [to for _, to, _ in moves]
    closed = [move for move in moves if move[1] == "closed"]
    assert paper.minutes == (max(0, closed[-1][0] - at) // 60_000 if closed else None)
    assert paper.late == bool(closed and closed[-1][2] > due)


def hold_binder(paper: ListPaper, plain: sqlite3.Connection, month: str) -> None:
    """How many records each register has in the month."""
    span = "day LIKE :month"
    counts: dict[str, Any] = {
        "visits": f"FROM visits WHERE {span}",
        "meals": f"FROM meals WHERE {span}",
        "settlements": "FROM settlements WHERE month || '%' LIKE :month",
        "samples": "FROM j WHERE kind = 'sample.drawn' AND body ->> 'month' || '%' LIKE :month",
        "inspections": f"FROM j WHERE kind = 'inspection.completed' AND {span}",
        "rectifications": f"FROM jobs WHERE {span}",
        "medicine": f"FROM moves WHERE {span}",
        "disposals": f"FROM j WHERE kind = 'medicine.disposed' AND {span}",
        "referrals": f"FROM j WHERE kind = 'referral.issued' AND {span}",
        "people": f"FROM j WHERE kind = 'rider.registered' AND {span}",
        "days": f"FROM j WHERE kind = 'day.closed' AND {span}",
        "sheets": f"FROM j WHERE kind = 'sheet.entered' AND {span}",
    }
    wanted = [one(plain, f"SELECT count(*) {where}", month=f"{month}%") for where in counts.values()]
    assert [row[3] for row in paper.rows] == wanted
    low, high = rows(plain, "SELECT min(number), max(number) FROM jobs WHERE day LIKE :month", month=f"{month}%")[0]
    assert paper.rows[5][5] == ("—" if low is None else str(low) if low == high else f"{low} – {high}")


def hold_cards(paper: ListPaper, plain: sqlite3.Connection, month: str, today: str, words: Words) -> None:
    """The month's cards with the day up to which they hold, and whether they do."""
    gone = (
        "EXISTS (SELECT 1 FROM j w WHERE w.kind = 'card.withdrawn' AND w.body ->> 'rider' = c.body ->> 'rider'"
        " AND w.body ->> 'issued' = c.body ->> 'issued')"
    )
    wanted = rows(
        plain,
        f"SELECT day, until, iif(gone, 'withdrawn', iif(until < :today, 'expired', 'stands')) FROM (SELECT day,"
        f" date(day, (body ->> 'valid_days' - 1) || ' days') AS until, {gone} AS gone FROM j c"
        " WHERE kind = 'card.issued' AND day LIKE :month)",
        today=today,
        month=f"{month}%",
    )
    shown = [(row[4], row[5], row[6]) for row in paper.rows]
    assert sorted(shown) == sorted((*row[:2], words.say(f"paper.card-list.{row[2]}")) for row in wanted)
    assert str(len(wanted)) in paper.lead[0]


def hold_hours(paper: HoursPaper, plain: sqlite3.Connection, posted: tuple[int, int], today: str) -> None:
    """Minutes due, open and short of each day before today; `posted` minutes of the day, the same on every day."""
    known = rows(
        plain,
        "SELECT day, min(body ->> 'when') FILTER (WHERE kind = 'day.opened'), max(body ->> 'when') FILTER (WHERE kind ="
        " 'day.closed') FROM j WHERE kind IN ('day.opened', 'day.closed') GROUP BY day",
    )
    real = {day: (opened, closed) for day, opened, closed in known}
    for line in paper.lines:
        if line.day >= today:
            continue
        opened, closed = real.get(line.day, (None, None))
        begin, end = (start_of(line.day) + minute * 60_000 for minute in posted)
        was_open = 0 if None in (opened, closed) else max(0, min(end, closed) - max(begin, opened)) // 60_000
        late = 0 if opened is None else max(0, opened - begin) // 60_000
        short = 0 if opened is not None and closed is None else posted[1] - posted[0] - was_open
        assert (line.due, line.planned, line.added) == (posted[1] - posted[0], 0, 0)
        assert line.real == was_open, line
        assert line.late == (late if late > paper.grace else 0), line
        assert line.short == (short if short > paper.grace else 0), line
