"""The report of one walk round 巡查报告: the seven items, the site group apart, photos, problems."""

from __future__ import annotations

from desktop.core.papers import CheckedItem, InspectionPaper, Photo
from desktop.core.words import Words
from reports.dates import long_day
from reports.icons import OF_ITEM
from reports.ink import FAINT, HINT, INK, INK_2, WHITE, WRONG, Align, Weight
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.points import draw_items, first_height
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

TILE_GAP = 1.4
TILES_LEFT = 68.0
PHOTO_WIDTH, PHOTO_HEIGHT = 77.5, 47.5
TOGETHER = 10
"""A list of so many problems stays on one page with the signatures."""


def inspection(paper: InspectionPaper, words: Words) -> bytes:
    """The report's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.inspection.title"), long_day(words, paper.day))
    say = drawn.say
    number = say("number", number=paper.frame.number) if paper.frame.number else ""
    drawn.head(
        number,
        say("inspection.standard", standard=paper.standard),
        say("inspection.inspector", inspector=paper.inspector, begun=paper.begun, ended=paper.ended),
    )
    _score(drawn, paper)
    drawn.paragraph(_summary(drawn, paper), indent=False)
    veto = any(point.veto for item in _all_items(paper) for point in item.points)
    note = say("inspection.veto_note") if veto else ""
    drawn.heading(say("inspection.results"), note, keep=first_height(drawn, paper.items))
    draw_items(drawn, paper.items)
    if paper.site:
        drawn.heading(say("inspection.site"), say("inspection.site_note"), keep=first_height(drawn, (paper.site,)))
        draw_items(drawn, (paper.site,))
    if paper.photos:
        drawn.heading(say("inspection.photos"), say("inspection.photo_note"), keep=PHOTO_HEIGHT + 12)
        _photos(drawn, paper.photos)
    _close(drawn, paper)
    return drawn.finish()


def _all_items(paper: InspectionPaper) -> tuple[CheckedItem, ...]:
    return (*paper.items, *((paper.site,) if paper.site else ()))


def _score(drawn: Paper, paper: InspectionPaper) -> None:
    """How many of the seven are met, in a word whether the station is, and a tile for each."""
    sheet, y = drawn.sheet, drawn.y + 1.0
    sheet.rule(LEFT, y, RIGHT, y, width=0.8)
    met, total = str(paper.met), f"/ {len(paper.items)}"
    x = LEFT + sheet.text(LEFT, y + 14.8, met, size=34, weight=Weight.BOLD) + 1.2
    x += sheet.text(x, y + 14.8, total, size=17) + 2.5
    verdict = drawn.say("inspection.compliant" if paper.compliant else "inspection.not_compliant")
    sheet.text(x, y + 9.0, verdict, size=12.5, weight=Weight.BOLD, width=TILES_LEFT - x - 1)
    sheet.text(x, y + 14.4, drawn.say("inspection.met"), size=8.5, ink=INK_2, width=TILES_LEFT - x - 1)
    count = max(1, len(paper.items))
    wide = (RIGHT - TILES_LEFT + TILE_GAP) / count - TILE_GAP
    wide = min(wide, 17.0)
    for at, item in enumerate(paper.items):
        _tile(drawn, item, RIGHT - (count - at) * (wide + TILE_GAP) + TILE_GAP, y + 2.8, wide)
    sheet.rule(LEFT, y + 20.4, RIGHT, y + 20.4, width=0.8)
    drawn.y = y + 23.0


def _tile(drawn: Paper, item: CheckedItem, x: float, y: float, wide: float) -> None:
    unmet = item.state == "unmet"
    ink = WHITE if unmet else INK
    sign = {"met": "✓", "unmet": "×"}.get(item.state, "—")
    drawn.sheet.box(x, y, wide, 14.6, ink=WRONG if unmet else HINT, fill=WRONG if unmet else None, line=0.6)
    icon = OF_ITEM.get(item.code, "inspect")
    drawn.sheet.icon(icon, x + wide / 2 - 3.1, y + 1.7, 6.2, ink=ink)
    drawn.sheet.text(x + 1.3, y + 4.6, sign, size=9, ink=ink, weight=Weight.BOLD if unmet else Weight.REGULAR)
    drawn.sheet.text(
        x + wide / 2,
        y + 12.5,
        item.short,
        size=8.5,
        ink=ink,
        weight=Weight.BOLD if unmet else Weight.REGULAR,
        align=Align.CENTRE,
        width=wide - 0.8,
    )


def _summary(drawn: Paper, paper: InspectionPaper) -> str:
    say = drawn.say
    failed = [
        say("inspection.point_of_item", item=item.title, point=point.title)
        for item in _all_items(paper)
        for point in item.points
        if point.result == "fail"
    ]
    total = sum(len(item.points) for item in _all_items(paper))
    text = say(
        "inspection.summary",
        kind=drawn.words.say(f"inspection_kind.{paper.kind}"),
        total=total,
        passed=paper.passed,
        failed=paper.failed,
        na=paper.not_applicable,
    )
    if failed:
        text += say("inspection.summary_failed", points=say("inspection.joiner").join(failed))
    elif not paper.failed:
        text += say("inspection.summary_clean")
    veto = any(p.veto and p.result == "fail" for item in _all_items(paper) for p in item.points)
    return text + say("inspection.summary_veto") if veto else text


def _photos(drawn: Paper, photos: tuple[Photo, ...]) -> None:
    """Two beside one another, each whole in its frame, with number and caption."""
    gap = WIDTH - 2 * PHOTO_WIDTH
    for at in range(0, len(photos), 2):
        drawn.room(PHOTO_HEIGHT + 12)
        pair = photos[at : at + 2]
        used = [_photo(drawn, photo, LEFT + number * (PHOTO_WIDTH + gap), drawn.y) for number, photo in enumerate(pair)]
        drawn.y += PHOTO_HEIGHT + max(used) + 4.0


def _photo(drawn: Paper, photo: Photo, x: float, y: float) -> float:
    """Gives the height of the caption in mm."""
    sheet = drawn.sheet
    sheet.box(x, y, PHOTO_WIDTH, PHOTO_HEIGHT, fill=FAINT)
    if not sheet.picture(photo.jpeg, x, y, PHOTO_WIDTH, PHOTO_HEIGHT):
        sheet.text(
            x + PHOTO_WIDTH / 2,
            y + PHOTO_HEIGHT / 2,
            drawn.say("inspection.photo_missing"),
            size=9,
            ink=INK_2,
            align=Align.CENTRE,
        )
    sheet.box(x, y, PHOTO_WIDTH, PHOTO_HEIGHT, ink=HINT, line=0.5)
    sheet.box(x, y + PHOTO_HEIGHT - 5.6, 6.4, 5.6, fill=WHITE, ink=HINT, line=0.5)
    number = str(photo.number)
    sheet.text(x + 3.2, y + PHOTO_HEIGHT - 1.6, number, size=9, weight=Weight.BOLD, align=Align.CENTRE, width=5.6)
    title = drawn.say("inspection.photo", number=photo.number)
    used = sheet.text(x, y + PHOTO_HEIGHT + 4.6, title, size=9, weight=Weight.MEDIUM)
    return sheet.block(
        x + used + 2.5,
        y + PHOTO_HEIGHT + 1.3,
        photo.caption,
        width=PHOTO_WIDTH - used - 2.5,
        height=10.0,
        size=9,
        ink=INK_2,
        leading=1.35,
    )


def _close(drawn: Paper, paper: InspectionPaper) -> None:
    say = drawn.say
    columns = [
        Column(say("inspection.rect_number"), 24, lines=2),
        Column(say("inspection.rect_what"), 52, lines=3),
        Column(say("inspection.rect_severity"), 25, lines=2),
        Column(say("inspection.rect_found"), 22),
        Column(say("inspection.rect_due"), 22, weight=Weight.MEDIUM),
        Column(say("inspection.rect_state"), 17, lines=2),
    ]
    rows: list[Row] = [
        (
            line.number,
            line.what,
            drawn.words.say(f"severity.{line.severity}"),
            line.found,
            line.due,
            Cell(drawn.words.say(f"rectification_state.{line.state}"), Weight.MEDIUM),
        )
        for line in paper.rectifications
    ]
    table = Table(drawn, columns)
    after = 4.0 + SIGN_HEIGHT + 6.2
    keep = table.height(rows[:TOGETHER]) + after if len(rows) <= TOGETHER else 30.0
    drawn.heading(say("inspection.rectifications"), keep=keep if rows else 7.0 + after)
    if rows:
        table.draw(rows, after=after)
    else:
        drawn.nothing(say("inspection.rect_none"))
    drawn.y += 4.0
    sign_off(
        drawn,
        (
            Party(
                say("sign.station", site=paper.frame.site),
                (say("sign.head"), say("sign.inspector")),
                say("sign.station_hint"),
            ),
            Party(say("sign.street"), (say("sign.reviewer"), say("sign.supervisor")), say("sign.street_hint")),
        ),
    )
    drawn.note(say("copies_station"))
