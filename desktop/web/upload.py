"""A form with one file, as browsers send it (RFC 7578): bounded, kept in memory alone, and read to its end even where
it is too large, since a browser that is cut off shows no page.

A reader of our own, since those of libraries put a file on the disk or leave it open where a form is cut short.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

FORM_MOST = 64 * 1024
"""What stands around the file: boundaries, heads, the other fields."""
READ_MOST = 64 * 1024 * 1024
"""Beyond this nobody listens any more."""
PARTS_MOST = 4
HEAD_MOST = 2 * 1024
WAIT_S = 90.0
# RFC 2046, 5.1.1
_BOUNDARY = re.compile(r"multipart/form-data\s*;\s*boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?\s*", re.IGNORECASE)
_NAME = re.compile(rb'^content-disposition\s*:\s*form-data\s*;(?:[^\r\n]*;)?\s*name="([a-z]{1,20})"', re.I | re.M)


class BadUpload(Exception):
    """`reason` is `too_large`, `none` (no file was chosen) or `again` (anything else, as a network that broke)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Upload:
    """`form` is its field of that name, `raw` the file's bytes."""

    form: str
    raw: bytes


async def read_upload(request: Request, most: int) -> Upload:
    """The fields `form` and `photo` of a form whose file has at most `most` bytes. Raises `BadUpload`."""
    fields = await read_fields(request, most)
    form, raw = fields.get("form", b""), fields.get("photo", b"")
    if len(form) > HEAD_MOST or not form.isascii():
        raise BadUpload("again")
    if not raw:
        raise BadUpload("none")
    return Upload(form.decode("ascii"), raw)


async def read_fields(request: Request, most: int) -> dict[str, bytes]:
    """All fields of a form whose file, `photo`, has at most `most` bytes. Raises `BadUpload`."""
    body = await _body(request, most + FORM_MOST)
    found = _BOUNDARY.fullmatch(request.headers.get("content-type", "").strip())
    if found is None:
        raise BadUpload("again")
    fields = dict(_fields(body, found[1].encode()))
    if len(fields.get("photo", b"")) > most:
        raise BadUpload("too_large")
    return fields


async def read_away(request: Request) -> None:
    """Hears a form to its end and keeps nothing, so that the browser hears the answer."""
    try:
        await _body(request, 0)
    except BadUpload:
        return


async def _body(request: Request, most: int) -> bytes:
    """All of it; what is larger is heard and dropped."""
    body, read = bytearray(), 0
    try:
        async with asyncio.timeout(WAIT_S):
            async for part in request.stream():
                read += len(part)
                if read > READ_MOST:
                    break
                if read <= most:
                    body += part
                else:
                    body.clear()
    except (TimeoutError, ClientDisconnect) as error:
        raise BadUpload("again") from error
    if read > most:
        raise BadUpload("too_large")
    return bytes(body)


def _fields(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents, as they stand between the boundaries. Raises `BadUpload`."""
    mark = b"\r\n--" + boundary
    if not body.startswith(mark[2:]):
        raise BadUpload("again")
    at = len(mark) - 2
    for _ in range(PARTS_MOST + 1):
        if body.startswith(b"--", at):
            return
        head = body.find(b"\r\n\r\n", at, at + HEAD_MOST)
        end = body.find(mark, head)
        if not body.startswith(b"\r\n", at) or head < 0 or end < 0:
            raise BadUpload("again")
        named = _NAME.search(body[at + 2 : head])
        if named is None:
            raise BadUpload("again")
        yield named[1].decode("ascii"), body[head + 4 : end]
        at = end + len(mark)
    raise BadUpload("again")
