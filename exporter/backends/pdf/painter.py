"""The painter: the few marks that boxes make on a page, as operators of the content stream.

Everything painted stands in marked content (ISO 32000-1, 14.6): as content of its structure
element, or as an artifact. Marked content does not nest: what is painted inside an artifact is
part of that artifact.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from exporter.backends.pdf.boxes.forms import CAPITAL
from exporter.backends.pdf.boxes.items import Marker
from exporter.backends.pdf.boxes.shared import Shared
from exporter.backends.pdf.fonts.operators import saying
from exporter.backends.pdf.forms import CheckField, Form
from exporter.backends.pdf.graphics import GraphicsState, numbers
from exporter.backends.pdf.lines import single_line
from exporter.backends.pdf.objects.annotations import link
from exporter.backends.pdf.painted import Painted, added_again, recorded, state
from exporter.backends.pdf.runs import Backing, Ink, Line, Picture, Placed, PlacedLine, Run
from exporter.backends.pdf.structure import StructElem
from exporter.backends.pdf.structure_tree import LeafKind, StructTree
from exporter.model import Asset
from exporter.model.memory import Memory
from exporter.render import PageMap
from exporter.theme import Colour
from exporter.theme.theme import FillInLook, QrLook

_CURVE = 0.5523
"""How far the handles of a Bézier quarter circle reach, as a share of its radius."""
_BULLET, _BULLET_RISE = 0.165, 0.27
"""A bullet as faces draw theirs: its radius, and the height of its middle, in em of the text."""
_RING = 2 / 5
"""The ring of an open bullet, as a share of its radius."""
_STRIKE, _STRIKE_RISE = 1 / 16, 0.28
"""The line through struck text: its weight, and its height in the middle of small letters, in em."""
_TICK = ((0.22, 0.5), (0.42, 0.28), (0.78, 0.74))
"""The corners of a tick, as shares of the box that it stands in."""


Leaf: TypeAlias = tuple[LeafKind, str, Ink, float, float, float]
"""A text of one direction that leads nowhere and has nothing above or below it: what it is and says, where it
begins, and how wide it is."""


class Painter:
    """Paints on the pages of one canvas; coordinates and lengths in points from the lower left.

    A painter may be a mirror: then boxes say where things stand from the right, as in text that runs
    from right to left, and it puts them there, the letters and pictures as they are.
    """

    def __init__(self, canvas: Any, page_map: PageMap, tree: StructTree) -> None:
        self._canvas = canvas
        self._page_map = page_map
        self._tree = tree
        self._memory: Memory = canvas._doc.memory
        anchors = frozenset(page_map.pages)
        self._anchors = self._memory.of(("pdf anchors", anchors), (), lambda: anchors)  # of equal ones, one
        self.in_artifact = False
        self._sign, self._shift = 1.0, 0.0
        self._foot: tuple[float, float] | None = None

    def shared(self, boxes: Sequence[tuple[Shared, float]], x: float, width: float) -> None:
        """Paints boxes at ``x``, each below its upper edge, or adds what they were painted as in another
        document. What is painted of one depends on what has been, on pages before."""

        def draw() -> None:
            for shared, top in boxes:
                shared.box.draw(self, x, top, width)

        if not self._memory.is_warm:
            draw()
            return
        canvas, tree = self._canvas, self._tree
        drawn: list[Painted] = []

        def record() -> Painted:
            drawn.append(recorded(canvas, tree, draw))
            return drawn[0]

        before = [one for shared, _ in boxes for one in tree.painted.get(shared.root, ())]
        tops = tuple([top for _, top in boxes])
        place = (x, tops, width, self._sign, self._shift, self.in_artifact, self._anchors)
        key = ("pdf painted", place, state(canvas, tree))
        painted = self._memory.of(key, (*[shared for shared, _ in boxes], *before), record)
        if not drawn and not added_again(painted, canvas, tree):
            painted = record()
        if not self.in_artifact:
            for shared, _ in boxes:
                tree.painted.setdefault(shared.root, []).append(painted)

    def part(self) -> None:
        """A part of the text begins, behind an empty line: the content of the page may be cut there, to be
        compressed in pieces. Running lines have none."""
        if not self.in_artifact:
            self._write("")

    @contextlib.contextmanager
    def turned(self, x: float, y: float, width: float) -> Iterator[Painter]:
        """The painter of what is ``width`` wide from ``(x, y)`` and on its side: to it, what runs upwards
        runs to the right, and what is at the right is below."""
        left = self._left(x, width)
        turned = copy.copy(self)
        turned._sign, turned._shift = 1.0, 0.0
        turned._foot = (left + width, y)
        self._write(f"q 0 1 -1 0 {numbers(left + width, y)} cm")
        yield turned
        self._write("Q")
        self._state.forget()

    def _on_page(self, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        """The corners of a rectangle as the page counts them, which knows of nothing on its side."""
        if self._foot is None:
            return x, y, x + width, y + height
        right, foot = self._foot
        return right - y - height, foot + x, right - y, foot + x + width

    def mirrored(self, x: float, width: float) -> Painter:
        """The painter that puts what is said to stand ``x`` and on, ``width`` wide, in a mirror."""
        mirror = copy.copy(self)
        mirror._sign = -self._sign
        mirror._shift = self._shift + self._sign * (2 * x + width)
        return mirror

    def _left(self, x: float, width: float) -> float:
        """The left edge, on the page, of what stands from ``x`` and is ``width`` wide."""
        return self._shift + self._sign * x - (width if self._sign < 0 else 0.0)

    @property
    def _page(self) -> Painter:
        """The painter that is no mirror."""
        if self._sign > 0 and not self._shift:
            return self
        page = copy.copy(self)
        page._sign, page._shift = 1.0, 0.0
        return page

    @property
    def _state(self) -> GraphicsState:
        state: GraphicsState = self._canvas.graphics
        return state

    def _write(self, operators: str) -> None:
        self._canvas._code.append(operators)

    @contextlib.contextmanager
    def content(self, elem: StructElem | None) -> Iterator[None]:
        """What is painted inside is content of ``elem``; of none, an artifact."""
        if elem is None or self.in_artifact:
            with self.artifact():
                yield
            return
        self._write(self._opening(elem))
        yield
        self._write("EMC")

    def _opening(self, elem: StructElem) -> str:
        return f"/{elem.type} <</MCID {self._tree.content(elem)}>> BDC"

    @contextlib.contextmanager
    def figure(
        self, elem: StructElem | None, x: float, y: float, width: float, height: float
    ) -> Iterator[None]:
        """What is painted inside is a picture, which its element is told the place of (14.8.5.4.3)."""
        x = self._left(x, width)
        if elem is not None and not self.in_artifact:
            self._tree.areas[elem] = tuple(map(float, self._on_page(x, y, width, height)))
        with self.content(elem):
            yield

    def artifact(self, kind: str = "/Type /Layout") -> _Artifact:
        """What is painted inside is no part of the document's content (ISO 32000-1, 14.8.2.2)."""
        return _Artifact(self, kind)

    def begin_artifact(self, kind: str) -> int:
        """The number of operators with which it begins."""
        self.in_artifact = True
        self._write(f"/Artifact <<{kind}>> BDC")
        return len(self._canvas._code)

    def end_artifact(self, begun: int) -> None:
        code = self._canvas._code
        if len(code) > begun:
            code.append("EMC")
        else:  # a frame too narrow for its bar, say
            code.pop()
        self.in_artifact = False

    @contextlib.contextmanager
    def complete(self, elem: StructElem) -> Iterator[None]:
        """What is painted inside is all there is of ``elem`` and what is in it; nothing of it, of what only
        repeats another."""
        begun = len(self._tree.entries)
        yield
        if not self.in_artifact:
            self._tree.complete(elem, self._canvas.page_ref, begun)

    def joined(self, elem: StructElem) -> StructElem | None:
        """``elem`` stands here in its parent, also when there is nothing in it; none, of what only repeats
        another."""
        if self.in_artifact:
            return None
        self._tree.entries.append((elem, None))
        return elem

    def rectangle(
        self, x: float, y: float, width: float, height: float, colour: Colour, radius: float = 0
    ) -> None:
        """A filled rectangle, its corners rounded by ``radius``."""
        x = self._left(x, width)
        path = _rounded(x, y, width, height, radius) if radius else f"{numbers(x, y, width, height)} re"
        self._write(f"{self._state.fill(colour)}{path} f")

    def outline(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        rule: float,
        colour: Colour,
        radius: float = 0,
    ) -> None:
        """An empty rectangle; its rule lies inside it."""
        half = rule / 2
        inner = (self._left(x, width) + half, y + half, width - rule, height - rule)
        path = _rounded(*inner, radius) if radius else f"{numbers(*inner)} re"
        self._write(f"{self._state.stroke(colour)}{numbers(rule)} w {path} S")

    def text(self, lines: Sequence[PlacedLine]) -> None:
        """Lines of text, the grounds and strokes of their runs below them, their links above."""
        placed = [PlacedLine(line, self._left(x, line.width), y) for line, x, y in lines]
        self._page._set_lines(placed)

    def leaves(self, parent: StructElem, leaves: Sequence[Leaf]) -> None:
        """Texts in ``parent`` that are each all of a new structure element."""
        if not leaves:
            return
        shown = [self._set(text, ink, self._left(x, width), y) for _, text, ink, x, y, width in leaves]
        code = self._canvas._code
        if self.in_artifact:
            code += [f"BT {operators} ET" for operators in shown]
            return
        kinds = [leaf[0] for leaf in leaves]
        first = self._tree.leaves(kinds, parent, self._canvas.page_ref)
        for mcid, (kind, operators) in enumerate(zip(kinds, shown, strict=True), first):
            code.append(f"/{kind.type} <</MCID {mcid}>> BDC BT {operators} ET EMC")

    def _set_lines(self, lines: Sequence[PlacedLine]) -> None:
        has_links = False
        for line, x, y in lines:
            for placed in line.pieces:
                ink = placed.piece.ink
                has_links = has_links or bool(ink.target)
                if ink.backing or ink.struck or ink.anchor:
                    self._decorate(placed, x, y, line.set_width(placed.piece))
        self._show_lines(lines)
        for line, x, y in lines:
            for ink, start, width in _linked(line) if has_links else ():
                self._link(ink, x + start, y, width)

    def _show_lines(self, lines: Sequence[PlacedLine]) -> None:
        """What neighbours on consecutive lines belong to one element is one sequence of its content."""
        shown: list[str] = []
        elem: StructElem | None = None
        is_said = False
        for number, (line, x, y) in enumerate(lines):
            for placed in line.said:
                piece = placed.piece
                if shown and piece.ink.elem is not elem:
                    self._flush(shown, elem)
                elem = piece.ink.elem
                if isinstance(piece, Picture):
                    with self.figure(elem, x + placed.x, y, piece.width, piece.height):
                        self.image(piece.asset, x + placed.x, y, piece.width, piece.height)
                    continue
                if piece.said and _goes_on(lines, number):
                    shown.append(saying(piece.said))
                    is_said = True
                shown.append(self._show(piece, x + placed.x, y, line.stretch))
                is_last = placed is line.pieces[-1]
                if is_said and piece.said == "" and not (is_last and _goes_on(lines, number)):
                    shown.append("EMC")
                    is_said = False
        self._flush(shown, elem)

    def _flush(self, shown: list[str], elem: StructElem | None) -> None:
        """Writes text that is shown as content of ``elem``, and forgets it."""
        if not shown:
            return
        text = f"BT {' '.join(shown)} ET"
        shown.clear()
        if elem is not None and not self.in_artifact:
            self._canvas._code += (self._opening(elem), text, "EMC")
        else:
            with self.artifact():
                self._write(text)

    def _decorate(self, placed: Placed, x: float, y: float, width: float) -> None:
        ink = placed.piece.ink
        start = x + placed.x
        if ink.backing:
            with self.artifact():
                self._back(ink.backing, start, y, width, ink)
        if ink.struck:
            with self.artifact():
                self.rectangle(start, y + _STRIKE_RISE * ink.size, width, _STRIKE * ink.size, ink.colour)
        if ink.anchor:
            foot, height = _extent(ink)
            self.destination(ink.anchor, start, y + foot + height, width)

    def _back(self, backing: Backing, x: float, y: float, width: float, ink: Ink) -> None:
        """The ground of a run, and its frame, as high as the letters of its face can be."""
        foot, height = _extent(ink)
        area = (x - backing.padding, y + foot, width + 2 * backing.padding, height)
        self.rectangle(*area, backing.ground, backing.radius)
        if backing.rule and backing.rule_colour:
            self.outline(*area, backing.rule, backing.rule_colour, backing.radius)

    def _show(self, run: Run, x: float, y: float, stretch: float) -> str:
        """Operators that show a run, its spaces wider by ``stretch`` points."""
        rtl = bool(run.level % 2) if run.level else None
        return self._set(run.text, run.ink, x, y, stretch * 1000 / run.ink.size, rtl=rtl)

    def _set(
        self, text: str, ink: Ink, x: float, y: float, spacing: float = 0, *, rtl: bool | None = None
    ) -> str:
        """Operators that show a text on the page itself; ``spacing`` is in thousandths of an em."""
        state: GraphicsState = self._canvas.graphics
        shown = self._canvas.font(ink.face).shown(text, ink.size, spacing, rtl=rtl)
        place = f"1 0 0 1 {numbers(x, y + ink.rise)} Tm"
        return f"{state.fill(ink.colour)}{state.font(shown.font, ink.size)}{place} {shown.operators}"

    def _link(self, ink: Ink, x: float, y: float, width: float) -> None:
        foot, height = _extent(ink)
        rectangle = self._on_page(x, y + foot, width, height)
        elem = ink.elem.around("Link") if ink.elem and not self.in_artifact else None
        leads_nowhere = ink.target.startswith("#") and ink.target[1:] not in self._page_map.pages
        if elem is None or leads_nowhere:
            return
        annotation = link(ink.target, ink.title, rectangle, StructParent=self._tree.next_annotation)
        if annotation:
            self._tree.annotation(elem, self._canvas.annotate(annotation))

    def page_number(self, anchor: str, ink: Ink, right: float, y: float) -> None:
        """The page on which ``anchor`` stands, ending at ``right``, as a link to it; a space parts it from
        the words before."""
        ink = ink._replace(target=f"#{anchor}")
        space, number = Run(" ", ink), Run(str(self._page_map.pages[anchor]), ink)
        line = Line((Placed(-space.width, space), Placed(0, number)), number.width)
        self.text([PlacedLine(line, right - number.width, y)])

    def marker(self, marker: Marker, right: float, y: float) -> None:
        """The marker of a list item, ending at ``right``, on the baseline ``y``."""
        if marker.shape is None:
            line = single_line(marker.runs)
            self.text([PlacedLine(line, right - line.width, y)])
            return
        with self.content(marker.elem):
            if marker.box:
                checked = marker.shape == "checked"
                box = marker.box.box
                foot = y - (box - CAPITAL * marker.size) / 2
                self.tick_box(marker.box, right - box, foot, checked=checked)
            else:
                self._bullet(marker, right, y)

    def _bullet(self, marker: Marker, right: float, y: float) -> None:
        radius = marker.size * _BULLET
        middle = y + marker.size * _BULLET_RISE
        square = (right - 2 * radius, middle - radius, 2 * radius, 2 * radius)
        match marker.shape:
            case "disc":
                self.rectangle(*square, marker.colour, radius)
            case "circle":
                rule = radius * _RING
                self.outline(*square, rule, marker.colour, radius - rule / 2)
            case _:
                self.rectangle(*square, marker.colour)

    def tick_box(self, look: FillInLook, x: float, foot: float, *, checked: bool) -> None:
        """A box to tick on ``foot``; ``checked``, its tick."""
        x = self._left(x, look.box)
        self._page.outline(x, foot, look.box, look.box, look.box_rule, look.rule_colour, look.box_radius)
        if checked:
            self._write(_tick(self._state, look, x, foot))

    @contextlib.contextmanager
    def place_to_write(self, form: Form, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """What is painted inside shows where to write: on the page, or in a field over the rectangle. Then
        it only adorns the field, for that is all that its element holds (ISO 14289-1, 7.18.4)."""
        elem, field = form
        with self.content(elem if field is None else None):
            yield
        if elem is None or field is None or self.in_artifact:
            return
        if self._tree.has_annotation(elem):  # a part on a page before has this one's field
            elem = StructElem(elem.type, elem.parent, inline=True)
        rectangle = self._on_page(self._left(x, width), y, width, height)
        tick = _tick(GraphicsState(), field.look, 0, 0) if isinstance(field, CheckField) else ""
        self._tree.annotation(elem, self._canvas.field(field, rectangle, tick, self._tree.next_annotation))

    def image(self, asset: Asset, x: float, y: float, width: float, height: float) -> None:
        name = self._canvas.image(asset)
        self._write(f"q {numbers(width)} 0 0 {numbers(height, self._left(x, width), y)} cm /{name} Do Q")

    def modules(self, rows: Sequence[Sequence[int]], x: float, y: float, size: float, look: QrLook) -> None:
        """The dark modules of a QR code on their ground, neighbours in a row as one rectangle."""
        self.rectangle(x, y, size, size, look.light)
        x = self._left(x, size)
        module = size / (len(rows) + 2 * look.quiet_zone)
        path = []
        for number, row in enumerate(rows):
            foot = y + size - (look.quiet_zone + number + 1) * module
            for start, length in _stretches(row):
                left = x + (look.quiet_zone + start) * module
                path.append(f"{numbers(left, foot, length * module, module)} re")
        self._write(f"{self._state.fill(look.dark)}{' '.join(path)} f")

    def destination(self, anchor: str, x: float, top: float, width: float) -> None:
        """Where links to ``anchor``, which is ``width`` wide, lead: not to what only repeats it."""
        if not self.in_artifact:
            left, _, _, upper = self._on_page(self._left(x, width), top, 0, 0)
            self._canvas.destination(anchor, left, upper)


class _Artifact:
    """An artifact as a context: tables have one for each row. One inside another is part of that."""

    __slots__ = ("_begun", "_kind", "_painter")

    def __init__(self, painter: Painter, kind: str) -> None:
        self._painter = painter
        self._kind = kind

    def __enter__(self) -> None:
        painter = self._painter
        self._begun = 0 if painter.in_artifact else painter.begin_artifact(self._kind)

    def __exit__(self, *_: object) -> None:
        if self._begun:
            self._painter.end_artifact(self._begun)


def _goes_on(lines: Sequence[PlacedLine], number: int) -> bool:
    """Whether the line after this one goes on with a word that is said whole here."""
    pieces = lines[number + 1].line.pieces if number + 1 < len(lines) else ()
    return bool(pieces) and isinstance(pieces[0].piece, Run) and pieces[0].piece.said == ""


def _tick(state: GraphicsState, look: FillInLook, x: float, foot: float) -> str:
    """The tick of a box whose lower left corner is at ``(x, foot)``."""
    path = [numbers(x + across * look.box, foot + up * look.box) for across, up in _TICK]
    stroke = f"{state.stroke(look.rule_colour)}{numbers(look.box_rule * 1.5)} w"
    return f"{stroke} {path[0]} m {path[1]} l {path[2]} l S"


def _linked(line: Line) -> Iterator[tuple[Ink, float, float]]:
    """The parts of a line that lead somewhere: their ink, where they start, and how wide they are.

    Neighbours of one link are one part.
    """
    for _, part in itertools.groupby(line.pieces, lambda placed: (placed.piece.ink.target, _link_of(placed))):
        link = list(part)
        if link[0].piece.ink.target:
            start = min(placed.x for placed in link)
            end = max(placed.x + line.set_width(placed.piece) for placed in link)
            yield link[0].piece.ink, start, end - start


def _link_of(placed: Placed) -> StructElem | None:
    """The element of a link: two that lead to one place may stand side by side."""
    elem = placed.piece.ink.elem
    return elem.around("Link") if elem and placed.piece.ink.target else None


def _stretches(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The start and length of each stretch of dark modules in a row."""
    start = None
    for column, module in enumerate((*row, 0)):
        if module and start is None:
            start = column
        elif not module and start is not None:
            yield start, column - start
            start = None


def _extent(ink: Ink) -> tuple[float, float]:
    """Of a run on the baseline 0: its foot, and how high its face reaches above it."""
    return ink.face.descent * ink.size, (ink.face.ascent - ink.face.descent) * ink.size


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """The path of a rectangle with round corners, counter-clockwise from its lower edge."""
    r = min(radius, width / 2, height / 2)
    c = r * (1 - _CURVE)
    right, upper = x + width, y + height
    return " ".join(
        (
            f"{numbers(x + r, y)} m {numbers(right - r, y)} l",
            f"{numbers(right - c, y, right, y + c, right, y + r)} c {numbers(right, upper - r)} l",
            f"{numbers(right, upper - c, right - c, upper, right - r, upper)} c {numbers(x + r, upper)} l",
            f"{numbers(x + c, upper, x, upper - c, x, upper - r)} c {numbers(x, y + r)} l",
            f"{numbers(x, y + c, x + c, y, x + r, y)} c h",
        )
    )
