"""schemathesis over every operation that the hub's OpenAPI names, as everybody who may come: what answers 5xx.

Each generated case is sent by every role. Those of a device are signed over what is really sent, those of somebody
signed in bear their session and the token of its forms, so that they get behind the door; in about half of them a
place in the path holds an id that is known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from desktop.core import canonical
from desktop.core.kinds import REGISTRY
from tests.hub.ring import DEVICES, ROLES, Ring

FORM = "application/x-www-form-urlencoded"
KNOWN_FIELDS = {"month": "month", "merchant": "merchant", "device": "device", "site": "site", "meal": "fact"}


@dataclass
class Came:
    """`answers` counts by operation and role, `statuses` by status; `broken` is what answered 5xx."""

    answers: dict[tuple[str, str], int] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.answers.values())


def attack(ring: Ring, document: Mapping[str, Any], examples: int, *, seed: bool, roles: Sequence[str] = ROLES) -> Came:
    """`examples` cases of each operation, by each role; the same ones every time with `seed`."""
    came = Came()
    for result in schemathesis.openapi.from_dict(dict(document)).get_all_operations():
        _one(ring, result.ok(), examples, came, seed=seed, roles=roles)
    return came


def with_broken(ring: Ring) -> dict[str, Any]:
    """Mounts a route that stumbles over every second length of a body; what OpenAPI says of it alone."""

    async def stumble(request: Request) -> Response:
        data = await request.body()
        return Response(str(1 // (len(data) % 2)))

    ring.app.application.router.add_route("/v1/broken", stumble, methods=["POST"])
    document = ring.document()
    return {**document, "paths": {"/v1/broken": {"post": document["paths"]["/v1/enrol"]["post"]}}}


def _one(ring: Ring, operation: Any, examples: int, came: Came, *, seed: bool, roles: Sequence[str]) -> None:
    name = f"{operation.method.upper()} {operation.path}"

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=seed,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_cases(operation), data=st.data())
    def send(case: Any, data: st.DataObject) -> None:
        known = data.draw(st.booleans())
        given_fact = data.draw(_FACTS) if name == "POST /v1/batches" else None
        for role in roles:
            answer = _send(ring, role, case, known, given_fact)
            came.answers[name, role] = came.answers.get((name, role), 0) + 1
            came.statuses[answer.status_code] = came.statuses.get(answer.status_code, 0) + 1
            if answer.status_code >= 500:
                came.broken.append(f"{answer.status_code} {name} by {role}: {_shown(case)}")

    send()


def _cases(operation: Any) -> Any:
    """As the schema says, and, where anything can, otherwise."""
    positive = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    negative = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    takes = operation.body or operation.query or operation.path_parameters
    return st.one_of(positive, negative) if takes else positive


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_FACTS = st.tuples(st.sampled_from(sorted(REGISTRY)), st.dictionaries(st.text(max_size=10), _PLAIN, max_size=6))


def _send(ring: Ring, role: str, case: Any, known: bool, fact: tuple[str, dict[str, Any]] | None) -> Any:
    method = case.method.upper()
    target = _target(ring, case, known)
    headers = {str(name): str(value) for name, value in (case.headers or {}).items() if _sendable(name, value)}
    body = case.body
    media = str(case.media_type or "")
    if fact is not None and role in DEVICES:
        # a batch that is authentic, with a fact that nobody would write
        log = ring.devices[role].log
        log.append(fact[1], kind=fact[0])
        return ring.ask(role, method, target, log.batch(max(1, len(log.entries) - 1)), headers)
    if media == FORM and isinstance(body, dict):
        fields = {str(name): _text(value) for name, value in body.items()}
        if known:
            fields |= {name: ring.known[at][-1] for name, at in KNOWN_FIELDS.items() if name in fields}
        if role in ("street", "supervisor"):
            fields["csrf"] = ring.token(role)[1]
        return ring.ask(role, method, target, urlencode(fields, errors="replace").encode(), {"Content-Type": FORM})
    return ring.ask(role, method, target, _bytes(body, known), {**headers, "Content-Type": media or "text/plain"})


def _target(ring: Ring, case: Any, known: bool) -> str:
    path = case.path
    for name, value in (case.path_parameters or {}).items():
        text = ring.known[name][0] if known and name in ring.known else _text(value)
        path = path.replace(f"{{{name}}}", quote(text, safe="", errors="replace"))
    query = {str(name): _text(value) for name, value in (case.query or {}).items()}
    if known and "digest" in (case.path_parameters or {}):
        query = {"sort": "blob", "from": "0", "size": "4096"}
    return f"{path}?{urlencode(query, errors='replace')}" if query else path


def _bytes(body: Any, known: bool) -> bytes:
    """JSON in the spelling of the protocol in half of the cases, as any program writes it in the others."""
    if isinstance(body, bytes):
        return body
    if isinstance(body, dict | list | str | int | float | bool) or body is None:
        try:
            return canonical.encode(body) if known else json.dumps(body).encode()
        except (ValueError, TypeError):
            return json.dumps(body).encode(errors="replace")
    return b""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _sendable(name: Any, value: Any) -> bool:
    text = f"{name}{value}"
    return text.isascii() and text.isprintable() and str(name).replace("-", "").isalnum()


def _shown(case: Any) -> str:
    return f"{case.path_parameters} {case.query} {case.body!r}"[:300]
