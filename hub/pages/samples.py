"""The monthly sample by merchant, and the calls of one."""

from __future__ import annotations

from starlette.responses import Response

from desktop.core.doubt import CALL_RESULTS
from hub import page_kit
from hub.merchants import PAGE
from hub.pages.settlements import month_of
from hub.pages.visit import Page, Visit, moved


def samples(visit: Visit) -> Response:
    month = month_of(visit)
    lines = visit.office.samples.month(visit.by, month, visit.after())
    last = lines[-1][0] if len(lines) == PAGE else None
    return visit.page("samples.html", lines=lines, month=month, next=(last.name, last.merchant) if last else None)


def draw(visit: Visit) -> Response:
    made = visit.office.samples.draw(visit.by, visit.typed("merchant"), visit.typed("month"))
    return moved(f"/samples/{made}", done="drawn")


def sample(visit: Visit) -> Response:
    found, name, calls = visit.office.samples.one(visit.by, visit.places["sample"])
    return visit.page("sample.html", found=found, name=name, calls=calls, results=CALL_RESULTS)


def call(visit: Visit) -> Response:
    sample_id = visit.places["sample"]
    result, note = visit.typed("result"), visit.typed("note")[:1000]
    visit.office.samples.call(visit.by, sample_id, visit.typed("meal"), result, note)
    return moved(f"/samples/{sample_id}", done="called")


def call_list(visit: Visit) -> Response:
    """The list with full phones, by a form and never by a link: taking it out is written into the journal."""
    return page_kit.pdf(visit.office.samples.paper(visit.by, visit.places["sample"], "zh"), "calls.pdf")


PAGES = (
    Page("/samples", "samples_see", samples, draw, "sample_draw", ("merchant", "month"), ("month", "after", "then")),
    Page("/samples/{sample}", "samples_see", sample, call, "call", ("meal", "result", "note")),
    Page("/samples/{sample}/list", "call", sample, call_list, "call"),
)
