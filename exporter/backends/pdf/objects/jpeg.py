"""What the segments of a JPEG say of it (ISO/IEC 10918-1, annex B), without decoding it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_BASELINE, _EXTENDED, _PROGRESSIVE = 0xC0, 0xC1, 0xC2
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers without a segment."""
_SCAN, _APP0, _APP2, _APP14 = 0xDA, 0xE0, 0xE2, 0xEE
_PROFILE, _ADOBE, _JFIF = b"ICC_PROFILE\0", b"Adobe", b"JFIF\0"


class Jpeg(NamedTuple):
    """The frame of a JPEG: its process, its size in pixels and the identifiers of its components.

    ``says_colours`` where a JFIF or Adobe segment tells how its three components are colours.
    """

    process: int
    precision: int
    width: int
    height: int
    components: bytes
    says_colours: bool
    profile: bytes

    @property
    def can_stand(self) -> bool:
        """Whether ``DCTDecode`` shows it as other readers do (ISO 32000-1, 7.4.8).

        It must be grey, or of three components that are not RGB by nothing but their names: those
        a PDF would take for luminance and chrominance.
        """
        is_known = self.process in (_BASELINE, _EXTENDED, _PROGRESSIVE) and self.precision == 8
        is_named_only = self.components == b"RGB" and not self.says_colours
        return is_known and len(self.components) in (1, 3) and not is_named_only

    @property
    def is_cmyk(self) -> bool:
        return len(self.components) == 4


def read_jpeg(data: bytes) -> Jpeg | None:
    """``None`` where no frame is found before the first scan."""
    profile: list[tuple[int, bytes]] = []
    says_colours = False
    frame: bytes | None = None
    process = 0
    for marker, segment in _segments(data):
        if marker in _FRAMES and len(segment) >= 6 and frame is None:
            process, frame = marker, segment
        elif marker == _APP2 and segment.startswith(_PROFILE) and len(segment) > len(_PROFILE) + 2:
            place = len(_PROFILE)
            profile.append((segment[place], segment[place + 2 :]))  # a part's number, of how many, a part
        elif (marker, segment[:5]) in ((_APP0, _JFIF), (_APP14, _ADOBE)):
            says_colours = True
    if frame is None:
        return None
    return Jpeg(
        process=process,
        precision=frame[0],
        height=int.from_bytes(frame[1:3]),
        width=int.from_bytes(frame[3:5]),
        components=frame[6::3][: frame[5]],
        says_colours=says_colours,
        profile=b"".join(part for _, part in sorted(profile)),
    )


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The markers before the first scan, each with what its segment holds (B.1.1.4)."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # a marker may be preceded by fill bytes
            place += 1
            continue
        if marker == _SCAN:
            return
        if marker in _ALONE:
            place += 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4])
        yield marker, data[place + 4 : place + 2 + length]
        place += 2 + max(length, 2)
