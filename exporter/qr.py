"""The QR code that every format draws alike (ISO/IEC 18004)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

MOST_BYTES = 2331
"""What the largest code, version 40, holds at level M (ISO/IEC 18004, table 7)."""

if TYPE_CHECKING:
    import segno

ERROR_CORRECTION = "m"
"""Level M restores 15 % of a code: creased paper, still few modules."""


@lru_cache(maxsize=64)
def qr_code(target: str) -> segno.QRCode:
    """The code for an address; as small as its level of error correction allows.

    It takes as long to find as a short document to write, and every format draws it.
    """
    import segno  # 40 ms: only for documents that have a code

    return segno.make_qr(target, error=ERROR_CORRECTION)
