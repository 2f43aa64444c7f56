"""What may come of a request to the hub besides an answer (`docs/sync-protocol.md`, Requests)."""

from __future__ import annotations

from typing import Any

from desktop.core.errors import EnvironmentFailed


class Later(Exception):
    """Nothing was done, or nobody can tell: asked again later. `wait` seconds as the hub said, 0 for none;
    `trouble` says what it is in words.
    """

    def __init__(self, trouble: EnvironmentFailed, wait: float = 0.0) -> None:
        super().__init__(trouble.code, trouble.values)
        self.trouble = trouble
        self.wait = wait


class Full(Later):
    """What lies beside the chain has had its share for the day (429 `beside_full`); all else goes on."""


class Final(Exception):
    """The hub refused these bytes for good; `code` is its own word."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code


class Elsewhere(Exception):
    """The hub stands elsewhere (409); `answer` says where."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer)
        self.answer = answer


class Over(Exception):
    """The hub answers in an epoch that it has left, as this device knows: it was restored to before that."""


class Revoked(Exception):
    """This device gets nothing any more; what it sends is still stored."""
