"""A zip archive that is the same on every machine: one fixed time, one fixed order, no traces of the host.

Written here, because Python's own archive takes longer for the parts of a small document than to compress
them, and because what is in every document of a run has to be compressed only once (``deflated``).
"""

from __future__ import annotations

import datetime
import functools
import struct
import zlib
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from exporter.backends import deflate

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_REGULAR_FILE = 0o100644 << 16
_STORED, _DEFLATED = 0, 8
_VERSION = 20
"""2.0, which knows Deflate (APPNOTE 4.4.3)."""
_UTF_8 = 0x800
"""Says that a name is UTF-8 (4.4.4)."""
_SHARED = struct.Struct("<5H3L2H")
"""What both headers of an entry say: version, flags, method, time, date, CRC, sizes, lengths (4.3.7)."""
_LOCAL = b"PK\3\4"
_CENTRAL = b"PK\1\2" + bytes((_VERSION, _UNIX))
_FURTHER = struct.Struct("<3H2L")
"""What the central one says besides: no comment, the first disk, attributes, place (4.3.12)."""


class Deflated(NamedTuple):
    """Bytes as an archive holds them: the compressed ones, and the CRC-32 and the length of the others."""

    data: bytes
    crc: int
    length: int


Content: TypeAlias = bytes | Deflated


_KEPT = 64
_WORTH_KEEPING = 1 << 18
"""Bytes of a part that is remembered: those of a document are smaller, and a book has no second copy."""


def deflated(data: bytes) -> Deflated:
    """``data`` compressed. The last are remembered: most parts are those of the last document too."""
    return _remembered(data) if len(data) <= _WORTH_KEEPING else _deflated(data)


@functools.lru_cache(_KEPT)
def _remembered(data: bytes) -> Deflated:
    return _deflated(data)


def _deflated(data: bytes) -> Deflated:
    return Deflated(deflate.deflated(data), zlib.crc32(data), len(data))


def deflated_in_pieces(sections: Iterable[bytes]) -> Deflated:
    """``sections`` as one entry, compressed in pieces that know nothing of each other, and so are remembered
    apart: where one section is another than in the last document, only its piece is compressed anew.

    Each piece ends on a whole byte (``Z_FULL_FLUSH``), so that together they are one stream of Deflate. A
    piece is at least half as long as all that come before it, so that there are few.
    """
    out: list[bytes] = []
    piece: list[bytes] = []
    crc = before = length = 0
    for section in sections:
        if length >= max(_LEAST_PIECE, before // 2):
            out.append(_flushed(b"".join(piece), is_first=not before))
            before, length, piece = before + length, 0, []
        piece.append(section)
        length += len(section)
        crc = zlib.crc32(section, crc)
    last = deflated(b"".join(piece))
    return Deflated(b"".join((*out, last.data)), crc, before + length)


_LEAST_PIECE = 128
"""Bytes: what a piece costs, codes of its own, should be little beside it."""


def deflated_around(data: bytes, own: Collection[bytes]) -> Deflated:
    """``data`` compressed around what of ``own``, as a title, is in it. That stands as it is, and what is
    between is remembered: where documents differ in such words alone, nothing is left to compress."""
    return deflated_between(_cut(data, own))


def deflated_between(parts: Sequence[bytes]) -> Deflated:
    """``parts`` as one entry: every second one is words of a document's own, which stand as they are."""
    if len(parts) == 1:
        return deflated(parts[0])
    out: list[bytes] = []
    short: list[bytes] = []
    last = len(parts) - 1
    for number, part in enumerate(parts):
        if number % 2 or len(part) < _LEAST_PIECE:
            short.append(part)
            continue
        if short:
            out.append(deflate.stored(b"".join(short), is_last=False))
            short = []
        out.append(_remembered(part).data if number == last else _flushed_last(part))
    if short:
        out.append(deflate.stored(b"".join(short), is_last=True))
    data = b"".join(parts)
    return Deflated(b"".join(out), zlib.crc32(data), len(data))


def _cut(data: bytes, own: Collection[bytes]) -> list[bytes]:
    """``data`` cut around ``own``: every second part is one of these."""
    parts = [data]
    if len(data) > _WORTH_KEEPING:
        return parts
    for words in own:
        if not words or not 0 < data.count(words) <= _FEW:
            continue
        cut: list[bytes] = []
        for number, part in enumerate(parts):
            between = [part] if number % 2 else part.split(words)
            around = [words] * (2 * len(between) - 1)
            around[::2] = between
            cut += around
        parts = cut
    return parts


_FEW = 4
"""The times that words may be in a part: those that are there more often say nothing of their own."""


def _flushed(piece: bytes, *, is_first: bool) -> bytes:
    """The first piece is not remembered: it holds what is personal."""
    is_worth = not is_first and len(piece) <= _WORTH_KEEPING
    return _flushed_last(piece) if is_worth else deflate.deflated_piece(piece)


_flushed_last = functools.lru_cache(_KEPT)(deflate.deflated_piece)

deflated_once = functools.lru_cache(maxsize=64)(deflated)
"""``deflated`` for what comes again in the documents of a run: style sheets and fonts, not their pictures."""


def pack(
    entries: Iterable[tuple[str, Content]],
    date: datetime.datetime,
    stored: frozenset[str] = frozenset(),
) -> bytes:
    """``entries`` (name, content) as a zip (APPNOTE 6.3), in the order they come.

    Every entry bears ``date``; those named in ``stored`` are not compressed, which OCF 3.3
    demands of ``mimetype``.
    """
    time, day = _time(date)
    out: list[bytes] = []
    directory: list[bytes] = []
    count = place = 0
    for name, content in entries:
        if isinstance(content, Deflated):
            method, held = _DEFLATED, content
        elif name in stored:
            method, held = _STORED, Deflated(content, zlib.crc32(content), len(content))
        else:
            method, held = _DEFLATED, deflated(content)
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF_8
        size = len(held.data)
        shared = _SHARED.pack(
            _VERSION, flags, method, time, day, held.crc, size, held.length, len(encoded), 0
        )
        out += (_LOCAL, shared, encoded, held.data)
        directory += (_CENTRAL, shared, _FURTHER.pack(0, 0, 0, _REGULAR_FILE, place), encoded)
        place += len(_LOCAL) + len(shared) + len(encoded) + size
        count += 1
    listed = b"".join(directory)
    end = struct.pack("<4H2LH", 0, 0, count, count, len(listed), place, 0)  # 4.3.16
    return b"".join((*out, listed, b"PK\5\6", end))


def _time(date: datetime.datetime) -> tuple[int, int]:
    """Time and date as MS-DOS writes them, in steps of two seconds, from 1980 (4.4.6)."""
    year, month, day, hour, minute, second = max(date.timetuple()[:6], _EARLIEST)
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
