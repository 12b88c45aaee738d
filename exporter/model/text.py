"""The characters that no document can hold, and every string of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import msgspec

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (production Char) excludes, and DEL, which it discourages."""


def strings(value: object) -> Iterator[str]:
    """Every string in ``value`` that is not empty, however deep it lies in structs, tuples, lists and
    dictionaries."""
    stack = [value]
    while stack:
        value = stack.pop()
        if not value:
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, msgspec.Struct):
            stack += msgspec.structs.astuple(value)[::-1]
        elif isinstance(value, (tuple, list)):
            stack += value[::-1]
        elif isinstance(value, dict):
            stack += [*chain.from_iterable(value.items())][::-1]
