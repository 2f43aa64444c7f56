"""The data of papers that are one long table: 公示表, 疑点清单, 服务卡清单, 台账目录."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.list_papers import COLUMNS, ListPaper
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.settlement import PUBLISHED_WORKDAYS
from desktop.services.desk import allowed

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted

CARDS_MOST = 5_000
# What a binder holds: the register, its rows of a month, and what their numbers are, if they have any.
REGISTERS: tuple[tuple[str, str, str], ...] = (
    ("visits", "FROM visits WHERE day BETWEEN :first AND :last", ""),
    ("meals", "FROM meals WHERE day BETWEEN :first AND :last", ""),
    ("settlements", "FROM settlements WHERE month = :month AND number NOT NULL", "number"),
    ("samples", "FROM samples WHERE month = :month", ""),
    ("inspections", "FROM inspections WHERE day BETWEEN :first AND :last", "number"),
    ("rectifications", "FROM rectifications WHERE opened_day BETWEEN :first AND :last AND number NOT NULL", "number"),
    ("medicine", "FROM medicine_moves WHERE day BETWEEN :first AND :last", ""),
    ("disposals", "FROM medicine_disposals WHERE day BETWEEN :first AND :last", "number"),
    ("referrals", "FROM referrals WHERE issued_day BETWEEN :first AND :last", ""),
    ("people", "FROM riders WHERE registered_day BETWEEN :first AND :last", ""),
    ("days", "FROM days WHERE day BETWEEN :first AND :last AND closed_at NOT NULL", ""),
    ("sheets", "FROM entered_sheets WHERE day BETWEEN :first AND :last", ""),
)


def _month(papers: Papers, wanted: Wanted) -> tuple[str, str]:
    """The month asked for (this one without any) and how a paper says it. Raises `Refused`."""
    period = papers.office.figures.period(month=wanted.month)
    month = business_day.month_of(period.span.first)
    names = papers.words.say("paper.date.months").split()
    number = int(month[5:])
    return month, papers.words.say("paper.date.month", year=month[:4], month=number, name=names[number - 1])


@allowed("print")
def publicity(papers: Papers, _by: Operator, wanted: Wanted) -> ListPaper:
    """What merchants are owed for a month, for the wall: no person, no meal by itself. Raises `Refused`."""
    desk, words = papers.desk, papers.words
    month, said = _month(papers, wanted)
    with desk.store.read() as connection:
        rows = connection.exec_driver_sql(
            # portions of the month; what is adjusted of others is in the money alone
            "SELECT s.settlement, coalesce(r.licence_name, m.name, ''), s.number, (SELECT count(*)"
            " FROM settlement_lines l WHERE l.settlement = s.settlement AND l.adjustment = 0), s.subsidy_fen, s.state,"
            " (SELECT max(x.day) FROM settlement_moves x WHERE x.settlement = s.settlement AND x.state = 'published')"
            " FROM settlements s LEFT JOIN merchants m USING (merchant) LEFT JOIN merchant_records r USING (merchant)"
            " WHERE s.month = ? AND s.number NOT NULL AND s.state <> 'returned' ORDER BY s.number",
            (month,),
        ).fetchall()
        row = connection.exec_driver_sql("SELECT value FROM settings WHERE name = 'phone'").fetchone()
    if not rows:
        raise Refused("paper_empty")
    lines = []
    for _, name, number, meals, fen, state, published in rows:
        until = desk.rules.calendar.after(published, PUBLISHED_WORKDAYS).day if published else ""
        span = words.say("paper.publicity.span", first=published, last=until) if published else ""
        lines.append((name, number, meals, fen, words.say(f"settlement_state.{state}"), span))
    programme = desk.rules.programme
    phone = words.say("paper.publicity.phone", phone=row[0]) if row and row[0] else ""
    lead = words.say(
        "paper.publicity.lead", month=said, programme=programme.titles[words.language], days=PUBLISHED_WORKDAYS
    )
    return ListPaper(
        frame=papers.frame("publicity", "", month),
        kind="publicity",
        period=said,
        columns=COLUMNS["publicity"],
        rows=tuple(lines),
        lead=(lead, words.say("paper.publicity.objection") + phone),
        notes=(words.say("paper.publicity.rule"),),
        centre=programme.funding.document,
    )


@allowed("doubts")
def doubts(papers: Papers, by: Operator, wanted: Wanted) -> ListPaper:
    """A merchant's doubts of a month, with room to write what came of each. Raises `Refused`."""
    if wanted.id is None:
        raise Refused("paper_needs_id")
    words = papers.words
    month, said = _month(papers, wanted)
    name = papers.office.master.merchant_name(wanted.id)
    found = papers.office.doubts.of(by, wanted.id, month)
    return ListPaper(
        frame=papers.frame("doubts", "", f"{wanted.id} {month}"),
        kind="doubts",
        period=said,
        columns=COLUMNS["doubts"],
        rows=tuple(
            (str(at), words.say(f"doubt.{doubt.rule}", **doubt.values), len(doubt.facts), "", "")
            for at, doubt in enumerate(found, 1)
        ),
        lead=(words.say("paper.doubts.lead", merchant=name, month=said, count=len(found)),),
        notes=(words.say("paper.doubts.rule", version=papers.desk.rules.doubts.version),),
    )


