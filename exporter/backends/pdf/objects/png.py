"""A PNG whose pixels can stand in a PDF as they are (PNG, third edition, 5 and 11)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

_SIGNATURE = 8
"""Bytes before the first chunk."""
_GREY, _RGB, _PALETTE = 0, 2, 3
"""Types of colour without alpha (11.2.1)."""
_CHUNK = 1 << 16
_LARGEST_PROFILE = 4 << 20
"""Bytes; a profile that claims more is no profile of an image."""


class Png(NamedTuple):
    """The parts of a PNG that say how its ``pixels``, compressed as they are, become colours."""

    width: int
    height: int
    depth: int
    colour_type: int
    is_interlaced: bool
    is_transparent: bool
    palette: bytes
    profile: bytes
    pixels: bytes

    @property
    def is_indexed(self) -> bool:
        return self.colour_type == _PALETTE

    @property
    def channels(self) -> int:
        return 3 if self.colour_type == _RGB else 1

    @property
    def can_stand(self) -> bool:
        """Whether ``FlateDecode`` with the predictors of PNG reads its pixels (ISO 32000-1, 7.4.4.4)."""
        is_plain = not self.is_interlaced and not self.is_transparent
        return is_plain and self.colour_type in (_GREY, _RGB, _PALETTE) and self._has_all_rows()

    def _has_all_rows(self) -> bool:
        """Whether the pixels unpack to what the size asks for, no less and no more."""
        row = 1 + (self.width * self.channels * self.depth + 7) // 8
        left = row * self.height
        unpacking, waiting = zlib.decompressobj(), self.pixels
        try:
            while left >= 0 and not unpacking.eof:
                unpacked = unpacking.decompress(waiting, _CHUNK)
                waiting = unpacking.unconsumed_tail
                left -= len(unpacked)
                if not unpacked and not waiting:
                    break
        except zlib.error:
            return False
        return left == 0 and unpacking.eof and not unpacking.unused_data


def read_png(data: bytes) -> Png | None:
    """``None`` where the header is not the first chunk."""
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) < 13:
        return None
    header = chunks[0][1]
    one = dict(reversed(chunks))
    return Png(
        width=int.from_bytes(header[:4]),
        height=int.from_bytes(header[4:8]),
        depth=header[8],
        colour_type=header[9],
        is_interlaced=header[12] != 0,
        is_transparent=b"tRNS" in one,
        palette=one.get(b"PLTE", b""),
        profile=_profile(one.get(b"iCCP", b"")),
        pixels=b"".join(content for kind, content in chunks if kind == b"IDAT"),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks by their types; their checksums were seen to be right when the image came in."""
    place = _SIGNATURE
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4])
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length


def _profile(chunk: bytes) -> bytes:
    """The ICC profile of an ``iCCP`` chunk: after its name and the number of the method, compressed."""
    _, _, packed = chunk.partition(b"\0")
    try:
        return zlib.decompressobj().decompress(packed[1:], _LARGEST_PROFILE)
    except zlib.error:
        return b""
