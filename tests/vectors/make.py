"""Test vectors of the sync protocol in JSON, for a client in any language.

`python -m tests.vectors.make` writes them anew; `tests/sync/test_vectors.py` fails where they are not what the code
makes. Keys are fixed, and sealed boxes are made with a fixed ephemeral key, so that the bytes are the same each time.
"""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from nacl.bindings import crypto_box, crypto_scalarmult_base
from nacl.secret import SecretBox
from nacl.signing import VerifyKey

from desktop.core import batch, canonical, checkin_code, clinic_code, enrolment, receipt, request, signed, stick
from desktop.core.entry import NO_HASH, Entry, hash_of, to_bytes
from desktop.core.finding import FoundPeople, FoundPerson, GivenSheet, GivenSheets, WantedSheets
from desktop.core.keys import DeviceKey
from desktop.core.paper_code import FIGURES, About, Origin, digits, issue, subject
from desktop.core.paper_seal import signed_file
from desktop.core.site import EpochOpened
from desktop.core.visit import VisitRecorded

PLACE = Path(__file__).parent
DEVICE, HUB, EPHEMERAL = DeviceKey(bytes(range(32))), DeviceKey(bytes(range(32, 64))), bytes(range(64, 96))
EPOCH, HUB_EPOCH = "00112233445566aa", "ffeeddccbbaa9988"
SITE, OPERATOR = "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", "6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d"
AT = 1_794_801_600_000
CODE, CHALLENGE = "7K2M-9QXA-B3CD", "0123456789abcdef0123456789abcdef"


def entries() -> list[tuple[bytes, str]]:
    """Two entries of a log: bytes and hash."""
    found: list[tuple[bytes, str]] = []
    before = NO_HASH
    bodies = (
        EpochOpened(DEVICE.public.hex(), "quanyi 0.1.0", "init"),
        VisitRecorded(None, "courier", 2, "anonymous", ["rest", "water"], AT),
    )
    for seq, body in enumerate(bodies, 1):
        fact = f"019a8b5e-1c00-7000-8000-00000000000{seq}"
        entry = Entry(
            *(body.VERSION, DEVICE.device, EPOCH, seq, before, fact, body.KIND, AT + seq, "2026-11-16"),
            *(SITE, OPERATOR, body),
        )
        data = to_bytes(entry)
        before = hash_of(data)
        found.append((data, before))
    return found


def sealed(public: bytes, content: bytes) -> bytes:
    """A NaCl sealed box with a fixed ephemeral key: BLAKE2b-192 of both public keys is the nonce."""
    to = bytes(VerifyKey(public).to_curve25519_public_key())
    mine = crypto_scalarmult_base(EPHEMERAL)
    nonce = hashlib.blake2b(mine + to, digest_size=24).digest()
    return bytes(mine + crypto_box(content, nonce, to, EPHEMERAL))


def vectors() -> dict[str, Any]:
    """Name of a file → its content."""
    return {
        "canonical": canonical_cases(),
        "checkin_code": checkin_codes(),
        "clinic_code": clinic_codes(),
        "paper_code": paper_codes(),
        "device": device(),
        "entries": [{"bytes": data.decode(), "hash": digest} for data, digest in entries()],
        "batch": a_batch(),
        "documents": documents(),
        "request": a_request(),
        "stick": a_stick(),
        "people": people(),
    }


