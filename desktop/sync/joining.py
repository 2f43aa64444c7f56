"""Asking a hub to take this device in."""

from __future__ import annotations

from desktop.core import keys
from desktop.core.enrolment import Request
from desktop.core.errors import Refused
from desktop.core.signed import Signed
from desktop.sync.client import Client, document
from desktop.sync.trouble import Elsewhere, Final, Later


def ask_to_join(url: str, key: keys.DeviceKey, request: Request) -> Signed:
    """The certificate as the hub signed it, still to be checked. Raises `Refused` for what the hub refuses, and
    `EnvironmentFailed` when it gave no answer.
    """
    client = Client(url, key)
    try:
        return document(client.post("/v1/enrol", request), Signed)
    except Later as later:
        raise later.trouble from later
    except Elsewhere as elsewhere:
        raise Refused("hub_role_wrong") from elsewhere
    except Final as final:
        raise (Refused("hub_code_wrong") if final.status == 403 else Refused("hub_proof_wrong")) from final
    finally:
        client.close()
