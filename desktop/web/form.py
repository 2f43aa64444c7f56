"""Forms as phones send them: few fields, small, in UTF-8, and quickly."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

BODY_MOST = 8 * 1024
FIELDS_MOST = 12
WAIT_S = 10.0


class BadForm(Exception):
    """Too large, too slow, or no form at all."""


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields, each once. Raises `BadForm`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadForm("type")
    try:
        body = await asyncio.wait_for(_body(request), WAIT_S)
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict",
            max_num_fields=FIELDS_MOST,
        )  # fmt: skip
    except (TimeoutError, ValueError) as error:
        raise BadForm("body") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadForm("twice")
    return fields


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_MOST:
            raise BadForm("size")
    return bytes(body)
