"""The hub as the desk sees it: joining it, where every entry stands, and the repair tray."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Connection

from desktop.core import enrolment, keys
from desktop.core.business_day import day_of
from desktop.core.enrolment import Request
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.feed import Compared
from desktop.core.hub_pages import OWN_FLAGS, HubPage, HubStatus, KindLine, RoundRow
from desktop.core.joining import SiteJoined
from desktop.core.roles import Operator
from desktop.core.signed import BadDocument, Signed
from desktop.services.desk import Desk, allowed
from desktop.services.tray import tray, tray_rows
from desktop.store import membership, rounds
from desktop.store.beside import put_setting, setting
from desktop.store.membership import check_certificate, read_membership
from desktop.store.standing import SEEN, KindCounts, Standing, by_kind, cannot_send, standing

ROUNDS_MOST = 50
AskToJoin = Callable[[str, keys.DeviceKey, Request], Signed]


def clean_url(text: str) -> str:
    """`https://hub.example` without a slash at the end; raises `Refused("hub_url_wrong")`."""
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        _ = parts.port
    except ValueError:
        fits = False
    if not fits or len(url) > 200 or not url.isascii():
        raise Refused("hub_url_wrong", url=text[:80])
    return url


class Hub:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._counts = KindCounts()

    @allowed("enrol")
    def enrol(self, by: Operator, url: str, code: str, ask: AskToJoin) -> str:
        """Joins a hub with a one-time code; returns the hub's id for this place. Asked again it changes nothing.

        `ask` carries the request there and raises `Refused` or `EnvironmentFailed`.
        """
        if self.desk.practice:
            raise Refused("practice_no_hub")
        clean = clean_url(url)
        request = enrolment.request(self.desk.key, enrolment.clean_code(code), self.desk.place.role)
        given = ask(clean, self.desk.key, request)
        try:
            certificate = check_certificate(given, self.desk.key)
        except BadDocument as error:
            raise EnvironmentFailed("hub_answer_wrong", detail=str(error)[:80]) from error
        with self.desk.store.write() as txn:
            before = read_membership(txn.connection, self.desk.key)
            if before is not None and (before.hub, before.site) == (certificate.hub, certificate.site):
                put_setting(txn, membership.URL, clean)
                return certificate.site
            body = SiteJoined(certificate.site, certificate.hub, certificate.hub_key)
            # still under the id that the place had until now: that is what makes the two one
            txn.append(body, day=day_of(self.desk.now()), by=by.id)
            membership.keep(txn, clean, given, certificate.site)
        return certificate.site

    def count(self) -> None:
        """Counts the journal by kind once, ahead of whoever looks at the page; nothing is shown. At a million entries
        it takes most of a second, and what came since then takes none.
        """
        with self.desk.store.read() as connection:
            self._counts.count(connection)

    @allowed("hub_see")
    def page(self, by: Operator) -> HubPage:
        with self.desk.store.read() as connection:
            member = read_membership(connection, self.desk.key)
            return HubPage(
                url=member.url if member else "",
                hub=member.hub if member else "",
                site=self.desk.store.home.named,
                whole=_line("", standing(connection)),
                kinds=tuple(_line(kind, each) for kind, each in sorted(by_kind(connection, self._counts).items())),
                cannot_send=cannot_send(connection, self.desk.store.device),
                agrees=_agrees(connection),
                last_done=rounds.last(connection, rounds.LAST_DONE),
                last_failed=rounds.last(connection, rounds.LAST_FAILED),
                tray=tray(connection),
                rounds=tuple(
                    RoundRow(each.at, each.way, each.outcome, each.pushed, each.pulled)
                    for each in rounds.rounds(connection, ROUNDS_MOST)
                ),
            )

    def status(self) -> HubStatus:
        """For the status line, whoever is here."""
        with self.desk.store.read() as connection:
            joined = read_membership(connection, self.desk.key) is not None
            done = rounds.last(connection, rounds.LAST_DONE)
            latest = next(iter(rounds.rounds(connection, 1)), None)
            failed = latest.outcome if latest is not None and latest.outcome != rounds.DONE else ""
            agrees = _agrees(connection) if joined else None
            return HubStatus(joined, done[0] if done else 0, failed, agrees, tray_rows(connection))

    @allowed("verdict_seen")
    def put_aside(self, by: Operator, verdict: str) -> None:
        """Somebody has seen to it; it leaves the tray until the hub says something new. Raises `Refused`."""
        with self.desk.store.write() as txn:
            if not txn.rows("SELECT 1 FROM verdicts WHERE verdict = ?", (verdict,)):
                raise Refused("verdict_unknown", verdict=verdict[:40])
            txn.execute("UPDATE verdicts SET seen_at = ? WHERE verdict = ?", (self.desk.now(), verdict))

    @allowed("verdict_seen")
    def put_run_aside(self, by: Operator, code: str) -> None:
        """Somebody has seen to all that the hub and this device say under a code until now."""
        with self.desk.store.write() as txn:
            txn.execute(
                "UPDATE verdicts SET seen_at = ? WHERE code = ? AND done = 0 AND seen_at IS NULL",
                (self.desk.now(), code),
            )
            if code in OWN_FLAGS:
                put_setting(txn, SEEN + code, str(txn.rows("SELECT coalesce(max(arrived), 0) FROM journal")[0][0]))


def _agrees(connection: Connection) -> bool | None:
    compared = setting(connection, membership.COMPARED)
    return msgspec.json.decode(compared, type=Compared).agree if compared else None


def _line(kind: str, stands: Standing) -> KindLine:
    return KindLine(kind, stands.captured, stands.acknowledged, stands.waiting, stands.flagged)
