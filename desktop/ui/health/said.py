"""What is said of a slip on its card and in a row."""

from __future__ import annotations

from desktop.core.health_pages import SlipCard
from desktop.core.words import Words
from desktop.ui import speech

TONES = {"issued": "plain", "booked": "accent", "waiting": "attention", "attended": "good", "closed": "good",
         "no_show": "wrong"}  # fmt: skip


def when(words: Words, card: SlipCard) -> str:
    """Why it is chased, else where it stands: `开单 26 天没约上`, `11月24日 08:00`, `候补第 2`."""
    if card.why:
        return words.say(f"ui.health.why_{card.why}", days=card.days)
    day = speech.short_day(words, card.day)
    if card.state == "waiting":
        return words.say("ui.health.in_line", turn=card.turn)
    if card.state == "booked" and card.time:
        return f"{day} {card.time}"
    key = f"ui.health.on_{card.state}"
    return words.say(key if words.has(key) else "ui.health.on_other", day=day)


def where(words: Words, card: SlipCard) -> str:
    kind = words.say(f"referral_kind.{card.kind}")
    return words.say("plain.dot").join(part for part in (card.partner, kind) if part)


def spoken(words: Words, card: SlipCard) -> str:
    """A slip in one sentence, for screen readers."""
    state = words.say(f"referral_state.{card.state}")
    group = speech.group_word(words, card.group)
    said = (card.name, group, where(words, card), state, when(words, card))
    return words.say("ui.list").join(part for part in said if part)
