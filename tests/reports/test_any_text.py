"""Whatever text reaches a layout, a paper comes out: refusing bad text is not the layout's work."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reports.papers import PAPERS, Paper

ANY_TEXT = st.text(st.characters(), max_size=60)


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


def _filled(content: Any, text: str) -> Any:
    """The same content with `text` wherever a text stands."""
    if isinstance(content, str):
        return text
    if isinstance(content, list | tuple):
        return type(content)(_filled(item, text) for item in content)
    if hasattr(content, "__dataclass_fields__"):
        values = {field.name: getattr(content, field.name) for field in fields(content)}
        return replace(content, **{name: _filled(value, text) for name, value in values.items()})
    return content


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.kind)
@given(text=ANY_TEXT)
@example(text="")
@example(text="\ud800甲\x00\x1b\n\r\t\u200b\u202e")
@example(text="=1+1(\\)<>%/[]")
@example(text="党" * 3000)
@example(text="W" * 3000)
@example(text="a" * 60 + "\n" * 300)
@settings(max_examples=12)
def test_any_text_makes_a_paper(paper: Paper, text: str) -> None:
    path = Path(_folder().name) / "paper.pdf"
    written = paper.write(_filled(paper.content(2), text), path)
    with pdfium.PdfDocument(path) as document:
        assert len(document) == written.pages >= 1
    for warning in written.warnings:
        warning.encode()
