"""The month in sentences, worked out from its figures: what a reader in a hurry takes from the paper."""

from __future__ import annotations

from desktop.core.money import yuan
from desktop.core.month_papers import MonthlyPaper
from desktop.core.periods import per_mille
from reports.dates import day_of_month, long_month
from reports.month_charts import tenths
from reports.page import Paper

HOURS = 3
"""The length of the busiest stretch of a day."""


def summary(drawn: Paper, paper: MonthlyPaper) -> list[str]:
    """Paragraphs: visits; meals and slips; the standard; opening hours and the hub."""
    return [
        part
        for part in (_visits(drawn, paper), _services(drawn, paper), _standard(drawn, paper), _day(drawn, paper))
        if part
    ]


def _joined(drawn: Paper, *sentences: str) -> str:
    return ("" if drawn.words.language == "zh" else " ").join(sentence for sentence in sentences if sentence)


def average(paper: MonthlyPaper) -> int | None:
    """Visits a day on which the station was opened, in tenths; None where it never was."""
    days = paper.value("days_opened")
    return (20 * paper.value("visits_times") + days) // (2 * days) if days else None


def _visits(drawn: Paper, paper: MonthlyPaper) -> str:
    say, visits = drawn.say, paper.value("visits_times")
    month = long_month(drawn.words, paper.month)
    upto = say("monthly.sum.upto", day=day_of_month(drawn.words, paper.span.last)) if paper.running else ""
    if not visits:
        return _joined(drawn, say("monthly.sum.no_visits", month=month, upto=upto))
    mean = average(paper)
    opened = paper.value("days_opened")
    first = say(
        "monthly.sum.visits" if mean is not None else "monthly.sum.visits_unopened",
        month=month,
        upto=upto,
        days=opened,
        visits=f"{visits:,}",
        mean=f"{mean // 10:,}.{mean % 10}" if mean is not None else "",
    )
    people = say(
        "monthly.sum.people",
        persons=f"{paper.value('visits_persons'):,}",
        anonymous=f"{paper.value('visits_by_how.anonymous'):,}",
        own=f"{paper.value('visits_by_how.self'):,}",
        paper=f"{paper.value('visits_by_how.paper'):,}",
    )
    return _joined(drawn, first, _than_before(drawn, paper), people, _busiest(drawn, paper), _hours(drawn, paper))


def _than_before(drawn: Paper, paper: MonthlyPaper) -> str:
    line = paper.figures["visits_times"]
    if line.value is None or line.before is None or line.change is None:
        return ""
    if line.value == line.before:
        return drawn.say("monthly.sum.same")
    more = line.value > line.before
    part = "_part" if paper.running else ""
    return drawn.say(
        f"monthly.sum.{'more' if more else 'fewer'}{part}",
        count=f"{abs(line.value - line.before):,}",
        percent=f"{abs(line.change) // 10:,}.{abs(line.change) % 10}",
    )


def _busiest(drawn: Paper, paper: MonthlyPaper) -> str:
    most = max((count or 0 for _, count in paper.days), default=0)
    days = [day_of_month(drawn.words, day) for day, count in paper.days if count == most]
    if len(days) != 1:
        return ""
    return drawn.say("monthly.sum.busiest", day=days[0], count=f"{most:,}")


def _hours(drawn: Paper, paper: MonthlyPaper) -> str:
    sums = [sum(row[hour] for row in paper.hours) for hour in range(24)]
    begins = max(range(24 - HOURS + 1), key=lambda hour: (sum(sums[hour : hour + HOURS]), -hour))
    count = sum(sums[begins : begins + HOURS])
    percent = tenths(count, sum(sums)) if sum(sums) else "0.0"
    return drawn.say("monthly.sum.hours", first=begins, last=begins + HOURS, count=f"{count:,}", percent=percent)


def _services(drawn: Paper, paper: MonthlyPaper) -> str:
    say, meals = drawn.say, paper.value("meals_count")
    said = say("monthly.sum.no_meals")
    if meals:
        said = say(
            "monthly.sum.meals",
            merchants=sum(line.meals > 0 for line in paper.merchants),
            meals=f"{meals:,}",
            persons=f"{paper.value('meals_persons'):,}",
            taken=yuan(paper.value("meals_taken_fen")),
            subsidy=yuan(paper.value("meals_subsidy_fen")),
        )
    aside = [
        say(f"monthly.sum.{key}", count=f"{paper.value(f'meals_{key}'):,}")
        for key in ("held", "refused", "voided")
        if paper.value(f"meals_{key}")
    ]
    slips = paper.slips
    health = (
        say("monthly.sum.slips", issued=f"{slips.issued:,}", attended=f"{slips.attended:,}", closed=f"{slips.closed:,}")
        if slips.issued
        else say("monthly.sum.no_slips")
    )
    return _joined(drawn, said, *aside, health)


def _standard(drawn: Paper, paper: MonthlyPaper) -> str:
    say, seen = drawn.say, paper.value("inspected_days")
    if not paper.value("inspections_count"):
        walked = say("monthly.sum.no_walks")
    else:
        good = paper.value("compliant_days")
        share = per_mille(good, seen) if seen else 0
        walked = say(
            "monthly.sum.walks",
            walks=f"{paper.value('inspections_count'):,}",
            days=seen,
            good=good,
            percent=f"{share // 10}.{share % 10}",
        )
    opened = paper.value("rectifications_opened")
    late = sum(job.late for job in paper.jobs)
    still = sum(not job.closed for job in paper.jobs)
    jobs = say("monthly.sum.no_jobs") if not paper.jobs else say(
        "monthly.sum.jobs" if still else "monthly.sum.jobs_done",
        opened=opened, closed=paper.value("rectifications_closed"), still=still
    )  # fmt: skip
    return _joined(drawn, walked, jobs, say("monthly.sum.late", count=late) if late else "")


def _day(drawn: Paper, paper: MonthlyPaper) -> str:
    say = drawn.say
    due = sum(line.due for line in paper.kept if line.state != "unclosed")
    real = sum(line.real for line in paper.kept)
    hours = ""
    if due:
        hours = say("monthly.sum.kept", due=span(due), real=span(real), percent=tenths(real, due))
    captured, got = sum(line.captured for line in paper.parts), sum(line.acknowledged for line in paper.parts)
    waiting, odd = sum(line.waiting for line in paper.parts), sum(line.flagged for line in paper.parts)
    key = "monthly.sum.hub" if paper.joined else "monthly.sum.apart"
    hub = say(key, captured=f"{captured:,}", got=f"{got:,}", waiting=f"{waiting:,}", odd=f"{odd:,}")
    return _joined(drawn, hours, hub)


def span(minutes: int) -> str:
    """`14:00` for 840 minutes."""
    return f"{minutes // 60:,}:{minutes % 60:02d}"
