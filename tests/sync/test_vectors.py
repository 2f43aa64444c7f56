"""The vectors in `tests/vectors` are what the code makes, and what the code reads."""

from __future__ import annotations

import hashlib
import hmac
import uuid

import msgspec
import pytest
from nacl import bindings

from desktop.core import batch, canonical, checkin_code, enrolment, keys, receipt, sheet, signed, stick
from desktop.core.finding import FoundPeople, GivenSheets
from desktop.core.signed import Signed
from tests.vectors.make import DEVICE, HUB, PLACE, text_of, vectors

MADE = vectors()


def test_every_file_is_made() -> None:
    assert {place.stem for place in PLACE.glob("*.json")} == set(MADE)


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_file_is_current(name: str) -> None:
    assert (PLACE / f"{name}.json").read_text("utf-8") == text_of(MADE[name])


def test_canonical_cases_are_taken_and_refused() -> None:
    cases = MADE["canonical"]
    for case in cases["accepted"]:
        assert canonical.decode(case["bytes"].encode()) == case["value"]
    for text in cases["refused"]:
        with pytest.raises(canonical.NotCanonical):
            canonical.decode(text.encode())


def test_the_check_in_code_holds_as_long_as_it_says() -> None:
    case = MADE["checkin_code"]
    public = bytes.fromhex(case["device_key"])
    for after in case["accepted_after"]:
        checkin_code.check(case["text"], public, case["site"], case["begun"] + after)
    for after in case["refused_after"]:
        with pytest.raises(checkin_code.NotACode):
            checkin_code.check(case["text"], public, case["site"], case["begun"] + after)


def test_the_clinics_digits_are_worked_out_from_the_page_alone() -> None:
    """By `docs/codes.md`, with nothing of ours, from the hub's side."""
    case = MADE["clinic_code"]
    own = bindings.crypto_sign_ed25519_sk_to_curve25519(
        bytes.fromhex(case["hub_seed"]) + bytes.fromhex(case["hub_key"])
    )
    other = bindings.crypto_sign_ed25519_pk_to_curve25519(bytes.fromhex(case["device_key"]))
    secret = bindings.crypto_box_beforenm(other, own)
    message = b"quanyi/clinic-code/1\0" + uuid.UUID(case["referral"]).bytes
    made = int.from_bytes(hmac.digest(secret, message, "sha256")[:8], "big") % 1_000_000
    assert f"{made:06d}" == case["digits"]
    assert case["address"].endswith(f"/C/{case['code'].replace('-', '')}")


def test_the_batch_opens_to_the_entries() -> None:
    links = batch.opened(batch.read(bytes.fromhex(MADE["batch"]["batch"])), DEVICE.public)
    assert [(link.data.decode(), link.hash) for link in links] == [
        (each["bytes"], each["hash"]) for each in MADE["entries"]
    ]


def test_weak_keys_are_weak() -> None:
    assert not any(enrolment.sound(bytes.fromhex(each)) for each in MADE["device"]["weak_keys"])
    assert enrolment.sound(DEVICE.public)
    assert keys.device_id(DEVICE.public) == MADE["device"]["device"]


def test_documents_are_read() -> None:
    for name, sort in (("receipt", receipt.Receipt), ("certificate", enrolment.Certificate)):
        given = MADE["documents"][name]
        document = Signed(given["text"], given["signature"])
        assert signed.read(document, HUB.public, bytes.fromhex(given["preamble"]), sort)


def test_the_stick_opens() -> None:
    data = bytes.fromhex(MADE["stick"]["stick"])
    _, text, signature, at = stick.read_header(data, stick.STICK, stick.StickHeader)
    assert stick.signed_by(DEVICE.public, stick.STICK, text, signature)
    frames = stick.Frames(data, at, HUB.seed)
    assert [(letter, content.hex()) for letter, content in frames] == [("B", MADE["batch"]["batch"])]
    assert frames.whole


def test_people_open() -> None:
    """The sheet by its key, the key and the content as they were sealed to the device."""
    told = MADE["people"]
    data = bytes.fromhex(told["sheet"])
    assert sheet.unseal(bytes.fromhex(told["key"]), data) == told["content"]
    (found,) = msgspec.json.decode(told["found"], type=FoundPeople).found
    assert canonical.decode(stick.open_with(DEVICE.seed, bytes.fromhex(found.sealed))) == told["content"]
    (given,) = msgspec.json.decode(told["sheets"], type=GivenSheets).sheets
    assert (given.hash, given.data) == (hashlib.sha256(data).hexdigest(), told["sheet"])
    assert stick.open_with(DEVICE.seed, bytes.fromhex(given.key)).hex() == told["key"]
    assert stick.open_with(HUB.seed, bytes.fromhex(told["sheet_key"]["sealed"])).hex() == told["key"]
