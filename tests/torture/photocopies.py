"""Five hundred codes of every kind that people carry or hang up, printed, photocopied and read by two readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from desktop.core.papers import LABEL, CardFace, CardRoll
from reports.render import render
from tests.cards.copies import COPIER, READERS, SPOILT, Copier, rasters
from tests.out import Measurement
from tests.unit.reports import samples

CARDS, LABELS = 420, 80
FEW = 24
CARD = "QY1"
ENOUGH = 0.99


def photocopies(*, few: bool = False) -> Measurement:
    """420 cards of an A4 sheet and 80 labels of 50 × 30 mm at 150 dpi; the value is the share that the worse of the two
    readers read from the copy, and none may be read as another card. Strays are digits that a reader saw in the noise;
    they look like no card, and the counter says so.
    """
    cards, labels = (FEW, FEW // 3) if few else (CARDS, LABELS)
    read = dict.fromkeys(READERS, 0)
    plain = dict.fromkeys(READERS, 0)
    spoilt = dict.fromkeys(READERS, 0)
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
    count = cards + labels
    worst = min(read.values()) / count
    return Measurement(
        value=round(100 * worst, 2),
        unit="% read",
        limit=100 * ENOUGH,
        holds=worst >= ENOUGH and wrong == 0 and min(plain.values()) == count,
        n=count,
        control={
            "what": "blurred over a module of a card",
            "read": sum(spoilt.values()),
            "fails": not any(spoilt.values()),
        },
        more={"copies": read, "prints": plain, "misread": wrong, "strays": strays},
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
