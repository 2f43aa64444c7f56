"""The answer to whether a paper is genuine, in words: which paper, whose, of when, and its figures one by one."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core import business_day
from desktop.core.money import yuan
from desktop.core.paper_check import CheckedPaper, Verdict
from desktop.core.paper_code import PaperCode
from desktop.core.words import Words


def kind_words(words: Words, kind: str) -> str:
    """What the paper calls itself, else its kind as it stands in the code."""
    named = kind.replace("-", "_")
    for key in (f"paper.{named}.title", f"plain.paper.{kind}", f"plain.paper.{named}"):
        if words.has(key):
            return words.say(key)
    return kind


def span_words(words: Words, code: PaperCode) -> str:
    first, last = code.about.first, code.about.last
    if not first:
        return words.say("check.no_span")
    return first if first == last else words.say("check.span", first=first, last=last)


def figure_words(words: Words, code: PaperCode) -> tuple[tuple[str, str], ...]:
    """(name, number as it is printed) of every figure in the code."""
    return tuple((words.say(f"check.figure.{name}"), _number(words, name, value)) for name, value in code.about.figures)


def marks(words: Words, checked: CheckedPaper) -> tuple[str, ...]:
    """What else is to be known: why it is altered, what became of the file, draft, practice, figures looked for."""
    code = checked.code
    said: list[str] = []
    if checked.why:
        said.append(words.say(f"check.why.{checked.why}"))
    if checked.file is not None and checked.verdict is not Verdict.NOT_OURS:
        said.append(words.say(f"check.file.{checked.file}"))
    if checked.missing:
        said.append(words.say("check.missing", names=_names(words, checked.missing)))
    elif checked.compared:
        said.append(words.say("check.compared", names=_names(words, checked.compared)))
    if code is not None:
        said += [words.say("check.practice")] * code.origin.practice + [words.say("check.draft")] * code.about.draft
    return tuple(said)


def origin_words(words: Words, code: PaperCode) -> tuple[str, ...]:
    """Number, whom it is about, when and where in the journal it was made, and the digits on its pages."""
    number = [words.say("check.number", number=code.about.number)] if code.about.number else []
    whom = [code.about.whom] if code.about.whom else []
    made = business_day.stamp(code.origin.made * 1000)[:16].replace("T", " ")
    return (
        *number,
        *whom,
        words.say("check.made", made=made),
        words.say("check.place", seq=f"{code.origin.seq:,}"),
        words.say("check.digits", digits=code.digits),
    )


def _number(words: Words, name: str, value: int) -> str:
    if name == "compliant":
        return words.say("check.yes" if value else "check.no")
    return yuan(value) if name.endswith("_fen") else f"{value:,}"


def _names(words: Words, names: Iterable[str]) -> str:
    return words.say("list.comma").join(words.say(f"check.figure.{name}") for name in names)
