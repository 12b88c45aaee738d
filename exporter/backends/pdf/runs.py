"""Runs: text of one look, the unit that lines are broken from and drawn in."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.pdf.faces import LoadedFace
from exporter.backends.pdf.fonts.shaping import SPACES
from exporter.backends.pdf.structure import StructElem
from exporter.model import Asset
from exporter.theme import Colour

NEWLINE = "\n"


class Backing(NamedTuple):
    """What a run stands on: a ground, or a frame around it that reaches ``padding`` further."""

    ground: Colour
    radius: float
    padding: float = 0
    rule: float = 0
    rule_colour: Colour | None = None


class Ink(NamedTuple):
    """How a run looks and where it leads.

    ``rise`` is in points above the baseline. ``note`` is the id of the footnote that the run
    calls and ``anchor`` a destination it is; ``target`` an address, or ``#`` and an anchor. ``elem`` is
    the structure element that it belongs to; what belongs to none is an artifact.
    """

    face: LoadedFace
    size: float
    colour: Colour
    rise: float = 0
    backing: Backing | None = None
    struck: bool = False
    target: str = ""
    title: str = ""
    note: str = ""
    anchor: str = ""
    elem: StructElem | None = None


class Run(NamedTuple):
    """Text in logical order; ``level`` is its embedding level (UAX #9): odd from right to left.

    Of a word parted at the end of a line, ``said`` is all of it for the first part, and empty for others.
    """

    text: str
    ink: Ink
    level: int = 0
    said: str | None = None

    @property
    def width(self) -> float:
        return self.ink.face.width(self.text, self.ink.size)

    def width_of(self, text: str) -> float:
        """The width of another text in its ink."""
        return self.ink.face.width(text, self.ink.size)


class Picture(NamedTuple):
    """An image set like a word; width and height in points."""

    asset: Asset
    ink: Ink
    width: float
    height: float
    level: int = 0


Piece = Run | Picture


def spaces_in(piece: Piece) -> int:
    """How many spaces a piece has that a filled line makes wider."""
    return len(SPACES.findall(piece.text)) if isinstance(piece, Run) else 0


class Placed(NamedTuple):
    """A piece on its line, ``x`` points from the line's start."""

    x: float
    piece: Piece


class Line(NamedTuple):
    """One broken line: its pieces in logical order, its width, and the space that it ends at, of a longer
    text.

    ``turns`` where a page may end, for no word goes on in the next line; ``is_full`` where it ends
    because no more would fit. ``stretch`` is what each of its spaces is wider by, in points.
    """

    pieces: tuple[Placed, ...]
    width: float
    space: Run | None = None
    turns: bool = False
    is_full: bool = False
    stretch: float = 0

    def set_width(self, piece: Piece) -> float:
        """The width of one of its pieces, as it is drawn."""
        return piece.width + (self.stretch * spaces_in(piece) if self.stretch else 0)

    @property
    def ends_word(self) -> bool:
        """Whether a word ends with the line."""
        return self.space is not None

    @property
    def said(self) -> tuple[Placed, ...]:
        """The pieces, and the space after them: nobody sees it, but without it copied words run together."""
        if self.space is None or not self.pieces:
            return self.pieces
        last = self.pieces[-1]
        from_right = last.piece.level % 2 == 1
        before = last.x - self.space.width if from_right else last.x
        run = last.piece
        if isinstance(run, Run) and run.ink is self.space.ink and run.said is None:
            joined = Placed(before, Run(run.text + self.space.text, run.ink, run.level))
            return (*self.pieces[:-1], joined)
        after = last.x + last.piece.width
        return (*self.pieces, Placed(before if from_right else after, self.space))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(placed.piece.ink.note for placed in self.pieces if placed.piece.ink.note)

    @property
    def anchors(self) -> tuple[str, ...]:
        return tuple(placed.piece.ink.anchor for placed in self.pieces if placed.piece.ink.anchor)


class PlacedLine(NamedTuple):
    """A line on a page: ``x`` points from its left edge, its baseline ``y`` points above its foot."""

    line: Line
    x: float
    y: float
