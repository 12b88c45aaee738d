"""Plain values -> structs, one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

Wanted = TypeVar("Wanted")

_ONE_AT_A_TIME = threading.Lock()
"""The first conversion to a type describes it, and crashes where two threads do so at once
(seen with msgspec 0.22)."""


def convert(
    values: Any,
    wanted: type[Wanted],
    *,
    strict: bool = True,
    dec_hook: Callable[[type, Any], Any] | None = None,
) -> Wanted:
    """``values`` as ``wanted``; raises ``msgspec.ValidationError`` with the path of what is wrong."""
    with _ONE_AT_A_TIME:
        return msgspec.convert(values, wanted, strict=strict, dec_hook=dec_hook)
