"""Looking for somebody in the whole city, by the full phone: one question to the hub, with short waits."""

from __future__ import annotations

from desktop.core import canonical, stick
from desktop.core.canonical import NotCanonical
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.finding import FoundPeople
from desktop.core.stick import BadStick
from desktop.sync.client import Client, document
from desktop.sync.line import Line
from desktop.sync.trouble import Elsewhere, Final, Later, Revoked

SILENCE_S, WHOLE_S = 6.0, 10.0

# Rider, group, what is in the sheet.
Found = tuple[str, str, dict[str, str]]


def find_everywhere(line: Line, phone: str, by: str) -> list[Found]:
    """Who has this number anywhere. Raises `Refused` (no hub joined, asked too often) and `EnvironmentFailed`."""
    member = line.member()
    client = Client(member.url, line.key, member.certificate, silence=SILENCE_S, whole=WHOLE_S)
    try:
        answer = document(client.post("/v1/find", {"v": 1, "phone": phone, "by": by}, signed=True), FoundPeople)
    except Later as later:
        if later.trouble.code == "hub_too_often":
            raise Refused("search_often") from later
        raise later.trouble from later
    except Revoked as revoked:
        raise EnvironmentFailed("hub_revoked") from revoked
    except (Final, Elsewhere) as other:
        raise EnvironmentFailed("hub_strange", status=getattr(other, "status", 409)) from other
    finally:
        client.close()
    try:
        return [(each.rider, each.group, _content(line, each.sealed)) for each in answer.found]
    except (ValueError, BadStick, NotCanonical, AttributeError) as error:
        raise EnvironmentFailed("hub_strange", status=200) from error


def _content(line: Line, sealed: str) -> dict[str, str]:
    plain = canonical.decode(stick.open_with(line.key.seed, bytes.fromhex(sealed)))
    return {str(name): str(value) for name, value in plain.items()}
