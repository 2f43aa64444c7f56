"""Makes papers that can be checked: the code is signed before a paper is drawn, the file when it is done.

After the last byte of the PDF stands one line more, a comment to every reader of PDF: `%QYF1` + base32 of the key id
and an Ed25519 signature over `quanyi/paper-file/1\\0` + SHA-256 of all before it. Whoever changes a byte of the file
loses it. The same data give the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from desktop.core import keys, paper_code, paper_figures
from desktop.core.papers import Frame

Render = Callable[[object, str], bytes]
_PREAMBLE = b"quanyi/paper-file/1\0"
_LINE = re.compile(rb"%QYF1([A-Z2-7]{112})\n")
_LONG = 5 + 112 + 1
_CODE = re.compile(rb"/Keywords \((QYD1[A-Z2-7]{1,%d})\)" % paper_code.LETTERS_MOST)


class FileState(StrEnum):
    """What the last line of a PDF says: as it was made; changed since; none (printed and scanned, or saved by another
    program); or signed by a device that is not known here."""

    WHOLE = "whole"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    UNKNOWN_DEVICE = "unknown_device"


def sealing(key: keys.DeviceKey, render: Render) -> Render:
    """What makes PDFs out of paper data that say where they come from; the others are left as they are."""

    def sealed(data: object, language: str) -> bytes:
        frame = getattr(data, "frame", None)
        if not isinstance(frame, Frame) or frame.origin is None:
            return render(data, language)
        return signed_file(key, render(coded(key, frame, data), language))

    return sealed


def coded(key: keys.DeviceKey, frame: Frame, data: Any) -> Any:
    """The same data with the code in its frame, with so many of its main figures as fit."""
    assert frame.origin is not None
    told = paper_figures.about(data)
    made = None
    while made is None:
        try:
            made = paper_code.issue(key, frame.origin, told)
        except paper_code.TooLong:
            told = replace(told, figures=told.figures[:-1])
    return replace(data, frame=replace(frame, check=made.digits, code=made.text))


def signed_file(key: keys.DeviceKey, pdf: bytes) -> bytes:
    """The file with its last line."""
    signature = key.sign(_PREAMBLE, hashlib.sha256(pdf).digest())
    return pdf + b"%QYF1" + base64.b32encode(key.key_id + signature) + b"\n"


def file_state(pdf: bytes, known: Mapping[bytes, bytes]) -> tuple[FileState, bytes]:
    """What a PDF's last line says, by the public keys known here, and the key id in it (empty without one)."""
    found = _LINE.fullmatch(pdf[-_LONG:])
    if found is None:
        # a line that is there but not at the end: something was written behind it
        return (FileState.CHANGED if _LINE.search(pdf) else FileState.UNSIGNED), b""
    try:
        raw = base64.b32decode(found.group(1))
    except binascii.Error:
        return FileState.CHANGED, b""
    device, signature = raw[: keys.KEY_ID_BYTES], raw[keys.KEY_ID_BYTES :]
    public = known.get(device)
    if public is None:
        return FileState.UNKNOWN_DEVICE, device
    whole = keys.verifies(public, _PREAMBLE, hashlib.sha256(pdf[:-_LONG]).digest(), signature)
    return (FileState.WHOLE if whole else FileState.CHANGED), device


def code_in(pdf: bytes) -> str:
    """The code that a PDF of ours says of itself; empty without one. What is drawn on its pages may be another."""
    found = _CODE.search(pdf)
    return found.group(1).decode() if found else ""
