"""Font programs, and what is said of them (ISO 32000-1, 9.8 and 9.9)."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from exporter.backends.deflate import zlib_stream
from exporter.backends.pdf.fonts.strings import number
from exporter.backends.pdf.objects.syntax import Stream, Value, dictionary
from exporter.theme import Face

SYMBOLIC, NONSYMBOLIC = 1 << 2, 1 << 5
_FIXED_PITCH, _ITALIC = 1, 1 << 6


class Program(NamedTuple):
    """A font program: its bytes, compressed, and their length before; the name that its subset has, and
    the box around all its glyphs in units of the face."""

    name: str
    data: bytes
    length: int
    is_cff: bool
    box: tuple[int, int, int, int]


def program_of(face: Face, data: bytes, box: tuple[int, int, int, int], *, is_cff: bool = False) -> Program:
    """The program of a subset, named by six letters that follow from its bytes (9.6.4)."""
    digest = int.from_bytes(hashlib.md5(data, usedforsecurity=False).digest())
    tag = "".join(chr(ord("A") + digest // 26**place % 26) for place in range(6))
    return Program(f"{tag}+{face.name}", zlib_stream(data), len(data), is_cff, box)


def scale_of(face: Face) -> float:
    """What leads from units of a face to thousandths of an em."""
    return 1000 / face.look.units


def program_stream(program: Program) -> bytes:
    """The stream of a font program (9.9)."""
    kind: dict[str, Value] = {"Subtype": "/CIDFontType0C"} if program.is_cff else {"Length1": program.length}
    return Stream(program.data, {"Filter": "/FlateDecode", **kind}).data


def descriptor(face: Face, program: Program, stream: bytes, symbols: int) -> bytes:
    """What is said of a font (9.8), its lengths in thousandths of an em. ``stream`` refers to its program;
    ``symbols`` is ``SYMBOLIC`` or ``NONSYMBOLIC``: whether its codes are its own."""
    ascent, descent = face.metrics
    look = face.look
    return dictionary(
        Type="/FontDescriptor",
        FontName=f"/{program.name}",
        Flags=symbols | _FIXED_PITCH * look.is_fixed_pitch | _ITALIC * (look.italic_angle != 0),
        FontBBox=f"[{' '.join(number(edge * scale_of(face)) for edge in program.box)}]",
        ItalicAngle=number(look.italic_angle),
        Ascent=number(ascent * 1000),
        Descent=number(descent * 1000),
        CapHeight=number(look.capital_height * 1000),
        StemV=number(look.stem * 1000),
        **{"FontFile3" if program.is_cff else "FontFile2": stream},
    )
