"""Content streams (ISO 32000-1, 7.8.2) -> the marked content of a file, its characters and their look."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple, TypeAlias

import pikepdf

from exporter.model import Look
from exporter.readback.pdf.fonts import NO_FONT, Decoder, decoder_of
from exporter.readback.pdf.graphics import Baseline, Graphics
from exporter.readback.pdf.numbers import real
from exporter.readback.pdf.typefaces import Typeface, typeface_of

DEEPEST_FORM = 12
_MOVES = frozenset(("Td", "TD", "Tm", "T*"))
_PAINTS = frozenset(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"))
"""Operators that paint a path (8.5.3)."""

ObjectId: TypeAlias = "tuple[int, int]"
"""The number and the generation of an indirect object."""


class Place(NamedTuple):
    """Where a sequence of marked content is found (14.7.4.2): the page or the form whose content stream
    holds it, and its number there (MCID)."""

    holder: ObjectId
    mcid: int


class Shown(NamedTuple):
    """Characters with their look, and the baselines that they stand on; a path that is painted has none
    of either but a colour.

    What replaces characters (14.9.4) looks as they do, without a look where nothing is shown.
    """

    text: str
    look: Look | None
    baselines: tuple[Baseline, ...] = ()


class Marked(NamedTuple):
    """A sequence of marked content that stands in no other: its tag, its characters, and the words for a
    picture (14.9.3).

    What stands in no sequence has no tag; each of its text objects counts as one.
    """

    tag: str
    text: str
    alt: str = ""


class Content(NamedTuple):
    """What the pages of a file show: in the order of their streams, and by the places that a structure
    tree names. ``left`` is where the words of its first page begin, in points; ``None`` without any."""

    marked: list[Marked]
    numbered: dict[Place, list[Shown]]
    left: float | None


class _Sequence(NamedTuple):
    """A sequence that is open; ``actual`` replaces what is shown in it (14.9.4)."""

    tag: str
    actual: str | None
    alt: str
    place: Place | None


def content_of(pdf: pikepdf.Pdf) -> Content:
    """The content of all pages."""
    reader = _Reader()
    for number, page in enumerate(pdf.pages):
        reader.read_page(page, number)
    return Content(reader.marked, reader.numbered, min(reader.lefts, default=None))


class _Reader:
    """Follows the operators of the pages: marked content, text, and forms."""

    def __init__(self) -> None:
        self.marked: list[Marked] = []
        self.numbered: dict[Place, list[Shown]] = {}
        self.lefts: list[float] = []
        self._open: list[_Sequence] = []
        self._text: list[str] = []
        self._font = NO_FONT
        self._saved: list[Decoder] = []
        self._graphics = Graphics()
        self._fonts: dict[ObjectId, tuple[Decoder, Typeface]] = {}
        self._forms: set[ObjectId] = set()

    def read_page(self, page: pikepdf.Page, number: int) -> None:
        self._open, self._saved, self._font = [], [], NO_FONT
        self._graphics = Graphics(number)
        self._read(page.obj, page.resources, page.obj.objgen, 0)
        self._flush()

    def _read(self, stream: Any, resources: Any, holder: ObjectId | None, depth: int) -> None:
        """``holder`` is what numbers in the stream count in; of a form painted before, they are known."""
        for instruction in pikepdf.parse_content_stream(stream):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BMC", "BDC"):
                self._begin(operands, resources, holder)
            elif operator == "Do":
                self._form(operands[0], resources, depth)
            else:
                self._follow(operator, operands, resources)

    def _follow(self, operator: str, operands: Any, resources: Any) -> None:
        space = _resource(resources, "/ColorSpace", operands[0]) if operator in ("cs", "CS") else None
        self._graphics.follow(operator, operands, space)
        match operator:
            case "EMC":
                self._end()
            case "Tf":
                self._font, typeface = self._known(operands[0], resources)
                self._graphics.set_font(typeface, operands[-1])
            case "Tj":
                self._show(operands)
            case "TJ":
                self._show(operands[0])
            case "'" | '"':
                self._graphics.next_line()
                self._move()
                self._show(operands[-1:])
            case "ET":
                self._end_text()
            case "q":
                self._saved.append(self._font)
            case "Q" if self._saved:
                self._font = self._saved.pop()
            case _ if operator in _MOVES:
                self._move()
            case _ if operator in _PAINTS:
                self._place(Shown("", self._graphics.painted(operator)))

    def _begin(self, operands: Any, resources: Any, holder: ObjectId | None) -> None:
        if not self._open:
            self._flush()
        properties = _properties(operands, resources)
        actual, mcid = properties.get("/ActualText"), properties.get("/MCID")
        place = Place(holder, mcid) if holder is not None and isinstance(mcid, int) else None
        if place:
            self.numbered.setdefault(place, [])
        replaced = self._is_replaced()
        self._open.append(
            _Sequence(
                str(operands[0])[1:],
                None if actual is None else str(actual),
                str(properties.get("/Alt", "")),
                place,
            )
        )
        if actual is not None and not replaced:
            self._add(Shown(str(actual), None))

    def _end(self) -> None:
        if len(self._open) == 1:
            self._flush()
        if self._open:
            self._open.pop()

    def _flush(self) -> None:
        """Ends a sequence, or a stretch of text outside any."""
        outer = self._open[0] if self._open else _Sequence("", None, "", None)
        text = "".join(self._text)
        if text.strip() or outer.tag:
            self.marked.append(Marked(outer.tag, text, outer.alt))
        self._text = []

    def _end_text(self) -> None:
        """Outside marked content a text object is all there is to tell paragraphs apart."""
        if not self._open:
            self._flush()

    def _move(self) -> None:
        """In marked content only characters part words (14.8.2.5); elsewhere a new line does too."""
        if not self._open and self._text:
            self._text.append(" ")

    def _is_replaced(self) -> bool:
        return any(sequence.actual is not None for sequence in self._open)

    def _show(self, strings: Any) -> None:
        """One showing of text; its characters may stand in it in reverse (14.8.2.3.3)."""
        parts = list(strings)
        for part in itertools.takewhile(lambda part: not isinstance(part, pikepdf.String), parts):
            self._graphics.skip(real(part))
        shown = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        if not shown:
            return
        look, baseline = self._graphics.look, self._graphics.baseline
        found = self._font.characters_of(shown)
        if not baseline.page and not found[0].isspace():
            self._begin_line()
        self._graphics.show()
        if self._is_replaced():
            self._lend(look, baseline)
            return
        is_reversed = any(sequence.tag == "ReversedChars" for sequence in self._open)
        self._add(Shown("".join(reversed(found) if is_reversed else found), look, (baseline,)))

    def _begin_line(self) -> None:
        """Notes where content begins that is told from artifacts."""
        left = self._graphics.left
        if left is not None and self._innermost():
            self.lefts.append(left)

    def _add(self, shown: Shown) -> None:
        self._text.append(shown.text)
        self._place(shown)

    def _place(self, shown: Shown) -> None:
        """Adds to the innermost sequence with a number; what is in an artifact is in none (14.8.2.2)."""
        place = self._innermost()
        if place:
            self.numbered[place].append(shown)

    def _lend(self, look: Look, baseline: Baseline) -> None:
        """Gives the look of what is shown, and its lines, to the words that replace it."""
        place = self._innermost()
        if place and self.numbered[place]:
            last = self.numbered[place][-1]
            self.numbered[place][-1] = Shown(last.text, last.look or look, (*last.baselines, baseline))

    def _innermost(self) -> Place | None:
        if any(sequence.tag == "Artifact" for sequence in self._open):
            return None
        return next((sequence.place for sequence in reversed(self._open) if sequence.place), None)

    def _known(self, name: Any, resources: Any) -> tuple[Decoder, Typeface | None]:
        """The decoder and the typeface of a font, read once."""
        font = _resource(resources, "/Font", name)
        if not isinstance(font, pikepdf.Dictionary):
            return NO_FONT, None
        known = self._fonts.get(font.objgen) if font.is_indirect else None
        if known is None:
            known = decoder_of(font), typeface_of(font)
            if font.is_indirect:
                self._fonts[font.objgen] = known
        return known

    def _form(self, name: Any, resources: Any, depth: int) -> None:
        """A form is painted as if its content stood there (8.10)."""
        form = _resource(resources, "/XObject", name)
        is_form = isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"
        if not is_form or depth >= DEEPEST_FORM:
            return
        outer = self._font
        self._graphics.follow("q", ())
        self._graphics.follow("cm", form.get("/Matrix", ()))
        holder = None if form.objgen in self._forms else form.objgen
        self._forms.add(form.objgen)
        self._read(form, form.get("/Resources", resources), holder, depth + 1)
        self._font = outer
        self._graphics.follow("Q", ())


def _resource(resources: Any, kind: str, name: Any) -> Any:
    """What a content stream calls by a name (7.8.3), ``None`` where there is no such thing."""
    named = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return named.get(str(name)) if isinstance(named, pikepdf.Dictionary) else None


def _properties(operands: Any, resources: Any) -> Any:
    """The property list of a sequence: written there, or a named resource (14.6.2)."""
    stated = operands[1] if len(operands) > 1 else None
    if isinstance(stated, pikepdf.Name):
        stated = _resource(resources, "/Properties", stated)
    return stated if isinstance(stated, pikepdf.Dictionary) else {}
