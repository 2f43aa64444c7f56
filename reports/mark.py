"""A mark across every page of whatever is drawn meanwhile: 练习 on papers that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_MARK: ContextVar[str] = ContextVar("mark", default="")


@contextmanager
def marked(said: str) -> Iterator[None]:
    """While it lasts, on this thread alone."""
    before = _MARK.set(said)
    try:
        yield
    finally:
        _MARK.reset(before)


def mark_now() -> str:
    """Empty for none."""
    return _MARK.get()
