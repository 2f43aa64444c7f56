"""Facts about riders: never a name, never a phone, and a card that is found by its withdrawal."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given

from desktop.core.card import card_number
from desktop.core.kinds import REGISTRY
from desktop.core.rider import CardIssued, CardWithdrawn, RiderForgotten, RiderRegistered, RiderVerified
from desktop.core.rows import rows_of
from tests.strategies import U32, UUIDS, an_entry, facts

PERSONAL = {"name", "phone", "full_name", "tail", "id_number", "pin", "address", "birthday"}
# A place, a shop and a clinic have names that are no secret.
PLACES = {"site.created", "merchant.added", "partner.added"}


@pytest.mark.parametrize("kind", sorted(REGISTRY.keys() - PLACES))
def test_personal_data_has_no_place_in_the_chain(kind: str) -> None:
    fields = {field.name for field in msgspec.structs.fields(REGISTRY[kind][0])}
    assert not fields & PERSONAL


@given(facts(CardIssued))
def test_a_card_s_row_has_the_number_that_is_printed_on_it(fact: CardIssued) -> None:
    (put,) = rows_of(an_entry(fact.KIND, fact), 0, fact)
    assert put.key == {"rider": fact.rider, "issued": fact.issued}
    assert put.values["number"] == card_number(fact.rider, fact.issued)


@given(UUIDS, U32)
def test_a_withdrawal_finds_its_card_and_no_other(rider: str, issued: int) -> None:
    card = CardIssued(rider=rider, group="courier", issued=issued, valid_days=730, issuer="8b0076d4726c")
    lost = CardWithdrawn(rider=rider, issued=issued, reason="lost")
    again = CardIssued(rider=rider, group="courier", issued=issued + 1 & 0xFFFFFFFF, valid_days=730, issuer="")
    keys = [rows_of(an_entry(fact.KIND, fact), 0, fact)[0].key for fact in (card, lost, again)]
    assert keys[0] == keys[1] != keys[2]


@given(facts(RiderRegistered), facts(RiderVerified), facts(RiderForgotten))
def test_what_happens_to_a_rider_gives_one_row_in_any_order(
    registered: RiderRegistered, verified: RiderVerified, forgotten: RiderForgotten
) -> None:
    rider = registered.rider
    verified = msgspec.structs.replace(verified, rider=rider)
    forgotten = msgspec.structs.replace(forgotten, rider=rider)
    outcomes = []
    for order in itertools.permutations((registered, verified, forgotten)):
        row: dict[str, Any] = {}
        for fact in order:
            (put,) = (row for row in rows_of(an_entry(fact.KIND, fact), 0, fact) if row.table == "riders")
            assert put.key == {"rider": rider}
            row |= put.values
        outcomes.append(row)
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert outcomes[0]["verified_until"] == verified.until
    assert outcomes[0]["forgotten_day"] == "2026-11-01"
