"""ICC profiles (ICC.1:2004-10): the one of sRGB, made from its numbers, and those that images carry."""

from __future__ import annotations

import functools
import hashlib
import struct
from fractions import Fraction

_HEADER = 128
_VERSION = b"\x04\x20\x00\x00"
"""4.2, the one that PDF 1.7 knows (ISO 32000-1, 8.6.5.5, table 67)."""
_CREATED = struct.pack(">6H", 1999, 10, 1, 0, 0, 0)
"""When IEC 61966-2-1 was published, so that no clock is read."""
_D50 = ("0.9642", "1", "0.8249")
"""The white of the profile connection space (7.2.16)."""
_COLORANTS = {
    b"rXYZ": ("0.43607", "0.22249", "0.01392"),
    b"gXYZ": ("0.38515", "0.71687", "0.09708"),
    b"bXYZ": ("0.14307", "0.06061", "0.71410"),
}
"""Red, green and blue of IEC 61966-2-1, adapted from D65 to D50 with Bradford's matrix."""
_BRADFORD = (
    *("1.04788", "0.02292", "-0.05022"),
    *("0.02959", "0.99048", "-0.01707"),
    *("-0.00925", "0.01508", "0.75168"),
)
_CURVE = (Fraction("2.4"), 1 / Fraction("1.055"), Fraction("0.055") / Fraction("1.055"))
_CURVE_FOOT = (1 / Fraction("12.92"), Fraction("0.04045"))
"""The tone curve of IEC 61966-2-1: (a x + b) to the power g from d on, and c x below it."""
_CHANNELS = {b"GRAY": 1, b"RGB ": 3}
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
"""Classes of profiles that the colours of an image may be in (ISO 32000-1, 8.6.5.5)."""


@functools.cache
def srgb() -> bytes:
    """The profile of IEC 61966-2-1: three colorants and a parametric curve."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(*_CURVE, *_CURVE_FOOT)
    tags = {
        b"desc": _words("sRGB IEC61966-2.1"),
        b"cprt": _words("CC0"),
        b"wtpt": _xyz(*_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(*map(Fraction, _BRADFORD)),
        **{tag: _xyz(*values) for tag, values in _COLORANTS.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    body = _tagged(tags)
    unsigned = _header(_HEADER + len(body), bytes(16)) + body
    identifier = hashlib.md5(unsigned, usedforsecurity=False).digest()  # 7.2.18
    return _header(len(unsigned), identifier) + body


def channels(profile: bytes) -> int:
    """1 for a profile of greys, 3 for one of RGB, 0 for what is no profile that a PDF/A may hold."""
    if len(profile) < _HEADER or profile[36:40] != b"acsp":
        return 0
    is_whole = int.from_bytes(profile[:4]) == len(profile)
    is_known = profile[8] in (2, 4) and profile[12:16] in _CLASSES
    return _CHANNELS.get(profile[16:20], 0) if is_whole and is_known else 0


def _header(size: int, identifier: bytes) -> bytes:
    """The header (7.2): a display's profile without preferred module, platform, maker or model."""
    return b"".join(
        (
            size.to_bytes(4) + bytes(4) + _VERSION + b"mntr" + b"RGB " + b"XYZ " + _CREATED,
            b"acsp" + bytes(28) + _fixed(*map(Fraction, _D50)) + bytes(4) + identifier + bytes(28),
        )
    )


def _tagged(tags: dict[bytes, bytes]) -> bytes:
    """The tag table (7.3) and the data, which tags with equal data share; each begins at a multiple of 4."""
    offset = _HEADER + 4 + 12 * len(tags)
    table, data, known = [len(tags).to_bytes(4)], [], dict[bytes, int]()
    for signature, element in tags.items():
        if element not in known:
            known[element] = offset
            padded = element + bytes(-len(element) % 4)
            data.append(padded)
            offset += len(padded)
        table.append(signature + struct.pack(">II", known[element], len(element)))
    return b"".join((*table, *data))


def _words(text: str) -> bytes:
    """``multiLocalizedUnicodeType`` (10.13) with one record, in American English as the ICC writes it."""
    record = struct.pack(">II2s2sII", 1, 12, b"en", b"US", 2 * len(text), 28)
    return b"mluc" + bytes(4) + record + text.encode("utf-16-be")


def _xyz(*values: str) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*map(Fraction, values))


def _fixed(*values: Fraction) -> bytes:
    """``s15Fixed16Number`` (4.6), rounded exactly, so that every machine writes the same."""
    return b"".join(struct.pack(">i", round(value * 0x10000)) for value in values)
