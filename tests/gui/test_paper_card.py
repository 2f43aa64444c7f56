"""A paper that is looked at: what becomes of its pages when the page that shows it goes before they are drawn."""

from __future__ import annotations

import shiboken6
from pytestqt.qtbot import QtBot

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.plain.paper import PaperCard
from reports.render import render
from tests.unit.reports import samples


def test_a_page_that_is_drawn_after_its_card_went_arrives_nowhere(
    qtbot: QtBot, look: Look, catalogues: dict[str, Words]
) -> None:
    card = PaperCard(look, catalogues["zh"])
    card.show_paper(render(samples.daily(), catalogues["zh"]), 600)
    drawing = card._drawing
    assert drawing is not None
    renderer = drawing._renderer
    assert renderer is not None
    with qtbot.waitSignal(renderer.pageRendered, timeout=5000):  # what a slot raises ends the test
        shiboken6.delete(card)
