"""A Word file of twice as much takes twice the work: told by counted calls, not by a clock.

``make bench`` measures the seconds, at the sizes that are promised.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from exporter.backends.docx import DocxBackend
from exporter.model import Document
from exporter.prepare import prepare
from exporter.theme import named_theme
from tests.benchmarks import books

DATE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
THEME = named_theme("clinic")
TOLERANCE = 1.1
"""Twice as much more may take a tenth more than twice as many calls more."""


def calls(document: Document) -> int:
    """How many functions are called, those of C among them, to render ``document``."""
    prepared, backend, count = prepare(document, DATE), DocxBackend(), 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        backend.render(prepared, THEME, None)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "make",
    [books.lists, books.notes, books.links, books.headings, books.long_table],
    ids=lambda make: make.__name__,
)
def test_it_grows_in_line_with_its_document(make: Callable[[int], Document]) -> None:
    calls(make(300))  # so that nothing is counted that is made once in a process
    some, twice, four_times = (calls(make(size)) for size in (300, 600, 1200))
    assert four_times - twice < 2 * TOLERANCE * (twice - some)
