"""`python -m tests.bench.phones_crowd POSTER PHONES SECONDS`: phones that check in one after the other, in a process of
their own; prints the 99th percentile of a page in ms.
"""

from __future__ import annotations

import sys
import threading
import time
from statistics import quantiles
from urllib.parse import urlsplit

import httpx

from tests.web.phone import Form


def check_in(poster: str, begin: float, took: list[float]) -> None:
    """One phone: the page, its style, the form sent, the answer."""
    time.sleep(max(0.0, begin - time.monotonic()))
    parts = urlsplit(poster)
    base = f"{parts.scheme}://{parts.netloc}"
    with httpx.Client(follow_redirects=True, timeout=30, trust_env=False) as phone:
        for what in ("page", "style", "send"):
            at = time.monotonic()
            if what == "page":
                fields = Form(phone.get(poster).text, "/in").fields
            elif what == "style":
                phone.get(f"{base}/phone.css")
            else:
                answer = phone.post(f"{base}/in", data={**fields, "group": "courier"})
                assert answer.url.path == "/done", answer.text
            took.append((time.monotonic() - at) * 1000)


def main(poster: str, phones: int, seconds: float) -> None:
    took: list[float] = []
    start = time.monotonic() + 0.5
    crowd = [
        threading.Thread(target=check_in, args=(poster, start + seconds * number / phones, took))
        for number in range(phones)
    ]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    print(round(quantiles(took, n=100)[98], 1))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
