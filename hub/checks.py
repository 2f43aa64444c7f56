"""督查 and 暗访 by a supervisor with a phone: a draft at the hub that takes each piece as often as it comes.

Ids are made with the page or on the phone, so that what is sent again, since its answer was lost, counts once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core.errors import Refused
from desktop.core.standard import Standard
from desktop.photos import clean_photo
from hub.check_draft import KINDS, NOTE_MOST, PHOTOS_MOST, RESULTS, Draft, Given
from hub.figures import escaped
from hub.supervision import Supervision, Supervisor, allowed, station_in_scope

PHOTO_MOST = 12 * 1024 * 1024
DRAFTS_MOST = 20
KEPT_MS = 30 * 86_400_000
"""A draft that nobody touched for so long is gone, and its photos with it."""
RECENT_MOST, FOUND_MOST = 6, 30
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TABLES = ("check_photos", "check_answers", "check_drafts")


@dataclass(frozen=True)
class Place:
    """A station to check; `day` of the last check by this supervisor, empty for none."""

    site: str
    name: str
    community: str
    day: str = ""


@dataclass(frozen=True)
class Begun:
    """A draft in a list: how many points are answered; `changed` ms UTC."""

    draft: str
    name: str
    community: str
    kind: str
    answered: int
    changed: int


class Checks:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("check")
    def places(self, by: Supervisor, named: str) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Stations of the scope: those that this supervisor checked, the latest first, and those with `named` in their
        name in order of the division's code.
        """
        low, high = by.span
        scope = "s.role = 'station' AND s.community >= :low AND s.community <= :high"
        values = {"low": low, "high": high, "by": by.id, "like": f"%{escaped(named)}%"}
        with self.hub.ground.read() as connection:
            recent = connection.execute(
                text(
                    "SELECT s.site, s.name, s.community, max(i.day) FROM inspections i JOIN sites s ON s.site = i.site"
                    f" WHERE i.\"by\" = :by AND i.kind IN ('supervised', 'unannounced') AND {scope}"
                    " GROUP BY s.site, s.name, s.community ORDER BY max(i.day) DESC, s.site LIMIT :most"
                ),
                {**values, "most": RECENT_MOST},
            ).fetchall()
            found = connection.execute(
                text(
                    f"SELECT s.site, s.name, s.community FROM sites s WHERE {scope} AND s.name LIKE :like ESCAPE '!'"
                    " ORDER BY s.community, s.site LIMIT :most"
                ),
                {**values, "most": FOUND_MOST},
            ).fetchall()
        return tuple(_place(row) for row in recent), tuple(_place(row) for row in found)

    @allowed("check")
    def begun(self, by: Supervisor) -> tuple[Begun, ...]:
        """This supervisor's drafts, the latest first."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT d.draft, s.name, s.community, d.kind, d.changed, (SELECT count(*) FROM check_answers a"
                    " WHERE a.draft = d.draft) FROM check_drafts d JOIN sites s ON s.site = d.site"
                    " WHERE d.operator = :by ORDER BY d.changed DESC, d.draft LIMIT :most"
                ),
                {"by": by.id, "most": DRAFTS_MOST},
            ).fetchall()
        return tuple(Begun(row[0], row[1] or "", row[2] or "", row[3], int(row[5]), int(row[4])) for row in rows)

    @allowed("check")
    def place(self, by: Supervisor, site: str) -> Place:
        """Raises `Refused("site_unknown")`, also for a station outside the scope."""
        with self.hub.ground.read() as connection:
            return place_in_scope(connection, by, site)

    @allowed("check")
    def begin(self, by: Supervisor, draft: str, site: str, kind: str) -> None:
        """Begins a check under an id that was made with the page; twice is the same as once. Raises `Refused`."""
        if kind not in KINDS:
            raise Refused("check_kind_wrong")
        if not _UUID.fullmatch(draft):
            raise Refused("check_unknown")
        now = self.hub.ground.now()
        with self.hub.ground.side() as connection:
            place_in_scope(connection, by, site)
            _sweep(connection, now)
            values = {"draft": draft, "by": by.id, "site": site, "kind": kind, "now": now}
            known = connection.execute(
                text(
                    "SELECT operator FROM check_drafts WHERE draft = :draft"
                    ' UNION ALL SELECT "by" FROM inspections WHERE inspection = :draft'
                ),
                values,
            ).fetchone()
            if known is not None:
                if known[0] != by.id:
                    raise Refused("check_unknown")
                return
            count = connection.execute(text("SELECT count(*) FROM check_drafts WHERE operator = :by"), values)
            if count.scalar_one() >= DRAFTS_MOST:
                raise Refused("checks_many", most=DRAFTS_MOST)
            connection.execute(
                text(
                    "INSERT INTO check_drafts (draft, operator, site, kind, begun, changed)"
                    " VALUES (:draft, :by, :site, :kind, :now, :now) ON CONFLICT DO NOTHING"
                ),
                values,
            )

    @allowed("check")
    def draft(self, by: Supervisor, draft: str) -> Draft:
        """Raises `Refused("check_unknown")`, also for another supervisor's and one that is signed."""
        with self.hub.ground.read() as connection:
            return read_draft(connection, by, draft, self.hub.rules(connection).standard)

    @allowed("check")
    def answer(self, by: Supervisor, draft: str, answers: Sequence[Given]) -> Draft:
        """Keeps what was answered, in place of what was there before; what is not asked any more is left out. Returns
        the draft as it stands then. Raises `Refused`.
        """
        with self.hub.ground.side() as connection:
            standard = self.hub.rules(connection).standard
            found = read_draft(connection, by, draft, standard)
            for given in answers:
                if not found.asks(given.checkpoint):
                    continue
                if given.result not in ("", *RESULTS) or given.severity not in ("", *standard.severities):
                    raise Refused("check_form_wrong")
                _put(connection, draft, given)
            _touch(connection, draft, self.hub.ground.now())
            return read_draft(connection, by, draft, standard)

    @allowed("check")
    def add_photo(self, by: Supervisor, draft: str, checkpoint: str, photo: str, raw: bytes) -> None:
        """Keeps a photo of a checkpoint, cleaned; the same id again changes nothing. Raises `Refused`:
        `photo_too_large`, `photo_not_a_picture`, `photo_heic`, `photos_enough`, `check_unknown`.
        """
        if not _UUID.fullmatch(photo):
            raise Refused("check_unknown")
        if len(raw) > PHOTO_MOST:
            raise Refused("photo_too_large", most=PHOTO_MOST >> 20, size=len(raw) >> 20)
        with self.hub.ground.read() as connection:
            found = read_draft(connection, by, draft, self.hub.rules(connection).standard)
        if not found.asks(checkpoint):
            raise Refused("check_unknown")
        if photo in found.of(checkpoint).photos:
            return
        clean = clean_photo(raw)
        with self.hub.ground.side() as connection:
            # once more, since it may have been signed meanwhile
            found = read_draft(connection, by, draft, self.hub.rules(connection).standard)
            if len(found.of(checkpoint).photos) >= PHOTOS_MOST and photo not in found.of(checkpoint).photos:
                raise Refused("photos_enough", most=PHOTOS_MOST)
            now = self.hub.ground.now()
            connection.execute(
                text(
                    "INSERT INTO check_photos (draft, photo, checkpoint, at, data)"
                    " VALUES (:draft, :photo, :checkpoint, :at, :data) ON CONFLICT DO NOTHING"
                ),
                {"draft": draft, "photo": photo, "checkpoint": checkpoint, "at": now, "data": clean},
            )
            _touch(connection, draft, now)

    @allowed("check")
    def drop_photo(self, by: Supervisor, draft: str, photo: str) -> None:
        with self.hub.ground.side() as connection:
            read_draft(connection, by, draft, self.hub.rules(connection).standard)
            values = {"draft": draft, "photo": photo}
            connection.execute(text("DELETE FROM check_photos WHERE draft = :draft AND photo = :photo"), values)

    @allowed("check")
    def photo(self, by: Supervisor, draft: str, photo: str) -> bytes:
        """JPEG bytes. Raises `Refused("check_unknown")`."""
        with self.hub.ground.read() as connection:
            read_draft(connection, by, draft, self.hub.rules(connection).standard)
            data = connection.execute(
                text("SELECT data FROM check_photos WHERE draft = :draft AND photo = :photo"),
                {"draft": draft, "photo": photo},
            ).scalar()
        if data is None:
            raise Refused("check_unknown")
        return bytes(data)

    @allowed("check")
    def give_up(self, by: Supervisor, draft: str) -> None:
        """Forgets a draft with its photos; nothing of it was told to anybody."""
        with self.hub.ground.side() as connection:
            read_draft(connection, by, draft, self.hub.rules(connection).standard)
            forget_draft(connection, draft)


