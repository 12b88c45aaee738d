"""Deflate (RFC 1951), in no more memory than it takes.

A compressor with its usual tables has 270 kB, which a process may have to ask the system for each time: that
takes longer than to compress a small part. A window of 8 kB sees all of what is no larger.
"""

from __future__ import annotations

import zlib

_LEVEL = 6
_SMALL_WINDOW, _WINDOW = 13, 15
"""Base two logarithms of bytes."""
_SMALL_TABLES, _TABLES = 6, 8
"""``memLevel``: zlib sizes its tables by it."""


def deflated(data: bytes) -> bytes:
    """``data`` compressed, without a header of its own."""
    return _compressed(data, -1, zlib.Z_FINISH)


def deflated_piece(data: bytes) -> bytes:
    """``data`` compressed so that more may follow, which knows nothing of it."""
    return _compressed(data, -1, zlib.Z_FULL_FLUSH)


def zlib_stream(data: bytes) -> bytes:
    """``data`` compressed with the header and the checksum of zlib (RFC 1950)."""
    return _compressed(data, 1, zlib.Z_FINISH)


def _compressed(data: bytes, sign: int, end: int) -> bytes:
    is_small = len(data) <= 1 << _SMALL_WINDOW
    window, tables = (_SMALL_WINDOW, _SMALL_TABLES) if is_small else (_WINDOW, _TABLES)
    stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, sign * window, tables)
    return stream.compress(data) + stream.flush(end)
