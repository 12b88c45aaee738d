"""Numbers in order, in arrays of more than one part."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.batch import ordered

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=40)


@pytest.fixture(autouse=True, scope="module")
def small_parts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered, "_PART", 7)
        yield


@given(NUMBERS, st.integers(0, 2**64 - 1))
def test_in_order_and_found(numbers: list[int], other: int) -> None:
    found = ordered.in_order(array("Q", numbers))
    assert list(found) == sorted(numbers)
    assert all(found[ordered.place_of(number, found) or 0] == number for number in numbers)
    assert (ordered.place_of(other, found) is None) == (other not in numbers)
