"""How the answer to a scan at a till looks, at the counter and on a phone alike."""

from __future__ import annotations

from desktop.core.pages import Tone

_TONES = {
    "served": Tone.SUCCESS,
    "not_eligible": Tone.REFUSED,
    "card_withdrawn": Tone.REFUSED,
    "not_a_card": Tone.REFUSED,
    "practice_card": Tone.REFUSED,
    "real_card": Tone.REFUSED,
}


def meal_tone(outcome: str) -> Tone:
    return _TONES.get(outcome, Tone.ATTENTION)
