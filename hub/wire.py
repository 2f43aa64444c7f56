"""Bodies and answers of the API: canonical JSON within limits, errors as the protocol names them."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from desktop.core import canonical
from desktop.core.signed import Signed
from hub.denied import Denied

JSON = "application/json"
NUL = b"\\u0000"

T = TypeVar("T", bound=msgspec.Struct)


async def body_of(request: Request, most: int) -> bytes:
    """The whole body, never more than `most` bytes of it in memory. Raises `Denied(413)`."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        raise Denied(413, "too_large")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Denied(413, "too_large")
        parts.append(part)
    return b"".join(parts)


def parse(body: bytes, sort: type[T]) -> T:
    """A body that is canonical JSON of this sort, without NUL, which PostgreSQL's text cannot hold. Raises
    `Denied(400, "body_wrong")`.
    """
    if NUL in body:
        raise Denied(400, "body_wrong")
    try:
        plain: Any = canonical.decode(body)
        return msgspec.convert(plain, sort)
    except (canonical.NotCanonical, msgspec.ValidationError) as error:
        raise Denied(400, "body_wrong") from error


def answer(document: object) -> Response:
    return Response(canonical.encode(document), media_type=JSON)


def signed_answer(document: Signed) -> Response:
    return answer({"text": document.text, "signature": document.signature})


def refusal_parts(denied: Denied) -> tuple[bytes, int, list[tuple[bytes, bytes]]]:
    """Body, status and further headers of a refusal."""
    body = canonical.encode({"error": denied.code, **denied.more})
    wait = denied.retry_after
    return body, denied.status, [] if wait is None else [(b"retry-after", str(wait).encode())]


def refusal(denied: Denied) -> Response:
    body, status, headers = refusal_parts(denied)
    return Response(body, status, {name.decode(): value.decode() for name, value in headers}, JSON)
