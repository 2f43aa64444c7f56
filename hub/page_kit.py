"""What every page of the hub is made with: the look from the tokens, fonts, and the headers of answers.

No page has a script but that of a check, which goes on without a network; nothing is loaded from another host. The
policy in the headers says so to the browser.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from starlette.responses import FileResponse, Response

import resources
from desktop.core import business_day
from desktop.core.money import yuan
from desktop.core.words import Words
from desktop.web.kit import environment, load

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
# The page of a check alone: one script of ours, what it asks and keeps, and photos that are still on the phone.
CHECK_POLICY = POLICY.replace("img-src 'self'", "img-src 'self' blob:") + (
    "; script-src 'self'; connect-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
SCRIPTS = tuple(
    f"check{part}.js" for part in ("", "_kept", "_photo", "_sending", "_state", "_view", "_wire", "_worker")
)
FONTS = {"regular": "NotoSansSC-Regular.ttf", "bold": "NotoSansSC-Bold.ttf"}
_KEEP = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}


@functools.cache
def templates() -> Environment:
    return environment({"yuan": yuan, "clock": clock, "weekday": weekday}, {})


def page(template: str, words: Words, status: int = 200, policy: str = POLICY, **values: Any) -> Response:
    """An answer of HTML in a language."""
    html = templates().get_template(template).render(say=words.say, words=words, lang=words.language, **values)
    headers = {**HEADERS, "Content-Security-Policy": policy}
    return Response(html, status, headers, "text/html; charset=utf-8")


def jpeg(data: bytes) -> Response:
    """A photo of a check, for whoever may see it."""
    return Response(data, 200, HEADERS, "image/jpeg")


def pdf(data: bytes, name: str) -> Response:
    """A paper to open beside the page; `name` is plain ASCII."""
    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{name}"'}
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return Response(data, 200, headers, "application/pdf")


def clock(at: int | None) -> str:
    """`11-25 18:40` of Shanghai for ms UTC; empty for nothing."""
    return business_day.stamp(at)[5:16].replace("T", " ") if at else ""


def weekday(day: str) -> int:
    """0 for Monday."""
    return business_day.local(business_day.start_of(day)).weekday()


@functools.cache
def look() -> str:
    """The style sheet: the tokens as custom properties, light and dark, and the pages' own rules."""
    tokens = json.loads(resources.read_text("ui", "tokens.json"))

    def colours(mode: Mapping[str, str]) -> str:
        return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in mode.items())

    light, dark = tokens["color"]["light"], tokens["color"]["dark"]
    head = (
        f":root{{color-scheme:light dark;{colours(light)}}}\n"
        f"@media (prefers-color-scheme: dark){{:root{{{colours(dark)}}}}}\n"
    )
    faces = "".join(
        "@font-face{font-family:'Quanyi Sans';font-display:swap;"
        f"font-weight:{700 if name == 'bold' else 400};src:url('/static/{name}.ttf') format('truetype')}}\n"
        for name in FONTS
    )
    return head + faces + load("hub.css")


def static(name: str) -> Response | None:
    """What pages load: the style sheet, the fonts, the mark, the script of a check; None for another name."""
    if name in SCRIPTS:
        # asked for anew each time: what takes in a check and the page that it came with belong together
        headers = {**HEADERS, "Content-Security-Policy": CHECK_POLICY, "Service-Worker-Allowed": "/checks"}
        headers["Cache-Control"] = "no-cache"
        return Response(load(name), 200, headers, "text/javascript; charset=utf-8")
    if name == "look.css":
        return Response(look(), 200, _KEEP, "text/css; charset=utf-8")
    if name == "brand.svg":
        return FileResponse(resources.path("icons", "brand.svg"), headers=_KEEP, media_type="image/svg+xml")
    font = FONTS.get(name.removesuffix(".ttf"))
    if font and name.endswith(".ttf"):
        return FileResponse(resources.path("fonts", font), headers=_KEEP, media_type="font/ttf")
    return None
