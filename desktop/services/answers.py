"""The answers file of an inspection (TOML), as the contract has it, read into answers as given."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.pages import GivenAnswer
from desktop.photos import RAW_MOST

_KNOWN = {"result", "reason", "note", "photos", "severity"}


def read_answers(file: Path) -> tuple[GivenAnswer, ...]:
    """From `[answers."microwave.heats"] result = "pass"`; photos are paths beside the file. Raises `Refused`."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(file), detail=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("answers_not_toml", file=file.name, detail=str(error)[:120]) from error
    answers = table.get("answers")
    if not isinstance(answers, dict) or not answers:
        raise Refused("answers_empty", file=file.name)
    return tuple(_answer(str(code), value, file.parent) for code, value in answers.items())


def _answer(code: str, value: Any, folder: Path) -> GivenAnswer:
    if not isinstance(value, Mapping):
        raise Refused("answer_wrong", checkpoint=code[:60])
    odd = set(value) - _KNOWN
    if odd:
        raise Refused("answer_field_unknown", checkpoint=code[:60], field=sorted(odd)[0][:40])
    photos = value.get("photos", [])
    if not isinstance(photos, list):
        raise Refused("answer_wrong", checkpoint=code[:60])
    return GivenAnswer(
        code,
        str(value.get("result", "")),
        str(value.get("reason", "")),
        str(value.get("note", "")),
        str(value.get("severity", "")),
        tuple(read_photo(folder / str(name)) for name in photos),
    )


def read_photo(file: Path) -> bytes:
    """A picture file's bytes, refused before it is read when it is far too large."""
    try:
        size = file.stat().st_size
        if size > RAW_MOST:
            raise Refused("photo_too_large", most=RAW_MOST // (1024 * 1024), size=size // (1024 * 1024))
        return file.read_bytes()
    except OSError as error:
        raise Refused("photo_missing", file=file.name, detail=error.strerror) from error
