"""Separation of duties 不相容岗位分离: acts about one thing that one person may not both do, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from desktop.core.errors import Refused


@dataclass(frozen=True)
class Pair:
    """Two acts that shut each other out, in either order; `only` the circumstance, empty for always."""

    acts: tuple[str, str]
    only: str = ""

    def other(self, act: str) -> str | None:
        """The act that shuts this one out, or None."""
        first, second = self.acts
        return {first: second, second: first}.get(act)


@dataclass(frozen=True)
class Separation:
    version: str
    titles: Mapping[str, Mapping[str, str]]
    pairs: tuple[Pair, ...]


def conflicts(
    rules: Separation, acts_done: Collection[str], act: str, circumstances: Collection[str] = ()
) -> tuple[str, ...]:
    """The acts among those one person has done about a thing that keep them from doing `act` about it.

    Raises `KeyError` for an act that the data does not name: what nobody decided is not allowed by silence.
    """
    if act not in rules.titles:
        raise KeyError(act)
    return tuple(
        other
        for pair in rules.pairs
        if (other := pair.other(act)) is not None
        and other in acts_done
        and (not pair.only or pair.only in circumstances)
    )


def require(
    rules: Separation,
    done: Mapping[str, Set[str]],
    act: str,
    by: str,
    circumstances: Collection[str] = (),
) -> None:
    """Raises `Refused("duties_separated")` when the operator `by` did what shuts `act` out.

    `done` says who did what about the thing in hand: act → operators' ids.
    """
    own = [one for one, operators in done.items() if by in operators]
    found = conflicts(rules, own, act, circumstances)
    if found:
        raise Refused("duties_separated", act=rules.titles[act], done=rules.titles[found[0]])


def parse_separation(text: str) -> Separation:
    """From TOML as in `resources/rules/separation.toml`; raises `KeyError` for an act that has no title."""
    table = tomllib.loads(text)
    titles = {act: {"zh": row["zh"], "en": row["en"]} for act, row in table["acts"].items()}
    pairs = []
    for row in table["pairs"]:
        first, second = row["acts"]
        if first == second or not {first, second} <= titles.keys():
            raise KeyError(f"{first}, {second}")
        pairs.append(Pair((first, second), row.get("only", "")))
    return Separation(table["version"], titles, tuple(pairs))
