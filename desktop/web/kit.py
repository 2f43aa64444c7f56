"""What pages are made with, for phones and the hub alike: templates, pictures, the language that is preferred."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

import resources
from desktop.core.words import LANGUAGES


def load(name: str) -> str:
    return resources.read_text("pages", name)


def environment(filters: Mapping[str, Callable[..., Any]], values: Mapping[str, object]) -> Environment:
    """Every value is escaped; a name that is not given is an error, not an empty place."""
    made = Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= filters
    made.globals |= {"icon": icon, **values}
    return made


@functools.cache
def icon(name: str) -> Markup:
    """A picture of `resources/icons`, hidden from readers of the screen: words stand beside it."""
    if not re.fullmatch(r"(items/)?[a-z_]+", name):
        raise ValueError(name)
    svg = resources.read_text("icons", f"{name}.svg")
    svg = re.sub(r"<title>.*?</title>", "", svg[svg.index("<svg") :])
    svg = re.sub(r"\s+", " ", svg).replace("> <", "><").replace(' xmlns="http://www.w3.org/2000/svg"', "")
    return Markup(svg.strip().replace("<svg", '<svg class="icon" aria-hidden="true"', 1))


def preferred(header: str) -> str:
    """The language of ours that an `Accept-Language` (RFC 9110, 12.5.4) wants most; Chinese for none."""
    for tag, _ in sorted(map(_weighed, header.split(",")[:20]), key=_least):
        if tag[:2] in LANGUAGES:
            return tag[:2]
    return "zh"


def _weighed(part: str) -> tuple[str, float]:
    """A language and how much it is wanted."""
    tag, _, rest = part.strip().lower().partition(";")
    found = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", rest)
    return tag, float(found[1]) if found else 1.0


def _least(weighed: tuple[str, float]) -> float:
    return -weighed[1]