def place_in_scope(connection: Connection, by: Supervisor, site: str) -> Place:
    """Raises `Refused("site_unknown")`."""
    return _place(station_in_scope(connection, by, site))


def read_draft(connection: Connection, by: Supervisor, draft: str, standard: Standard) -> Draft:
    """Raises `Refused("check_unknown")`."""
    row = connection.execute(
        text("SELECT site, kind, begun FROM check_drafts WHERE draft = :draft AND operator = :by"),
        {"draft": draft, "by": by.id},
    ).fetchone()
    if row is None:
        raise Refused("check_unknown")
    place = place_in_scope(connection, by, row[0])
    photos: dict[str, list[str]] = {}
    for photo, checkpoint in connection.execute(
        text("SELECT photo, checkpoint FROM check_photos WHERE draft = :draft ORDER BY at, photo"), {"draft": draft}
    ):
        photos.setdefault(checkpoint, []).append(photo)
    answers = connection.execute(
        text("SELECT checkpoint, result, note, severity FROM check_answers WHERE draft = :draft"), {"draft": draft}
    ).fetchall()
    given = {each[0]: Given(each[0], each[1], each[2], each[3], tuple(photos.pop(each[0], ()))) for each in answers}
    given |= {checkpoint: Given(checkpoint, photos=tuple(ids)) for checkpoint, ids in photos.items()}
    return Draft(draft, place.site, place.name, place.community, row[1], int(row[2]), standard.asked(row[1]), given)


