"""Deflate (RFC 1951), in no more memory than it takes.

A compressor with its usual tables has 270 kB, which a process may have to ask the system for each time: that
takes longer than to compress a small part. A window that is as large as the part sees all of it, and tables
of that size find as much in it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

_LEVEL = 6
_WINDOWS = (12, 15)
"""The smallest and the largest window, as base two logarithms of bytes."""
_LOOK_AHEAD = 262
"""The bytes of a window that zlib keeps for what comes."""
_TABLES_BELOW = 7
"""By how much ``memLevel``, by which zlib sizes its tables, is less than the logarithm of the window."""

_MOST_STORED = 0xFFFF
_STORED = struct.Struct("<B2H")
_ZLIB_HEADER = b"\x78\x9c"
"""Deflate with the largest window, compressed as is usual (RFC 1950, 2.2)."""


def deflated(data: bytes) -> bytes:
    """``data`` compressed, without a header of its own."""
    return _compressed(data, -1, zlib.Z_FINISH)


def deflated_piece(data: bytes) -> bytes:
    """``data`` compressed so that more may follow, which knows nothing of it."""
    return _compressed(data, -1, zlib.Z_FULL_FLUSH)


def stored(data: bytes, *, is_last: bool) -> bytes:
    """``data`` as it is (RFC 1951, 3.2.4), to stand where a piece has ended; nothing follows what is last."""
    length = len(data)
    if length > _MOST_STORED:
        first = stored(data[:_MOST_STORED], is_last=False)
        return first + stored(data[_MOST_STORED:], is_last=is_last)
    return _STORED.pack(is_last, length, length ^ _MOST_STORED) + data


def zlib_stream(data: bytes) -> bytes:
    """``data`` compressed with the header and the checksum of zlib (RFC 1950)."""
    return _compressed(data, 1, zlib.Z_FINISH)


def zlib_joined(data: bytes, pieces: Iterable[bytes]) -> bytes:
    """``data`` as such a stream, of its ``pieces`` in their order, which are compressed already."""
    return b"".join((_ZLIB_HEADER, *pieces, zlib.adler32(data).to_bytes(4)))


def _compressed(data: bytes, sign: int, end: int) -> bytes:
    smallest, largest = _WINDOWS
    window = min(max((len(data) + _LOOK_AHEAD).bit_length(), smallest), largest)
    stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, sign * window, window - _TABLES_BELOW)
    return stream.compress(data) + stream.flush(end)
