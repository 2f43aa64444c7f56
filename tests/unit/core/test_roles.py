"""Who may do what: the data is whole, and what nobody decided is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core.errors import Refused
from desktop.core.roles import Operator, parse_roles

ROLES = parse_roles(resources.read_text("rules", "roles.toml"))
NAMES = ("caretaker", "merchant", "supervisor")
# What a merchant's till may do, and what only a supervisor may: a wider right is a decision, not a slip.
MERCHANT = {
    "hand_over",
    "hours",
    "print_register",
    "enter_sheet",
    "meal",
    "void_meal",
    "settle_draft",
    "settle_confirm",
    "doubts",
    "open_day",
    "close_day",
    "print",
    "enrol",
    "hub_see",
    "verdict_seen",
}
SUPERVISOR_ONLY = {
    "operator_add",
    "operator_pin",
    "operator_retire",
    "retention",
    "blank_note",
    "correct_clock",
    "allotment_grant",
    "void_meal_late",
    "settle",
    "settle_move",
    "review",
    "sample",
    "rectify_extend",
    "inspect_supervised",
    "inspect_unannounced",
    "export_unmasked",
    "print_cards_full",
    "batch_open",
}


def someone(*roles: str) -> Operator:
    return Operator("6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d", frozenset(roles))


def test_every_action_names_roles_that_exist() -> None:
    assert ROLES.titles.keys() == set(NAMES)
    for action, roles in ROLES.actions.items():
        assert roles, f"{action} can be done by nobody"
        assert roles <= ROLES.titles.keys(), action


def test_roles_speak_both_languages() -> None:
    assert all(titles.keys() == {"zh", "en"} and all(titles.values()) for titles in ROLES.titles.values())


def test_what_a_merchant_may_do() -> None:
    assert {action for action in ROLES.actions if ROLES.allows(someone("merchant"), action)} == MERCHANT


def test_what_only_a_supervisor_may_do() -> None:
    assert {action for action, roles in ROLES.actions.items() if roles == {"supervisor"}} == SUPERVISOR_ONLY


@pytest.mark.parametrize("action", sorted(ROLES.actions))
def test_the_first_operator_of_a_station_may_do_everything(action: str) -> None:
    ROLES.require(someone("caretaker", "supervisor"), action)


@pytest.mark.parametrize("action", ["", "fly", "CHECK_IN", "check_in ", "roles"])
def test_an_action_that_nobody_decided_is_refused_to_everybody(action: str) -> None:
    everybody = someone(*NAMES)
    assert not ROLES.allows(everybody, action)
    with pytest.raises(Refused) as refused:
        ROLES.require(everybody, action)
    assert (refused.value.code, refused.value.values) == ("not_allowed", {"action": action})


@given(st.sets(st.sampled_from(NAMES)), st.sampled_from(sorted(ROLES.actions)))
def test_one_of_an_operator_s_roles_is_enough_and_one_is_needed(roles: set[str], action: str) -> None:
    allowed = any(role in ROLES.actions[action] for role in roles)
    assert ROLES.allows(someone(*roles), action) == allowed
    if not allowed:
        with pytest.raises(Refused):
            ROLES.require(someone(*roles), action)


@pytest.mark.parametrize("action", sorted(ROLES.actions))
def test_an_operator_without_a_role_or_of_an_unknown_one_may_do_nothing(action: str) -> None:
    assert not ROLES.allows(someone(), action)
    assert not ROLES.allows(someone("admin"), action)


@pytest.mark.parametrize(
    ("roles", "leading"),
    [
        (("caretaker",), "caretaker"),
        (("merchant",), "merchant"),
        (("supervisor",), "supervisor"),
        (("caretaker", "supervisor"), "supervisor"),
        (("merchant", "caretaker"), "caretaker"),
        (NAMES, "supervisor"),
    ],
)
def test_a_finding_is_recorded_under_the_leading_role(roles: tuple[str, ...], leading: str) -> None:
    assert someone(*roles).leading_role == leading
