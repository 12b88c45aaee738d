"""The characters that no document can hold, and every string of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (production Char) excludes, and DEL, which it discourages."""


def strings(value: object) -> Iterator[str]:
    """Every string in ``value``, however deep it lies in structs, tuples, lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from strings(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from strings(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings(key)
            yield from strings(part)