@allowed("print_cards")
def card_list(papers: Papers, _by: Operator, wanted: Wanted) -> ListPaper:
    """The cards issued in a month, each with the masked name, and whether it still holds."""
    words = papers.words
    month, said = _month(papers, wanted)
    today = papers.office.figures.today()
    first, last = business_day.month_span(month)
    with papers.desk.store.read() as connection:
        rows = connection.exec_driver_sql(
            'SELECT c.number, p.name, c."group", c.issued_day, c.valid_days, c.withdrawn_at, c.withdrawn_reason'
            " FROM cards c LEFT JOIN persons p USING (rider) WHERE c.issued_day BETWEEN ? AND ? AND c.number NOT NULL"
            " ORDER BY c.issued_day, c.issued, c.number LIMIT ?",
            (first, last, CARDS_MOST),
        ).fetchall()
    lines = []
    for at, (number, name, group, issued, days, withdrawn, _) in enumerate(rows, 1):
        until = business_day.plus_days(issued, days - 1)
        state = "withdrawn" if withdrawn else "expired" if until < today else "stands"
        shown = masked_name(name) if name else words.say("paper.card-list.forgotten")
        lines.append(
            (str(at), number, shown, words.say(f"group.{group}"), issued, until, words.say(f"paper.card-list.{state}"))
        )
    return ListPaper(
        frame=papers.frame("card-list", "", month),
        kind="card-list",
        period=said,
        columns=COLUMNS["card-list"],
        rows=tuple(lines),
        lead=(words.say("paper.card-list.lead", month=said, count=len(lines)),),
        notes=(words.say("paper.card-list.rule"),),
        sealed=False,
    )


@allowed("print")
def binder(papers: Papers, _by: Operator, wanted: Wanted) -> ListPaper:
    """台账目录: the registers of a month with what each holds; pages and years are written in by hand."""
    words = papers.words
    month, said = _month(papers, wanted)
    first, last = business_day.month_span(month)
    bound = {"first": first, "last": last, "month": month}
    with papers.desk.store.read() as connection:
        counted = [(code, *_counted(connection, where, column, bound)) for code, where, column in REGISTERS]
    blank = words.say("paper.binder.blank")
    return ListPaper(
        frame=papers.frame("binder", "", month),
        kind="binder",
        period=said,
        columns=COLUMNS["binder"],
        rows=tuple(
            (
                str(at),
                words.say(f"paper.binder.register.{code}"),
                words.say(f"paper.binder.papers.{code}"),
                count,
                "",
                numbers or words.say("paper.nil"),
                blank,
                blank,
            )
            for at, (code, count, numbers) in enumerate(counted, 1)
        ),
        lead=(words.say("paper.binder.lead", month=said),),
        notes=(words.say("paper.binder.rule"),),
        cover=(
            (words.say("paper.binder.cover.site"), papers.desk.place.name),
            (words.say("paper.binder.cover.span"), words.say("paper.binder.cover.days", first=first, last=last)),
            (words.say("paper.binder.cover.registers"), words.say("paper.binder.cover.count", count=len(counted))),
            *((words.say(f"paper.binder.cover.{key}"), "") for key in ("volume", "years", "keeper", "bound")),
        ),
    )


def _counted(connection: Connection, where: str, column: str, bound: dict[str, str]) -> tuple[int, str]:
    """How many rows, and their first and last number."""
    asked = f"min({column}), max({column})" if column else "NULL, NULL"
    wanted = {name: value for name, value in bound.items() if f":{name}" in where}
    count, low, high = connection.exec_driver_sql(f"SELECT count(*), {asked} {where}", wanted).one()
    if low is None:
        return int(count), ""
    return int(count), str(low) if low == high else f"{low} – {high}"
