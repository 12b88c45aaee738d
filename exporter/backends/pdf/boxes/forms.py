"""Places to write: a line after its label, ruled lines, a box, a box to tick."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.boxes.text import TextBox
from exporter.backends.pdf.forms import Form
from exporter.theme.theme import FillInLook

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter

CAPITAL = 0.68
"""The height of capitals, in em: near enough for a box that stands beside them."""


class WriteLine(Box):
    """A label, a line to write on, and what follows it ("times a day")."""

    def __init__(self, label: TextBox, suffix: TextBox, look: FillInLook, form: Form) -> None:
        self._form = form
        self._label = label
        self._suffix = suffix
        self._look = look

    def inside(self) -> Iterator[Box]:
        yield self._label
        yield self._suffix

    def _is_beside(self, width: float) -> bool:
        return width - self._taken() >= self._look.least

    def _taken(self) -> float:
        """The width of label and suffix with the gaps around the line."""
        gap = self._look.gap
        label, suffix = self._label.measures()[1], self._suffix.measures()[1]
        return (label + gap if label else 0.0) + (suffix + gap if suffix else 0.0)

    def _is_suffix_below(self, width: float) -> bool:
        """Whether what follows would leave no line to write on even where the label is above it."""
        suffix = self._suffix.measures()[1]
        return suffix > 0 and width - suffix - self._look.gap < min(self._look.least, width)

    def height(self, width: float) -> float:
        row = max(float(self._look.row), self._label.leading)
        if self._is_beside(width):
            return row
        below = self._suffix.height(width) if self._is_suffix_below(width) else 0.0
        return self._label.height(width) + row + below

    def baseline(self, width: float) -> float:
        if not self._is_beside(width):
            return self._label.baseline(width)
        return self.height(width) - self._label.leading + self._label.baseline(width)

    def measures(self) -> tuple[float, float]:
        least = max(self._label.measures()[0], self._suffix.measures()[0])
        return least, self._taken() + 2 * self._look.least

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        look, label, suffix = self._look, self._label, self._suffix
        label_width, suffix_width = label.measures()[1], suffix.measures()[1]
        row = max(float(look.row), label.leading)
        start, end = x, x + width
        if self._is_beside(width):
            foot = top - row
            label.draw(painter, x, foot + label.leading, label_width + 1)
            start += label_width + look.gap if label_width else 0.0
        else:
            foot = top - label.height(width) - row
            label.draw(painter, x, top, width)
        is_below = not self._is_beside(width) and self._is_suffix_below(width)
        if suffix_width and not is_below:
            end -= suffix_width + look.gap
        rule = foot + label.leading - label.baseline(width) - 2 * look.rule
        room = min(label.leading, foot + row - rule)
        with painter.place_to_write(self._form, start, rule, end - start, room):
            painter.rectangle(start, rule, end - start, look.rule, look.rule_colour)
        if is_below:
            suffix.draw(painter, x, foot, width)
        else:
            suffix.draw(painter, end + look.gap, foot + label.leading, suffix_width + 1)


class WriteBox(Box):
    """Ruled lines, or with ``framed`` an empty box of the same height."""

    def __init__(self, rows: int, look: FillInLook, form: Form, *, framed: bool, after: float) -> None:
        self._rows = rows
        self._form = form
        self._look = look
        self._framed = framed
        self.before = 2.0 * look.rule
        self.after = after

    def height(self, width: float) -> float:
        return self._rows * self._look.row

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        """Parted only where it is taller than a page."""
        fitting = min(math.floor(room / self._look.row + ROUNDING), self._rows)
        if strict or fitting <= 0:
            return None, self
        return self._part(fitting), self._part(self._rows - fitting)

    def _part(self, rows: int) -> WriteBox | None:
        if not rows:
            return None
        return WriteBox(rows, self._look, self._form, framed=self._framed, after=self.after)

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        look = self._look
        height = self.height(width)
        gap = min(look.gap, height / 2, width / 2) / 2 if self._framed else 0.0
        inner = (x + gap, top - height + gap, width - 2 * gap, height - 2 * gap)
        with painter.place_to_write(self._form, *inner):
            if self._framed:
                painter.outline(x, top - height, width, height, look.rule, look.rule_colour)
                return
            for row in range(1, self._rows + 1):
                painter.rectangle(x, top - row * look.row, width, look.rule, look.rule_colour)


class CheckBox(Box):
    """A box to tick, and its label ``indent`` points further in."""

    def __init__(self, label: TextBox, look: FillInLook, form: Form, *, indent: float, around: float) -> None:
        self._form = form
        self._label = label
        self._look = look
        self._indent = indent
        self.before = self.after = around

    def inside(self) -> Iterator[Box]:
        yield self._label

    def height(self, width: float) -> float:
        return self._label.height(width - self._indent)

    def baseline(self, width: float) -> float:
        return self._label.baseline(width - self._indent)

    def measures(self) -> tuple[float, float]:
        least, most = self._label.measures()
        return least + self._indent, most + self._indent

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        box = self._look.box
        foot = top - self.baseline(width) - (box - CAPITAL * self._label.size) / 2
        with painter.place_to_write(self._form, x, foot, box, box):
            painter.tick_box(self._look, x, foot, checked=False)
        self._label.draw(painter, x + self._indent, top, width - self._indent)
