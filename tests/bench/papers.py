"""How long a thousand cards take, from the tables to the PDF."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import qrcode

from desktop.app import read_words
from desktop.services.papers import Papers, Wanted
from reports.render import pages, render
from tests.out import Measurement
from tests.stations import Yard

CARDS = 1_000
LIMIT_SECONDS = 8.0
TRIED = 20


def cards_1000() -> Measurement:
    """1,000 cards, eight to a page; the control tries all eight masks of each code, as the library does if let."""
    words = read_words()["zh"]
    with tempfile.TemporaryDirectory(prefix="quanyi-cards-") as place:
        told = Yard(Path(place) / "yard").fresh.open(Path(place) / "station")
        try:
            with told.desk.store.write():
                texts = [told.register(f"骑手{number}").card for number in range(CARDS)]
            papers = Papers(told.desk, told.office, words)
            render(papers.freeze(told.by, Wanted("card", id=told.rows("SELECT rider FROM cards")[0][0])), words)
            began = time.perf_counter()
            pdf = render(papers.freeze(told.by, Wanted("cards")), words)
            seconds = time.perf_counter() - began
        finally:
            told.close()
    slow = seconds + _masks_tried(texts[:TRIED]) * CARDS
    return Measurement(
        value=round(seconds, 2),
        unit="s",
        limit=LIMIT_SECONDS,
        holds=seconds <= LIMIT_SECONDS and pages(pdf) == CARDS // 8,
        n=CARDS,
        control={"what": "every mask tried for every code", "seconds": round(slow, 1), "fails": slow > LIMIT_SECONDS},
        more={"bytes": len(pdf), "pages": pages(pdf)},
    )


def _masks_tried(texts: list[str]) -> float:
    """Seconds a code when the mask is chosen by trying all."""
    began = time.perf_counter()
    for text in texts:
        made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
        made.add_data(text)
        made.make(fit=True)
    return (time.perf_counter() - began) / len(texts)
