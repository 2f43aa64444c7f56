"""What the hub answers instead of doing what was asked: a status of HTTP and a code of the protocol."""

from __future__ import annotations

import re

import structlog
from starlette.requests import HTTPConnection

# Statuses that deny somebody something, and codes of what was signed by somebody else than it says; a refusal for
# any other mistake in what was sent is none.
_STATUSES = frozenset((401, 403, 429))
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FORGED = frozenset(("signature_wrong", "chain_broken", "proof_wrong"))


class Denied(Exception):
    """`more` are further keys of the answer; `retry_after` seconds for 429 and 503; `who` the device that a batch
    names, for the log; `quiet` for one more of the same within a minute, which the log has a line of already.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        retry_after: int | None = None,
        who: str = "",
        quiet: bool = False,
        **more: object,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.more = more
        self.retry_after = retry_after
        self.who = who
        self.quiet = quiet


def denies(error: Denied) -> bool:
    return not error.quiet and (error.status in _STATUSES or error.code in _FORGED)


def told_denied(request: HTTPConnection, status: int, code: str, who: str = "") -> None:
    """Logs that somebody was denied something: which operation (never the path as it came, which may hold anything),
    from where, and who, as far as it is known: a supervisor's id, or the device that a request says it is from.
    """
    route = getattr(request.scope.get("route"), "path", "other")
    address = request.client.host if request.client else ""
    tell(str(request.scope["method"]), route, status, code, address, who)


def tell(method: str, route: str, status: int, code: str, address: str, who: str) -> None:
    """One line of the log about a denial; of who is said to ask, only what is an id, which is nobody's name."""
    structlog.get_logger().warning(
        "denied",
        method=method,
        route=route,
        status=status,
        code=code,
        address=address,
        who=who if _ID.fullmatch(who) else "",
    )
