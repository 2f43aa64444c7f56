"""A hub for tests that speaks `docs/sync-protocol.md` over real HTTP, written from the page alone: small, in
memory, with a state that can be copied and put back (yesterday's backup).
"""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from desktop.core import batch, canonical, enrolment, feed, keys, receipt, request, signed, stick
from desktop.core.batch import BadBatch
from desktop.core.entry import NO_HASH
from desktop.core.signed import Signed

Answer = tuple[int, dict[str, Any]]


@dataclass
class Branch:
    """A stretch of a log: entries by number, in order; `name` empty for the first that came."""

    name: str = ""
    entries: list[tuple[bytes, str]] = field(default_factory=list)

    @property
    def head(self) -> str:
        return self.entries[-1][1] if self.entries else NO_HASH

    def fits(self, before: int, prev: str) -> bool:
        """Whether a batch behind this many entries, the last with this hash, goes on from here."""
        return len(self.entries) >= before and (before == 0 or self.entries[before - 1][1] == prev)


@dataclass
class State:
    """All that a backup of the hub's database holds; its key lies elsewhere."""

    epoch: str = ""
    past: set[str] = field(default_factory=set)
    logs: dict[tuple[str, str], list[Branch]] = field(default_factory=dict)
    devices: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Device → (public key in hex, site)."""
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Code → (site, the key that used it or empty)."""
    revoked: set[str] = field(default_factory=set)
    items: list[tuple[str, msgspec.Struct]] = field(default_factory=list)
    """(For which device, or all that is not `-device`; body); positions count from 1."""
    beside: dict[str, bytearray] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)


