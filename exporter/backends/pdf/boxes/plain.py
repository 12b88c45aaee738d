"""Rows of a few plain words, as most rows of long tables are: there is nothing of them until they are drawn,
and nothing afterwards."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.boxes.columns import Columns
from exporter.backends.pdf.boxes.rows import Cell, Demand, RowGroup
from exporter.backends.pdf.boxes.text import TextBox, first_baseline, shift_of
from exporter.backends.pdf.faces import LoadedFace
from exporter.backends.pdf.runs import Ink, Run
from exporter.backends.pdf.structure import Attributes, StructElem
from exporter.backends.pdf.structure_tree import LeafKind
from exporter.backends.pdf.word_finder import measures
from exporter.model import Alignment
from exporter.theme import TextStyle

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Leaf, Painter


_PARTING = threading.Lock()
_MOST_TEXTS = 1 << 10
"""The texts of a column whose measures are remembered: many say few things."""


class PlainColumn(NamedTuple):
    """How the plain cells of a column are set, and what elements they are. ``face`` is that by which lines
    stand in their leading, and ``baseline`` how far below its top the first line stands; ``kind`` is that of
    a cell that is drawn at once, and ``measures`` tells the width of the widest word of a text, and of all
    of it."""

    ink: Ink
    face: LoadedFace
    style: TextStyle
    align: Alignment
    type: str
    attributes: Attributes
    kind: LeafKind
    baseline: float
    measures: Callable[[str], tuple[float, float]]

    @classmethod
    def of(
        cls, ink: Ink, face: LoadedFace, style: TextStyle, align: Alignment, type: str, attributes: Attributes
    ) -> PlainColumn:
        kind = LeafKind.of(type, {"Table": attributes})
        baseline = first_baseline(face, style.size, style.leading)

        @functools.lru_cache(_MOST_TEXTS)
        def measured(text: str) -> tuple[float, float]:
            return measures(Run(text, ink)) if text else (0.0, 0.0)

        return cls(ink, face, style, align, type, attributes, kind, baseline, measured)

    def element(self, row: StructElem, *, inline: bool = False) -> StructElem:
        """The element of a cell; with ``inline``, one that joins its row as it is drawn."""
        attributes = {"Table": self.attributes} if self.attributes else {}
        return StructElem(self.type, row, inline=inline, attributes=attributes)

    def box(self, text: str, elem: StructElem | None) -> TextBox:
        """The cell as a paragraph, as the words of ``elem``."""
        pieces = (Run(text, self.ink._replace(elem=elem)),) if text else ()
        return TextBox.styled(pieces, self.style, self.face, self.align)


class PlainRow:
    """One row; ``texts`` are what its cells say, ``elem`` is its structure element."""

    __slots__ = ("_columns", "_elem", "_group", "_least", "_texts", "_widths", "start")

    def __init__(
        self, texts: Sequence[str], start: int, columns: Sequence[PlainColumn], elem: StructElem
    ) -> None:
        self._texts = texts
        self.start = start
        self._columns = columns
        self._elem = elem
        self._group: RowGroup | None = None
        measured = [plain.measures(text) for plain, text in zip(columns, texts, strict=True)]
        self._least, self._widths = zip(*measured, strict=True)

    @property
    def end(self) -> int:
        return self.start + 1

    def inside(self) -> Iterator[Box]:
        return iter(())

    def demands(self) -> Iterator[Demand]:
        for column, (least, most) in enumerate(zip(self._least, self._widths, strict=True)):
            yield Demand(column, 1, least, most)

    def height(self, columns: Columns) -> float:
        height = 0.0
        for plain, text, width, (_, inner) in self._cells(columns):
            fits = width <= inner + ROUNDING
            height = max(height, plain.style.leading if fits else plain.box(text, None).height(inner))
        return height + 2 * columns.look.padding_y

    def _cells(self, columns: Columns) -> Iterator[tuple[PlainColumn, str, float, tuple[float, float]]]:
        """Each cell: how it is set, what it says and how wide that is, and where its content stands."""
        return zip(self._columns, self._texts, self._widths, columns.singles, strict=True)

    def baseline(self, columns: Columns) -> float:
        return columns.look.padding_y + self._columns[0].baseline

    def split(self, columns: Columns, room: float) -> tuple[RowGroup | None, RowGroup | PlainRow]:
        with _PARTING:  # documents of other threads may have this row, too
            if self._group is None:
                self._group = self._with_cells()
        head, tail = self._group.split(columns, room)
        return (None, self) if head is None else (head, tail)

    def _with_cells(self) -> RowGroup:
        """The row as one that may be parted; its cells are elements then, unless it is drawn whole."""
        cells = (
            Cell(own.box(text, own.element(self._elem)), self.start, column, 1, 1)
            for column, (own, text) in enumerate(zip(self._columns, self._texts, strict=True))
        )
        return RowGroup(cells, self.start, (0.0,))

    def draw(self, painter: Painter, x: float, top: float, columns: Columns) -> None:
        """What is drawn once is complete then; what only repeats it belongs to no element."""
        upper = top - columns.look.padding_y
        leaves: list[Leaf] = []
        with painter.complete(self._elem):
            for plain, text, width, (shift, inner) in self._cells(columns):
                if text and width <= inner + ROUNDING:
                    left = x + shift + shift_of(plain.align, inner - width)
                    leaves.append((plain.kind, text, plain.ink, left, upper - plain.baseline, width))
                    continue
                painter.leaves(self._elem, leaves)
                leaves.clear()
                elem = painter.joined(plain.element(self._elem, inline=True))
                plain.box(text, elem).draw(painter, x + shift, upper, inner)
            painter.leaves(self._elem, leaves)
