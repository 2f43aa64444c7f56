"""Programmes and standards that a hub hands down: the whole TOML text in the fact, under its version.

What a meal or an inspection was decided by stands in their own facts as a version; this is where the version's
text can be found again. The newest published one is in force, `at` deciding.
"""

from __future__ import annotations

import hashlib

from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact, Put, Value
from desktop.core.programme import parse_programme
from desktop.core.standard import parse_standard

# A quarter of what an entry may hold, so that no text however escaped is too large for it.
TEXT_MOST = 65_536
PROGRAMME, STANDARD = "programme", "standard"


class ProgrammePublished(Fact, frozen=True):
    """`digest` is the SHA-256 of the text's UTF-8 bytes."""

    KIND = "programme.published"
    version: str
    digest: str
    text: str


class StandardPublished(Fact, frozen=True):
    """`digest` is the SHA-256 of the text's UTF-8 bytes."""

    KIND = "standard.published"
    version: str
    digest: str
    text: str


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def programme_of(text: str) -> ProgrammePublished:
    """The fact for a programme's TOML. Raises `Refused` for a text that cannot be read."""
    return ProgrammePublished(_version(text, parse_programme), digest_of(text), text)


def standard_of(text: str) -> StandardPublished:
    """The fact for a standard's TOML. Raises `Refused` for a text that cannot be read."""
    return StandardPublished(_version(text, parse_standard), digest_of(text), text)


def _version(text: str, parse: object) -> str:
    if len(text.encode()) > TEXT_MOST:
        raise Refused("publish_too_large", most=TEXT_MOST // 1024)
    assert callable(parse)
    try:
        return str(parse(text).version)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("publish_unreadable", detail=str(error)[:200]) from error


def programme_rows(entry: Entry, fact: ProgrammePublished) -> list[Put]:
    return _rows(entry, PROGRAMME, fact.version, fact.digest, fact.text)


def standard_rows(entry: Entry, fact: StandardPublished) -> list[Put]:
    return _rows(entry, STANDARD, fact.version, fact.digest, fact.text)


def _rows(entry: Entry, sort: str, version: str, digest: str, text: str) -> list[Put]:
    values: dict[str, Value] = {
        "digest": digest,
        "text": text,
        "published_day": entry.day,
        "published_by": entry.by,
        "published_at": entry.at,
    }
    return [Put("published", {"sort": sort, "version": version}, values, newer="published_at")]
