"""Device keys: an id that belongs to one key, signatures that serve one purpose, weak keys refused."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core.keys import KEY_ID_BYTES, DeviceKey, device_id, key_id, verifies
from tests.strategies import SEEDS

PURPOSE = b"quanyi/test/1\0"
# RFC 8032, 7.1, test 2: an implementation of our own was never meant.
RFC_SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
RFC_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
RFC_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
# The points of order 1, 2, 4 and 8 with their other spellings: such a key "signs" everything.
SMALL_ORDER = [
    bytes.fromhex(text)
    for text in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
]
# The order of the base point; adding it to S gives a second signature unless S is checked.
ORDER = 2**252 + 27742317777372353535851937790883648493


def test_signatures_are_those_of_the_standard() -> None:
    key = DeviceKey(RFC_SEED)
    assert key.public == RFC_PUBLIC
    assert key.sign(b"", b"\x72") == RFC_SIGNATURE
    assert verifies(RFC_PUBLIC, b"", b"\x72", RFC_SIGNATURE)


@given(SEEDS, st.binary(max_size=100))
def test_what_a_key_signed_verifies(seed: bytes, message: bytes) -> None:
    key = DeviceKey(seed)
    signature = key.sign(PURPOSE, message)
    assert len(signature) == 64
    assert verifies(key.public, PURPOSE, message, signature)
    assert signature == DeviceKey(seed).sign(PURPOSE, message), "the same message is signed the same way"


@given(SEEDS, SEEDS, st.binary(max_size=20), st.binary(max_size=20), st.data())
def test_nothing_else_verifies(seed: bytes, other: bytes, message: bytes, wrong: bytes, data: st.DataObject) -> None:
    assume(seed != other)
    assume(message != wrong)
    key = DeviceKey(seed)
    signature = key.sign(PURPOSE, message)
    assert not verifies(key.public, PURPOSE, wrong, signature)
    assert not verifies(key.public, b"quanyi/card/1\0", message, signature)
    assert not verifies(DeviceKey(other).public, PURPOSE, message, signature)
    bent = bytearray(signature)
    bent[data.draw(st.integers(0, 63))] ^= 1 << data.draw(st.integers(0, 7))
    assert not verifies(key.public, PURPOSE, message, bytes(bent))


def test_a_signature_has_no_second_spelling() -> None:
    key = DeviceKey(RFC_SEED)
    signature = key.sign(PURPOSE, b"a meal")
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert s < 2**256
    assert not verifies(key.public, PURPOSE, b"a meal", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("public", SMALL_ORDER, ids=[point.hex()[:4] + point.hex()[-2:] for point in SMALL_ORDER])
def test_a_key_of_small_order_is_refused(public: bytes) -> None:
    """With S = 0 and R of small order, a verifier without the check accepts one message in eight or more."""
    for r in SMALL_ORDER:
        for number in range(16):
            assert not verifies(public, PURPOSE, str(number).encode(), r + bytes(32))


def test_a_point_of_small_order_beside_a_good_key_is_refused() -> None:
    public = DeviceKey(RFC_SEED).public
    assert not any(verifies(public, PURPOSE, b"a meal", r + bytes(32)) for r in SMALL_ORDER)


BAD_KEYS: list[Any] = [b"", b"k", bytes(31), bytes(33), b"\xff" * 32, "a" * 32, None]
BAD_SIGNATURES: list[Any] = [b"", b"s" * 63, b"s" * 65, bytes(64), b"\xff" * 64]


@pytest.mark.parametrize("public", BAD_KEYS)
def test_a_malformed_key_verifies_nothing(public: Any) -> None:
    assert not verifies(public, PURPOSE, b"a meal", DeviceKey(RFC_SEED).sign(PURPOSE, b"a meal"))


@pytest.mark.parametrize("signature", BAD_SIGNATURES)
def test_a_malformed_signature_does_not_verify(signature: bytes) -> None:
    assert not verifies(RFC_PUBLIC, PURPOSE, b"a meal", signature)


@given(SEEDS)
def test_a_device_id_is_bound_to_its_key(seed: bytes) -> None:
    key = DeviceKey(seed)
    digest = hashlib.sha256(b"quanyi/device/1\0" + key.public).digest()
    device = UUID(key.device)
    assert key.device == device_id(key.public) == str(device)
    assert device.version == 8
    assert device.variant == "specified in RFC 4122"
    free = ~((0xF << 76) | (0x3 << 62))
    assert device.int & free == int.from_bytes(digest[:16], "big") & free
    assert key.key_id == key_id(key.public) == digest[:KEY_ID_BYTES]


@given(SEEDS, SEEDS)
def test_two_keys_are_two_devices(one: bytes, other: bytes) -> None:
    assume(one != other)
    assert DeviceKey(one).device != DeviceKey(other).device
    assert DeviceKey(one).key_id != DeviceKey(other).key_id


def test_the_id_of_a_key_never_changes() -> None:
    assert DeviceKey(bytes(range(32))).device == "8b0076d4-726c-89e4-92e5-0b47caf1fef3"
