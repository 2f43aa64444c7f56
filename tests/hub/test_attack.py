"""Whatever is sent to whichever operation by whomever: no answer is 5xx. `make torture NAME=api` sends far more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.attack import attack, with_broken
from tests.hub.ring import ROLES, Ring, made_ring
from tests.hub.servers import new_parts

EXAMPLES = 2


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        yield made


def test_no_operation_fails_whoever_asks(ring: Ring) -> None:
    document = ring.document()
    came = attack(ring, document, EXAMPLES, seed=True)
    assert came.broken == []
    operations = {f"{method.upper()} {path}" for path, each in document["paths"].items() for method in each}
    assert set(came.answers) == {(operation, role) for operation in operations for role in ROLES}
    assert came.statuses[200] > 50, "some get behind the door"
    ring.project()


def test_a_broken_operation_is_found(ring: Ring) -> None:
    came = attack(ring, with_broken(ring), 6, seed=True, roles=("nobody",))
    assert came.broken
    assert all(line.startswith("500 POST /v1/broken by nobody") for line in came.broken)
