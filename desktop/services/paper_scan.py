"""A paper's code scanned at the counter: what paper it is, in the place of `not a card of ours`."""

from __future__ import annotations

from desktop.core import paper_told
from desktop.core.pages import Hint, ScanAnswer, Tone
from desktop.core.paper_check import Verdict
from desktop.services.desk import Desk
from desktop.services.paper_checks import PaperChecks

_TONES = {Verdict.GENUINE: Tone.SUCCESS, Verdict.UNKNOWN_DEVICE: Tone.ATTENTION}
FIGURES_SHOWN = 3
SLIP = "health"


def scanned_paper(desk: Desk, text: str) -> ScanAnswer:
    """Nothing is recorded."""
    answer = PaperChecks(desk).code(text)
    checked, code = answer.checked, answer.checked.code
    hints: tuple[Hint, ...] = (Hint(f"check.said.{checked.verdict}", {}, "info"),)
    if code is not None:
        which, figures = {}, {}
        for language, words in desk.printer.words.items():
            kind, span = paper_told.kind_words(words, code.origin.kind), paper_told.span_words(words, code)
            which[language] = " · ".join(part for part in (kind, answer.site, span) if part)
            told = paper_told.figure_words(words, code)[:FIGURES_SHOWN]
            figures[language] = " · ".join(f"{name} {number}" for name, number in told)
        hints = (Hint("hint.paper", {"said": which}, "papers"),)
        if checked.verdict is Verdict.GENUINE and code.origin.kind == SLIP:
            hints = (*hints, Hint("hint.slip_back", {}, "health"))
        elif checked.verdict is Verdict.GENUINE and any(figures.values()):
            hints = (*hints, Hint("hint.paper", {"said": figures}, "info"))
        elif checked.verdict is not Verdict.GENUINE:
            hints = (*hints, Hint(f"check.said.{checked.verdict}", {}, "info"))
    return ScanAnswer(f"paper_{checked.verdict}", _TONES.get(checked.verdict, Tone.REFUSED), hints=hints)