class SmallHub:
    """`serve` answers on a port of its own until `close`."""

    def __init__(self, seed: bytes | None = None) -> None:
        self.key = keys.DeviceKey(seed or secrets.token_bytes(32))
        self.state = State(epoch=secrets.token_hex(8))
        self.now = 1_794_800_000_000
        self.lock = threading.RLock()
        self.served: list[str] = []
        self.odd: Callable[[str, str], Answer | None] = lambda _method, _path: None
        self._challenges: set[str] = set()
        self._server: ThreadingHTTPServer | None = None

    # --- running -----------------------------------------------------------------------------------------

    def serve(self) -> str:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if len(body) < length:
                    self.close_connection = True
                    return
                status, answer = hub.answer(self.command, self.path, body, dict(self.headers.items()))
                data = canonical.encode(answer)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = _do  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A connection that was cut is what these tests do."""

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    # --- what a test does to it --------------------------------------------------------------------------

    def new_code(self, site: str) -> str:
        code = enrolment.new_code()
        self.state.codes[code] = (site, "")
        return code

    def backup(self) -> State:
        return copy.deepcopy(self.state)

    def restore(self, state: State) -> None:
        self.state = copy.deepcopy(state)

    def say(self, body: msgspec.Struct, to: str = "") -> None:
        self.state.items.append((to, body))

    def facts(self) -> list[str]:
        """Hashes of all entries; what several branches of a log share is there once."""
        return [
            digest
            for branches in self.state.logs.values()
            for digest in dict.fromkeys(digest for branch in branches for _, digest in branch.entries)
        ]

    # --- the protocol ------------------------------------------------------------------------------------

    def answer(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        path = urlsplit(target).path
        with self.lock:
            self.served.append(path)
            odd = self.odd(method, path)
            if odd is not None:
                return odd
            if path == "/v1/challenge":
                challenge = secrets.token_hex(16)
                self._challenges.add(challenge)
                return 200, {"challenge": challenge}
            if path in ("/v1/batches", "/v1/enrol", "/v1/receipt", "/v1/certificate"):
                return self._PLAIN[path](self, body)
            device = self._who(method, target, body, headers)
            if isinstance(device, tuple):
                return device
            if path.startswith("/v1/beside/") and method == "PUT":
                return self._put(path.rsplit("/", 1)[1], parse_qs(urlsplit(target).query), body)
            return self._SIGNED[path](self, device, body)

    def _who(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> str | Answer:
        given = {name.lower(): value for name, value in headers.items()}
        device, challenge = given.get(request.DEVICE.lower(), ""), given.get(request.CHALLENGE.lower(), "")
        if device not in self.state.devices:
            return 403, {"error": "unknown_device"}
        public = bytes.fromhex(self.state.devices[device][0])
        signature = given.get(request.SIGNATURE.lower(), "")
        if challenge not in self._challenges or not request.holds(public, method, target, body, challenge, signature):
            return 401, {"error": "challenge"}
        return (403, {"error": "revoked"}) if device in self.state.revoked else device

    def _enrol(self, body: bytes) -> Answer:
        asked = msgspec.json.decode(body, type=enrolment.Request)
        public = enrolment.proven(asked)
        if public is None:
            return 400, {"error": "proof_wrong"}
        site, used = self.state.codes.get(asked.code, ("", "?"))
        if used not in ("", asked.key):
            return 403, {"error": "code_wrong"}
        if asked.role != "station":
            return 409, {"error": "role_wrong"}
        device = keys.device_id(public)
        self.state.codes[asked.code] = (site, asked.key)
        if device not in self.state.devices:
            self.state.devices[device] = (asked.key, site)
            self.say(feed.FeedDevice(device, asked.key, site, "驿站", 0), f"-{device}")
        certificate = enrolment.Certificate(
            1, self.key.device, self.key.public.hex(), device, asked.key, site, asked.role, "驿站", "", 0
        )
        found = signed.sign(self.key, enrolment.CERTIFICATE_PREAMBLE, certificate)
        return 200, msgspec.to_builtins(found)

    def _certificate(self, body: bytes) -> Answer:
        shown = msgspec.json.decode(body, type=Signed)
        found = signed.read(shown, self.key.public, enrolment.CERTIFICATE_PREAMBLE, enrolment.Certificate)
        self.state.devices[found.device] = (found.key, found.site)
        return 200, {}

    def _receipt(self, body: bytes) -> Answer:
        shown = msgspec.json.decode(body, type=Signed)
        found = signed.read(shown, self.key.public, receipt.PREAMBLE, receipt.Receipt)
        branches = self.state.logs.get((found.device, found.epoch), [])
        here = any(
            len(branch.entries) >= found.seq and branch.entries[found.seq - 1][1] == found.head for branch in branches
        )
        if found.hub_epoch not in self.state.past and (found.hub_epoch != self.state.epoch or not here):
            self.state.past.add(self.state.epoch)
            self.state.epoch = secrets.token_hex(8)
        return 200, {"hub_epoch": self.state.epoch}

    def _batches(self, body: bytes) -> Answer:
        try:
            read = batch.read(body)
            device = self.state.devices.get(read.header.device)
            if device is None:
                return 403, {"error": "unknown_device"}
            links = batch.opened(read, bytes.fromhex(device[0]))
        except BadBatch as bad:
            return (413 if bad.code == "too_large" else 400), {"error": bad.code}
        return self._store(read.header, [(link.data, link.hash) for link in links])

    def _store(self, header: batch.Header, given: list[tuple[bytes, str]]) -> Answer:
        branches = self.state.logs.setdefault((header.device, header.epoch), [Branch()])
        before = header.first - 1
        for branch in branches:
            if branch.fits(before, header.prev):
                held = branch.entries[before : before + len(given)]
                if held == given[: len(held)]:
                    self._append(header.device, branch, given[len(held) :])
                    return self._receipted(header, branch, False)
        base = next((each for each in branches if each.fits(before, header.prev)), None)
        if base is None:
            first = branches[0]
            answer = {"hub_epoch": self.state.epoch, "seq": len(first.entries), "head": first.head}
            return 409, {"error": "expected", **answer}
        both = zip(base.entries[before:], given, strict=False)
        same = next(at for at, (mine, theirs) in enumerate(both) if mine != theirs)
        branch = Branch(given[same][1], list(base.entries[: before + same]))
        branches.append(branch)
        self._append(header.device, branch, given[same:])
        return self._receipted(header, branch, True)

    def _append(self, device: str, branch: Branch, given: list[tuple[bytes, str]]) -> None:
        branch.entries.extend(given)
        site = self.state.devices[device][1]
        for data, _ in given:
            self.say(feed.FeedEntry(data.decode()), f"-{device}@{site}")

    def _receipted(self, header: batch.Header, branch: Branch, forked: bool) -> Answer:
        found = receipt.Receipt(
            *(1, self.key.device, self.state.epoch, header.device, header.epoch),
            *(len(branch.entries), branch.head, self.now, branch.name),
        )
        given = msgspec.to_builtins(signed.sign(self.key, receipt.PREAMBLE, found))
        return 200, {"receipt": given, "hub_epoch": self.state.epoch, "forked": forked}

    def _feed(self, device: str, body: bytes) -> Answer:
        ask = msgspec.json.decode(body, type=feed.Ask)
        return 200, msgspec.to_builtins(self.page(device, ask))

    def page(self, device: str, ask: feed.Ask) -> Signed:
        after = ask.after if ask.hub_epoch == self.state.epoch else 0
        site = self.state.devices[device][1]
        seen = [
            (at, body)
            for at, (to, body) in enumerate(self.state.items, 1)
            if at > after and self._concerns(to, device, site)
        ]
        some = seen[: ask.limit]
        more = len(seen) > len(some)
        page = feed.Page(
            *(1, self.key.device, self.state.epoch, device, after),
            some[-1][0] if more else len(self.state.items),
            more,
            [feed.item(at, body) for at, body in some],
            self._compare(device, ask),
            self.now,
        )
        return signed.sign(self.key, feed.PAGE_PREAMBLE, page)

    @staticmethod
    def _concerns(to: str, device: str, site: str) -> bool:
        if not to.startswith("-"):
            return to in ("", device)
        not_for, _, of = to[1:].partition("@")
        return device != not_for and of in ("", site)

    def _compare(self, device: str, ask: feed.Ask) -> feed.Compared:
        """Over the branch that a head names; a head that is not here is answered with where the log stands."""
        wrong: list[feed.Head] = []
        sums: dict[str, list[int]] = {}
        for head in ask.heads:
            branches = self.state.logs.get((device, head.epoch), [Branch()])
            found = next(
                (b for b in branches if len(b.entries) >= head.seq and b.entries[head.seq - 1][1] == head.hash), None
            )
            if found is None:
                wrong.append(feed.Head(head.epoch, len(branches[0].entries), branches[0].head))
                continue
            for data, _ in found.entries[: head.seq]:
                entry = json.loads(data)
                known = sums.setdefault(entry["kind"], [0, 0])
                known[0] += 1
                known[1] += entry["body"].get("subsidy_fen", 0) if entry["kind"] == "meal.served" else 0
        own = {each.kind: [each.count, each.fen] for each in ask.sums}
        odd = [kind for kind in sorted(sums | own) if sums.get(kind) != own.get(kind)]
        differs = [feed.Sum(kind, *sums.get(kind, (0, 0))) for kind in odd]
        return feed.Compared(not wrong and not differs, wrong, differs if not wrong else [])

    def _wanted(self, device: str, body: bytes) -> Answer:
        hashes = [each for each in json.loads(body)["hashes"] if each not in self.state.whole]
        return 200, {"wanted": [{"hash": each, "from": len(self.state.beside.get(each, b""))} for each in hashes]}

    def _put(self, digest: str, query: dict[str, list[str]], body: bytes) -> Answer:
        held = self.state.beside.setdefault(digest, bytearray())
        at, size = int(query["from"][0]), int(query["size"][0])
        if at != len(held):
            return 409, {"error": "from", "from": len(held)}
        held += body
        if len(held) < size:
            return 200, {"from": len(held), "done": False}
        if hashlib.sha256(held).hexdigest() != digest:
            del self.state.beside[digest]
            return 400, {"error": "hash_wrong"}
        self.state.whole.add(digest)
        return 200, {"from": len(held), "done": True}

    def _sheet_keys(self, device: str, body: bytes) -> Answer:
        given = json.loads(body)["keys"]
        self.state.keys |= {each["hash"]: each["sealed"] for each in given}
        self.state.subjects |= {each["hash"]: each["subject"] for each in given}
        return 200, {}

    def _sheets(self, device: str, body: bytes) -> Answer:
        """Sheets of the asker's own place, their keys sealed again to the asker."""
        found = []
        for digest in json.loads(body)["hashes"]:
            if digest in self.state.whole and digest in self.state.keys:
                key = stick.open_with(self.key.seed, bytes.fromhex(self.state.keys[digest]))
                sealed = stick.seal_to(bytes.fromhex(self.state.devices[device][0]), key).hex()
                data = bytes(self.state.beside[digest]).hex()
                found.append({"hash": digest, "subject": self.state.subjects[digest], "data": data, "key": sealed})
        return 200, {"sheets": found}

    _PLAIN: ClassVar[dict[str, Callable[[SmallHub, bytes], Answer]]] = {
        "/v1/batches": _batches,
        "/v1/enrol": _enrol,
        "/v1/receipt": _receipt,
        "/v1/certificate": _certificate,
    }
    _SIGNED: ClassVar[dict[str, Callable[[SmallHub, str, bytes], Answer]]] = {
        "/v1/feed": _feed,
        "/v1/beside/wanted": _wanted,
        "/v1/sheet-keys": _sheet_keys,
        "/v1/sheets": _sheets,
    }

    # --- the stick ---------------------------------------------------------------------------------------

    def accept(self, data: bytes) -> bytes:
        """The answer to a stick; what came before a cut is taken."""
        with self.lock:
            header, text, signature, at = stick.read_header(data, stick.STICK, stick.StickHeader)
            frames = stick.Frames(data, at, self.key.seed)
            out = list(self._accept(header, text, signature, frames))
            answer = stick.AnswerHeader(1, self.key.device, header.device, header.stick, frames.whole, self.now)
            to = bytes.fromhex(self.state.devices[header.device][0])
            return b"".join(stick.write(stick.ANSWER, self.key, answer, to, out))

    def _accept(
        self, header: stick.StickHeader, text: bytes, signature: bytes, frames: stick.Frames
    ) -> Iterator[tuple[str, bytes]]:
        checked = False
        for letter, content in frames:
            if letter == "C":
                self._certificate(content)
            if not checked:
                public = bytes.fromhex(self.state.devices[header.device][0])
                assert stick.signed_by(public, stick.STICK, text, signature)
                checked = True
            if letter == "B":
                status, answer = self._batches(content)
                first, last = (batch.read(content).header.first, batch.read(content).header.last)
                if status == 200:
                    yield "R", canonical.encode(answer["receipt"])
                else:
                    yield "X", canonical.encode({"error": answer["error"], "first": first, "last": last})
            elif letter in ("S", "N", "P"):
                self.state.whole.add(hashlib.sha256(content).hexdigest())
            elif letter == "F":
                yield "F", canonical.encode(self.page(header.device, msgspec.json.decode(content, type=feed.Ask)))
