"""A page's stream packed as soon as the page is full."""

from __future__ import annotations

import zlib
from typing import Any, cast

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas


def pack_last_page(canvas: Canvas) -> None:
    """After `showPage`: hundreds of pages as they were written take more room than all else."""
    page = cast(Any, canvas)._doc.Pages.pages[-1]
    packed = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), zlib.compress(page.stream.encode()))
    page.Contents, page.stream = packed, None
