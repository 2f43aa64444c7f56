"""The list of repair tools 维修工具清单, against which a walk counts them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A tool of the list; `count` how many there should be."""

    code: str
    titles: Mapping[str, str]
    count: int


def parse_tools(text: str) -> tuple[Tool, ...]:
    """From TOML: `[[tools]] code = …, zh = …, en = …, count = …`."""
    return tuple(
        Tool(each["code"], {"zh": each["zh"], "en": each["en"]}, each["count"]) for each in tomllib.loads(text)["tools"]
    )
