"""Operators that show shaped words (ISO 32000-1, 9.4.3), and say what they show where a font cannot.

A word becomes **pieces**: what stands inside the array of a ``TJ``, so that joining pieces is joining
strings. Operators that have to interrupt the array stand between two ``_STOP`` until it is finished,
and a rise (``Ts``) in thousandths of an em between two ``_EM`` until the size of the text is known. All
else is ASCII, so neither can be met by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from exporter.backends.pdf.fonts.codes import Codes
from exporter.backends.pdf.fonts.shaping import Cluster, Word
from exporter.backends.pdf.fonts.strings import moved, number, string

_STOP, _EM = "\ue000", "\ue001"
_RISE = re.compile(f"{_EM}([^{_EM}]+){_EM}")


class Piece(NamedTuple):
    """A part of a word as it is shown, and its advance in thousandths of an em."""

    operand: str
    advance: float


def pieces(word: Word, codes: Codes, scale: float) -> tuple[Piece, ...]:
    """``word`` as it is shown: one piece, and of one read from right to left, its pieces in that order.

    ``scale`` leads from units of the face to thousandths of an em. A show string read from right to left
    stands in ``ReversedChars``, and has to be one (14.8.2.3.3): so what interrupts it is a piece of its
    own.
    """
    if word.operand and codes.explain(word.clusters):
        return (Piece(word.operand, word.advance),)
    coded = [(codes.saying(cluster), cluster) for cluster in word.clusters]
    parts: list[Piece] = []
    for explained, group in groupby(coded, lambda pair: pair[0] is not None):
        if explained:
            parts.append(_string(group, word, scale))
        else:
            parts += [_explanation(cluster, codes, scale) for _, cluster in group]
    if word.direction == "rtl":
        return tuple(reversed(parts))
    return (Piece("".join(part.operand for part in parts), word.advance),)


def row(parts: Sequence[Piece]) -> str:
    """Pieces one after the other, from left to right."""
    return plain_row([part.operand for part in parts])


def plain_row(operands: Sequence[str]) -> str:
    """What pieces from left to right are shown by, by what stands in the array of each."""
    return _finished("".join(operands))


def row_from_right(parts: Sequence[Piece]) -> str:
    """Pieces in the order they are read, from right to left; each is shown by itself."""
    shown: list[str] = []
    left, pen = sum([part.advance for part in parts]), 0.0
    for part in parts:
        left -= part.advance
        shown.append(_finished(moved(left - pen) + part.operand))
        pen = left + part.advance
    return " ".join(shown)


def sized(operators: str, size: float) -> str:
    """``operators`` for text of ``size`` points."""
    if _EM not in operators:
        return operators
    return _RISE.sub(lambda rise: number(float(rise[1]) * size / 1000), operators)


def saying(text: str) -> str:
    """Begins what is shown in place of ``text``, up to ``EMC`` (14.9.4)."""
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC"


def spread(space: Piece, extra: float) -> Piece:
    """A space that is wider by ``extra`` thousandths of an em."""
    return Piece(space.operand + moved(extra), space.advance + extra)


def _finished(inside: str) -> str:
    """The operators around ``inside``; neighbouring strings are one."""
    merged = inside.replace(")(", "")  # no string has these two side by side, for it escapes both
    if _STOP not in merged:
        return f"[{merged}] TJ"
    arrays = merged.split(_STOP)
    return " ".join(part if index % 2 else f"[{part}] TJ" for index, part in enumerate(arrays) if part)


def _string(coded: Iterable[tuple[int | None, Cluster]], word: Word, scale: float) -> Piece:
    """Clusters that the font explains, as strings and the moves between them."""
    found: list[str] = []
    pen = at = 0.0
    for code, cluster in coded:
        found += (moved(at + cluster.shift - pen), string(code or 0))
        pen = at + cluster.shift + cluster.form.width * scale
        at += cluster.advance
    operand = "".join((*found, moved(at - pen)))
    return Piece(_marked("/ReversedChars BMC", operand) if word.direction == "rtl" else operand, at)


def _explanation(cluster: Cluster, codes: Codes, scale: float) -> Piece:
    """A cluster that the font does not explain, under its text (14.9.4), each of its parts in place."""
    found: list[str] = []
    pen = -cluster.shift
    for part in cluster.form.parts:
        code, width = codes.part(part, cluster.form.text)
        found.append(moved(part.x * scale - pen))
        rise = f"{_EM}{number(part.y * scale)}{_EM} Ts"
        found.append(f"{_STOP}{rise} [{string(code)}] TJ 0 Ts{_STOP}" if part.y else string(code))
        pen = (part.x + width) * scale
    found.append(moved(cluster.advance - cluster.shift - pen))
    return Piece(_marked(saying(cluster.form.text), "".join(found)), cluster.advance)


def _marked(begins: str, operand: str) -> str:
    return f"{_STOP}{begins} {_finished(operand)} EMC{_STOP}"
