"""What OpenAPI says of the supervisors' pages: their paths, queries and forms, from the pages themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from starlette.routing import BaseRoute, Route

from hub.openapi import parameter
from hub.pages.phones import ADDRESSES, AT
from hub.pages.visit import Page, PageRoute

_TEXT = {"type": "string"}
_HTML: dict[str, Any] = {"content": {"text/html": {"schema": _TEXT}}}
_ANSWERS: dict[str, Any] = {
    "200": {"description": "the page", **_HTML},
    "303": {"description": "to the page to look at, or to the sign-in"},
    "403": {"description": "not theirs, or a form without its token", **_HTML},
    "404": {"description": "nothing of this name that is theirs", **_HTML},
    "413": {"description": "more than a form holds", **_HTML},
    "422": {"description": "refused by a rule; the page says why", **_HTML},
    "429": {"description": "later, as Retry-After says", **_HTML},
    "503": {"description": "the hub's own trouble", **_HTML},
}
# What is no page of those who are signed in: its form's fields.
_ENTRANCE = {
    "/sign-in": ("name", "pin", "next"),
    "/sign-out": (),
    "/static/{name}": (),
    "/check-paper": ("code", "file"),
    **{f"/{way}/{{code}}": () for way in "PpMmSs"},
    **{f"/{way}/{{code}}": ("digits",) for way in "Cc"},
    "/checks/{draft}/photos/{photo}": ("form", "photo"),
}
# Those for phones, by method and address: their forms bear a token of their own.
_PHONES = {(method, f"{AT}/{{at}}{address}"): fields for (method, address), fields in ADDRESSES.items()}


def described(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """OpenAPI's `paths` of the pages among these routes."""
    found: dict[str, Any] = {}
    for route in routes:
        if not isinstance(route, Route):
            continue
        if isinstance(route, PageRoute):
            found[route.path] = _operations(route, route.page.asks, route.page.fields, _summary(route.page))
        elif route.path.startswith(f"{AT}/"):
            (method,) = (route.methods or set()) - {"HEAD"}
            found[route.path] = _operations(route, ("lang",), _PHONES[method, route.path], "A page for phones.")
        elif route.path in _ENTRANCE:
            asks = ("next",) if route.path == "/sign-in" else ()
            found[route.path] = _operations(route, asks, _ENTRANCE[route.path], "The entrance.")
    return found


def _summary(page: Page) -> str:
    return f"A page for whoever may do `{page.action}`" + (f"; its form asks for `{page.act_action}`." * bool(page.act))


def _operations(route: Route, asks: tuple[str, ...], fields: tuple[str, ...], summary: str) -> dict[str, Any]:
    places = [parameter(name, "path", _TEXT) for name in re.findall(r"{(\w+)}", route.path)]
    query = [parameter(name, "query", _TEXT) | {"required": False} for name in asks]
    operations: dict[str, Any] = {}
    for method in sorted((route.methods or set()) - {"HEAD"}):
        operation: dict[str, Any] = {
            "operationId": f"{method.lower()} {route.path}",
            "description": summary,
            "parameters": places + (query if method == "GET" else []),
            "responses": _ANSWERS,
        }
        if method == "POST":
            form = {"type": "object", "properties": dict.fromkeys(("csrf", *fields), _TEXT), "required": ["csrf"]}
            operation["requestBody"] = {
                "required": True,
                "content": {"application/x-www-form-urlencoded": {"schema": form}},
            }
        operations[method.lower()] = operation
    return operations
