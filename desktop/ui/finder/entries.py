"""What may be found besides people: pages with their sections, and acts. Each leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.core.day_pages import FLOWS, STEPS
from desktop.core.words import Words
from desktop.ui.fronts import Fronts

# Papers that are asked for by name most: their kinds, which are rows of the section of papers.
PAPERS = ("poster", "daily", "figures", "hours", "cards", "register", "chase-list")
# Acts of the window itself, with their icons.
ACTS = {
    "brief": "people",
    "review": "inspect",
    "visitor": "screen",
    "camera": "camera",
    "guide": "guide",
    "keys": "info",
    "text_size": "text_size",
    "language": "language",
    "lock": "lock",
}
_FLOW_ICONS = {"open_day": "today", "hand_over": "handover", "close_day": "lock"}


# Letters of pinyin that are looked for within a title, not only where it begins.
ANYWHERE = 3


@dataclass(frozen=True)
class Entry:
    """`place` and `subject` are where it leads, or `act` what it does; `more` is what it is found by besides its
    title, `beside` what stands small beside it.
    """

    code: str
    title: str
    icon: str
    beside: str = ""
    place: str = ""
    subject: str = ""
    act: str = ""
    more: str = ""

    def found_by(self, text: str) -> bool:
        """By a part of the title, by how its pinyin begins, or by three letters of it anywhere."""
        plain = "".join(text.casefold().split())
        terms = self.more.split()
        if plain in "".join(self.title.casefold().split()):
            return True
        return any(plain in term if len(plain) >= ANYWHERE else term.startswith(plain) for term in terms)


def entries(words: Words, fronts: Fronts, acts: Iterable[str]) -> tuple[Entry, ...]:
    """All that whoever is here may reach: merchants find their sections and no page of others."""
    found = [
        *(_flow(words, flow) for flow in FLOWS if fronts.has("today")),
        *(Entry(f"act_{act}", words.say(f"finder.act.{act}"), ACTS[act], words.say("finder.does"), act=act,
                more=_also(words, f"act_{act}")) for act in acts),
        *_pages(words, fronts),
        *(_paper(words, kind) for kind in PAPERS if fronts.has("papers")),
    ]  # fmt: skip
    return tuple(found)


def _also(words: Words, code: str) -> str:
    return words.say(f"finder.also.{code}") if words.has(f"finder.also.{code}") else ""


def _flow(words: Words, flow: str) -> Entry:
    code = f"flow_{flow}"
    title = words.say(f"steps.flow.{flow}")
    return Entry(code, title, _FLOW_ICONS[flow], words.say("finder.does"), "today", f"{STEPS}{flow}",
                 more=_also(words, code))  # fmt: skip


def _paper(words: Words, kind: str) -> Entry:
    code = f"paper_{kind}".replace("-", "_")
    title = words.say("finder.print", what=words.say(f"plain.paper.{kind}"))
    return Entry(code, title, "print", words.say("ui.page.papers"), "papers", kind, more=_also(words, code))


def _pages(words: Words, fronts: Fronts) -> list[Entry]:
    found = []
    for kind in fronts.kinds:
        page = words.say(f"ui.page.{kind.name}")
        found.append(Entry(f"page_{kind.name}", page, kind.icon, kind.key_word, kind.name,
                           more=_also(words, f"page_{kind.name}")))  # fmt: skip
        sections = fronts.sections_of(kind)
        for section in sections[1:]:
            title = words.say(f"ui.section.{section.code}")
            if title != page:
                found.append(Entry(f"section_{section.code}", title, kind.icon, page, f"{kind.name}.{section.code}",
                                   more=_also(words, f"section_{section.code}")))  # fmt: skip
    return found
