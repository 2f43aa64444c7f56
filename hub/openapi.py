"""What OpenAPI says of the API: handlers read raw bytes, so that bodies are described here from their structs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from fastapi import FastAPI

from hub.wire import JSON

_REF = "#/components/schemas/{name}"
_MEANINGS = {
    400: "final for these bytes",
    401: "sign over the challenge of this answer",
    403: "an unknown or revoked device, or a wrong code",
    404: "nothing of this name",
    409: "the hub stands elsewhere",
    413: "over a limit",
    429: "later, as Retry-After says",
    503: "later, as Retry-After says",
}


class Error(msgspec.Struct):
    """`error` is a code of the protocol."""

    error: str


ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {JSON: {"schema": {"$ref": _REF.format(name="Error")}}}}
    for status, text in _MEANINGS.items()
}


def body(struct: type[msgspec.Struct] | None) -> dict[str, Any]:
    """A request's body: bytes, or canonical JSON of a struct."""
    if struct is None:
        schema: dict[str, Any] = {"type": "string", "format": "binary"}
        return {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": schema}}}}
    schema = {"$ref": _REF.format(name=struct.__name__)}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def parameter(name: str, where: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": where, "required": True, "schema": schema}


def describe(app: FastAPI, structs: Iterable[type[msgspec.Struct]], paths: Mapping[str, Any]) -> None:
    """Adds the schemas of these structs, and these paths, to what the application says of itself."""
    plain = app.openapi
    _, components = msgspec.json.schema_components([*structs, Error], ref_template=_REF)

    def described() -> dict[str, Any]:
        document = plain()
        document["paths"].update(paths)
        document.setdefault("components", {}).setdefault("schemas", {}).update(components)
        return document

    app.openapi = described  # type: ignore[method-assign]
