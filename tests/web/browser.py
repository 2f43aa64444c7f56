"""Chromium as phones have it inside their apps, with the fonts of the window, and a station on a real socket."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import resources
from desktop.web.serve import WebServer
from tests.ports import free_port

# Debian's own; where there is none (Ubuntu), what `playwright install chromium` brought, as setup.sh has it.
CHROMIUM = "/usr/bin/chromium"
# Looked at by whoever changes a page: where to put pictures of all of them.
SHOTS = os.environ.get("QUANYI_PHONE_SHOTS", "")
WECHAT = (
    "Mozilla/5.0 (Linux; Android 8.1.0; vivo 1812 Build/O11019; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/86.0.4240.99 XWEB/4313 MMWEBSDK/20220805 Mobile Safari/537.36 MMWEBID/9000"
    " MicroMessenger/8.0.27.2220(0x28001B59) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
ALIPAY = (
    "Mozilla/5.0 (Linux; U; Android 9; zh-CN; Redmi 7A Build/PKQ1.190319.001) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/69.0.3497.100 UWS/3.22.2.46 Mobile Safari/537.36 NebulaSDK/1.8.100112"
    " AlipayDefined(nt:WIFI,ws:360|0|3.0) AliApp(AP/10.3.20.8000) AlipayClient/10.3.20.8000 Language/zh-Hans"
)
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class HereServer(WebServer):
    """On this machine alone."""

    def __init__(self, make: Any) -> None:
        super().__init__(make, "127.0.0.1")

    def address(self) -> str:
        return "127.0.0.1"


@contextmanager
def serving(make: Any) -> Iterator[str]:
    """A server while it lasts; gives where it is."""
    server, port = HereServer(make), free_port()
    assert server.start(port) == ""
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()


@contextmanager
def chromium(place: Path, enter: Sequence[str] = ()) -> Iterator[Any]:
    """The browser; `place` is for what it keeps, `enter` what its command begins with."""
    from playwright.sync_api import sync_playwright

    conf = place / "fonts.conf"
    conf.write_text(_FONTS.format(fonts=resources.path("fonts"), cache=place / "fonts"), "utf-8")
    with sync_playwright() as engine:
        program = CHROMIUM if Path(CHROMIUM).exists() else engine.chromium.executable_path
        if enter:
            begin = place / "chromium"
            begin.write_text(f'#!/bin/sh\nexec {shlex.join([*enter, program])} "$@"\n', "utf-8")
            begin.chmod(0o700)
            program = str(begin)
        browser = engine.chromium.launch(
            executable_path=program,
            args=["--no-sandbox"],
            env={**os.environ, "FONTCONFIG_FILE": str(conf)},
        )
        yield browser
        browser.close()


def phone(browser: Any, agent: str = WECHAT, language: str = "zh-CN", width: int = 390, *, script: bool = False) -> Any:
    """A page of a phone of its own; pages work without a script, so that it runs none."""
    context = browser.new_context(
        user_agent=agent,
        locale=language,
        viewport={"width": width, "height": 844 if width > 350 else 568},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=script,
    )
    context.set_default_timeout(10_000)
    return context.new_page()
