"""The three kinds of trouble stay apart, and carry a code and values instead of a sentence."""

from __future__ import annotations

import itertools

import pytest

from desktop.core.errors import Broken, EnvironmentFailed, Refused, Trouble

KINDS = (Refused, EnvironmentFailed, Broken)


@pytest.mark.parametrize("kind", KINDS)
def test_trouble_carries_a_code_and_values(kind: type[Trouble]) -> None:
    trouble = kind("name_too_long", most=40, length=200)
    assert trouble.code == "name_too_long"
    assert trouble.values == {"most": 40, "length": 200}
    assert kind("plain").values == {}
    with pytest.raises(Trouble):
        raise trouble


def test_no_kind_is_caught_for_another() -> None:
    assert not any(issubclass(one, other) for one, other in itertools.permutations(KINDS, 2))


@pytest.mark.parametrize("kind", KINDS)
def test_a_bug_is_no_trouble(kind: type[Trouble]) -> None:
    assert not issubclass(kind, ValueError | OSError | RuntimeError)
