"""The graphics and text state of a content stream (ISO 32000-1, 8.4 and 9.3): how what it shows looks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import pikepdf

from exporter.model import Look
from exporter.readback.pdf.numbers import real
from exporter.readback.pdf.typefaces import Typeface

Matrix: TypeAlias = "tuple[float, float, float, float, float, float]"
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_DEVICE_SPACES = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3}
_ROUNDED = 3
"""Digits behind the point that are kept of a length: writers round theirs."""


class Baseline(NamedTuple):
    """Where a line stands: on which page, and how far up in the direction in which its letters stand
    upright, in points; and how far from the left what is shown on it begins, where that is known."""

    page: int
    up: float
    left: float | None = None


class _Paint(NamedTuple):
    """A colour, ``None`` where its space is not understood, and how many components that has."""

    colour: str | None
    components: int


_BLACK = _Paint("#000000", 1)


class _State(NamedTuple):
    """What ``q`` saves and ``Q`` brings back (table 52)."""

    moved: Matrix = _UNMOVED
    typeface: Typeface | None = None
    size: float = 0
    leading: float = 0
    fill: _Paint = _BLACK
    stroke: _Paint = _BLACK


class Graphics:
    """Follows the operators of one page that change how text and paths look."""

    def __init__(self, page: int = 0) -> None:
        self._page = page
        self._state = _State()
        self._saved: list[_State] = []
        self._text = self._line = _UNMOVED
        self._is_placed = False

    def follow(self, operator: str, operands: Any, space: Any = None) -> None:
        """One operator; ``space`` is the colour space that ``cs`` or ``CS`` calls by a name.

        What lacks operands, or has others than it should, changes nothing.
        """
        try:
            self._follow(operator, operands, space)
        except (TypeError, ValueError, IndexError, ArithmeticError):
            return

    def set_font(self, typeface: Typeface | None, size: Any) -> None:
        """``Tf`` (9.3.1)."""
        self._state = self._state._replace(typeface=typeface, size=real(size))

    def next_line(self) -> None:
        """``T*`` (9.4.2)."""
        self._move(0, -self._state.leading)

    @property
    def look(self) -> Look:
        """How text would look that is shown now; the size is that on the page (9.4.4)."""
        state = self._state
        *_, x, y, _e, _f = _product(self._text, state.moved)
        face = state.typeface
        return Look(
            families=(face.family,) if face else (),
            size=round(state.size * math.hypot(x, y), _ROUNDED),
            bold=face.bold if face else None,
            italic=face.italic if face else None,
            colour=state.fill.colour,
        )

    @property
    def baseline(self) -> Baseline:
        """Where text would stand that is shown now; a rise (9.3.7) is no part of it."""
        _, _, c, d, x, y = _product(self._text, self._state.moved)
        return Baseline(self._page, round((x * c + y * d) / (math.hypot(c, d) or 1.0), _ROUNDED), self.left)

    @property
    def left(self) -> float | None:
        """How far from the left the text would begin that is shown now; ``None`` of text on its side, and
        of what goes on where other text ended."""
        _, turned, *_, x, _y = _product(self._text, self._state.moved)
        return x if self._is_placed and not turned else None

    def show(self) -> None:
        """Text is shown; the next is where this ends, which depends on the widths of its letters."""
        self._is_placed = False

    def skip(self, thousandths: float) -> None:
        """A number in the array of ``TJ`` moves what follows it back (9.4.3)."""
        self._text = _product((1, 0, 0, 1, -thousandths / 1000 * self._state.size, 0), self._text)

    def painted(self, operator: str) -> Look:
        """How a path looks that this operator paints (8.5.3)."""
        paint = self._state.stroke if operator in ("S", "s") else self._state.fill
        return Look(colour=paint.colour)

    def _follow(self, operator: str, operands: Any, space: Any) -> None:
        match operator:
            case "q":
                self._saved.append(self._state)
            case "Q" if self._saved:
                self._state = self._saved.pop()
            case "cm":
                moved = _product(_matrix(operands), self._state.moved)
                self._state = self._state._replace(moved=moved)
            case "BT":
                self._place(_UNMOVED)
            case "Tm":
                self._place(_matrix(operands))
            case "Td":
                self._move(*map(float, operands))
            case "TD":
                x, y = map(float, operands)
                self._state = self._state._replace(leading=-y)
                self._move(x, y)
            case "TL":
                self._state = self._state._replace(leading=float(operands[0]))
            case "T*":
                self.next_line()
            case _:
                self._colour(operator, operands, space)

    def _colour(self, operator: str, operands: Any, space: Any) -> None:
        """Operators that choose a colour (8.6.8): those in capitals for strokes, the others for fills."""
        kind = "fill" if operator.islower() else "stroke"
        match operator.lower():
            case "g" | "rg" | "k":
                paint = _Paint(_srgb(operands), len(operands))
            case "cs":
                count = _components(operands[0], space)
                paint = _Paint(_srgb([0, 0, 0, 1] if count == 4 else [0] * count), count)
            case "sc" | "scn":
                count = getattr(self._state, kind).components
                paint = _Paint(_srgb(operands) if count == len(operands) else None, count)
            case _:
                return
        if kind == "fill":
            self._state = self._state._replace(fill=paint)
        else:
            self._state = self._state._replace(stroke=paint)

    def _move(self, x: float, y: float) -> None:
        self._place(_product((1, 0, 0, 1, x, y), self._line))

    def _place(self, matrix: Matrix) -> None:
        self._text = self._line = matrix
        self._is_placed = True


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _product(first: Matrix, then: Matrix) -> Matrix:
    """What ``first`` does, and ``then`` after it (8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _srgb(components: Sequence[Any]) -> str | None:
    """A colour of a device's space, or of one calibrated or profiled with as many components; of CMYK the
    conversion of 10.3.5."""
    values = [min(max(float(value), 0.0), 1.0) for value in components]
    match values:
        case [grey]:
            values = [grey] * 3
        case [cyan, magenta, yellow, black]:
            values = [1 - min(1.0, ink + black) for ink in (cyan, magenta, yellow)]
        case [_, _, _]:
            pass
        case _:
            return None
    return "#" + "".join(f"{round(value * 255):02X}" for value in values)


def _components(name: Any, space: Any) -> int:
    """How many components a colour space has whose colours are understood; 0 for every other (8.6)."""
    if not isinstance(space, pikepdf.Array):
        return _DEVICE_SPACES.get(str(name if space is None else space), 0)
    family = str(space[0]) if len(space) else ""
    if family == "/ICCBased" and len(space) > 1 and isinstance(space[1], pikepdf.Stream):
        return int(space[1].get("/N", 0))
    return _DEVICE_SPACES.get(family, 0)
