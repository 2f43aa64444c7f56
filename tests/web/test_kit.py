"""Which language a browser wants, by the header that it sends."""

from __future__ import annotations

import pytest

from desktop.web.kit import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("zh;q=0.3, en;q=0.7", "en"),
        ("fr-FR, en;q=0.5, zh;q=0.4", "en"),
        ("fr-FR, de;q=0.5", "zh"),
        ("en;q=0.5, zh;q=0.5", "en"),
        ("en;q=x, zh;q=0.9", "en"),
        (";;;,,q=1," * 40, "zh"),
        (",".join(["xx"] * 20 + ["en"]), "zh"),
    ],
)
def test_what_is_wanted_most_of_what_there_is(header: str, language: str) -> None:
    assert preferred(header) == language
