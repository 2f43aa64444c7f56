"""Five hundred codes that people carry, and those of whole papers, printed, photocopied and read by two readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from desktop.core.papers import LABEL, CardFace, CardRoll
from reports.render import render
from tests.cards.copies import COPIER, READERS, SPOILT, WORSE, Copier, cut, rasters
from tests.out import Measurement
from tests.unit.reports import samples, samples_day, samples_lists

CARDS, LABELS = 420, 80
FEW = 24
CARD = "QY1"
ENOUGH = 0.99
# A paper of each size that bears a code with other things around it.
PAPERS = {
    "daily": samples.daily,
    "health slip": samples.health,
    "hand-over": samples_day.handover,
    "till": samples_day.till,
    "reconciliation": samples_day.reconciliation,
    "closing notice": samples_day.notice,
    "rectification": samples_lists.rectification,
    "settlement": samples.settlement,
}
COPIES = 8


def photocopies(*, few: bool = False) -> Measurement:
    """420 cards of an A4 sheet and 80 labels of 50 × 30 mm at 150 dpi; the value is the share that the worse of the two
    readers read from the copy, and none may be read as another card. Strays are digits that a reader saw in the noise;
    they look like no card, and the counter says so.

    Cards cut from the sheets, and the one code of each of eight papers, are read from a copy half as blurred again.
    """
    cards, labels = (FEW, FEW // 3) if few else (CARDS, LABELS)
    read = dict.fromkeys(READERS, 0)
    plain = dict.fromkeys(READERS, 0)
    spoilt = dict.fromkeys(READERS, 0)
    alone = dict.fromkeys(READERS, 0)
    wrong = strays = 0
    for number, (texts, page) in enumerate(_pages(cards, labels)):
        for copier, found in ((None, plain), (COPIER, read), (SPOILT, spoilt)):
            if copier is SPOILT and number % 5:
                continue
            seen = copier.copy(page, number) if isinstance(copier, Copier) else page
            for name, reader in READERS.items():
                told = reader(seen)
                found[name] += len(told & texts)
                others = told - texts
                wrong += sum(text.startswith(CARD) for text in others)
                strays += sum(not text.startswith(CARD) for text in others)
        if len(texts) > 1:
            pieces = [WORSE.copy(card, at) for at, card in enumerate(cut(page))]
            for name, reader in READERS.items():
                alone[name] += len(set().union(*map(reader, pieces)) & texts)
    papers, proofs = _papers(few=few)
    count = cards + labels
    worst = min(read.values()) / count
    return Measurement(
        value=round(100 * worst, 2),
        unit="% read",
        limit=100 * ENOUGH,
        holds=worst >= ENOUGH
        and wrong == 0
        and min(plain.values()) == count
        and min(alone.values()) >= ENOUGH * cards
        and min(proofs.values()) >= ENOUGH * papers,
        n=count,
        control={
            "what": "blurred over a module of a card",
            "read": sum(spoilt.values()),
            "fails": not any(spoilt.values()),
        },
        more={
            "copies": read,
            "prints": plain,
            "misread": wrong,
            "strays": strays,
            "cut_and_worse": {**alone, "of": cards},
            "papers_and_worse": {**proofs, "of": papers},
        },
    )


def _pages(cards: int, labels: int) -> Iterator[tuple[set[str], Image.Image]]:
    words = samples.words()
    for first in range(0, cards, 80):
        sheet = samples.card_sheet(cards)
        part = sheet.cards[first : first + 80]
        pages = rasters(render(type(sheet)(sheet.frame, sheet.batch, part), words))
        yield from zip(_texts(part, 8), pages, strict=True)
    roll = CardRoll(samples.FRAME, LABEL, tuple(samples.face(1000 + number) for number in range(labels)))
    yield from zip(_texts(roll.cards, 1), rasters(render(roll, words)), strict=True)


def _texts(faces: Sequence[CardFace], each: int) -> list[set[str]]:
    return [{face.text for face in faces[at : at + each]} for at in range(0, len(faces), each)]


def _papers(*, few: bool) -> tuple[int, dict[str, int]]:
    """How many papers were copied worse, and from how many of them each reader read the code."""
    read, count = dict.fromkeys(READERS, 0), 0
    for make in list(PAPERS.values())[: 2 if few else None]:
        page = rasters(render(make(), samples.words()))[-1]
        for seed in range(2 if few else COPIES):
            copy = WORSE.copy(page, seed)
            count += 1
            for name, reader in READERS.items():
                read[name] += samples.CODE.text in reader(copy)
    return count, read
