"""What the hub answers instead of doing what was asked: a status of HTTP and a code of the protocol."""

from __future__ import annotations


class Denied(Exception):
    """`more` are further keys of the answer; `retry_after` seconds for 429 and 503."""

    def __init__(self, status: int, code: str, *, retry_after: int | None = None, **more: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.more = more
        self.retry_after = retry_after
