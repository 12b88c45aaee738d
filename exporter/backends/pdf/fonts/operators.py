"""Operators that show shaped words (ISO 32000-1, 9.4.3), and say what they show where a font cannot.

A word becomes **pieces**: what stands inside the array of a ``TJ``. A piece that needs an operator
of its own closes the array, writes it and opens another one, so that joining pieces is joining
strings. A rise (``Ts``) is written in thousandths of an em until the size of the text is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from exporter.backends.pdf.fonts.shaping import Cluster, Glyph, Word

Explained = Callable[[Cluster], bool]
"""Whether the font says by itself what a cluster shows (its ``ToUnicode``)."""

_RISE = re.compile(r"(-?[\d.]+) Ts")


class Piece(NamedTuple):
    """A part of a word as it is shown, and its advance in thousandths of an em."""

    operand: str
    advance: float


def pieces(word: Word, explained: Explained) -> tuple[Piece, ...]:
    """``word`` as it is shown: one piece, and of one read from right to left, its pieces in that order.

    A show string read from right to left stands in ``ReversedChars``, and has to be one (14.8.2.3.3):
    so whatever interrupts it is a piece of its own.
    """
    parts = [_piece(list(part), word, explained) for part in _stretches(word.clusters, explained)]
    if word.direction == "rtl":
        return tuple(reversed(parts))
    return (Piece("".join(part.operand for part in parts), sum(part.advance for part in parts)),)


def row(parts: Sequence[Piece]) -> str:
    """Pieces one after the other, from left to right."""
    return _tidy("".join([part.operand for part in parts]))


def row_from_right(parts: Sequence[Piece], width: float) -> str:
    """Pieces in the order they are read, from right to left in ``width``; each is shown by itself."""
    shown: list[str] = []
    left = width
    pen = 0.0
    for part in parts:
        left -= part.advance
        shown.append(_moved(left - pen) + part.operand)
        pen = left + part.advance
    return _tidy("] TJ [".join(shown))


def sized(operators: str, size: float) -> str:
    """``operators`` for text of ``size`` points."""
    if " Ts" not in operators:
        return operators
    return _RISE.sub(lambda rise: f"{number(float(rise[1]) * size / 1000)} Ts", operators)


def number(value: float) -> str:
    """A number as a content stream writes it: no exponent, no needless digits."""
    if value == int(value):
        return str(int(value))
    return f"{value:.2f}".rstrip("0").rstrip(".")


def spread(space: Piece, extra: float) -> Piece:
    """A space that is wider by ``extra`` thousandths of an em."""
    return Piece(space.operand + _moved(extra), space.advance + extra)


def _tidy(inside: str) -> str:
    """The whole operator around ``inside``: neighbouring strings are one, and empty arrays nothing."""
    shown = f"[{inside}] TJ".replace("><", "")
    return shown.replace("[] TJ ", "").removesuffix(" [] TJ").removesuffix("[] TJ") if "[]" in shown else shown


def _stretches(clusters: Sequence[Cluster], explained: Explained) -> Iterator[Iterator[Cluster]]:
    """The clusters that can be one show string together; each of the others alone."""

    def key(numbered: tuple[int, Cluster]) -> int:
        place, cluster = numbered
        return place if _is_special(cluster, explained) else -1

    for _, group in groupby(enumerate(clusters), key):
        yield (cluster for _, cluster in group)


def _is_special(cluster: Cluster, explained: Explained) -> bool:
    return not explained(cluster) or any(glyph.y for glyph in cluster.glyphs)


def _piece(clusters: list[Cluster], word: Word, explained: Explained) -> Piece:
    glyphs = [glyph for cluster in clusters for glyph in cluster.glyphs]
    operand = "".join(_strings(glyphs))
    if not explained(clusters[0]):
        operand = _marked(f"/Span <</ActualText <{_utf16(clusters[0].text)}>>> BDC", operand)
    elif word.direction == "rtl":
        operand = _marked("/ReversedChars BMC", operand)
    return Piece(operand, sum(glyph.advance for glyph in glyphs))


def _marked(begins: str, operand: str) -> str:
    return f"] TJ {begins} [{operand}] TJ EMC ["


def _strings(glyphs: Sequence[Glyph]) -> Iterator[str]:
    """The strings and moves of an array, in which raised glyphs are shown by arrays of their own."""
    pending = 0.0
    for glyph in glyphs:
        yield _moved(pending + glyph.x)
        code = f"<{glyph.id:04X}>"
        yield f"] TJ {number(glyph.y)} Ts [{code}] TJ 0 Ts [" if glyph.y else code
        pending = glyph.advance - glyph.width - glyph.x
    yield _moved(pending)


def _moved(right: float) -> str:
    """A move of the pen to the right, in thousandths of an em; below a hundredth of one it is none."""
    return number(-right) if abs(right) * 100 >= 1 else ""


def _utf16(text: str) -> str:
    """A text string (7.9.2.2) in hexadecimal digits."""
    return f"FEFF{text.encode('utf-16-be').hex().upper()}"
