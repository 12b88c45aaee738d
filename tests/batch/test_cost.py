"""What one more document costs, counted: what is not personal is made once, whatever the clock says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest

from tests.benchmarks.personal import FORMATS, maker


def calls(run: Callable[[], None]) -> int:
    """The functions that ``run`` calls, in Python and in C."""
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


MOST = {"pdf": 4_320, "docx": 2_570, "epub": 2_510}
"""A twentieth more than it takes: lower them when it takes less."""


@pytest.mark.parametrize("form", FORMATS)
def test_one_more_document_costs_no_more_than_it_did(form: str) -> None:
    make = maker((form,))
    *_, last = [calls(partial(make, number)) for number in range(2, 6)]
    assert last <= MOST[form]