def forget_draft(connection: Connection, draft: str) -> None:
    for table in _TABLES:
        connection.execute(text(f"DELETE FROM {table} WHERE draft = :draft"), {"draft": draft})


def _place(row: Sequence[str | None]) -> Place:
    site, name, community, *day = (value or "" for value in row)
    return Place(site, name, community, *day)


def _put(connection: Connection, draft: str, given: Given) -> None:
    values = {"draft": draft, "checkpoint": given.checkpoint, "result": given.result, "severity": given.severity}
    connection.execute(
        text(
            "INSERT INTO check_answers (draft, checkpoint, result, note, severity)"
            " VALUES (:draft, :checkpoint, :result, :note, :severity) ON CONFLICT (draft, checkpoint)"
            " DO UPDATE SET result = excluded.result, note = excluded.note, severity = excluded.severity"
        ),
        {**values, "note": " ".join(given.note.split())[:NOTE_MOST]},
    )


def _touch(connection: Connection, draft: str, now: int) -> None:
    connection.execute(
        text("UPDATE check_drafts SET changed = :now WHERE draft = :draft"), {"draft": draft, "now": now}
    )


def _sweep(connection: Connection, now: int) -> None:
    old = connection.execute(text("SELECT draft FROM check_drafts WHERE changed < :old"), {"old": now - KEPT_MS})
    for (draft,) in old.fetchall():
        forget_draft(connection, draft)
