"""Adds pages to a PDF in their final bytes; reportlab's own page objects take half of the time."""

import zlib
from collections.abc import Iterable
from typing import Any

from reportlab.pdfbase import pdfdoc


class _Written(pdfdoc.PDFObject):
    """An object of the file that is already written."""

    __RefOnly__ = 1

    def __init__(self, data: bytes) -> None:
        self._data = data

    def format(self, document: Any) -> bytes:
        del document
        return self._data


class _Page(pdfdoc.PDFObject):
    """A page that names its parent, its content and what it may use."""

    __RefOnly__ = 1

    def __init__(self, size: tuple[float, float], content: Any, resources: Any) -> None:
        self._size = size
        self._content = content
        self._resources = resources

    def format(self, document: Any) -> bytes:
        parent = document.Reference(document.Pages).format(document)
        content, resources = self._content.format(document), self._resources.format(document)
        box = b"/MediaBox [0 0 %.2f %.2f]" % self._size
        links = b"/Parent %s /Contents %s /Resources %s" % (parent, content, resources)
        return b"<< /Type /Page %s %s >>" % (box, links)


def add_page(
    pdf: Any, size: tuple[float, float], code: Iterable[str], forms: Iterable[str]
) -> None:
    """Append a page of this size (in points) to reportlab's document `pdf`."""
    packed = zlib.compress("\n".join(code).encode("ascii"))
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    content = pdf.Reference(_Written(head + packed + b"\nendstream"))
    pdf.addPage(_Page(size, content, _resources(pdf, sorted(forms))))


def _resources(pdf: Any, forms: list[str]) -> Any:
    """Fonts and forms, shared by all pages that use the same."""
    name = "resources:" + ",".join(forms)
    if name not in pdf.idToObject:
        resources: Any = pdfdoc.PDFResourceDictionary()
        resources.basicFonts()
        resources.basicProcs()
        if forms:
            resources.XObject = pdf.xobjDict(forms)
        pdf.Reference(resources, name)
    return pdfdoc.PDFObjectReference(name)