def checkin_codes() -> dict[str, Any]:
    """A code, and from its begin how many seconds on it is taken or refused (docs/codes.md)."""
    shown = checkin_code.show(DEVICE, SITE, AT // 1000 + 17)
    return {
        "site": SITE,
        "device_key": DEVICE.public.hex(),
        "begun": shown.begun,
        "text": shown.text,
        "digits": checkin_code.digits_of(shown.text),
        "accepted_after": [0, 29, 30, 31, 60],
        "refused_after": [-1, 61, 3600],
    }


def clinic_codes() -> dict[str, Any]:
    """The six digits beside a slip's small code, which either side works out, and the address (docs/codes.md)."""
    referral, code = "c275d381-a0e5-4475-93c1-7405f6e1d2c3", "RQ4-7M2-K9D"
    return {
        "device_seed": DEVICE.seed.hex(),
        "device_key": DEVICE.public.hex(),
        "hub_seed": HUB.seed.hex(),
        "hub_key": HUB.public.hex(),
        "referral": referral,
        "digits": clinic_code.digits(DEVICE.seed, HUB.public, referral),
        "code": code,
        "address": clinic_code.address("https://hub.example", code),
    }


def paper_codes() -> dict[str, Any]:
    """A paper's code with its fields, the last line of a file, and texts that are refused (docs/codes.md)."""
    origin = Origin(SITE, "settlement", AT // 1000, EPOCH, 17_200, "c71e08b492dae630", subject=subject("x/2026-10"))
    figures = (("meals", 219), ("subsidy_fen", 100_740), ("adjusted_fen", -460))
    told = About("2026-10-01", "2026-10-31", figures, "JS-370102-2026-10-0001", whom="泉香快餐")
    text = issue(DEVICE, origin, told).text
    pdf = b"%PDF-1.4\n%%EOF\n"
    return {
        "device_key": DEVICE.public.hex(),
        "text": text,
        "digits": digits(text),
        "origin": {name: getattr(origin, name) for name in origin.__dataclass_fields__},
        "first": told.first,
        "last": told.last,
        "figures": dict(figures),
        "number": told.number,
        "whom": told.whom,
        "figure_names": list(FIGURES),
        "refused": [text[:-1], text + "A", text.replace("QYD1", "QYD2"), text[:20] + "77" + text[22:]],
        "file": pdf.decode(),
        "file_signed": signed_file(DEVICE, pdf).decode(),
    }


def canonical_cases() -> dict[str, Any]:
    good = [{"b": 1, "a": [True, None, "泉驿"]}, {"": -(2**63), "z": 2**63 - 1}, ["\u007f", "\n", '"\\/', "𬱖"], {}]
    bad = [
        '{"a": 1}',
        '{"b":1,"a":2}',
        '{"a":1,"a":2}',
        "1.0",
        "1e3",
        "9223372036854775808",
        '"\\u0041"',
        "NaN",
        "[1,]",
    ]
    return {
        "accepted": [{"value": value, "bytes": canonical.encode(value).decode()} for value in good],
        "refused": bad,
        "deepest": canonical.DEEPEST,
    }


def device() -> dict[str, Any]:
    return {
        "seed": DEVICE.seed.hex(),
        "public": DEVICE.public.hex(),
        "device": DEVICE.device,
        "key_id": DEVICE.key_id.hex(),
        "box_key": bytes(VerifyKey(DEVICE.public).to_curve25519_public_key()).hex(),
        "hub_seed": HUB.seed.hex(),
        "hub_public": HUB.public.hex(),
        "hub": HUB.device,
        "weak_keys": ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f"],
    }


def a_batch() -> dict[str, Any]:
    """Compressed bytes differ between versions of zstd: the plain ones are what is compared."""
    read = batch.read(batch.make(DEVICE, entries(), DEVICE.device, EPOCH, 1))
    plain = b"".join(data + b"\n" for data, _ in entries())
    packed = zstandard.ZstdCompressor(level=3, write_content_size=True).compress(plain)
    whole = b"".join((batch.MAGIC, struct.pack(">I", len(read.signed)), read.signed, read.signature, packed))
    return {
        "header": read.signed.decode(),
        "signature": read.signature.hex(),
        "plain": plain.decode(),
        "batch": whole.hex(),
    }


def _signed(preamble: bytes, document: msgspec.Struct) -> dict[str, str]:
    made = signed.sign(HUB, preamble, document)
    return {"preamble": preamble.hex(), "text": made.text, "signature": made.signature}


def documents() -> dict[str, Any]:
    head = entries()[-1][1]
    return {
        "receipt": _signed(
            receipt.PREAMBLE, receipt.Receipt(1, HUB.device, HUB_EPOCH, DEVICE.device, EPOCH, 2, head, AT)
        ),
        "certificate": _signed(
            enrolment.CERTIFICATE_PREAMBLE,
            enrolment.Certificate(
                *(1, HUB.device, HUB.public.hex(), DEVICE.device, DEVICE.public.hex(), SITE, "station", "曲水亭驿站"),
                *("370102005001", AT),
            ),
        ),
        "enrol": canonical.encode(enrolment.request(DEVICE, CODE, "station")).decode(),
    }


def a_request() -> dict[str, Any]:
    body = canonical.encode({"hashes": [], "v": 1})
    return {
        "method": "POST",
        "target": "/v1/beside/wanted",
        "body": body.decode(),
        "headers": request.headers(DEVICE, "POST", "/v1/beside/wanted", body, CHALLENGE),
    }


def a_stick() -> dict[str, Any]:
    """The frames of a stick with one batch: what is sealed, and the sealed box."""
    header = canonical.encode(stick.StickHeader(1, DEVICE.device, "0f" * 16, HUB.device, AT))
    content = bytes.fromhex(a_batch()["batch"])
    first = struct.pack(">I", 0) + b"B" + content
    box = sealed(HUB.public, first)
    end = canonical.encode(stick.End(1, hashlib.sha256(box).hexdigest()))
    last = struct.pack(">I", 1) + b"E" + end
    end_box = sealed(HUB.public, last)
    signature = DEVICE.sign(stick.PREAMBLES[stick.STICK], header)
    boxes = [struct.pack(">I", len(each)) + each for each in (box, end_box)]
    whole = b"".join((stick.STICK, struct.pack(">I", len(header)), header, signature, *boxes))
    frames = [{"plain": each.hex(), "box": sealed_.hex()} for each, sealed_ in ((first, box), (last, end_box))]
    return {"header": header.decode(), "signature": signature.hex(), "frames": frames, "stick": whole.hex()}


def people() -> dict[str, Any]:
    """A sheet under a fixed key and nonce; the two answers in which its content or key is sealed to a device."""
    content = {"company": "", "name": "欧阳雨桐", "phone": "13705310003"}
    key, nonce = bytes(range(96, 128)), bytes(range(24))
    data = bytes(SecretBox(key).encrypt(canonical.encode(content), nonce))
    digest = hashlib.sha256(data).hexdigest()
    found = FoundPerson(OPERATOR, "courier", sealed(DEVICE.public, canonical.encode(content)).hex())
    given = GivenSheet(digest, OPERATOR, data.hex(), sealed(DEVICE.public, key).hex())
    return {
        "content": content,
        "key": key.hex(),
        "sheet": data.hex(),
        "hash": digest,
        "sheet_key": msgspec.to_builtins(stick.SheetKey(digest, OPERATOR, sealed(HUB.public, key).hex())),
        "found": canonical.encode(FoundPeople([found])).decode(),
        "wanted": canonical.encode(WantedSheets(1, [digest])).decode(),
        "sheets": canonical.encode(GivenSheets([given])).decode(),
    }


def text_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    for name, value in vectors().items():
        (PLACE / f"{name}.json").write_text(text_of(value), "utf-8")


if __name__ == "__main__":
    main()
