"""Goods handed out 物资发放 in heat waves and cold spells: counted by kind, to nobody in particular."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact, Put, Value


class GoodsHandedOut(Fact, frozen=True):
    """`count` pieces of a kind; `goods` a code of the list of version `listed`, `group` of whom when it was asked,
    `when` in ms UTC.
    """

    KIND = "goods.handed_out"
    goods: str
    count: int
    group: str | None
    when: int
    listed: str


@dataclass(frozen=True)
class GoodsKind:
    code: str
    titles: Mapping[str, str]
    units: Mapping[str, str]


@dataclass(frozen=True)
class GoodsList:
    """What is handed out; `most` pieces at once, so that a slip of the finger is seen."""

    version: str
    most: int
    kinds: Mapping[str, GoodsKind]

    def kind(self, text: str) -> GoodsKind:
        """By code or title; raises `Refused("goods_unknown")`."""
        wanted = text.strip().casefold()
        for kind in self.kinds.values():
            if wanted in (kind.code, *(title.casefold() for title in kind.titles.values())):
                return kind
        known = "、".join(kind.titles["zh"] for kind in self.kinds.values())
        raise Refused("goods_unknown", goods=text.strip()[:40], kinds=known)

    def titled(self, code: str, language: str) -> str:
        """The title of a kind; its code when the list no longer has it."""
        kind = self.kinds.get(code)
        return kind.titles[language] if kind else code


def parse_goods(text: str) -> GoodsList:
    """From TOML as in `resources/rules/goods.toml`."""
    table = tomllib.loads(text)
    kinds = {
        code: GoodsKind(code, {"zh": value["zh"], "en": value["en"]}, {"zh": value["unit_zh"], "en": value["unit_en"]})
        for code, value in table["kinds"].items()
    }
    return GoodsList(table["version"], table["most"], kinds)


def handed_rows(entry: Entry, fact: GoodsHandedOut) -> list[Put]:
    values: dict[str, Value] = {
        "site": entry.site,
        "day": entry.day,
        "at": fact.when,
        "goods": fact.goods,
        "count": fact.count,
        "group": fact.group,
        "by": entry.by,
    }
    return [Put("goods_handed", {"fact": entry.id}, values)]
